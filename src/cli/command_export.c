/* export: the journal as JSON lines, for whoever counts for himself. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/connect.h"
#include "cli/json_record.h"
#include "cli/json_text.h"
#include "cli/lang.h"
#include "cli/sealed_copy.h"

static bool print(void *arg, const Yc__Reply *r)
{
    (void)arg;
    for (size_t i = 0; i < r->n_event; i++) {
        json_t *event = json_event(r->event[i].data, r->event[i].len);
        char *text = json_text(event, JSON_COMPACT);
        puts(text);
        free(text);
        json_decref(event);
    }
    return !ferror(stdout);
}

static enum status run(struct cli *c, struct args *a)
{
    bool sealed = args_flag(a, "--sealed");

    if (!args_words(a, 0, 0)) return cli_usage(&command_export);
    struct door *d = connect_door(c);
    if (!d) return STATUS_UNAVAILABLE;
    enum status status =
        sealed ? sealed_copy(c, d)
               : connect_pages(d, connect_request(c, "journal", NULL, NULL), print, NULL);
    door_close(d);
    return status;
}

const struct command command_export = {
    "export", "[--sealed]",
    N_("the whole journal, one JSON line an event; sealed: with its heads, for yichuang-witness"),
    run};
