/* restore: a home out of a backup. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backup/restore.h"
#include "base/mem.h"
#include "cli/lang.h"
#include "cli/place.h"
#include "cli/say.h"

static void print_finding(void *arg, const char *line)
{
    (void)arg;
    say("{1}", line, NULL);
}

static void say_restored(const struct restored *r, const char *dir)
{
    char events[24], logs[24], up_to[INSTANT_TEXT];

    snprintf(events, sizeof events, "%" PRIu64, r->proof.events);
    snprintf(logs, sizeof logs, "%u", r->logs);
    if (*r->whole) say(_("Whole copy {1}, {2} log file(s)."), r->whole, logs, NULL);
    if (r->up_to != INSTANT_NONE)
        say(_("It holds everything up to {1}."), instant_text(r->up_to, up_to), NULL);
    say(_("The office is at {1}: {2} events, verified."), dir, events, NULL);
}

static bool read_instant(const char *text, instant_t *to)
{
    *to = INSTANT_NONE;
    return !text || strcmp(text, "latest") == 0 || instant_parse(text, to);
}

static enum status restore_to(struct restore_how *how, const char *dir)
{
    struct restored restored;
    struct fault f = {0};

    if (backup_restore(how, dir, &restored, &f) != RC_OK) return complain_fault(&f);
    say_restored(&restored, dir);
    return restored.proof.bad ? STATUS_REFUSED : STATUS_DONE;
}

static enum status run(struct cli *c, struct args *a)
{
    const char *to = args_option(a, "--to"), *logs_of = args_option(a, "--with-logs-of");
    struct restore_how how = {.key = args_option(a, "--key"),
                              .prompt = _("Pass phrase of the backup key:"),
                              .in_spite_of_findings = args_flag(a, "--in-spite-of-findings"),
                              .said = print_finding};

    (void)c;
    if (!args_words(a, 2, 2) || !read_instant(to, &how.to)) return cli_usage(&command_restore);
    char *place = place_absolute(a->v[0]), *dir = place_absolute(a->v[1]),
         *damaged = logs_of ? place_absolute(logs_of) : NULL;
    how.place = place;
    how.logs_of = damaged;
    enum status status = restore_to(&how, dir);
    free(place);
    free(dir);
    free(damaged);
    return status;
}

const struct command command_restore = {
    "restore", "[--to INSTANT] [--key FILE] [--with-logs-of HOME] PLACE DIR",
    N_("a home in the new folder DIR out of a backup, verified"), run};
