/* find, inbox: lists of matters. */
#include "cli/connect.h"
#include "cli/lang.h"
#include "cli/list.h"
#include "cli/words.h"

static void print_matters(const Yc__Reply *r)
{
    const struct table_column columns[] = {
        {"lamp", _("Lamp"), false},           {"left", _("Left"), true},
        {"number", _("Number"), false},       {"item", _("Item"), false},
        {"applicant", _("Applicant"), false}, {"step", _("Step"), false},
        {"holder", _("Taken by"), false},     {"phase", _("State"), false},
    };
    struct table t;

    table_begin(&t, "matters", "", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < r->n_row; i++) {
        const char *lamp = door_reply_cell(r, i, "lamp"), *clock = door_reply_cell(r, i, "clock");
        struct buf left = {0};
        if (*clock) buf_adds(&left, door_reply_cell(r, i, "left"));
        if (*door_reply_cell(r, i, "provisional")) buf_adds(&left, _("*provisional"));
        const char *cells[] = {word(WORD_LAMP, lamp),
                               buf_str(&left),
                               door_reply_cell(r, i, "number"),
                               door_reply_cell(r, i, "item_name"),
                               door_reply_cell(r, i, "applicant"),
                               door_reply_cell(r, i, "step_name"),
                               door_reply_cell(r, i, "holder"),
                               word(WORD_PHASE, door_reply_cell(r, i, "phase"))};
        table_row(&t, cells);
        buf_free(&left);
    }
    list_print(&t);
    table_free(&t);
}

static enum status ask(struct cli *c, Yc__Request *q)
{
    struct door *d = connect_door(c);
    enum status status = STATUS_UNAVAILABLE;

    if (!d) {
        door_request_free(q);
        return status;
    }
    Yc__Reply *r = connect_ask(d, q, &status);
    if (r) {
        if (c->json)
            list_print_json(r);
        else
            print_matters(r);
        door_reply_free(r);
    }
    door_close(d);
    return status;
}

static enum status find(struct cli *c, struct args *a)
{
    struct buf words = {0};

    if (!args_words(a, 1, 20)) return cli_usage(&command_find);
    for (int i = 0; i < a->n; i++)
        buf_printf(&words, "%s%s", i ? " " : "", a->v[i]);
    Yc__Request *q = connect_request(c, "find", NULL, "words", buf_str(&words), NULL);
    buf_free(&words);
    return ask(c, q);
}

static enum status inbox(struct cli *c, struct args *a)
{
    const char *post = args_option(a, "--post");

    if (!args_words(a, 0, 0)) return cli_usage(&command_inbox);
    Yc__Request *q = connect_request(c, "inbox", NULL, NULL);
    if (post) door_request_set(&q->post, post);
    return ask(c, q);
}

const struct command command_find = {
    "find", "WORDS", N_("matters by number, name, initials, ID number, phone or certificate"),
    find};
const struct command command_inbox = {"inbox", "--as PERSON [--post POST]",
                                      N_("what waits for a person, worst clock first"), inbox};
