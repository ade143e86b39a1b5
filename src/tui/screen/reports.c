#include "tui/screen/reports.h"

#include <stdlib.h>
#include <string.h>

#include "tui/screen/reader.h"
#include "tui/screen/table_screen.h"
#include "tui/screen/words.h"

enum { MOST_PAGES = 200 };

/* --- Today --- */

static void show_count(const Yc__Reply *r, size_t row, const char *value, struct buf *out)
{
    (void)r;
    (void)row;
    buf_adds(out, strcmp(value, "0") == 0 ? "." : value);
}

static void today_open(struct seat *s)
{
    static const struct table_column columns[] = {{N_("Department"), "name", 24, false, NULL},
                                                  {N_("Reg."), "registered", 4, true, show_count},
                                                  {N_("Acc."), "accepted", 4, true, show_count},
                                                  {N_("Fin."), "finished", 4, true, show_count},
                                                  {N_("Open"), "open", 4, true, show_count},
                                                  {N_("Late"), "open_late", 4, true, show_count},
                                                  {N_("Prt."), "printed", 4, true, show_count},
                                                  {N_("Ver."), "verified", 4, true, show_count},
                                                  {N_("Yel."), "yellows", 4, true, show_count},
                                                  {N_("Red"), "reds", 4, true, show_count}};
    static const struct table_kind kind = {.mode = "report",
                                           .query = "measures",
                                           .title = N_("Today so far"),
                                           .empty = N_("nothing has happened today"),
                                           .column = columns,
                                           .ncolumn = 10,
                                           .id = {"key", NULL}};

    table_open(s, &kind);
}

/* --- Written ones --- */

/* The whole text of a report, page by page. */
static bool fetch_text(struct seat *s, const char *name, struct buf *out)
{
    char *page = NULL;
    bool good = true;

    for (int i = 0; good && (i == 0 || page) && i < MOST_PAGES; i++) {
        Yc__Request *q = seat_request(s, "report_text", NULL);
        door_request_with(q, "name", name);
        if (page) door_request_set(&q->page, page);
        free(page);
        page = NULL;
        Yc__Reply *r = seat_ask(s, q);
        good = r != NULL;
        if (!r) break;
        buf_adds(out, door_reply_get(r, "text"));
        for (size_t row = 0; row < r->n_row; row++)
            buf_adds(out, door_reply_cell(r, row, "text"));
        page = mem_strdup(r->page && *r->page ? r->page : NULL);
        door_reply_free(r);
    }
    free(page);
    return good;
}

static void open_report(struct seat *s, const Yc__Reply *r, size_t row)
{
    char *name = mem_strdup(door_reply_cell(r, row, "name"));
    struct buf text = {0};

    if (fetch_text(s, name, &text)) reader_open(s, name, buf_str(&text));
    buf_free(&text);
    free(name);
}

/* Tab: from the written ones to today and, by Esc, back. */
static bool action(struct seat *s, const char *name)
{
    if (strcmp(name, "next_tab") != 0 && strcmp(name, "prev_tab") != 0) return false;
    today_open(s);
    return true;
}

void reports_open(struct seat *s)
{
    static const struct table_column columns[] = {{N_("Date"), "date", 10, false, NULL},
                                                  {N_("Report"), "name", 0, false, NULL}};
    static const struct table_kind kind = {
        .mode = "report",
        .query = "reports",
        .title = N_("Reports (Tab: today so far)"),
        .empty = N_("no report has been written yet; Tab shows today so far"),
        .column = columns,
        .ncolumn = 2,
        .id = {"name", NULL},
        .open = open_report,
        .action = action};

    table_open(s, &kind);
}
