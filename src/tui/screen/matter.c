#include "tui/screen/matter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/ids.h"
#include "tui/screen/application.h"
#include "tui/screen/deed.h"
#include "tui/screen/keys.h"
#include "tui/screen/ledger.h"
#include "tui/screen/matter_text.h"
#include "tui/screen/reader.h"
#include "tui/screen/words.h"
#include "tui/widget/list.h"
#include "tui/widget/pager.h"

enum { PAPERS = 5, TABS = 7 };

struct matter {
    struct screen screen;
    char *number;
    Yc__Matter *m;   /* NULL: could not be had */
    Yc__Reply *acts; /* allowed now, NULL unknown */
    int tab;
    struct pager pager; /* of every tab but the papers */
    struct list papers;
    struct list_column column[3];
};

/* --- Fetching --- */

Yc__Matter *matter_fetch(struct seat *s, const char *number)
{
    Yc__Reply *r = seat_ask(s, seat_request(s, "matter", number));
    Yc__Matter *m =
        r && r->has_record ? yc__matter__unpack(NULL, r->record.len, r->record.data) : NULL;

    if (r) door_reply_free(r);
    return m;
}

/* Where nothing has changed the reader stays where he is. */
static void paint_tab(struct matter *v)
{
    struct buf b = {0};

    if (v->m && v->tab != PAPERS) matter_text(v->screen.seat, v->m, v->tab, &b);
    if (strcmp(v->pager.text, buf_str(&b)) != 0) {
        pager_close(&v->pager);
        pager_open(&v->pager, buf_str(&b));
    }
    buf_free(&b);
}

static void refresh(struct screen *s)
{
    struct matter *v = (struct matter *)s;
    Yc__Matter *fresh = matter_fetch(s->seat, v->number);

    if (!fresh) return;
    if (v->m) yc__matter__free_unpacked(v->m, NULL);
    v->m = fresh;
    if (v->acts) door_reply_free(v->acts);
    v->acts = seat_ask(s->seat, seat_request(s->seat, "acts", v->number));
    paint_tab(v);
    list_refresh(&v->papers, (int)v->m->n_papers);
}

/* --- Acts --- */

/* In the order of a matter's way. */
static const char *const forward[] = {"accept", "resubmit", "pass",    "grant",  "charge",
                                      "pay",    "print",    "deliver", "verify", "archive"};

static int row_of(const Yc__Reply *acts, const char *act)
{
    for (size_t i = 0; acts && i < acts->n_row; i++)
        if (strcmp(door_reply_cell(acts, i, "act"), act) == 0) return (int)i;
    return -1;
}

static bool uses_form(const char *act)
{
    return strcmp(act, "resubmit") == 0 || strcmp(act, "correct_on_spot") == 0;
}

static void do_act(struct seat *s, const Yc__Matter *m, const Yc__Reply *acts, const char *act)
{
    int i = row_of(acts, act);

    if (uses_form(act))
        application_edit(s, m);
    else
        deed_open(s, act, m, i >= 0 ? door_reply_cell(acts, (size_t)i, "step") : "");
}

static void do_forward(struct seat *s, const Yc__Matter *m, const Yc__Reply *acts)
{
    for (size_t i = 0; i < sizeof forward / sizeof *forward; i++) {
        if (row_of(acts, forward[i]) < 0) continue;
        do_act(s, m, acts, forward[i]);
        return;
    }
    seat_tell(s, BAR_WARN, _("there is nothing here for you to carry on now"));
}

void matter_act(struct seat *s, const char *number, const char *act)
{
    for (struct screen *c = s->top; c; c = c->kind->popup ? c->below : NULL)
        if (c->kind->act && c->kind->act(c, act)) return;
    Yc__Matter *m = matter_fetch(s, number);
    Yc__Reply *acts = m ? seat_ask(s, seat_request(s, "acts", number)) : NULL;
    if (acts) {
        do_act(s, m, acts, act);
        door_reply_free(acts);
    }
    if (m) yc__matter__free_unpacked(m, NULL);
}

/* --- Papers --- */

static const Yc__Paper *paper(const struct matter *v, int row)
{
    return v->m->papers[v->m->n_papers - 1 - (size_t)row]; /* newest first */
}

static void paper_cell(void *arg, int row, int column, struct buf *out)
{
    const Yc__Paper *p = paper(arg, row);
    char at[INSTANT_TEXT];

    if (column == 0)
        buf_add(out, instant_text(p->at, at), 16);
    else if (column == 1)
        buf_printf(out, "%s%s", matter_paper_kind(p->kind),
                   p->state && strcmp(p->state, "void") == 0 ? _(" (void)") : "");
    else
        buf_adds(out, p->number ? p->number : "");
    if (column == 0) out->data[10] = ' ';
}

static const char *paper_id(void *arg, int row)
{
    return paper(arg, row)->key;
}

static void open_paper(struct matter *v)
{
    if (!v->m || !v->m->n_papers) return;
    const Yc__Paper *p = paper(v, v->papers.at);
    char *title = mem_printf("%s  %s", matter_paper_kind(p->kind), p->number ? p->number : "");
    reader_open(v->screen.seat, title, p->text ? p->text : "");
    free(title);
}

/* --- The screen --- */

static void title(struct screen *s, struct buf *left)
{
    const struct matter *v = (struct matter *)s;
    char grouped[IDS_NUMBER_GROUPED];

    if (strlen(v->number) == IDS_NUMBER - 1) {
        ids_number_grouped(v->number, grouped);
        buf_adds(left, grouped);
    } else {
        buf_adds(left, v->number);
    }
    if (v->m) buf_printf(left, "  %s", seat_item_name(s->seat, v->m->item ? v->m->item : ""));
}

static void draw_tabs(const struct matter *v, int row)
{
    static const char *const names[TABS] = {N_("Form"),   N_("Papers in"), N_("Steps"),
                                            N_("Clocks"), N_("Money"),     N_("Papers out"),
                                            N_("Trail")};
    struct buf b = {0};

    for (int i = 0; i < TABS; i++)
        buf_printf(&b, i == v->tab ? "[%d%s] " : " %d%s  ", i + 1, words(names[i]));
    term_fill(row, 0, -1, ATTR_PLAIN, buf_str(&b));
    buf_free(&b);
}

static void draw(struct screen *s, struct rect body)
{
    struct matter *v = (struct matter *)s;
    struct rect inside = {body.row + 3, 0, body.rows - 3, body.cols};
    struct buf b = {0};

    draw_tabs(v, body.row);
    if (v->m) matter_headline(s->seat, v->m, &b);
    term_fill(body.row + 1, 1, body.cols - 1, ATTR_PLAIN, buf_str(&b));
    term_rule(body.row + 2, '-');
    if (v->tab == PAPERS)
        list_draw(&v->papers, inside);
    else
        pager_draw(&v->pager, inside);
    buf_free(&b);
}

/* What may be done, so that nobody has to look for it. */
static enum bar_kind status(struct screen *s, struct buf *out)
{
    const struct matter *v = (struct matter *)s;

    for (size_t i = 0; v->acts && i < v->acts->n_row; i++) {
        const char *act = door_reply_cell(v->acts, i, "act");
        if (strcmp(act, "note") == 0 || strcmp(act, "release") == 0) continue;
        buf_printf(out, "%s%s", out->len ? " " : _("possible: "),
                   words(door_reply_cell(v->acts, i, "title")));
    }
    return BAR_INFO;
}

static const char *number(struct screen *s)
{
    return ((struct matter *)s)->number;
}

static void go_to(struct matter *v, int tab)
{
    v->tab = (tab + TABS) % TABS;
    paint_tab(v);
}

static void edit(struct matter *v)
{
    bool open = v->m && (v->m->phase == YC__PHASE__PHASE_REVIEW ||
                         v->m->phase == YC__PHASE__PHASE_CORRECTING);

    if (open)
        application_edit(v->screen.seat, v->m);
    else
        seat_tell(v->screen.seat, BAR_WARN, _("the form can only be changed before acceptance"));
}

static bool move(struct matter *v, struct key k, const char *action)
{
    struct key plain = keys_plain(action, k);
    bool own = v->tab != PAPERS && k.code == KEY_TEXT && (k.ch == '/' || k.ch == ' ');
    enum did did;

    if (v->pager.asking || own) plain = k;
    if (plain.code == KEY_NONE) return false;
    did = v->tab == PAPERS ? list_key(&v->papers, plain) : pager_key(&v->pager, plain);
    if (did == DID_CANCEL) stage_pop(v->screen.seat);
    if (did == DID_TAKE) open_paper(v);
    if (did == DID_REFUSE) term_bell();
    return did != DID_NOTHING;
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct matter *v = (struct matter *)s;

    if (v->pager.asking) return move(v, k, "");
    if (strncmp(action, "tab", 3) == 0)
        go_to(v, action[3] - '1');
    else if (strcmp(action, "next_tab") == 0)
        go_to(v, v->tab + 1);
    else if (strcmp(action, "prev_tab") == 0)
        go_to(v, v->tab - 1);
    else if (strcmp(action, "forward") == 0) {
        if (v->m) do_forward(s->seat, v->m, v->acts);
    } else if (strcmp(action, "edit") == 0)
        edit(v);
    else if (strcmp(action, "refresh") == 0)
        s->stale = true;
    else if (strcmp(action, "ledger") == 0 || (strcmp(action, "open") == 0 && v->tab == 3))
        ledger_open(s->seat, v->number, NULL);
    else if (strcmp(action, "register") != 0 && /* a screen of its own, for another matter */
             row_of(seat_help(s->seat), action) >= 0) {
        if (v->m) do_act(s->seat, v->m, v->acts, action);
    } else
        return move(v, k, action);
    return true;
}

static void shut(struct screen *s)
{
    struct matter *v = (struct matter *)s;

    if (!s->seat->leave && s->seat->watched && strcmp(s->seat->watched, v->number) == 0)
        seat_watch(s->seat, NULL);
    if (v->m) yc__matter__free_unpacked(v->m, NULL);
    if (v->acts) door_reply_free(v->acts);
    pager_close(&v->pager);
    list_free(&v->papers);
    free(v->number);
    free(v);
}

static const struct screen_kind kind_matter = {.mode = "matter",
                                               .title = title,
                                               .draw = draw,
                                               .key = key,
                                               .status = status,
                                               .refresh = refresh,
                                               .number = number,
                                               .close = shut};

void matter_open(struct seat *s, const char *number_)
{
    struct matter *v = mem_alloc(sizeof *v);

    v->screen.kind = &kind_matter;
    v->number = mem_strdup(number_);
    v->column[0] = (struct list_column){_("When"), 16, false};
    v->column[1] = (struct list_column){_("Paper"), 26, false};
    v->column[2] = (struct list_column){_("Document no."), 0, false};
    pager_open(&v->pager, "");
    stage_push(s, &v->screen);
    list_init(&v->papers, &(struct list_source){.arg = v, .cell = paper_cell, .id = paper_id},
              v->column, 3, 0);
    v->papers.empty = _("no papers yet");
    seat_help(s);
    refresh(&v->screen);
    if (!v->m) {
        stage_pop(s);
        return;
    }
    seat_watch(s, v->number);
    if (v->m->phase == YC__PHASE__PHASE_REVIEW && row_of(v->acts, "accept") >= 0)
        application_edit(s, v->m);
    else if (v->m->phase == YC__PHASE__PHASE_CORRECTING && row_of(v->acts, "resubmit") >= 0)
        application_edit(s, v->m);
}

void matter_forward(struct seat *s, const char *number_)
{
    matter_open(s, number_);
    if (s->top->kind != &kind_matter) return; /* its form is on top, or it could not be had */
    struct matter *v = (struct matter *)s->top;
    if (v->m) do_forward(s, v->m, v->acts);
}
