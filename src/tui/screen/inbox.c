#include "tui/screen/inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screen/deed.h"
#include "tui/screen/keys.h"
#include "tui/screen/ledger.h"
#include "tui/screen/many.h"
#include "tui/screen/matter.h"
#include "tui/screen/rows.h"
#include "tui/screen/words.h"

/* Letters of the office's kinds of work, in the order of a matter's way; 0: all. */
static const struct {
    char work;
    const char *msgid;
} tabs[] = {{'a', N_("To accept")},  {'b', N_("In correction")},
            {'c', N_("Examine")},    {'d', N_("Decide")},
            {'e', N_("Fees")},       {'f', N_("To print")},
            {'g', N_("Hand out")},   {'h', N_("To verify")},
            {'i', N_("To archive")}, {'j', N_("Outside")},
            {0, N_("All")}};
enum { NTABS = sizeof tabs / sizeof *tabs, ALL = NTABS - 1 };

struct inbox {
    struct screen screen;
    struct rows rows;
    int tab;
    int count[NTABS], red, yellow, notices;
    char warning[24]; /* seconds; of the machine's clock */
};

/* --- Fetching --- */

static Yc__Request *request(void *arg)
{
    struct inbox *in = arg;
    Yc__Request *q = seat_request(in->screen.seat, "inbox", NULL);
    char letter[2] = {tabs[in->tab].work, '\0'};

    if (*letter) door_request_with(q, "tab", letter);
    return q;
}

static int number_of(const Yc__Reply *r, const char *key)
{
    return atoi(door_reply_get(r, key));
}

static void take_counts(void *arg, const Yc__Reply *r)
{
    struct inbox *in = arg;

    for (int i = 0; i < ALL; i++) {
        char key[8];
        snprintf(key, sizeof key, "work.%c", tabs[i].work);
        in->count[i] = number_of(r, key);
    }
    in->count[ALL] = number_of(r, "all");
    in->red = number_of(r, "red");
    in->yellow = number_of(r, "yellow");
    in->notices = number_of(r, "notices");
    const char *behind = door_reply_get(r, "clock_behind"),
               *jumped = door_reply_get(r, "clock_jumped");
    snprintf(in->warning, sizeof in->warning, "%s", *behind ? behind : jumped);
}

static void refresh(struct screen *s)
{
    rows_fetch(&((struct inbox *)s)->rows);
}

static void go_to(struct inbox *in, int tab)
{
    in->tab = tab;
    rows_clear(&in->rows);
    refresh(&in->screen);
}

/* The next tab with work in it. */
static void turn(struct inbox *in, int by)
{
    int tab = in->tab;

    do
        tab = (tab + by + NTABS) % NTABS;
    while (tab != ALL && !in->count[tab]);
    go_to(in, tab);
}

/* --- Drawing --- */

static void title(struct screen *s, struct buf *left)
{
    const struct inbox *in = (struct inbox *)s;
    const struct person *p = seat_person(s->seat);
    const char *desk = seat_desk_name(s->seat);
    char red[12], yellow[12];

    buf_printf(left, "%s  %s%s%s", _("Yichuang"), desk, *desk ? "  " : "", p ? p->name : "");
    snprintf(red, sizeof red, "%d", in->red);
    snprintf(yellow, sizeof yellow, "%d", in->yellow);
    char *lamps = words_fill(N_("R{1} Y{2}"), red, yellow, NULL);
    buf_printf(left, "\t%s", lamps);
    free(lamps);
}

static void draw_tabs(const struct inbox *in, int row)
{
    struct buf b = {0};

    for (int i = 0; i < NTABS; i++) {
        const char *word = words(tabs[i].msgid);
        if (i != ALL && i != in->tab && !in->count[i]) continue;
        if (i == in->tab)
            buf_printf(&b, "[%s%d] ", word, in->count[i]);
        else
            buf_printf(&b, " %s%d ", word, in->count[i]);
    }
    if (in->notices) buf_printf(&b, "  %s%d(n)", _("Notices"), in->notices);
    term_fill(row, 0, -1, ATTR_PLAIN, buf_str(&b));
    buf_free(&b);
}

static void draw(struct screen *s, struct rect body)
{
    struct inbox *in = (struct inbox *)s;

    draw_tabs(in, body.row);
    rows_draw(&in->rows, (struct rect){body.row + 2, 0, body.rows - 2, body.cols});
}

static enum bar_kind status(struct screen *s, struct buf *out)
{
    struct inbox *in = (struct inbox *)s;

    if (*in->warning) {
        char *text = words_fill(N_("The system clock is wrong by {1} s: tell the administrator"),
                                in->warning, NULL);
        buf_adds(out, text);
        free(text);
        return BAR_WARN;
    }
    rows_status(&in->rows, in->count[in->tab], out);
    return BAR_INFO;
}

/* --- Keys --- */

static const char *number(struct screen *s)
{
    return rows_number(&((struct inbox *)s)->rows);
}

static bool take_one(struct seat *s, const char *id)
{
    const char *run = strchr(id, ' ') + 1; /* "number run" */
    char *n = mem_strndup(id, (size_t)(run - 1 - id));
    Yc__Request *q = seat_request(s, "take", n);

    free(n);
    if (*run) door_request_with(q, "step", run);
    Yc__Reply *r = seat_ask(s, q);
    if (r) door_reply_free(r);
    return r != NULL;
}

static void take(struct inbox *in)
{
    struct seat *s = in->screen.seat;
    struct list *l = &in->rows.list;

    if (!list_id(l)) return;
    if (take_one(s, list_id(l))) seat_tell(s, BAR_INFO, _("taken: it is in your hands now"));
    stage_stale(s);
}

/* Acts that need no more than an opinion can be done on all that is marked. */
static bool act_on_marked(struct inbox *in, const char *action)
{
    static const char *const acts[] = {"take", "pass", "archive"};

    for (size_t i = 0; in->rows.list.marks.n && i < sizeof acts / sizeof *acts; i++) {
        if (strcmp(acts[i], action) != 0) continue;
        many_open(in->screen.seat, acts[i], &in->rows.list.marks);
        return true;
    }
    return false;
}

static bool own_action(struct inbox *in, const char *action)
{
    struct seat *s = in->screen.seat;
    const char *n = rows_number(&in->rows);

    if (act_on_marked(in, action)) return true;
    if (strcmp(action, "open") == 0 && n)
        matter_open(s, n);
    else if (strcmp(action, "take") == 0)
        take(in);
    else if ((strcmp(action, "pass") == 0 || strcmp(action, "archive") == 0) && n)
        matter_act(s, n, action);
    else if (strcmp(action, "forward") == 0 && n)
        matter_forward(s, n);
    else if (strcmp(action, "ledger") == 0 && n)
        ledger_open(s, n, rows_get(&in->rows, in->rows.list.at, "clock"));
    else if (strcmp(action, "refresh") == 0)
        in->screen.stale = true;
    else if (strcmp(action, "next_tab") == 0)
        turn(in, 1);
    else if (strcmp(action, "prev_tab") == 0)
        turn(in, -1);
    else
        return false;
    return true;
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct inbox *in = (struct inbox *)s;
    bool typing = in->rows.list.typing;

    if (!typing && own_action(in, action)) return true;
    enum did did = rows_key(&in->rows, k, action);
    if (did == DID_REFUSE) term_bell();
    if (did == DID_NOTHING && typing && own_action(in, action)) return true;
    return did != DID_NOTHING;
}

static void shut(struct screen *s)
{
    rows_close(&((struct inbox *)s)->rows);
    free(s);
}

void inbox_open(struct seat *s)
{
    static const char *const sorts[] = {"number", "item", "step", NULL};
    static const struct rows_kind rows = {.name = "inbox",
                                          .empty = N_("nothing waits for you"),
                                          .sieved = true,
                                          .marking = true,
                                          .sorts = sorts,
                                          .request = request,
                                          .answered = take_counts};
    static const struct screen_kind kind = {.mode = "inbox",
                                            .title = title,
                                            .draw = draw,
                                            .key = key,
                                            .status = status,
                                            .refresh = refresh,
                                            .number = number,
                                            .close = shut};
    struct inbox *in = mem_alloc(sizeof *in);

    in->screen.kind = &kind;
    in->screen.stale = true;
    in->tab = ALL;
    stage_push(s, &in->screen);
    rows_open(&in->rows, s, &rows, in);
}
