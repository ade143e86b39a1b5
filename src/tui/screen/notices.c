#include "tui/screen/notices.h"

#include <stdlib.h>
#include <string.h>

#include "tui/screen/matter.h"
#include "tui/screen/table_screen.h"
#include "tui/screen/words.h"

static void show_minute(const Yc__Reply *r, size_t row, const char *value, struct buf *out)
{
    (void)r;
    (void)row;
    if (strlen(value) > 16) buf_printf(out, "%.5s %.5s", value + 5, value + 11);
}

static void show_number(const Yc__Reply *r, size_t row, const char *value, struct buf *out)
{
    (void)r;
    (void)row;
    words_number(value, out);
}

/* The office keeps a msgid and what fills it: {1} the matter (its number stands beside), {2} the
 * facts. */
static void show_sentence(const Yc__Reply *r, size_t row, const char *value, struct buf *out)
{
    char *text = words_fill(value, _("this matter"), door_reply_cell(r, row, "arg"), NULL);

    buf_adds(out, text);
    free(text);
}

static void open_notice(struct seat *s, const Yc__Reply *r, size_t row)
{
    char *number = mem_strdup(door_reply_cell(r, row, "number"));
    Yc__Request *q = seat_request(s, "read_notice", number);

    door_request_with(q, "notice", door_reply_cell(r, row, "key"));
    Yc__Reply *read = seat_ask(s, q);
    if (read) door_reply_free(read);
    stage_stale(s);
    matter_open(s, number);
    free(number);
}

void notices_open(struct seat *s)
{
    static const struct table_column columns[] = {{N_("When"), "at", 11, false, show_minute},
                                                  {N_("Number"), "number", 22, false, show_number},
                                                  {N_("Notice"), "msgid", 0, false, show_sentence}};
    static const struct table_kind kind = {.mode = "list",
                                           .query = "notices",
                                           .title = N_("Notices"),
                                           .empty = N_("no unread notices"),
                                           .column = columns,
                                           .ncolumn = 3,
                                           .id = {"number", "key"},
                                           .number = "number",
                                           .open = open_notice};

    table_open(s, &kind);
}
