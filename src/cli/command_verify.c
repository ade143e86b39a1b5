/* verify: the journal against everything derived from it, on a hot copy; backup: the copy alone. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/connect.h"
#include "cli/file.h"
#include "cli/lang.h"
#include "cli/place.h"
#include "cli/say.h"
#include "office/office.h"
#include "store/store.h"
#include "store/upkeep.h"

/* The service writes the copy, so the place must be one it can write. */
static enum status copy_to(const struct cli *c, const char *dir)
{
    enum status status = STATUS_UNAVAILABLE;
    struct door *d = connect_door(c);

    if (!d) return status;
    Yc__Reply *r = connect_ask(d, connect_request(c, "backup", NULL, "dir", dir, NULL), &status);
    if (r) door_reply_free(r);
    door_close(d);
    return status;
}

static void print_finding(void *arg, const char *line)
{
    (void)arg;
    say("{1}", line, NULL);
}

static Yc__Reply *answer(void *office, const Yc__Request *q)
{
    struct office_caller who = {.uid = geteuid(), .system = true};

    return office_answer(office, &who, q);
}

static bool count_events(void *arg, const Yc__Reply *r)
{
    *(uint64_t *)arg += r->n_event;
    return true;
}

static void say_sound(struct office *o)
{
    struct door *d = door_local(answer, o);
    uint64_t events = 0;
    char text[24];

    connect_pages(d, door_request_new("journal"), count_events, &events);
    door_close(d);
    snprintf(text, sizeof text, "%" PRIu64, events);
    say(_("OK: {1} events; everything kept is what they add up to"), text, NULL);
}

static void count_finding(void *arg, const char *line)
{
    ++*(uint64_t *)arg;
    print_finding(NULL, line);
}

/* home's own archive, and all of the copy. */
static enum status verify_copy(const char *home, const char *dir)
{
    struct office *o = NULL;
    struct fault f = {0};
    uint64_t bad = 0, files = 0;
    char text[24];

    enum rc rc = RC_OK;
    if (store_check_pages(dir, count_finding, &files)) rc = store_recover_copy(dir, &f);
    store_check_archive(home, count_finding, &files);
    if (rc == RC_OK && !files) store_check_files(dir, count_finding, &files);
    if (rc == RC_OK && !files) rc = office_open(dir, OFFICE_ALONE, &o, &f);
    if (rc == RC_OK && o) rc = office_verify(o, print_finding, NULL, &bad, &f);
    bad += files;
    if (rc == RC_OK && bad == 0) say_sound(o);
    office_close(o);
    if (rc != RC_OK) return complain_fault(&f);
    snprintf(text, sizeof text, "%" PRIu64, bad);
    if (bad)
        complain(_("yichuang: {1} finding(s); keep the home as it is and find out why"), text,
                 NULL);
    return bad ? STATUS_REFUSED : STATUS_DONE;
}

static enum status verify(struct cli *c, struct args *a)
{
    if (!args_words(a, 0, 0)) return cli_usage(&command_verify);
    char *dir = mem_printf("%s/verify-%d", c->home, (int)getpid());
    enum status status = copy_to(c, dir);
    if (status == STATUS_DONE) status = verify_copy(c->home, dir);
    file_remove(dir);
    free(dir);
    return status;
}

static enum status backup(struct cli *c, struct args *a)
{
    if (!args_words(a, 1, 1)) return cli_usage(&command_backup);
    char *dir = place_absolute(a->v[0]);
    enum status status = copy_to(c, dir);
    if (status == STATUS_DONE) say(_("A copy is at {1}."), dir, NULL);
    free(dir);
    return status;
}

const struct command command_verify = {
    "verify", "", N_("is everything kept what the journal adds up to? findings, or OK"), verify};
const struct command command_backup = {"backup", "DIR", N_("a hot copy into a new folder"), backup};
