#include "backup/restore.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backup/place.h"
#include "backup/trouble.h"
#include "door/now.h"
#include "store/disk.h"
#include "store/logs.h"

struct restoring {
    const struct restore_how *how;
    struct restored *out;
    struct opener *opener;
    char *line_dir, *fresh; /* PLACE/LINE, DIR.new */
    char line[LINE_TEXT];
    struct wholes wholes;
    const struct whole *from; /* NULL: a bare copy */
    struct manifest *logs;    /* NULL: none shipped */
};

static enum rc no_backup(const char *place, struct fault *f)
{
    return fault_set(f, RC_REFUSED, "backup-place", N_("There is no backup at {1}."), place, NULL);
}

static bool has(const char *dir, const char *what)
{
    char *path = mem_printf("%s/%s", dir, what);
    bool yes = access(path, F_OK) == 0;

    free(path);
    return yes;
}

/* --- Which backup --- */

/* PLACE/LINE itself may be named. */
static enum rc find_line(struct restoring *r, struct fault *f)
{
    const char *place = r->how->place, *slash = strrchr(place, '/');
    struct wholes w;

    if (has(place, "logs/" MANIFEST_NAME) && slash) {
        snprintf(r->line, LINE_TEXT, "%.*s", LINE_TEXT - 1, slash + 1);
        r->line_dir = mem_strdup(place);
    } else {
        enum rc rc = place_newest_line(place, r->line, f);
        if (rc != RC_OK) return rc;
        r->line_dir = mem_printf("%s/%s", place, r->line);
    }
    place_wholes(r->line_dir, r->line, &w);
    r->wholes = w;
    return w.n ? RC_OK : no_backup(place, f);
}

/* The newest that was complete by then; a good one before one with findings. */
static enum rc choose(struct restoring *r, struct fault *f)
{
    const struct wholes *w = &r->wholes;
    instant_t to = r->how->to;
    char text[INSTANT_TEXT];

    for (int good = 1; good >= 0 && !r->from; good--)
        for (size_t i = w->n; i-- > 0 && !r->from;)
            if ((to == INSTANT_NONE || w->at[i].m->ended <= to) && whole_is_good(&w->at[i]) >= good)
                r->from = &w->at[i];
    if (!r->from)
        return fault_set(f, RC_REFUSED, "backup-place", N_("the oldest backup at {1} is of {2}"),
                         r->how->place, instant_text(w->at[0].m->ended, text), NULL);
    snprintf(r->out->whole, sizeof r->out->whole, "%s", r->from->name);
    return RC_OK;
}

static enum rc open_logs(struct restoring *r, struct fault *f)
{
    char *dir = place_logs(r->line_dir);
    enum rc rc = manifest_read(dir, &r->logs, f);

    free(dir);
    if (rc == RC_OK && strcmp(r->logs->line, r->line) != 0)
        rc = fault_set(f, RC_REFUSED, "backup-line",
                       N_("the logs of {1} belong to another history, {2}"), r->how->place,
                       r->logs->line, NULL);
    return rc;
}

static enum rc lengthen(const char *path, uint64_t length, struct fault *f)
{
    return truncate(path, (off_t)length) == 0 ? RC_OK : trouble_writing(path, errno, f);
}

static enum rc get(const struct restoring *r, const struct stored_file *file, const char *dir,
                   struct fault *f)
{
    char *path = mem_printf("%s/%s", r->fresh, file->name);
    enum rc rc = RC_OK;

    if (stored_is_sealed(file) && !r->opener)
        rc = fault_set(f, RC_REFUSED, "seal-key",
                       N_("this backup is encrypted: name the file of its key with --key"), NULL);
    if (rc == RC_OK) rc = stored_get(file, dir, stored_is_sealed(file) ? r->opener : NULL, path, f);
    if (rc == RC_OK && file->length > file->size) rc = lengthen(path, file->length, f);
    free(path);
    return rc;
}

/* --- The whole copy --- */

static enum rc unpack_whole(struct restoring *r, struct fault *f)
{
    const struct manifest *m = r->from->m;
    char *dir = mem_printf("%s/%s", r->line_dir, r->from->name);
    enum rc rc = RC_OK;

    for (size_t i = 0; i < m->nfile && rc == RC_OK; i++)
        rc = get(r, &m->file[i], dir, f);
    free(dir);
    return rc;
}

static int copy_files(const char *from, const char *to, const char *part)
{
    char *source = mem_printf("%s/%s", from, part);
    DIR *d = opendir(source);
    int err = d ? 0 : errno;

    for (struct dirent *e; d && !err && (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        char *a = mem_printf("%s/%s", source, e->d_name),
             *b = mem_printf("%s/%s/%s", to, part, e->d_name);
        err = disk_copy(a, b);
        free(a);
        free(b);
    }
    if (d) closedir(d);
    free(source);
    return err;
}

/* A copy by "yichuang backup DIR": it has no manifest, and ends where it was made. */
static enum rc copy_bare(struct restoring *r, struct fault *f)
{
    int err = copy_files(r->how->place, r->fresh, "data");

    if (!err) err = copy_files(r->how->place, r->fresh, "log");
    return err ? trouble_writing(r->fresh, err, f) : RC_OK;
}

/* --- The logs on it --- */

struct source {
    const struct stored_file *stored; /* NULL: not shipped */
    int fd;                           /* of the damaged home; -1: not there, or not needed */
};

static bool goes_further(int fd, const struct stored_file *than)
{
    struct stat st;

    return fstat(fd, &st) == 0 && (!than || store_log_end(fd, st.st_size) > (int64_t)than->size);
}

static struct source find_log(const struct restoring *r, uint32_t number)
{
    struct source s = {.fd = r->how->logs_of ? store_log_open(r->how->logs_of, number) : -1};

    for (size_t i = 0; r->logs && i < r->logs->nfile; i++)
        if (place_log_of(&r->logs->file[i]) == number) s.stored = &r->logs->file[i];
    if (s.fd >= 0 && !goes_further(s.fd, s.stored)) {
        close(s.fd);
        s.fd = -1;
    }
    return s;
}

static enum rc copy_log(const struct restoring *r, int fd, uint32_t number, struct fault *f)
{
    char name[STORE_LOG_NAME], *dir = mem_printf("%s/log", r->fresh);
    struct arena a = {0};
    struct stored_file file = {0};
    enum rc rc = stored_put(fd, UINT64_MAX, dir, store_log_name(number, name), NULL, &a, &file, f);

    arena_free(&a);
    free(dir);
    return rc;
}

/* *more: there is such a log. */
static enum rc put_log(struct restoring *r, uint32_t number, bool *more, struct fault *f)
{
    struct source s = find_log(r, number);
    char *dir = place_logs(r->line_dir);
    enum rc rc = RC_OK;

    *more = s.stored || s.fd >= 0;
    if (s.fd >= 0)
        rc = copy_log(r, s.fd, number, f);
    else if (s.stored)
        rc = get(r, s.stored, dir, f);
    if (s.fd >= 0) close(s.fd);
    free(dir);
    r->out->logs += *more;
    return rc;
}

/* All that follow each other; those the copy leans on must be there. */
static enum rc put_logs(struct restoring *r, struct fault *f)
{
    char name[STORE_LOG_NAME];
    uint32_t number = r->from->m->first_log;
    bool more = true;
    enum rc rc = RC_OK;

    for (; more && rc == RC_OK; number++)
        rc = put_log(r, number, &more, f);
    if (rc == RC_OK && number - 1 <= r->from->m->last_log)
        rc = fault_set(f, RC_REFUSED, "backup-set",
                       N_("the log {1}, which the copy {2} leans on, is missing"),
                       store_log_name(number - 1, name), r->from->name, NULL);
    return rc;
}

static enum rc check_line(const struct restoring *r, struct fault *f)
{
    char line[LINE_TEXT];

    if (!r->how->logs_of) return RC_OK;
    if (place_line(r->how->logs_of, line) && strcmp(line, r->line) == 0) return RC_OK;
    return fault_set(f, RC_REFUSED, "backup-line",
                     N_("the logs of {1} belong to another history, {2}"), r->how->logs_of,
                     place_line(r->how->logs_of, line) ? line : "-", NULL);
}

static enum rc check_reach(struct restoring *r, struct fault *f)
{
    char end[INSTANT_TEXT];

    r->out->up_to = r->how->to != INSTANT_NONE ? r->how->to
                    : r->how->logs_of          ? INSTANT_NONE
                                               : r->logs->ended;
    if (r->how->to == INSTANT_NONE || r->how->logs_of || r->how->to <= r->logs->ended) return RC_OK;
    return fault_set(f, RC_REFUSED, "backup-place", N_("the backups at {1} end at {2}"),
                     r->how->place, instant_text(r->logs->ended, end), NULL);
}

/* --- Together --- */

static enum rc gather(struct restoring *r, struct fault *f)
{
    if (has(r->how->place, "data") && has(r->how->place, "log")) return copy_bare(r, f);
    enum rc rc = find_line(r, f);
    if (rc == RC_OK) rc = choose(r, f);
    if (rc == RC_OK) rc = check_line(r, f);
    if (rc == RC_OK) rc = open_logs(r, f);
    if (rc == RC_OK) rc = check_reach(r, f);
    if (rc == RC_OK) rc = unpack_whole(r, f);
    if (rc == RC_OK) rc = put_logs(r, f);
    return rc;
}

static enum rc prove(struct restoring *r, struct fault *f)
{
    const struct restore_how *how = r->how;
    enum rc rc = backup_prove(r->fresh, how->to, how->said, how->arg, &r->out->proof, f);

    if (rc != RC_OK || r->out->proof.bad == 0 || how->in_spite_of_findings) return rc;
    return fault_set(f, RC_REFUSED, "backup-check",
                     N_("the backup does not agree with its own journal: {1}"), r->out->proof.first,
                     NULL);
}

static enum rc make_folders(const char *dir, struct fault *f)
{
    static const char *const part[] = {"", "/data", "/log"};

    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        char *path = mem_printf("%s%s", dir, part[i]);
        int err = mkdir(path, 0700) == 0 ? 0 : errno;
        free(path);
        if (err) return trouble_writing(dir, err, f);
    }
    return RC_OK;
}

static enum rc give_name(const struct restoring *r, const char *dir, struct fault *f)
{
    static const char *const part[] = {"/data", "/log", ""};
    int err = 0;

    for (size_t i = 0; i < sizeof part / sizeof *part && !err; i++) {
        char *path = mem_printf("%s%s", r->fresh, part[i]);
        err = disk_sync(path);
        free(path);
    }
    if (!err && renameat2(AT_FDCWD, r->fresh, AT_FDCWD, dir, RENAME_NOREPLACE) != 0) err = errno;
    return err ? trouble_writing(dir, err, f) : RC_OK;
}

static enum rc restore(struct restoring *r, const char *dir, struct fault *f)
{
    int64_t began = now_ms();
    enum rc rc = RC_OK;

    if (access(dir, F_OK) == 0)
        return fault_set(f, RC_REFUSED, "home", N_("{1} is there already: name a new folder"), dir,
                         NULL);
    r->fresh = mem_printf("%s" PLACE_FRESH, dir);
    disk_remove(r->fresh);
    if (r->how->key) rc = opener_open(r->how->key, r->how->prompt, &r->opener, f);
    if (rc == RC_OK) rc = make_folders(r->fresh, f);
    if (rc == RC_OK) rc = gather(r, f);
    r->out->unpack_ms = (uint32_t)(now_ms() - began);
    if (rc == RC_OK) rc = prove(r, f);
    if (rc == RC_OK) rc = give_name(r, dir, f);
    if (rc != RC_OK) disk_remove(r->fresh);
    return rc;
}

enum rc backup_restore(const struct restore_how *how, const char *dir, struct restored *out,
                       struct fault *f)
{
    struct restoring r = {.how = how, .out = out};

    *out = (struct restored){.up_to = INSTANT_NONE};
    enum rc rc = restore(&r, dir, f);
    place_wholes_free(&r.wholes);
    manifest_free(r.logs);
    opener_close(r.opener);
    free(r.line_dir);
    free(r.fresh);
    return rc;
}
