#include "tui/screen/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/ids.h"
#include "door/message.h"

static const char *(*translate)(const char *);
static bool chinese;

const char *words(const char *msgid)
{
    /* gettext answers "" with the header of its catalogue. */
    return translate && *msgid ? translate(msgid) : msgid;
}

void words_open(const char *(*with)(const char *), const char *lang)
{
    translate = with;
    words_language(lang);
}

/* The library looks at LANGUAGE again only when this counter has moved (its manual, "Being a
 * gettext grok"). */
extern int _nl_msg_cat_cntr;

void words_language(const char *lang)
{
    chinese = strncmp(lang, "zh", 2) == 0;
    setenv("LANGUAGE", chinese ? "zh_CN" : "en", 1);
    ++_nl_msg_cat_cntr;
}

bool words_chinese(void)
{
    return chinese;
}

char *words_fill(const char *msgid, ...)
{
    const char *args[9] = {0};
    int n = 0;
    va_list ap;

    va_start(ap, msgid);
    for (const char *a; n < 9 && (a = va_arg(ap, const char *)) != NULL;)
        args[n++] = a;
    va_end(ap);
    return fault_text(words(msgid), args, n);
}

char *words_fault(const struct fault *f)
{
    const char *args[FAULT_ARGS];

    for (int i = 0; i < FAULT_ARGS; i++)
        args[i] = f->arg[i];
    return fault_sentence(f->msgid, args, FAULT_ARGS, words);
}

char *words_reply(const Yc__Reply *r)
{
    return door_reply_text(r, words);
}

/* --- Tables --- */

struct word {
    const char *key, *msgid;
};

static const char *look_up(const struct word *w, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(w[i].key, key) == 0) return words(w[i].msgid);
    return key;
}
#define LOOK_UP(table, key) look_up(table, sizeof table / sizeof *table, key)

const char *words_lamp(const char *lamp)
{
    static const struct word lamps[] = {{"green", N_("GN")},
                                        {"yellow", N_("YL")},
                                        {"red", N_("RD")},
                                        {"blue", N_("HD")},
                                        {"white", N_("--")}};
    return LOOK_UP(lamps, lamp);
}

const char *words_weekday(int weekday)
{
    static const char *const days[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                       N_("Fri"), N_("Sat"), N_("Sun")};

    return weekday >= 1 && weekday <= 7 ? words(days[weekday - 1]) : "";
}

const char *words_phase(const char *phase)
{
    static const struct word phases[] = {
        {"REVIEW", N_("to be accepted")},    {"CORRECTING", N_("in correction")},
        {"HANDLING", N_("in hand")},         {"CLOSING", N_("going out")},
        {"DELIVERED", N_("to be verified")}, {"VERIFIED", N_("loop closed")},
        {"ARCHIVED", N_("in the archive")},
    };
    return LOOK_UP(phases, phase);
}

const char *words_outcome(const char *outcome)
{
    static const struct word outcomes[] = {
        {"OPEN", N_("undecided")},
        {"GRANTED", N_("granted")},
        {"DENIED", N_("denied")},
        {"REFUSED", N_("not accepted")},
        {"NOT_NEEDED", N_("no licence needed")},
        {"WITHDRAWN", N_("withdrawn")},
        {"TERMINATED", N_("terminated")},
        {"TRANSFERRED", N_("transferred")},
        {"DEEMED_GRANTED", N_("deemed granted")},
    };
    return LOOK_UP(outcomes, outcome);
}

const char *words_state(const char *state)
{
    static const struct word states[] = {
        {"missing", N_("missing")},
        {"received", N_("received")},
        {"shared", N_("from a shared source")},
        {"promised", N_("promised")},
        {"tolerated", N_("tolerated")},
        {"rejected", N_("not in legal form")},
        {"open", N_("open")},
        {"done", N_("done")},
        {"skipped", N_("passed over")},
        {"sent_back", N_("sent back")},
        {"waiting", N_("waiting")},
        {"running", N_("running")},
        {"standing", N_("standing")},
        {"ended", N_("ended")},
        {"proposed", N_("proposed")},
        {"confirmed", N_("confirmed")},
        {"stopped", N_("stopped")},
        {"issued", N_("issued")},
        {"cancelled", N_("cancelled")},
        {"void", N_("void")},
        {"settled", N_("settled")},
        {"on_time", N_("in time")},
        {"late", N_("late")},
        {"over_limit", N_("over the limit")},
        {"yellow", N_("yellow card")},
        {"red", N_("red card")},
        {"notice", N_("warning")},
        {"cash", N_("cash")},
        {"card", N_("card")},
        {"bank", N_("bank")},
        {"code", N_("code")},
    };
    return LOOK_UP(states, state);
}

const char *words_day_kind(const char *kind)
{
    static const struct word kinds[] = {
        {"event", N_("happened, not counted")},
        {"before", N_("not begun yet")},
        {"start", N_("begins, not counted")},
        {"counted", N_("counted")},
        {"makeup", N_("counted: working weekend")},
        {"weekend", N_("weekend")},
        {"holiday", N_("holiday")},
        {"suspended", N_("clock stands")},
        {"natural", N_("counted")},
        {"rolled", N_("moved on")},
        {"late", N_("late")},
    };
    return LOOK_UP(kinds, kind);
}

/* Narrow in every terminal, and told from colour by none. */
const char *words_provisional(void)
{
    return _("*provisional");
}

/* --- Numbers --- */

static void fill_number(const char *msgid, long n, struct buf *out)
{
    char text[24];

    snprintf(text, sizeof text, "%ld", n);
    char *s = words_fill(msgid, text, NULL);
    buf_adds(out, s);
    free(s);
}

void words_left(const char *lamp, int left, const char *due, instant_t now, struct buf *out)
{
    instant_t at;
    bool known = instant_parse(due, &at), hours = known && day_second_of_instant(at) != 0;

    if (strcmp(lamp, "white") == 0) return;
    if (strcmp(lamp, "blue") == 0)
        buf_adds(out, _("stands"));
    else if (strcmp(lamp, "red") == 0 && left < 0)
        fill_number(N_("{1}d over"), -left, out);
    else if (strcmp(lamp, "red") == 0)
        buf_adds(out, _("over"));
    else if (hours && at > now)
        fill_number(N_("{1}h"), (long)((at - now + 3599) / 3600), out);
    else if (left == 0)
        buf_adds(out, _("today"));
    else
        fill_number(N_("{1}d"), left, out);
}

void words_duration(int64_t seconds, struct buf *out)
{
    char rest[DURATION_TEXT];

    if (seconds >= DAY_SECONDS) fill_number(N_("{1}d"), (long)(seconds / DAY_SECONDS), out);
    duration_text(seconds % DAY_SECONDS, rest);
    buf_printf(out, "%s%s", rest[1] == ':' ? "0" : "", rest);
}

void words_span(struct span s, struct buf *out)
{
    static const char *const units[] = {
        [UNIT_WD] = N_("{1} working days"),   [UNIT_CD] = N_("{1} days"),
        [UNIT_MO] = N_("{1} months"),         [UNIT_HR] = N_("{1} hours"),
        [UNIT_BH] = N_("{1} office minutes"),
    };

    if (s.unit == UNIT_NOW)
        buf_adds(out, _("at once"));
    else if (s.unit != UNIT_NONE)
        fill_number(units[s.unit], s.n, out);
    if (s.elapsed) buf_adds(out, _(" (to the second)"));
}

/* In lists of matters: region and century are the same in every row. */
void words_number_brief(const char *number, struct buf *out)
{
    if (strlen(number) == IDS_NUMBER - 1)
        buf_printf(out, "%.6s-%.6s", number + 8, number + 14);
    else
        buf_adds(out, number);
}

/* Elsewhere the check digit is left out; papers and the matter's own screen, which one reads aloud,
 * show it. */
void words_number(const char *number, struct buf *out)
{
    char grouped[IDS_NUMBER_GROUPED];

    if (strlen(number) != IDS_NUMBER - 1) {
        buf_adds(out, number);
        return;
    }
    ids_number_grouped(number, grouped);
    buf_add(out, grouped, strlen(grouped) - 2);
}
