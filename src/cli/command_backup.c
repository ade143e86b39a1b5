/* backup: into the place of backups, or one hot copy into a folder; backup-key: who can read them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup/make.h"
#include "backup/sealed.h"
#include "backup/settings.h"
#include "backup/ship.h"
#include "base/mem.h"
#include "cli/hot_copy.h"
#include "cli/lang.h"
#include "cli/place.h"
#include "cli/say.h"

/* --- backup --- */

static enum status copy_to(struct cli *c, const char *where)
{
    char *dir = place_absolute(where);
    struct fault f = {0};
    enum rc rc = hot_copy(c, dir, &f);

    if (rc == RC_OK) say(_("A copy is at {1}."), dir, NULL);
    free(dir);
    return rc == RC_OK ? STATUS_DONE : complain_fault(&f);
}

static const char *number_text(uint64_t n, char out[24])
{
    snprintf(out, 24, "%" PRIu64, n);
    return out;
}

static enum status ship_logs(const struct cli *c)
{
    struct shipped shipped;
    struct fault f = {0};
    char files[24], bytes[24];

    if (backup_ship(c->home, 0, &shipped, &f) != RC_OK) return complain_fault(&f);
    say(_("{1} log file(s) stored, {2} bytes."), number_text(shipped.files, files),
        number_text(shipped.bytes, bytes), NULL);
    return STATUS_DONE;
}

static void say_made(const struct backup_made *m)
{
    char events[24], text[4][24];

    if (*m->whole)
        say(_("A whole copy is at {1}/{2}."), m->place, m->whole, NULL);
    else
        say(_("The logs are stored at {1}; no whole copy is due."), m->place, NULL);
    say(_("Recovered and verified: {1} events."), number_text(m->proof.events, events), NULL);
    say(_("Copied in {1} ms, stored in {2}, recovered in {3}, verified in {4}."),
        number_text(m->copy_ms, text[0]), number_text(m->store_ms, text[1]),
        number_text(m->proof.recover_ms, text[2]), number_text(m->proof.verify_ms, text[3]), NULL);
    if (!m->sealed)
        complain(_("yichuang: backups are not encrypted; 'yichuang backup-key FILE' makes a key"),
                 NULL);
}

static enum status into_place(struct cli *c, bool whole)
{
    struct backup_made made;
    struct fault f = {0};

    if (backup_make(c->home, whole, hot_copy, c, &made, &f) != RC_OK) return complain_fault(&f);
    say_made(&made);
    return STATUS_DONE;
}

static enum status backup(struct cli *c, struct args *a)
{
    bool whole = args_flag(a, "--whole"), logs = args_flag(a, "--logs");

    if (!args_words(a, 0, 1) || (a->n && (whole || logs)) || (whole && logs))
        return cli_usage(&command_backup);
    return a->n ? copy_to(c, a->v[0]) : logs ? ship_logs(c) : into_place(c, whole);
}

const struct command command_backup = {
    "backup", "[--whole | --logs | DIR]",
    N_("what is due into the place of backups, checked; or a hot copy into a new folder"), backup};

/* --- backup-key --- */

/* A key beside what it opens protects nothing. */
static bool is_within(const char *path, const char *dir)
{
    size_t n = strlen(dir);

    return strncmp(path, dir, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

static enum rc make_key(const struct cli *c, const char *file, struct fault *f)
{
    struct backup_settings set;
    enum rc rc = backup_settings_read(c->home, &set, f);

    if (rc == RC_OK && (is_within(file, c->home) || is_within(file, set.to)))
        rc = fault_set(f, RC_REFUSED, "seal-key",
                       N_("{1} lies beside what the key opens: name a file elsewhere, best on a "
                          "medium that is taken away"),
                       file, NULL);
    if (rc == RC_OK)
        rc = sealed_pair(file, isatty(STDIN_FILENO) ? _("Pass phrase of the backup key:") : NULL,
                         set.certificate, f);
    backup_settings_free(&set);
    return rc;
}

static enum status backup_key(struct cli *c, struct args *a)
{
    struct fault f = {0};

    if (!args_words(a, 1, 1)) return cli_usage(&command_backup_key);
    char *file = place_absolute(a->v[0]);
    enum rc rc = make_key(c, file, &f);
    if (rc == RC_OK)
        say(_("Backups from now on open with the key in {1} only. Keep two copies of it, away from "
              "this machine."),
            file, NULL);
    free(file);
    return rc == RC_OK ? STATUS_DONE : complain_fault(&f);
}

const struct command command_backup_key = {
    "backup-key", "FILE", N_("make a key for backups: it goes to FILE, only its lock stays here"),
    backup_key};
