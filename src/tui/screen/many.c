#include "tui/screen/many.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screen/deed.h"
#include "tui/screen/reader.h"
#include "tui/screen/words.h"
#include "tui/widget/ask.h"
#include "tui/widget/progress.h"

enum { OPINION_MOST = 200 };

struct many {
    struct screen screen;
    const char *act; /* static */
    struct marks *marks;
    struct ask ask;
    bool typed; /* the question is at the same time one for the opinion */
};

/* --- Doing --- */

struct outcome {
    int done, refused;
    bool stopped;
    struct buf reasons; /* a line for each refused */
    char *first;
};

static void refuse(struct outcome *o, const char *number, const char *reason)
{
    struct buf line = {0};

    words_number(number, &line);
    buf_printf(&line, ": %s", reason);
    if (!o->refused++) o->first = mem_strdup(buf_str(&line));
    buf_printf(&o->reasons, "%s\n", buf_str(&line));
    buf_free(&line);
}

/* false: the office does not answer at all. */
static bool do_one(struct many *m, const char *id, const char *opinion, bool with_step,
                   struct outcome *o)
{
    struct seat *s = m->screen.seat;
    size_t n = strcspn(id, " ");
    char *number = mem_strndup(id, n);
    const char *run = id[n] ? id + n + 1 : "";
    Yc__Request *q = seat_request(s, m->act, number);
    struct fault f = {0};
    Yc__Reply *r = NULL;

    if (*run && with_step) door_request_with(q, "step", run);
    if (*opinion) door_request_with(q, "opinion", opinion);
    bool answered = door_call(s->door, q, &r, &f) == RC_OK;
    char *reason = !answered ? words_fault(&f) : r->ok ? NULL : words_reply(r);
    if (reason)
        refuse(o, number, reason);
    else
        o->done++;
    free(reason);
    if (r) door_reply_free(r);
    door_request_free(q);
    free(number);
    return answered;
}

/* Esc, or the end of the line: after the act that is being done.  Other keys typed meanwhile were
 * meant for nothing here. */
static bool is_stopped(void)
{
    struct key k;

    while ((k = term_key(0, NULL, 0, NULL)).code != KEY_NONE)
        if (k.code == KEY_ESC || k.code == KEY_HANGUP) return true;
    return false;
}

static void show(struct progress *p, const struct many *m, int done, int total)
{
    if (progress_show(p, done, total, burst_now(&m->screen.seat->burst))) term_flush();
}

static void do_all(struct many *m, const char *opinion, struct outcome *o)
{
    struct progress p = {.row = term_rows() - 2, .col = 1};
    bool with_step = deed_takes_step(m->screen.seat, m->act), answered = true;
    int total = m->marks->n, tried = 0;

    for (int i = 0; answered && i < m->marks->n && !o->stopped;) {
        int refused = o->refused;
        char *id = mem_strdup(m->marks->id[i]);
        show(&p, m, tried++, total);
        answered = do_one(m, id, opinion, with_step, o);
        if (o->refused == refused)
            marks_remove(m->marks, id);
        else
            i++;
        free(id);
        o->stopped = tried < total && is_stopped();
    }
    show(&p, m, tried, total);
}

static void report(struct many *m, struct outcome *o)
{
    struct seat *s = m->screen.seat;
    const char *title = deed_title(s, m->act);
    char done[12], refused[12];

    snprintf(done, sizeof done, "%d", o->done);
    snprintf(refused, sizeof refused, "%d", o->refused);
    if (o->stopped) {
        seat_say(s, BAR_WARN,
                 words_fill(N_("{1}: stopped after {2} done, {3} not; the others stay marked"),
                            title, done, refused, NULL));
        return;
    }
    if (!o->refused) {
        seat_say(s, BAR_INFO, words_fill(N_("{1}: {2} done"), title, done, NULL));
        return;
    }
    seat_say(s, BAR_ERROR,
             words_fill(N_("{1}: {2} done, {3} not; {4}"), title, done, refused, o->first, NULL));
    if (o->refused > 1) reader_open(s, title, buf_str(&o->reasons));
}

static void run(struct many *m, const char *opinion)
{
    struct outcome o = {0};

    do_all(m, opinion, &o);
    seat_tick(m->screen.seat);
    stage_stale(m->screen.seat);
    report(m, &o);
    buf_free(&o.reasons);
    free(o.first);
}

/* --- The question --- */

static void draw(struct screen *s, struct rect body)
{
    ask_draw(&((struct many *)s)->ask, body);
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct many *m = (struct many *)s;
    enum did did = ask_key(&m->ask, k);

    (void)action;
    if (did == DID_REFUSE) term_bell();
    if (did != DID_TAKE && did != DID_CANCEL) return true;
    stage_pop(s->seat);
    if (did == DID_TAKE) run(m, m->typed ? edit_text(&m->ask.edit) : "");
    return true;
}

static void shut(struct screen *s)
{
    ask_free(&((struct many *)s)->ask);
    free(s);
}

void many_open(struct seat *s, const char *act, struct marks *marks)
{
    static const struct screen_kind kind = {
        .mode = "palette", .popup = true, .asks = true, .draw = draw, .key = key, .close = shut};
    struct many *m = mem_alloc(sizeof *m);
    char n[12];

    m->screen.kind = &kind;
    m->act = act;
    m->marks = marks;
    m->typed = strcmp(act, "pass") == 0;
    snprintf(n, sizeof n, "%d", marks->n);
    char *text = m->typed
                     ? words_fill(N_("{1}: all {2} marked. Opinion (Enter does it, Esc does not):"),
                                  deed_title(s, act), n, NULL)
                     : words_fill(N_("{1}: all {2} marked?"), deed_title(s, act), n, NULL);
    if (m->typed)
        ask_input(&m->ask, text, "", OPINION_MOST, 0);
    else
        ask_confirm(&m->ask, text, true);
    free(text);
    stage_push(s, &m->screen);
}
