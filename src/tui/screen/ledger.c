#include "tui/screen/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/clock.h"
#include "domain/ledger.h"
#include "tui/screen/keys.h"
#include "tui/screen/matter_text.h"
#include "tui/screen/words.h"
#include "tui/widget/list.h"

enum { COLUMNS = 5, WHY = 4, BEFORE_WHY = 27, SENTENCE_ROWS = 3, SENTENCE = 1024 };

struct ledger {
    struct screen screen;
    char *number; /* NULL: reckoned here */
    char *title;
    Yc__Reply *clocks; /* rows of the query "clocks" */
    int at;            /* the one shown */
    Yc__Reply *days;   /* its rows of the query "ledger" */
    struct list list;
    struct list_column column[COLUMNS];
};

static const char *get(const struct ledger *l, const char *column)
{
    return l->at < (int)l->clocks->n_row ? door_reply_cell(l->clocks, (size_t)l->at, column) : "";
}

/* --- Days --- */

static void add_part(struct buf *out, const char *text)
{
    if (*text && out->len && out->data[out->len - 1] != ' ') buf_addc(out, ' ');
    buf_adds(out, text);
}

static void add_filled(struct buf *out, const char *msgid, const char *arg)
{
    if (!*arg) return;
    char *text = words_fill(msgid, arg, NULL);
    add_part(out, text);
    free(text);
}

/* Festival; special procedure and its paper; time of day; cut-off; office minutes. */
static void why(const struct ledger *l, size_t i, struct buf *out)
{
    const char *kind = door_reply_cell(l->days, i, "kind"),
               *moment = door_reply_cell(l->days, i, "moment"); /* 2026-11-24T09:14:05 */
    char time[9] = "";
    struct buf b = {0};

    if (strlen(moment) > 11)
        snprintf(time, sizeof time, "%.*s", strcmp(kind, "event") == 0 ? 5 : 8, moment + 11);
    add_part(&b, door_reply_cell(l->days, i, "name"));
    add_part(&b, door_reply_cell(l->days, i, "suspension"));
    add_part(&b, door_reply_cell(l->days, i, "paper"));
    add_part(&b, time);
    add_filled(&b, N_("after cut-off {1}"), door_reply_cell(l->days, i, "cutoff"));
    add_filled(&b, N_("{1} min"), door_reply_cell(l->days, i, "minutes"));
    if (*door_reply_cell(l->days, i, "provisional")) add_part(&b, words_provisional());
    buf_adds(out, buf_str(&b));
    buf_free(&b);
}

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct ledger *l = arg;
    size_t i = (size_t)row;

    if (column == 0)
        buf_adds(out, door_reply_cell(l->days, i, "day"));
    else if (column == 1)
        buf_adds(out, words_weekday(atoi(door_reply_cell(l->days, i, "weekday"))));
    else if (column == 2)
        buf_adds(out, door_reply_cell(l->days, i, "nth"));
    else if (column == 3)
        buf_adds(out, words_day_kind(door_reply_cell(l->days, i, "kind")));
    else
        why(l, i, out);
}

static const char *id(void *arg, int row)
{
    return door_reply_cell(((struct ledger *)arg)->days, (size_t)row, "day");
}

static enum attr look(void *arg, int row)
{
    const struct ledger *l = arg;

    return strcmp(door_reply_cell(l->days, (size_t)row, "kind"), "late") == 0 ? ATTR_LATE
                                                                              : ATTR_PLAIN;
}

/* --- One clock after the other --- */

static void add_rows(Yc__Reply *to, const Yc__Reply *page)
{
    for (size_t i = 0; i < page->n_row; i++)
        door_reply_row(to, (const char *const *)page->row[i]->cell, page->row[i]->n_cell);
}

/* NULL: could not be had. */
static Yc__Reply *fetch_days(const struct ledger *l)
{
    Yc__Reply *all = NULL;
    char *from = NULL;

    do {
        Yc__Request *q = seat_request(l->screen.seat, "ledger", l->number);
        door_request_with(q, "clock", get(l, "clock"));
        door_request_with(q, "which", get(l, "which"));
        if (from) door_request_set(&q->page, from);
        Yc__Reply *page = seat_ask(l->screen.seat, q);
        free(from);
        if (!page) return all;
        from = page->page && *page->page ? mem_strdup(page->page) : NULL;
        if (!all) {
            all = page;
            continue;
        }
        add_rows(all, page);
        door_reply_free(page);
    } while (from);
    return all;
}

/* The words take what they need, the reasons the rest. */
static void fit_columns(struct ledger *l)
{
    int width = text_ncol(l->column[3].title);

    for (size_t i = 0; i < l->days->n_row; i++) {
        int n = text_ncol(words_day_kind(door_reply_cell(l->days, i, "kind")));
        if (n > width) width = n;
    }
    l->column[3].width = width;
}

static void go_to(struct ledger *l, int at)
{
    int n = (int)l->clocks->n_row;

    l->at = n ? (at + n) % n : 0;
    Yc__Reply *days = n ? fetch_days(l) : NULL;
    if (!days) days = door_reply_new(NULL);
    if (l->days) door_reply_free(l->days);
    l->days = days;
    fit_columns(l);
    list_refresh(&l->list, (int)l->days->n_row);
    list_select(&l->list, 0);
}

/* What matters most: the decision while it runs, then the review, then any that runs. */
static int weight(const Yc__Reply *clocks, size_t i)
{
    const char *key = door_reply_cell(clocks, i, "clock");
    bool whole = strncmp(key, "total", 5) == 0, review = strncmp(key, "review", 6) == 0;
    bool ended = strcmp(door_reply_cell(clocks, i, "state"), "ended") == 0;

    return (ended ? 0 : 4) + (whole ? 2 : review ? 1 : 0);
}

static int first_of(const Yc__Reply *clocks, const char *clock)
{
    size_t best = 0;

    for (size_t i = 0; i < clocks->n_row; i++) {
        if (clock && strcmp(door_reply_cell(clocks, i, "clock"), clock) == 0) return (int)i;
        if (weight(clocks, i) > weight(clocks, best)) best = i;
    }
    return (int)best;
}

/* --- The screen --- */

static void title(struct screen *s, struct buf *left)
{
    buf_printf(left, "%s  %s", _("Day ledger"), ((struct ledger *)s)->title);
}

static void add_length(const struct ledger *l, struct buf *out)
{
    struct span length;
    struct buf span = {0};

    if (!span_parse(get(l, "length"), &length)) return;
    words_span(length, &span);
    if (strcmp(get(l, "which"), "limit") == 0)
        buf_adds(out, _("by law "));
    else if (strncmp(get(l, "clock"), "total", 5) == 0)
        buf_adds(out, _("promised "));
    buf_adds(out, buf_str(&span));
    buf_free(&span);
}

/* "[2/7] decision  promised 5 working days  running  许可决定 行政许可法第四十二条第一款" */
static void headline(const struct ledger *l, struct buf *out)
{
    const char *step = get(l, "step_name"), *result = get(l, "result");

    if (l->clocks->n_row > 1) buf_printf(out, "[%d/%zu] ", l->at + 1, l->clocks->n_row);
    if (*step)
        buf_adds(out, step);
    else
        matter_clock_name(NULL, NULL, get(l, "clock"), out);
    buf_adds(out, "  ");
    add_length(l, out);
    buf_printf(out, "  %s", words_state(*result ? result : get(l, "state")));
    if (*get(l, "provisional")) buf_printf(out, " %s", words_provisional());
    buf_printf(out, "  %s %s%s", get(l, "timer_name"), get(l, "law"), get(l, "article"));
}

static bool is_ascii(char c)
{
    return (unsigned char)c > ' ' && (unsigned char)c < 0x80;
}

/* The bytes of the next row of a sentence: dates and numbers stay whole. */
static size_t cut_row(const char *text, int cols)
{
    int used;
    size_t most = text_cut(text, cols, &used), n = most;

    while (n && is_ascii(text[n]) && is_ascii(text[n - 1]))
        n--;
    return n ? n : most;
}

/* Returns the rows used. */
static int draw_sentence(const struct ledger *l, struct rect at)
{
    const char *rest = get(l, "sentence");
    int row = 0;

    for (; *rest && row < SENTENCE_ROWS && row < at.rows; row++) {
        size_t n = cut_row(rest, at.cols - 2);
        char *line = mem_strndup(rest, n);
        term_fill(at.row + row, 1, at.cols - 1, ATTR_PLAIN, line);
        free(line);
        rest += n;
        if (!n) break;
    }
    return row;
}

static void draw(struct screen *s, struct rect body)
{
    struct ledger *l = (struct ledger *)s;
    struct buf b = {0};
    int top;

    headline(l, &b);
    term_fill(body.row, 1, body.cols - 1, ATTR_LABEL, buf_str(&b));
    top = 1 + draw_sentence(l, (struct rect){body.row + 1, 0, body.rows - 2, body.cols});
    term_rule(body.row + top, '-');
    top++;
    list_draw(&l->list, (struct rect){body.row + top, 0, body.rows - top, body.cols});
    buf_free(&b);
}

/* What the row has no room for: the whole reason, and the notice, at least its number.  A row that
 * says all leaves the line empty: the less is sent. */
static enum bar_kind status(struct screen *s, struct buf *out)
{
    const struct ledger *l = (struct ledger *)s;
    size_t i = (size_t)l->list.at;

    if (i >= l->days->n_row) return BAR_INFO;
    why(l, i, out);
    const char *notice = door_reply_cell(l->days, i, "notice"), *no = strstr(notice, "（");
    if (!*notice && text_ncol(buf_str(out)) <= term_cols() - BEFORE_WHY - l->column[3].width)
        buf_clear(out);
    bool fits = text_ncol(buf_str(out)) + text_ncol(notice) + 3 < term_cols();
    add_part(out, fits || !no ? notice : no);
    return BAR_INFO;
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct ledger *l = (struct ledger *)s;
    bool next = strcmp(action, "next_tab") == 0, prev = strcmp(action, "prev_tab") == 0;

    if (next || prev) {
        if (l->clocks->n_row > 1) go_to(l, l->at + (next ? 1 : -1));
    } else {
        enum did did = list_key(&l->list, keys_plain(action, k));
        if (did == DID_CANCEL) stage_pop(s->seat);
        if (did == DID_REFUSE) term_bell();
        return did != DID_NOTHING;
    }
    return true;
}

static void shut(struct screen *s)
{
    struct ledger *l = (struct ledger *)s;

    list_free(&l->list);
    door_reply_free(l->clocks);
    door_reply_free(l->days);
    free(l->number);
    free(l->title);
    free(l);
}

/* Takes the replies. */
static struct ledger *show(struct seat *s, const char *number, const char *name, Yc__Reply *clocks)
{
    static const struct screen_kind kind = {.mode = "ledger",
                                            .title = title,
                                            .draw = draw,
                                            .key = key,
                                            .status = status,
                                            .close = shut};
    struct ledger *l = mem_alloc(sizeof *l);

    l->screen.kind = &kind;
    l->number = number ? mem_strdup(number) : NULL;
    l->title = mem_strdup(name);
    l->clocks = clocks;
    l->days = door_reply_new(NULL);
    l->column[0] = (struct list_column){_("Day"), 10, false};
    l->column[1] = (struct list_column){"", 4, false};
    l->column[2] = (struct list_column){_("No."), 4, true};
    l->column[3] = (struct list_column){_("Counts"), 8, false};
    l->column[WHY] = (struct list_column){_("Why"), 0, false};
    stage_push(s, &l->screen);
    list_init(&l->list, &(struct list_source){.arg = l, .cell = cell, .id = id, .look = look},
              l->column, COLUMNS, 0);
    l->list.empty = _("no day is counted for this clock");
    return l;
}

void ledger_open(struct seat *s, const char *number, const char *clock)
{
    Yc__Request *q = seat_request(s, "clocks", number);
    struct buf name = {0};

    if (!words_chinese()) door_request_with(q, "language", "en");
    Yc__Reply *clocks = seat_ask(s, q);

    if (!clocks) return;
    if (!clocks->n_row) {
        seat_tell(s, BAR_WARN, _("no clock has run in this matter yet"));
        door_reply_free(clocks);
        return;
    }
    words_number(number, &name);
    struct ledger *l = show(s, number, buf_str(&name), clocks);
    go_to(l, first_of(clocks, clock));
    buf_free(&name);
}

/* --- Reckoned here --- */

static Yc__Reply *clock_of_span(const struct calendar *c, day_t start, instant_t at,
                                struct span length)
{
    static const char *const columns[] = {"clock", "which",       "length",
                                          "state", "provisional", "sentence"};
    struct due due = clock_due(c, start, at, length, NULL, 0);
    Yc__Reply *r = door_reply_new(NULL);
    char span[SPAN_TEXT], sentence[SENTENCE];
    const char *cells[] = {"total",
                           "length",
                           span_text(length, span),
                           "",
                           due.provisional ? "provisional" : "",
                           ledger_sentence(c, start, at, length, NULL, 0,
                                           words_chinese() ? LEDGER_CHINESE : LEDGER_ENGLISH,
                                           sentence, sizeof sentence)};

    door_reply_columns(r, columns, 6);
    door_reply_row(r, cells, 6);
    return r;
}

static void add_line(Yc__Reply *r, const struct ledger_line *line)
{
    char day[DAY_TEXT], weekday[12], nth[12] = "", minutes[12] = "";

    snprintf(weekday, sizeof weekday, "%d", day_weekday(line->day));
    if (line->nth) snprintf(nth, sizeof nth, "%d", line->nth);
    if (line->minutes) snprintf(minutes, sizeof minutes, "%d", line->minutes);
    const char *cells[] = {day_text(line->day, day),
                           weekday,
                           ledger_kind_name(line->kind),
                           nth,
                           line->name,
                           line->notice,
                           minutes,
                           line->provisional ? "provisional" : ""};
    door_reply_row(r, cells, sizeof cells / sizeof *cells);
}

void ledger_of_span(struct seat *s, const char *name, day_t start, struct span length)
{
    static const char *const columns[] = {"day",  "weekday", "kind",    "nth",
                                          "name", "notice",  "minutes", "provisional"};
    const struct calendar *c = catalog_calendar(s->catalog);
    instant_t at = seat_now(s);
    size_t n = ledger_write(c, INSTANT_NONE, start, at, length, NULL, 0, DAY_NONE, NULL, 0);
    struct ledger_line *line = mem_alloc((n + 1) * sizeof *line);
    struct ledger *l = show(s, NULL, name, clock_of_span(c, start, at, length));

    ledger_write(c, INSTANT_NONE, start, at, length, NULL, 0, DAY_NONE, line, n);
    door_reply_columns(l->days, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++)
        add_line(l->days, &line[i]);
    free(line);
    fit_columns(l);
    list_refresh(&l->list, (int)n);
}
