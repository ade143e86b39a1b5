#include "tui/screen/matter_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/clock.h"
#include "domain/money.h"
#include "tui/screen/table_text.h"
#include "tui/screen/words.h"

static const char *text(const char *s)
{
    return s ? s : "";
}

/* At least cols columns, and a blank. */
static void pad(struct buf *out, const char *s, int cols)
{
    int used = text_ncol(s);

    buf_adds(out, s);
    do
        buf_addc(out, ' ');
    while (++used <= cols);
}

static void minute(struct buf *out, instant_t at)
{
    char t[INSTANT_TEXT];

    instant_text(at, t);
    buf_printf(out, "%.10s %.5s", t, t + 11);
}

static const char *person_name(const struct seat *s, const char *key)
{
    const struct person *p = catalog_person(s->catalog, key);

    return p ? p->name : key;
}

static const char *enum_word(const ProtobufCEnumDescriptor *e, int value, const char *prefix)
{
    const ProtobufCEnumValue *v = protobuf_c_enum_descriptor_get_value(e, value);

    return v ? v->name + strlen(prefix) : "";
}

static const struct item *item_of(const struct seat *s, const Yc__Matter *m)
{
    return catalog_item(s->catalog, text(m->item));
}

static const char *step_name(const struct item *it, const char *key)
{
    const struct step *st = it ? item_step(it, key) : NULL;

    return st ? st->name : key;
}

void matter_headline(struct seat *s, const Yc__Matter *m, struct buf *out)
{
    const char *applicant = "";

    (void)s;
    for (size_t i = 0; i < m->n_parties; i++)
        if (strcmp(m->parties[i]->key, "applicant") == 0) applicant = text(m->parties[i]->name);
    buf_printf(out, "%s  %s", applicant,
               words_phase(enum_word(&yc__phase__descriptor, m->phase, "PHASE_")));
    if (m->outcome != YC__OUTCOME__OUTCOME_OPEN)
        buf_printf(out, "  %s",
                   words_outcome(enum_word(&yc__outcome__descriptor, m->outcome, "OUTCOME_")));
    if (m->suspended) buf_printf(out, "  %s", _("clock stands"));
    if (*text(m->cert_no)) buf_printf(out, "  %s", m->cert_no);
}

/* --- Form --- */

static void value_line(const struct item *it, const Yc__Value *v, struct buf *out)
{
    const struct field *fd = it ? item_field(it, v->key) : NULL;
    const char *value = text(v->value);

    if (!*value) return;
    pad(out, fd ? fd->label : v->key, 24);
    if (fd && fd->type == FIELD_BOOL) value = strcmp(value, "true") == 0 ? _("yes") : _("no");
    if (!fd || fd->type != FIELD_TABLE) {
        buf_printf(out, "%s\n", value);
        return;
    }
    struct buf lines = {0};
    table_to_lines(fd, value, &lines);
    for (const char *p = buf_str(&lines); *p;) {
        size_t n = strcspn(p, "\n");
        buf_adds(out, p == buf_str(&lines) ? "" : "                         ");
        buf_add(out, p, n);
        buf_addc(out, '\n');
        p += n + (p[n] == '\n');
    }
    buf_free(&lines);
}

static void form_text(struct seat *s, const Yc__Matter *m, struct buf *out)
{
    const struct item *it = item_of(s, m);

    for (size_t f = 0; it && f < it->nfields; f++) /* in the order of the form */
        for (size_t i = 0; i < m->n_values; i++)
            if (strcmp(m->values[i]->key, it->fields[f].key) == 0)
                value_line(it, m->values[i], out);
    for (size_t i = 0; !it && i < m->n_values; i++)
        value_line(NULL, m->values[i], out);
    buf_addc(out, '\n');
    pad(out, _("Registered"), 24);
    minute(out, m->registered_at);
    buf_printf(out, " %s  %s %s\n", person_name(s, text(m->registered_by)), _("query code"),
               text(m->query_code));
    if (m->has_accepted_at) {
        pad(out, _("Accepted"), 24);
        minute(out, m->accepted_at);
        buf_printf(out, " %s%s\n", person_name(s, text(m->accepted_by)),
                   m->accepted_deemed ? _(" (deemed)") : "");
    }
    if (m->has_decided_at) {
        pad(out, _("Decided"), 24);
        minute(out, m->decided_at);
        buf_printf(out, " %s\n", person_name(s, text(m->decided_by)));
    }
    if (*text(m->reason)) {
        pad(out, _("Reason"), 24);
        buf_printf(out, "%s\n", m->reason);
    }
}

/* --- Materials, steps --- */

static void materials_text(struct seat *s, const Yc__Matter *m, struct buf *out)
{
    const struct item *it = item_of(s, m);

    for (size_t i = 0; i < m->n_materials; i++) {
        const Yc__Material *k = m->materials[i];
        const struct material *mt = it ? item_material(it, k->key) : NULL;
        pad(out, words_state(text(k->state)), 20);
        buf_printf(out, "%s", mt ? mt->name : k->key);
        if (k->has_at && strcmp(text(k->state), "missing") != 0) {
            buf_adds(out, "  ");
            minute(out, k->at);
            buf_printf(out, " %s", person_name(s, text(k->by)));
        }
        if (k->told) {
            char round[12];
            snprintf(round, sizeof round, "%d", k->told);
            char *told = words_fill(N_("asked for in notice {1}"), round, NULL);
            buf_printf(out, "  %s", told);
            free(told);
        }
        buf_addc(out, '\n');
    }
}

static void steps_text(struct seat *s, const Yc__Matter *m, struct buf *out)
{
    const struct item *it = item_of(s, m);

    for (size_t i = 0; i < m->n_steps; i++) {
        const Yc__StepRun *r = m->steps[i];
        char post[96];
        pad(out, step_name(it, text(r->step)), 20);
        pad(out, words_state(text(r->state)), 8);
        pad(out, catalog_post_title(s->catalog, text(r->post), post, sizeof post), 16);
        const char *who = r->has_closed_at && *text(r->by) ? text(r->by) : text(r->holder);
        pad(out, person_name(s, who), 8);
        minute(out, r->has_closed_at && r->closed_at ? r->closed_at : r->opened_at);
        buf_addc(out, '\n');
        if (*text(r->opinion)) buf_printf(out, "    %s: %s\n", _("Opinion"), r->opinion);
        if (*text(r->officers)) buf_printf(out, "    %s: %s\n", _("Officers"), r->officers);
    }
    for (size_t i = 0; i < m->n_suspensions; i++) {
        const Yc__Suspension *u = m->suspensions[i];
        char from[DAY_TEXT], to[DAY_TEXT];
        buf_printf(out, "%s: %s  %s -> %s\n", _("Clock stood"), text(u->kind),
                   day_text(u->from_day, from), u->has_to_day ? day_text(u->to_day, to) : "...");
    }
}

/* --- Clocks --- */

void matter_clock_name(const struct seat *s, const Yc__Matter *m, const char *key, struct buf *out)
{
    static const struct {
        const char *base, *msgid;
    } names[] = {{"review", N_("acceptance review")}, {"total", N_("decision")},
                 {"deliver", N_("delivery")},         {"supplement", N_("tolerated papers")},
                 {"renewal", N_("renewal")},          {"opinion", N_("late opinion")}};
    size_t n = strcspn(key, "#:");

    if (strncmp(key, "step:", 5) == 0 && !m) {
        buf_adds(out, key + 5);
        return;
    }
    if (strncmp(key, "step:", 5) == 0) {
        char *step = mem_strndup(key + 5, strcspn(key + 5, "#"));
        buf_adds(out, step_name(item_of(s, m), step));
        free(step);
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].base) == n && strncmp(names[i].base, key, n) == 0) {
            buf_adds(out, words(names[i].msgid));
            return;
        }
    buf_adds(out, key);
}

/* The due day; to the second for elapsed limits, to the minute for hours. */
static void due_text(const Yc__Clock *c, struct span length, struct buf *out)
{
    char day[DAY_TEXT], law[DAY_TEXT], at[INSTANT_TEXT];
    bool known = c->has_due_day && c->due_day != DAY_NONE;
    instant_t last = known && c->has_due_at ? clock_last_moment(length, c->due_at) : INSTANT_NONE;

    if (last == INSTANT_NONE)
        buf_adds(out, known ? day_text(c->due_day, day) : "...");
    else if (length.elapsed)
        buf_printf(out, "%.10s %.8s", instant_text(last, at), at + 11);
    else
        minute(out, last);
    if (c->provisional) buf_adds(out, words_provisional());
    if (!c->law_day) return;
    char *told = words_fill(N_(" (as told in writing; by the calendar {1})"),
                            day_text(c->law_day, law), NULL);
    buf_adds(out, told);
    free(told);
}

static int64_t split_seconds(const Yc__Reply *r, const char *span, const char *kind,
                             const char *key)
{
    for (size_t i = 0; i < r->n_row; i++)
        if (strcmp(door_reply_cell(r, i, "span"), span) == 0 &&
            strcmp(door_reply_cell(r, i, "kind"), kind) == 0 &&
            strcmp(door_reply_cell(r, i, "key"), key) == 0)
            return strtoll(door_reply_cell(r, i, "seconds"), NULL, 10);
    return 0;
}

/* "title 8日00:00:00 = applicant 2日00:30:00 · ...": the parts are the whole. */
static void split_line(const Yc__Reply *r, const char *span, const char *title, struct buf *out)
{
    static const struct {
        const char *key, *msgid;
    } parts[] = {{"applicant", N_("Applicant")},
                 {"desk", N_("Window")},
                 {"department", N_("Department")},
                 {"outside", N_("Outside")},
                 {"suspended", N_("Special procedure")}};
    const char *between = " = ";

    buf_printf(out, "%s ", title);
    words_duration(split_seconds(r, span, "sum", ""), out);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int64_t had = split_seconds(r, span, "part", parts[i].key);
        if (!had) continue;
        buf_printf(out, "%s%s ", between, words(parts[i].msgid));
        words_duration(had, out);
        between = " · ";
    }
    buf_addc(out, '\n');
}

/* Whose time it was, 全程用时 and 法定用时. */
static void split_text(struct seat *s, const Yc__Matter *m, struct buf *out)
{
    Yc__Reply *r = seat_ask(s, seat_request(s, "split", m->number));

    if (!r) return;
    split_line(r, "whole", _("Whole time"), out);
    if (*door_reply_get(r, "legal_from")) split_line(r, "legal", _("Legal time"), out);
    if (*door_reply_get(r, "legal_days")) {
        char *days = words_fill(N_("counted by law: {1} working days"),
                                door_reply_get(r, "legal_days"), NULL);
        buf_printf(out, "%s\n", days);
        free(days);
    }
    door_reply_free(r);
}

/* What local silence proposes, and who has confirmed it so far. */
static void defaults_text(struct seat *s, const Yc__Matter *m, struct buf *out)
{
    for (size_t i = 0; i < m->n_defaults; i++) {
        const Yc__Default *k = m->defaults[i];
        char day[DAY_TEXT];
        buf_printf(out, "%s %s  %s  %s  %s %s  %s\n", _("Default"), k->key,
                   words_state(text(k->state)), day_text(k->day, day),
                   person_name(s, text(k->first)), person_name(s, text(k->second)),
                   text(k->reason));
        if (*text(k->opinion)) buf_printf(out, "    %s: %s\n", _("Opinion"), k->opinion);
    }
}

static void clocks_text(struct seat *s, const Yc__Matter *m, struct buf *out)
{
    for (size_t i = 0; i < m->n_clocks; i++) {
        const Yc__Clock *c = m->clocks[i];
        struct buf b = {0};
        struct span len = {.unit = UNIT_NONE};
        char day[DAY_TEXT];
        matter_clock_name(s, m, c->key, &b);
        pad(out, buf_str(&b), 20);
        pad(out, words_state(text(c->state)), 8);
        buf_clear(&b);
        if (span_parse(text(c->length), &len)) words_span(len, &b);
        pad(out, buf_str(&b), 14);
        buf_printf(out, "%s -> ", c->has_start_day ? day_text(c->start_day, day) : "");
        due_text(c, len, out);
        if (*text(c->result)) buf_printf(out, "  %s", words_state(c->result));
        buf_addc(out, '\n');
        buf_free(&b);
    }
    defaults_text(s, m, out);
    for (size_t i = 0; i < m->n_cards; i++) {
        const Yc__Card *k = m->cards[i];
        minute(out, k->at);
        buf_printf(out, "  %s %s  %s\n", words_state(text(k->level)), text(k->rule), text(k->text));
        if (strcmp(text(k->state), "cancelled") == 0)
            buf_printf(out, "        %s  %s\n", words_state(k->state), text(k->why));
    }
    buf_printf(out, "\n%s\n", _("Enter or F7: the day ledger of a clock"));
    split_text(s, m, out);
}

/* --- Money, trail --- */

static void money_text_of(struct seat *s, const Yc__Matter *m, struct buf *out)
{
    char money[MONEY_TEXT];
    int64_t due = 0;

    for (size_t i = 0; i < m->n_charges; i++) {
        const Yc__Charge *c = m->charges[i];
        due += c->fen;
        pad(out, text(c->code), 10);
        pad(out, text(c->name), 30);
        buf_printf(out, "%12s  %s\n", money_text(c->fen, money), text(c->basis));
    }
    if (m->n_charges) {
        pad(out, "", 10);
        pad(out, _("in all, yuan"), 30);
        buf_printf(out, "%12s  %s\n", money_text(due, money),
                   m->paid ? _("paid") : _("not paid yet"));
    }
    for (size_t i = 0; i < m->n_receipts; i++) {
        const Yc__Receipt *r = m->receipts[i];
        pad(out, _("receipt"), 10);
        pad(out, text(r->number), 16);
        buf_printf(out, "%12s  %s  %s  ", money_text(r->fen, money), words_state(text(r->channel)),
                   words_state(text(r->state)));
        minute(out, r->at);
        buf_printf(out, " %s\n", person_name(s, text(r->by)));
    }
    if (!m->n_charges)
        buf_printf(out, "%s\n", m->charged ? _("nothing to pay") : _("no charge made out"));
}

static void trail_text(struct seat *s, const Yc__Matter *m, struct buf *out)
{
    Yc__Reply *r = seat_ask(s, seat_request(s, "trail", m->number));

    for (size_t i = 0; r && i < r->n_row; i++) {
        const char *at = door_reply_cell(r, i, "at");
        pad(out, door_reply_cell(r, i, "seq"), 3);
        buf_printf(out, "%.10s %.5s  ", at, strlen(at) > 16 ? at + 11 : "");
        pad(out, door_reply_cell(r, i, "actor"), 8);
        pad(out, door_reply_cell(r, i, "post"), 14);
        buf_printf(out, "%s  %s\n", words(door_reply_cell(r, i, "title")),
                   door_reply_cell(r, i, "note"));
    }
    if (r) door_reply_free(r);
}

void matter_text(struct seat *s, const Yc__Matter *m, int tab, struct buf *out)
{
    static void (*const make[])(struct seat *, const Yc__Matter *, struct buf *) = {
        [TAB_FORM] = form_text,     [TAB_MATERIALS] = materials_text, [TAB_STEPS] = steps_text,
        [TAB_CLOCKS] = clocks_text, [TAB_MONEY] = money_text_of,      [TAB_TRAIL] = trail_text};

    if (make[tab]) make[tab](s, m, out);
}

const char *matter_paper_kind(const char *kind)
{
    static const struct {
        const char *kind, *msgid;
    } kinds[] = {
        {"slip", N_("Slip of receipt")},
        {"acceptance", N_("Notice of acceptance")},
        {"correction", N_("One-time notice")},
        {"refusal", N_("Refusal to accept")},
        {"not_needed", N_("No licence needed")},
        {"suspension", N_("Notice of a special procedure")},
        {"extension", N_("Notice of extension")},
        {"grant", N_("Decision: granted")},
        {"denial", N_("Decision: denied")},
        {"certificate", N_("Certificate")},
        {"receipt", N_("Receipt")},
        {"delivery", N_("Proof of delivery")},
        {"verification", N_("Verification sheet")},
        {"withdrawal", N_("Withdrawal")},
        {"transfer", N_("Transfer letter")},
        {"sheet", N_("Opinion sheet")},
        {"forward", N_("Report upward")},
        {"evidence", N_("Evidence of a default")},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, text(kind)) == 0) return words(kinds[i].msgid);
    return text(kind);
}
