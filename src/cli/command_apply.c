/* apply: acts and queries as JSON lines, one durable transaction each. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/connect.h"
#include "cli/lang.h"
#include "cli/say.h"
#include "cli/stream.h"

static enum status run(struct cli *c, struct args *a)
{
    bool strict = args_flag(a, "--strict");
    struct fault f = {0};

    if (!args_words(a, 0, 0)) return cli_usage(&command_apply);
    struct door *d = connect_door(c);
    if (!d) return STATUS_UNAVAILABLE;
    struct stream s = {.door = d, .in = STDIN_FILENO, .out = stdout, .as = c->as};
    enum rc rc = stream_run(&s, &f);
    door_close(d);
    if (rc != RC_OK) {
        complain_fault(&f);
        return STATUS_UNAVAILABLE;
    }
    return strict && s.refused ? STATUS_REFUSED : STATUS_DONE;
}

const struct command command_apply = {
    "apply", "[--strict]  < LINES",
    N_("acts and queries as JSON lines; an answer means it is on disk"), run};
