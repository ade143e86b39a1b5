/* init: a new office from the definitions that came with the program. */
#include "cli/lang.h"
#include "cli/say.h"
#include "office/office.h"

static enum status run(struct cli *c, struct args *a)
{
    bool simulation = args_flag(a, "--simulation");
    struct office_init how = {.source = c->source,
                              .sample = args_flag(a, "--sample") || simulation,
                              .simulation = simulation};
    struct fault f = {0};

    if (!args_words(a, 0, 1)) return cli_usage(&command_init);
    if (a->n) how.source = a->v[0];
    if (!how.source) {
        complain(_("yichuang: the definitions (data, forms, keymaps) are not beside the program; "
                   "run it in their folder"),
                 NULL);
        return STATUS_UNAVAILABLE;
    }
    if (office_create(c->home, &how, &f) != RC_OK) return complain_fault(&f);
    say(simulation ? _("An office with its own clock is ready at {1}.")
                   : _("The office is ready at {1}."),
        c->home, NULL);
    return STATUS_DONE;
}

const struct command command_init = {"init", "[--sample | --simulation] [DIR]",
                                     N_("make a new office from the definitions in DIR"), run};
