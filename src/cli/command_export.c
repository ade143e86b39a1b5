/* export: the journal as JSON lines, for whoever counts for himself; between two lines that say who
 * took it out, when and what for. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/connect.h"
#include "cli/json_record.h"
#include "cli/lang.h"

struct exporting {
    unsigned long long events;
};

static bool print(void *arg, const Yc__Reply *r)
{
    struct exporting *e = arg;

    for (size_t i = 0; i < r->n_event; i++) {
        json_t *event = json_event(r->event[i].data, r->event[i].len);
        char *text = json_dumps(event, JSON_COMPACT);
        puts(text);
        free(text);
        json_decref(event);
    }
    e->events += r->n_event;
    return !ferror(stdout);
}

/* Takes over mark. */
static void print_mark(json_t *mark)
{
    json_t *line = json_pack("{so}", "export", mark);
    char *text = json_dumps(line, JSON_COMPACT);

    puts(text);
    free(text);
    json_decref(line);
}

static json_t *mark_of(const Yc__Reply *said, const char *why)
{
    return json_pack("{ss ss ss ss ss}", "by", door_reply_get(said, "by"), "name",
                     door_reply_get(said, "name"), "at", door_reply_get(said, "at"), "hall",
                     door_reply_get(said, "hall"), "why", why);
}

static enum status export(struct cli *c, struct door *d, const char *why) {
    struct exporting e = {0}; enum status status;
    Yc__Request *say = connect_request(c, "export", NULL, "what", "journal", "why", why, NULL);
    Yc__Reply *said = connect_ask(d, say, &status);

    if (!said) return status;
    print_mark(mark_of(said, why));
    status = connect_pages(d, connect_request(c, "journal", NULL, NULL), print, &e);
    json_t *foot = mark_of(said, why);
    json_object_set_new(foot, "events", json_integer((json_int_t)e.events));
    print_mark(foot);
    door_reply_free(said);
    return status;
}

static enum status run(struct cli *c, struct args *a)
{
    const char *why = args_option(a, "--why");

    if (!args_words(a, 0, 0) || !why || !*why) return cli_usage(&command_export);
    struct door *d = connect_door(c);
    if (!d) return STATUS_UNAVAILABLE;
    enum status status = export(c, d, why);
    door_close(d);
    return status;
}

const struct command command_export = {
    "export", "--why PURPOSE [--as PERSON]",
    N_("the whole journal, one JSON line an event; who took it out and why is on record"), run};
