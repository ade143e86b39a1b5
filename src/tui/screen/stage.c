#include "tui/screen/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "door/now.h"
#include "tui/screen/find.h"
#include "tui/screen/item_choice.h"
#include "tui/screen/keys.h"
#include "tui/screen/lamps.h"
#include "tui/screen/lock.h"
#include "tui/screen/macro.h"
#include "tui/screen/notices.h"
#include "tui/screen/palette.h"
#include "tui/screen/reports.h"
#include "tui/screen/words.h"
#include "tui/widget/box.h"

enum { MOST_BAR = 24, MOST_LACKING = 3, LEAST_ROWS = 20, LEAST_COLS = 60, SOON_MS = 1000 };

/* --- The stack --- */

void stage_push(struct seat *s, struct screen *screen)
{
    screen->seat = s;
    screen->below = s->top;
    s->top = screen;
}

void stage_pop(struct seat *s)
{
    struct screen *was = s->top;

    if (!was) return;
    s->top = was->below;
    was->below = s->gone;
    s->gone = was;
}

static void bury(struct seat *s)
{
    while (s->gone) {
        struct screen *next = s->gone->below;
        s->gone->kind->close(s->gone);
        s->gone = next;
    }
}

void stage_close(struct seat *s)
{
    while (s->top)
        stage_pop(s);
    bury(s);
    macro_forget(s);
}

void stage_stale(struct seat *s)
{
    for (struct screen *c = s->top; c; c = c->below)
        c->stale = true;
}

static void look_again(struct screen *c)
{
    if (!c->stale) return;
    c->stale = false;
    if (c->kind->refresh) c->kind->refresh(c);
}

/* The top screen, and what shines through under popups.  One that finds itself overtaken gives way:
 * then it is the turn of the next. */
static void look_again_all(struct seat *s)
{
    const struct screen *top;

    do {
        top = s->top;
        for (struct screen *c = s->top; c; c = c->kind->popup ? c->below : NULL)
            look_again(c);
    } while (s->top != top);
    bury(s);
}

void stage_changed(struct seat *s)
{
    s->unattended = true;
    seat_tick(s);
    stage_stale(s);
    look_again_all(s);
    s->unattended = false;
    lock_settle(s);
    bury(s);
}

const char *stage_number(const struct seat *s)
{
    for (struct screen *c = s->top; c; c = c->kind->popup ? c->below : NULL)
        if (c->kind->number) return c->kind->number(c);
    return NULL;
}

void stage_keep(struct seat *s)
{
    for (struct screen *c = s->top; c; c = c->below)
        if (c->kind->keep) c->kind->keep(c);
}

/* --- Keys --- */

static void quit(struct seat *s)
{
    stage_keep(s);
    if (s->person) {
        Yc__Reply *r = seat_ask(s, seat_request(s, "sign_out", NULL));
        if (r) door_reply_free(r);
    }
    s->leave = true;
}

static const struct {
    const char *action;
    void (*run)(struct seat *s);
    bool signed_in; /* only then */
} everywhere[] = {
    {"help", palette_help, false},
    {"palette", palette_acts, true},
    {"register", item_choice_open, true},
    {"find", find_open, true},
    {"lamps", lamps_open, true},
    {"reports", reports_open, true},
    {"notices", notices_open, true},
    {"quit", quit, false},
    {"lock", lock_open, true},
    {"set_pin", lock_set_pin, true},
    {"macro_record", macro_record, true},
    {"macro_play", macro_play, true},
    {"redraw", NULL, false},
    {"back", stage_pop, true},
};

void stage_action(struct seat *s, const char *action)
{
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++) {
        if (strcmp(everywhere[i].action, action) != 0 || (everywhere[i].signed_in && !s->person))
            continue;
        if (!everywhere[i].run)
            term_redraw();
        else if (everywhere[i].run != stage_pop || s->top->below)
            everywhere[i].run(s);
        return;
    }
    term_bell();
}

static bool too_small(void)
{
    return term_rows() < LEAST_ROWS || term_cols() < LEAST_COLS;
}

/* "Esc 2" typed slowly: Esc has done its own work already, and a digit that means nothing here by
 * itself is the function key. */
static struct key after_escape(struct seat *s, struct key k)
{
    bool soon = s->escaped && now_ms() - s->escaped < SOON_MS;
    const char *mode = s->top->kind->mode;

    s->escaped = k.code == KEY_ESC ? now_ms() : 0;
    if (!soon || k.code != KEY_TEXT || k.ch < '0' || k.ch > '9') return k;
    if (keymap_typing(mode) || *keys_action(s, mode, k)) return k;
    return (struct key){.code = KEY_F1 + (k.ch - '1' + 10) % 10};
}

static bool scans(const struct seat *s)
{
    return s->top && s->top->kind->scans && s->top->kind->scans(s->top);
}

/* A burst that nobody takes whole is typing, of which the first character has come already. */
static void type_scanned(struct seat *s, struct key k)
{
    char *text = mem_strdup(k.text);

    for (const char *p = text + 1; *p && s->top; p++)
        stage_key(s, (struct key){.code = KEY_TEXT, .ch = (unsigned char)*p});
    if (s->top) stage_key(s, (struct key){.code = k.ch == '\t' ? KEY_TAB : KEY_ENTER});
    free(text);
}

void stage_key(struct seat *s, struct key k)
{
    struct screen *c = s->top;

    if (too_small()) { /* what cannot be seen is not changed */
        term_bell();
        return;
    }
    if (k.code == KEY_SCAN && !scans(s)) {
        type_scanned(s, k);
        return;
    }
    k = after_escape(s, k);
    if (!s->playing && burst_swallows(&s->burst, k)) { /* recorded is only what was not */
        if (s->burst.strange)
            seat_tell(s, BAR_ERROR,
                      _("what you typed on is another name than what was taken: Esc goes back"));
        return;
    }
    const char *action = keys_action(s, c->kind->mode, k);

    if (!*action && strcmp(c->kind->mode, "form") == 0) k = keys_field(s, k);
    s->announce = false;
    seat_say(s, BAR_INFO, NULL);
    if (strncmp(action, "macro_", 6) != 0) macro_note(s, k);
    if (!c->kind->key(c, k, action) && (*action || k.code != KEY_ESC)) stage_action(s, action);
    look_again_all(s);
    lock_settle(s);
    bury(s);
}

/* --- Painting --- */

static void paint_title(struct seat *s)
{
    struct civil c = day_civil(seat_today(s));
    int minute = day_second_of_instant(seat_now(s)) / 60;
    struct buf left = {0}, right = {0};
    struct screen *own = s->top;

    while (own && !own->kind->title)
        own = own->below;
    if (own) own->kind->title(own, &left);
    buf_printf(&right, "%02d-%02d %s %02d:%02d", c.month, c.dom,
               words_weekday(day_weekday(seat_today(s))), minute / 60, minute % 60);
    char *tail =
        left.data ? strchr(left.data, '\t') : NULL; /* after a tab: what belongs to the right */
    if (tail) {
        buf_printf(&right, "  %s", tail + 1);
        *tail = '\0';
    }
    bar_title(0, buf_str(&left), buf_str(&right));
    buf_free(&left);
    buf_free(&right);
}

static void paint_body(struct screen *c, struct rect body)
{
    if (c->kind->popup && c->below && !term_plain())
        paint_body(c->below, body);
    else
        for (int r = body.row; r < body.row + body.rows; r++)
            term_clear_row(r);
    c->kind->draw(c, body);
}

static enum bar_kind own_status(const struct seat *s, struct buf *out)
{
    struct screen *own = s->top;

    while (own->kind->popup && !own->kind->status && own->below)
        own = own->below;
    return own->kind->status ? own->kind->status(own, out) : BAR_INFO;
}

static void put_recording(const struct seat *s, struct buf *out)
{
    char n[12];

    if (macro_recorded(s) < 0) return;
    snprintf(n, sizeof n, "%d", macro_recorded(s));
    char *text = words_fill(N_("[recording {1}] "), n, NULL);
    buf_adds(out, text);
    free(text);
}

static void paint_status(struct seat *s, int row)
{
    struct buf b = {0}, own = {0};
    enum bar_kind kind = own_status(s, &own);
    bool fresh = !s->status || strcmp(s->status, buf_str(&own)) != 0;

    if (s->say || (fresh && kind != BAR_INFO)) s->announce = true;
    put_recording(s, &b);
    buf_adds(&b, s->say ? s->say : buf_str(&own));
    bar_status(row, s->say ? s->kind : kind, buf_str(&b));
    free(s->status);
    s->status = buf_take(&own);
    buf_free(&b);
}

/* What the terminal lacks in the row of the cursor, by its code point: "〓 = U+20BB7".  At the
 * right end of the status row, so that a message keeps its beginning. */
static void paint_lacking(int row)
{
    uint32_t ch[MOST_LACKING];
    int n = term_lacking(ch, MOST_LACKING);
    struct buf b = {0};

    if (!n) return;
    for (int i = 0; i < n; i++)
        buf_printf(&b, "  %s = U+%04X", text_width(ch[i]) == 2 ? "〓" : "?", (unsigned)ch[i]);
    int col = term_cols() - 1 - text_ncol(buf_str(&b));
    term_put(row, col < 0 ? 0 : col, -1, ATTR_PLAIN, buf_str(&b));
    buf_free(&b);
}

/* Rows of text from the top, however few columns there are. */
static void paint_too_small(void)
{
    char rows[12], cols[12];

    snprintf(rows, sizeof rows, "%d", term_rows());
    snprintf(cols, sizeof cols, "%d", term_cols());
    char *text = words_fill(N_("This window is too small ({1}x{2}): make it at least 60x20. "
                               "Nothing is lost."),
                            cols, rows, NULL);
    const char *p = text;
    term_clear();
    for (int row = 0; row < term_rows() && *p; row++) {
        size_t skip, n = box_wrap(p, term_cols(), &skip);
        char *line = mem_strndup(p, n);
        term_put(row, 0, -1, ATTR_PLAIN, line);
        free(line);
        p += skip;
    }
    free(text);
    term_cursor(0, 0);
    term_flush();
}

void stage_paint(struct seat *s)
{
    int rows = term_rows();
    struct bar_key bar[MOST_BAR];

    if (!s->top) return;
    if (too_small()) {
        paint_too_small();
        return;
    }
    paint_title(s);
    paint_status(s, rows - 2);
    bar_help(rows - 1, bar, keys_bar(s, s->top->kind->mode, s->top->kind->bar, bar, MOST_BAR));
    term_scans(scans(s)); /* here: a scan goes into what is shown, typing ahead stays typing */
    paint_body(s->top, (struct rect){1, 0, rows - 3, term_cols()}); /* last: it puts the cursor */
    paint_lacking(rows - 2);
    if (term_plain() && s->announce)
        term_cursor(rows - 2, 0); /* fingers and ears follow the cursor */
    term_flush();
}
