#include "tui/screen/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/screen/columns.h"
#include "tui/screen/keys.h"
#include "tui/screen/words.h"

enum { MOST_ROWS = 200, EMPTY_PAGES = 20, LEAST_ITEM = 8, LEAST_APPLICANT = 8 };

/* --- Pages --- */

static int page_of(const struct rows *r, int row)
{
    int low = 0, high = r->npage - 1;

    while (low < high) {
        int mid = (low + high + 1) / 2;
        if (r->page[mid].start <= row)
            low = mid;
        else
            high = mid - 1;
    }
    return low;
}

static void let_go(struct rows_page *p)
{
    if (p->reply) door_reply_free(p->reply);
    p->reply = NULL;
}

/* Only what is near is kept. */
static void keep_near(struct rows *r, int page)
{
    int kept = 0, far = page;

    for (int i = 0; i < r->npage; i++) {
        if (!r->page[i].reply) continue;
        kept++;
        if (abs(i - page) > abs(far - page)) far = i;
    }
    if (kept > ROWS_KEPT) let_go(&r->page[far]);
}

/* NULL: not answered. */
static Yc__Reply *ask(struct rows *r, const char *from, int limit)
{
    Yc__Request *q = r->kind->request(r->arg);

    q->has_limit = true;
    q->limit = (uint32_t)limit;
    if (from) door_request_set(&q->page, from);
    if (*list_filter(&r->list)) door_request_with(q, "filter", list_filter(&r->list));
    if (r->sort) door_request_with(q, "sort", r->sort);
    Yc__Reply *reply = seat_ask(r->seat, q);
    if (reply && r->kind->answered) r->kind->answered(r->arg, reply);
    return reply;
}

static char *token_after(const Yc__Reply *reply)
{
    return reply->page && *reply->page ? mem_strdup(reply->page) : NULL;
}

/* Takes over from.  A page without rows may have others after it: the office looks at so many
 * matters for one. */
static bool add_page(struct rows *r, char *from, int limit)
{
    Yc__Reply *reply = ask(r, from, limit);

    for (int i = 0; reply && !reply->n_row && reply->page && *reply->page && i < EMPTY_PAGES; i++) {
        free(from);
        from = token_after(reply);
        door_reply_free(reply);
        reply = ask(r, from, limit);
    }
    if (!reply) {
        free(from);
        return false;
    }
    r->page = mem_resize(r->page, (size_t)(r->npage + 1) * sizeof *r->page);
    r->page[r->npage++] = (struct rows_page){reply, from, r->n, (int)reply->n_row, limit};
    r->n += (int)reply->n_row;
    free(r->next);
    r->next = token_after(reply);
    keep_near(r, r->npage - 1);
    return true;
}

static void drop(struct rows_page *page, int n)
{
    for (int i = 0; i < n; i++) {
        let_go(&page[i]);
        free(page[i].from);
    }
    free(page);
}

/* The page of a row, fetched again when it was let go; NULL: there is no such row. */
static const struct rows_page *page_at(struct rows *r, int row)
{
    if (row < 0 || row >= r->n) return NULL;
    int i = page_of(r, row);
    struct rows_page *p = &r->page[i];
    if (!p->reply) {
        p->reply = ask(r, p->from, p->limit);
        if (!p->reply) p->reply = door_reply_new(NULL); /* blank rows until the next refresh */
        keep_near(r, i);
    }
    return p;
}

const char *rows_get(struct rows *r, int row, const char *column)
{
    const struct rows_page *p = page_at(r, row);
    size_t i = p ? (size_t)(row - p->start) : 0;

    return p && i < p->reply->n_row ? door_reply_cell(p->reply, i, column) : "";
}

/* --- Columns --- */

/* At 80 columns the usual ones begin at tab stops (8, 24, 40, 64, 72): a gap is then one
 * byte on the line. */
enum column { LAMP, NUMBER, ITEM, APPLICANT, LEFT, STEP, HOLDER, DUE };

static const struct {
    struct column_kind kind;
    int width;
    const char *sort; /* the query's word for it */
} columns[ROWS_COLUMNS] = {
    [LAMP] = {{"lamp", N_("Lp")}, 3, ""},
    [NUMBER] = {{"number", N_("Number")}, 14, "number"},
    [ITEM] = {{"item", N_("Item")}, 14, "item"},
    [APPLICANT] = {{"applicant", N_("Applicant")}, 22, "applicant"},
    [LEFT] = {{"left", N_("Left")}, 6, ""},
    [STEP] = {{"step", N_("Step")}, 8, "step"},
    [HOLDER] = {{"holder", N_("Held by")}, 8, ""},
    [DUE] = {{"due", N_("Due")}, 16, ""},
};
enum { USUAL = STEP + 1 };

static const struct column_kind *kinds(void)
{
    static struct column_kind k[ROWS_COLUMNS];

    for (int i = 0; i < ROWS_COLUMNS; i++)
        k[i] = columns[i].kind;
    return k;
}

enum attr rows_look(const char *lamp)
{
    if (strcmp(lamp, "red") == 0) return ATTR_LATE;
    return strcmp(lamp, "yellow") == 0 ? ATTR_WARN : ATTR_PLAIN;
}

static const char *item_brief(struct rows *r, int row)
{
    const struct item *it = catalog_item(r->seat->catalog, rows_get(r, row, "item"));

    return it ? it->brief : rows_get(r, row, "item_name");
}

static void cell(void *arg, int row, int column, struct buf *out)
{
    struct rows *r = arg;
    const char *lamp = rows_get(r, row, "lamp"), *step = rows_get(r, row, "step_name"),
               *due = rows_get(r, row, "due_at");

    switch (r->shown[column]) {
    case LAMP:
        buf_adds(out, words_lamp(lamp));
        break;
    case NUMBER:
        words_number_brief(rows_get(r, row, "number"), out);
        break;
    case ITEM:
        buf_adds(out, item_brief(r, row));
        break;
    case APPLICANT:
        buf_adds(out, rows_get(r, row, "applicant"));
        break;
    case STEP:
        buf_adds(out, *step ? step : words_phase(rows_get(r, row, "phase")));
        break;
    case LEFT:
        words_left(lamp, atoi(rows_get(r, row, "left")), due, seat_now(r->seat), out);
        if (*rows_get(r, row, "provisional")) buf_add(out, words_provisional(), 1); /* '*' */
        break;
    case HOLDER:
        buf_adds(out, rows_get(r, row, "holder"));
        break;
    case DUE:
        buf_printf(out, "%.10s%s%.5s", due, strlen(due) > 16 ? " " : "",
                   strlen(due) > 16 ? due + 11 : "");
    }
}

static void set_columns(void *arg)
{
    struct rows *r = arg;

    r->nshown = columns_of(r->seat, r->kind->name, kinds(), ROWS_COLUMNS, USUAL, r->shown);
    for (int i = 0; i < r->nshown; i++)
        r->column[i] = (struct list_column){words(columns[r->shown[i]].kind.title),
                                            columns[r->shown[i]].width, false};
    r->list.ncolumn = r->nshown;
    r->list.sorted = -1;
    for (int i = 0; r->sort && i < r->nshown; i++)
        if (strcmp(columns[r->shown[i]].sort, r->sort) == 0) r->list.sorted = i;
}

/* --- The list's source --- */

static const char *id(void *arg, int row)
{
    struct rows *r = arg;

    snprintf(r->id, sizeof r->id, "%s %s", rows_get(r, row, "number"), rows_get(r, row, "run"));
    return r->id;
}

static enum attr look(void *arg, int row)
{
    return rows_look(rows_get(arg, row, "lamp"));
}

static int more(void *arg)
{
    struct rows *r = arg;

    if (r->next) add_page(r, mem_strdup(r->next), ROWS_PAGE);
    return r->n;
}

static void forget(struct rows *r)
{
    drop(r->page, r->npage);
    free(r->next);
    r->page = NULL;
    r->next = NULL;
    r->npage = r->n = 0;
}

/* What is typed stands in the list itself. */
static int filter(void *arg, const char *typed)
{
    struct rows *r = arg;

    (void)typed;
    forget(r);
    add_page(r, NULL, ROWS_PAGE);
    return r->n;
}

static bool can_sort(const struct rows *r, const char *by)
{
    for (const char *const *s = r->kind->sorts; *s; s++)
        if (strcmp(*s, by) == 0) return true;
    return false;
}

static int sort(void *arg, int column)
{
    struct rows *r = arg;

    if (column >= 0 && !can_sort(r, columns[r->shown[column]].sort)) return -1;
    r->sort = column < 0 ? NULL : columns[r->shown[column]].sort;
    forget(r);
    add_page(r, NULL, ROWS_PAGE);
    return r->n;
}

/* --- Opening and fetching --- */

void rows_open(struct rows *r, struct seat *s, const struct rows_kind *kind, void *arg)
{
    struct list_source source = {.arg = r, .cell = cell, .id = id, .look = look, .more = more};

    *r = (struct rows){.seat = s, .kind = kind, .arg = arg};
    if (kind->sieved) source.filter = filter;
    if (kind->sorts) source.sort = sort;
    list_init(&r->list, &source, r->column, 0, 0);
    set_columns(r);
    r->list.empty = words(kind->empty);
    r->list.marking = kind->marking;
}

void rows_clear(struct rows *r)
{
    forget(r);
    list_refresh(&r->list, 0);
}

void rows_close(struct rows *r)
{
    forget(r);
    list_free(&r->list);
}

/* Of a long list the page with the selection is not the first: pages are then let go and come
 * again, by their tokens, as they are seen.  The first is asked for in any case: it tells whether
 * the office answers, and what it counts. */
static bool fetch_long(struct rows *r)
{
    Yc__Reply *first = ask(r, NULL, r->page[0].limit);

    if (!first) return false;
    for (int i = 0; i < r->npage; i++)
        let_go(&r->page[i]);
    r->page[0].reply = first;
    list_refresh(&r->list, r->n);
    return true;
}

bool rows_fetch(struct rows *r)
{
    struct rows old = *r;

    if (r->n > MOST_ROWS) return fetch_long(r);
    r->page = NULL;
    r->next = NULL;
    r->npage = r->n = 0;
    if (!add_page(r, NULL, old.n > ROWS_PAGE ? old.n : ROWS_PAGE)) {
        *r = old;
        return false;
    }
    forget(&old);
    list_refresh(&r->list, r->n);
    return true;
}

/* --- Drawing --- */

/* The width of a column, taking what it can of what the others leave over or lack. */
static void fit(struct list_column *c, int usual, int least, int *spare)
{
    c->width = usual + *spare < least ? least : usual + *spare;
    *spare -= c->width - usual;
}

/* What is missing is taken from the applicant first; what is left over they share. */
void rows_draw(struct rows *r, struct rect at)
{
    int spare = at.cols - 3 + 2, item = -1, applicant = -1;

    for (int i = 0; i < r->nshown; i++) {
        spare -= columns[r->shown[i]].width + 2;
        if (r->shown[i] == ITEM) item = i;
        if (r->shown[i] == APPLICANT) applicant = i;
    }
    int kept = spare > 0 && item >= 0 && applicant >= 0 ? spare / 2 : 0;
    spare -= kept;
    if (applicant >= 0)
        fit(&r->column[applicant], columns[APPLICANT].width, LEAST_APPLICANT, &spare);
    spare += kept;
    if (item >= 0) fit(&r->column[item], columns[ITEM].width, LEAST_ITEM, &spare);
    list_draw(&r->list, at);
}

enum did rows_key(struct rows *r, struct key k, const char *action)
{
    struct list *l = &r->list;

    if (l->typing) {
        enum did did = list_key(l, k);
        if (did != DID_NOTHING) return did;
    }
    if (strcmp(action, "filter") == 0) return list_filter_begin(l);
    if (strcmp(action, "sort") == 0) return list_sort_next(l);
    if (strcmp(action, "mark_all") == 0) return list_mark_all(l);
    if (strcmp(action, "columns") == 0) {
        columns_open(r->seat, r->kind->name, kinds(), ROWS_COLUMNS, USUAL, set_columns, r);
        return DID_USE;
    }
    struct key plain = keys_plain(action, k);
    return plain.code == KEY_NONE ? DID_NOTHING : list_key(l, plain);
}

const char *rows_number(struct rows *r)
{
    return r->n ? rows_get(r, r->list.at, "number") : NULL;
}

void rows_status(struct rows *r, int total, struct buf *out)
{
    char from[12], to[12], all[16];
    int last = r->list.top + r->list.page < r->n ? r->list.top + r->list.page : r->n;

    if (!r->n) return;
    if (*list_filter(&r->list)) total = -1; /* the office counts all */
    snprintf(from, sizeof from, "%d", r->list.top + 1);
    snprintf(to, sizeof to, "%d", last);
    snprintf(all, sizeof all, "%d%s", total < r->n ? r->n : total,
             total < r->n && r->next ? "+" : "");
    char *s = words_fill(N_("rows {1}-{2} of {3}"), from, to, all, NULL);
    buf_adds(out, s);
    free(s);
    if (*rows_get(r, r->list.at, "provisional")) buf_printf(out, "  %s", words_provisional());
}
