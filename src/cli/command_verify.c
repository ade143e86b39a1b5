/* verify: the journal against everything derived from it, on a hot copy. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "backup/prove.h"
#include "base/mem.h"
#include "cli/file.h"
#include "cli/hot_copy.h"
#include "cli/lang.h"
#include "cli/say.h"

static void print_finding(void *arg, const char *line)
{
    (void)arg;
    say("{1}", line, NULL);
}

static enum status say_proof(const struct proof *p)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRIu64, p->bad ? p->bad : p->events);
    if (p->bad)
        complain(_("yichuang: {1} finding(s); keep the home as it is and find out why"), text,
                 NULL);
    else
        say(_("OK: {1} events; everything kept is what they add up to"), text, NULL);
    return p->bad ? STATUS_REFUSED : STATUS_DONE;
}

static enum status run(struct cli *c, struct args *a)
{
    struct fault f = {0};
    struct proof p;

    if (!args_words(a, 0, 0)) return cli_usage(&command_verify);
    char *dir = mem_printf("%s/verify-%d", c->home, (int)getpid());
    enum rc rc = hot_copy(c, dir, &f);
    if (rc == RC_OK) rc = backup_prove(dir, INSTANT_NONE, print_finding, NULL, &p, &f);
    file_remove(dir);
    free(dir);
    return rc == RC_OK ? say_proof(&p) : complain_fault(&f);
}

const struct command command_verify = {
    "verify", "", N_("is everything kept what the journal adds up to? findings, or OK"), run};
