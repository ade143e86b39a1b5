/* drill: the newest backup restored in a scratch place and compared with the running hall. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backup/place.h"
#include "backup/restore.h"
#include "backup/settings.h"
#include "base/mem.h"
#include "cli/connect.h"
#include "cli/file.h"
#include "cli/lang.h"
#include "cli/say.h"
#include "door/now.h"
#include "office/office.h"

/* --- Two journals --- */

/* A journal, event by event. */
struct reader {
    struct door *door;
    Yc__Reply *page; /* NULL before the first and after the last */
    size_t next;
    bool begun, failed;
};

static bool turn_page(struct reader *r)
{
    Yc__Request *q = door_request_new("journal");
    Yc__Reply *page = NULL;
    struct fault f = {0};

    if (r->page) door_request_set(&q->page, r->page->page);
    if (door_call(r->door, q, &page, &f) != RC_OK || !page->ok) r->failed = true;
    door_request_free(q);
    if (r->page) door_reply_free(r->page);
    r->page = page;
    r->next = 0;
    r->begun = true;
    return !r->failed;
}

static bool is_last_page(const struct reader *r)
{
    return !r->page || !r->page->page || !*r->page->page;
}

/* NULL: over, or failed. */
static const ProtobufCBinaryData *next_event(struct reader *r)
{
    if (!r->begun && !turn_page(r)) return NULL;
    while (r->page && r->next == r->page->n_event)
        if (is_last_page(r) || !turn_page(r)) return NULL;
    return r->page ? &r->page->event[r->next++] : NULL;
}

struct compared {
    uint64_t same, lost; /* events of the hall that the backup has, has not */
    bool foreign;        /* the backup has one that the hall has not, or has otherwise */
    bool failed;
};

/* What was restored must be the hall's journal with some events left out at the ends of its streams
 * (verify has seen that each stream counts from 1 without a gap). */
static struct compared compare(struct door *hall, struct door *copy)
{
    struct reader h = {.door = hall}, c = {.door = copy};
    struct compared found = {0};
    const ProtobufCBinaryData *want = next_event(&c), *have;

    while ((have = next_event(&h))) {
        if (want && have->len == want->len && memcmp(have->data, want->data, have->len) == 0) {
            found.same++;
            want = next_event(&c);
        } else {
            found.lost++;
        }
    }
    found.foreign = want != NULL;
    found.failed = h.failed || c.failed;
    if (h.page) door_reply_free(h.page);
    if (c.page) door_reply_free(c.page);
    return found;
}

/* --- The drill --- */

static Yc__Reply *answer(void *office, const Yc__Request *q)
{
    struct office_caller who = {.uid = geteuid(), .system = true};

    return office_answer(office, &who, q);
}

static enum rc compare_with(const char *dir, struct door *hall, struct compared *out,
                            struct fault *f)
{
    struct office *o = NULL;
    enum rc rc = office_open(dir, OFFICE_ALONE, &o, f);

    if (rc != RC_OK) return rc;
    struct door *copy = door_local(answer, o);
    *out = compare(hall, copy);
    door_close(copy);
    office_close(o);
    return RC_OK;
}

static void say_part(const char *what, int64_t ms)
{
    char seconds[32];

    snprintf(seconds, sizeof seconds, "%lld.%03lld", (long long)(ms / 1000),
             (long long)(ms % 1000));
    say(_("{1}: {2} s"), what, seconds, NULL);
}

static void say_all(const struct restored *r, const struct compared *c, int64_t compare_ms)
{
    char same[24], lost[24], age[24], up_to[INSTANT_TEXT];
    long long seconds = r->up_to == INSTANT_NONE ? 0 : (long long)(time(NULL) - r->up_to);

    say(_("Whole copy {1}, logs up to {2}."), r->whole, instant_text(r->up_to, up_to), NULL);
    say_part(_("opened and put together"), r->unpack_ms);
    say_part(_("recovered"), r->proof.recover_ms);
    say_part(_("checked against the journal"), r->proof.verify_ms);
    say_part(_("compared with the hall"), compare_ms);
    say_part(_("restored in all"),
             (int64_t)r->unpack_ms + r->proof.recover_ms + r->proof.verify_ms);
    snprintf(same, sizeof same, "%" PRIu64, c->same);
    snprintf(lost, sizeof lost, "%" PRIu64, c->lost);
    snprintf(age, sizeof age, "%lld", seconds);
    say(_("{1} events are as in the hall; lost would be {2}, of the last {3} s."), same, lost, age,
        NULL);
}

static enum status judge(const struct compared *c)
{
    if (!c->foreign && !c->failed) return STATUS_DONE;
    complain(c->failed ? _("yichuang: a journal could not be read to its end")
                       : _("yichuang: the backup holds events that are not the hall's"),
             NULL);
    return STATUS_REFUSED;
}

static enum status drill(const struct cli *c, const struct restore_how *how, const char *dir)
{
    struct restored restored;
    struct compared compared;
    struct fault f = {0};
    struct door *hall = connect_door(c);
    enum status status = STATUS_UNAVAILABLE;

    if (!hall) return status;
    enum rc rc = backup_restore(how, dir, &restored, &f);
    int64_t began = now_ms();
    if (rc == RC_OK) rc = compare_with(dir, hall, &compared, &f);
    if (rc == RC_OK) {
        say_all(&restored, &compared, now_ms() - began);
        status = judge(&compared);
    } else {
        status = complain_fault(&f);
    }
    file_remove(dir);
    door_close(hall);
    return status;
}

static void print_finding(void *arg, const char *line)
{
    (void)arg;
    say("{1}", line, NULL);
}

/* The home's own line: another's would tell nothing. */
static enum rc find_place(const struct cli *c, char **place, struct fault *f)
{
    struct backup_settings set;
    char line[LINE_TEXT];
    enum rc rc = backup_settings_read(c->home, &set, f);

    if (rc == RC_OK && place_line(c->home, line))
        *place = mem_printf("%s/%s", set.to, line);
    else if (rc == RC_OK)
        rc = fault_set(f, RC_REFUSED, "backup-place", N_("There is no backup at {1}."), set.to,
                       NULL);
    backup_settings_free(&set);
    return rc;
}

static enum status run(struct cli *c, struct args *a)
{
    struct restore_how how = {.key = args_option(a, "--key"),
                              .prompt = _("Pass phrase of the backup key:"),
                              .to = INSTANT_NONE,
                              .said = print_finding};
    struct fault f = {0};
    enum status status;

    if (!args_words(a, 0, 0)) return cli_usage(&command_drill);
    char *place = NULL, *dir = mem_printf("%s/drill-%d", c->home, (int)getpid());
    if (find_place(c, &place, &f) == RC_OK) {
        how.place = place;
        status = drill(c, &how, dir);
    } else {
        status = complain_fault(&f);
    }
    free(place);
    free(dir);
    return status;
}

const struct command command_drill = {"drill", "[--key FILE]",
                                      N_("restore the newest backup in a scratch place, compare it "
                                         "with the hall, say how long it took"),
                                      run};
