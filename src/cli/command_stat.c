/* stat: figures of the running service and its store; stop: ends the service. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/connect.h"
#include "cli/json_request.h"
#include "cli/json_text.h"
#include "cli/lang.h"
#include "cli/place.h"
#include "cli/say.h"
#include "door/now.h"

static void print(const Yc__Reply *r)
{
    for (size_t i = 0; i < r->n_with; i++) {
        char *line = mem_printf("%-16s %s", r->with[i]->key, r->with[i]->value);
        say("{1}", line, NULL);
        free(line);
    }
}

static void add_to(json_t *all, const Yc__Reply *r)
{
    for (size_t i = 0; i < r->n_with; i++)
        json_object_set_new(all, r->with[i]->key, json_string(r->with[i]->value));
}

static void warn_calendar(const Yc__Reply *r)
{
    if (strcmp(door_reply_get(r, "calendar_runs_out"), "true") != 0) return;
    complain(_("yichuang: the calendar is published up to {1} only, dates after that are "
               "provisional: publish next year's"),
             door_reply_get(r, "calendar_end"), NULL);
}

static enum status stat(struct cli *c, struct args *a)
{
    static const char *const asked[] = {"hall_stat", "stat", "calendar", "seal_state"};
    enum status status = STATUS_DONE;

    if (!args_words(a, 0, 0)) return cli_usage(&command_stat);
    struct door *d = connect_door(c);
    if (!d) return STATUS_UNAVAILABLE;
    json_t *all = json_object();
    for (size_t i = 0; i < sizeof asked / sizeof *asked && status == STATUS_DONE; i++) {
        Yc__Reply *r = connect_ask(d, connect_request(c, asked[i], NULL, NULL), &status);
        if (r && !c->json) print(r);
        if (r) add_to(all, r);
        if (r) warn_calendar(r);
        if (r) door_reply_free(r);
    }
    if (c->json && status == STATUS_DONE) {
        char *text = json_text(all, JSON_INDENT(1));
        say("{1}", text, NULL);
        free(text);
    }
    json_decref(all);
    door_close(d);
    return status;
}

const struct command command_stat = {"stat", "", N_("figures of the service and its store"), stat};

/* --- stop --- */

enum { STOP_MS = 10000, LOOK_US = 20000 };

/* Nobody is started only to be stopped. */
static struct door *door_if_open(const struct cli *c)
{
    char *socket = mem_printf("%s/door.sock", c->home);
    struct door_options opt = {.socket = socket};
    struct door *d = NULL;
    struct fault f;

    if (door_connect(&opt, &d, &f) != RC_OK) d = NULL;
    free(socket);
    return d;
}

/* The supervisor holds the home's lock to its end; a process that started it may not have noticed
 * that end yet. */
static bool has_ended(const struct cli *c, pid_t pid)
{
    char *path = mem_printf("%s/lock", c->home);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ended = kill(pid, 0) != 0 || (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);

    if (fd >= 0) close(fd);
    free(path);
    return ended;
}

static enum status end_process(const struct cli *c, pid_t pid)
{
    int64_t until = now_ms() + STOP_MS;
    int sent = kill(pid, SIGTERM);

    while (sent == 0 && !has_ended(c, pid) && now_ms() < until)
        usleep(LOOK_US);
    if (sent == 0 && has_ended(c, pid)) return STATUS_DONE;
    complain(_("yichuang: the service could not be stopped: {1}"),
             strerror(sent == 0 ? ETIMEDOUT : errno), NULL);
    return STATUS_REFUSED;
}

static enum status stop(struct cli *c, struct args *a)
{
    enum status status = STATUS_DONE;

    if (!args_words(a, 0, 0)) return cli_usage(&command_stop);
    struct door *d = door_if_open(c);
    if (!d) {
        say(_("No service runs for {1}."), c->home, NULL);
        return STATUS_DONE;
    }
    Yc__Reply *r = connect_ask(d, connect_request(c, "hall_stat", NULL, NULL), &status);
    pid_t pid = r ? (pid_t)strtol(door_reply_get(r, "supervisor"), NULL, 10) : 0;
    if (r) door_reply_free(r);
    door_close(d);
    if (pid > 1) status = end_process(c, pid);
    if (status == STATUS_DONE) say(_("The service for {1} has stopped."), c->home, NULL);
    return status;
}

const struct command command_stop = {
    "stop", "", N_("end the service of this home; the next command starts it again"), stop};
