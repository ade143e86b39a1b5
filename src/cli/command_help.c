/* help acts: the acts there are and what each takes. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/lang.h"
#include "cli/say.h"
#include "office/act.h"

/* "item=, channel=, materials=, form.KEY="; what is required stands first in the table and carries
 * a star. */
static bool print_act(void *arg, const struct act *a)
{
    (void)arg;
    if (a->system_only) return true;
    say("{1}  {2}: {3}", a->name, _(a->title), _(a->help), NULL);
    for (size_t i = 0; i < a->nparams; i++) {
        char *name =
            mem_printf("    %c %-14s", a->params[i].required ? '*' : ' ', a->params[i].name);
        say("{1} {2}", name, _(a->params[i].help), NULL);
        free(name);
    }
    if (a->takes_form) say("      form.KEY       {1}", _("fields of the item's form"), NULL);
    if (a->takes_files) say("      file.PATH      {1}", _("text of a definition file"), NULL);
    return true;
}

static enum status run(struct cli *c, struct args *a)
{
    (void)c;
    if (!args_words(a, 1, 1) || strcmp(a->v[0], "acts") != 0) return cli_usage(&command_help);
    act_each(print_act, NULL);
    return STATUS_DONE;
}

const struct command command_help = {"help", "acts", N_("the acts and their parameters"), run};
