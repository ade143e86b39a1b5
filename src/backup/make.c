#include "backup/make.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backup/place.h"
#include "backup/prune.h"
#include "backup/settings.h"
#include "backup/ship.h"
#include "backup/trouble.h"
#include "base/folder.h"
#include "door/now.h"
#include "store/disk.h"
#include "store/logs.h"

struct making {
    const char *home;
    struct backup_settings set;
    struct sealer *sealer;
    int lock;
    char line[LINE_TEXT];
    char *dir, *scratch, *fresh; /* PLACE/LINE, HOME/backup.check, PLACE/LINE/....new */
    struct manifest *m;
    struct backup_made *out;
};

/* --- What goes into a whole copy --- */

/* Besides the database.  pin.key opens PINs to guessing, so it is only where nobody can read it;
 * the key that seals the journal is in no backup: a restored hall makes a new one. */
static const struct beside {
    const char *name;
    bool secret;
} beside[] = {{"pin.key", true}, {"backup.yaml", false}, {"backup.crt", false}};

static enum rc put_file(struct making *mk, const char *from, const char *name, const char *as,
                        struct fault *f)
{
    char *path = mem_printf("%s/%s", from, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum rc rc = RC_OK;

    if (fd < 0 && errno == ENOENT) {
        free(path);
        return RC_OK;
    }
    if (fd < 0) {
        rc = trouble_writing(path, errno, f);
    } else {
        struct stored_file *file = manifest_add(mk->m);
        struct arena *a = &mk->m->mem;
        file->name = arena_strdup(a, name);
        rc = stored_put(fd, UINT64_MAX, mk->fresh, arena_strdup(a, as), mk->sealer, a, file, f);
        close(fd);
    }
    free(path);
    return rc;
}

static enum rc put_data(struct making *mk, struct fault *f)
{
    char *data = mem_printf("%s/data", mk->scratch);
    DIR *d = opendir(data);
    enum rc rc = d ? RC_OK : trouble_writing(data, errno, f);

    for (struct dirent *e; d && rc == RC_OK && (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        char *name = mem_printf("data/%s", e->d_name);
        rc = put_file(mk, mk->scratch, name, e->d_name, f);
        free(name);
    }
    if (d) closedir(d);
    free(data);
    return rc;
}

static enum rc put_beside(struct making *mk, struct fault *f)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < sizeof beside / sizeof *beside && rc == RC_OK; i++)
        if (mk->sealer || !beside[i].secret)
            rc = put_file(mk, mk->home, beside[i].name, beside[i].name, f);
    return rc;
}

/* --- The fresh copy --- */

/* Which logs it has; they go to the place from the home, where they are the same. */
static enum rc note_logs(struct making *mk, struct fault *f)
{
    uint32_t *number;
    size_t n = store_log_list(mk->scratch, &number);

    if (n) {
        mk->m->first_log = number[0];
        mk->m->last_log = number[n - 1];
    }
    free(number);
    return n ? RC_OK
             : fault_set(f, RC_REFUSED, "backup-place", N_("There is no backup at {1}."),
                         mk->scratch, NULL);
}

static enum rc copy_fresh(struct making *mk, backup_copy *copy, void *arg, struct fault *f)
{
    int64_t began = now_ms();

    disk_remove(mk->scratch);
    mk->m = manifest_new(mk->line);
    mk->m->sealed = mk->sealer != NULL;
    mk->m->begun = time(NULL);
    enum rc rc = copy(arg, mk->scratch, f);
    if (rc == RC_OK) rc = note_logs(mk, f);
    mk->m->ended = time(NULL);
    mk->out->copy_ms = (uint32_t)(now_ms() - began);
    return rc;
}

static enum rc check(struct making *mk, struct fault *f)
{
    struct proof *p = &mk->out->proof;
    enum rc rc = backup_prove(mk->scratch, INSTANT_NONE, NULL, NULL, p, f);

    mk->m->check = arena_strdup(&mk->m->mem, p->bad ? p->first : "ok");
    mk->m->events = p->events;
    mk->m->edition = p->edition;
    mk->m->calendar = p->calendar;
    return rc;
}

/* --- Into the place --- */

/* A second has one name only. */
static enum rc name_it(struct making *mk, struct fault *f)
{
    char text[INSTANT_TEXT], *path;

    for (;; sleep(1)) {
        instant_text(time(NULL), text);
        for (char *p = text; *p; p++)
            if (*p == ':') *p = '-';
        path = mem_printf("%s/%s", mk->dir, text);
        if (access(path, F_OK) != 0) break;
        free(path);
    }
    snprintf(mk->out->whole, sizeof mk->out->whole, "%s", text);
    mk->fresh = mem_printf("%s" PLACE_FRESH, path);
    free(path);
    disk_remove(mk->fresh);
    return mkdir(mk->fresh, 0700) == 0 ? RC_OK : trouble_writing(mk->fresh, errno, f);
}

static enum rc store_parts(struct making *mk, struct fault *f)
{
    int64_t began = now_ms();
    enum rc rc = name_it(mk, f);

    if (rc == RC_OK) rc = put_data(mk, f);
    if (rc == RC_OK) rc = put_beside(mk, f);
    mk->out->store_ms = (uint32_t)(now_ms() - began);
    return rc;
}

static enum rc finish(struct making *mk, struct fault *f)
{
    char *path = mem_printf("%s/%s", mk->dir, mk->out->whole);
    enum rc rc = manifest_write(mk->m, mk->fresh, f);

    if (rc == RC_OK && rename(mk->fresh, path) != 0) rc = trouble_writing(path, errno, f);
    int err = rc == RC_OK ? disk_sync(mk->dir) : 0;
    if (err) rc = trouble_writing(path, err, f);
    free(path);
    return rc;
}

static bool is_due(const struct making *mk)
{
    struct wholes w;
    bool due = true;

    place_wholes(mk->dir, mk->line, &w);
    for (size_t i = 0; i < w.n; i++) {
        day_t age = day_of_instant(time(NULL)) - day_of_instant(w.at[i].m->begun);
        if (whole_is_good(&w.at[i]) && w.at[i].m->sealed == (mk->sealer != NULL) && age >= 0 &&
            age < mk->set.whole_days)
            due = false;
    }
    place_wholes_free(&w);
    return due;
}

/* --- Begin and end --- */

/* What killed ones left. */
static void sweep(const struct making *mk)
{
    DIR *d = opendir(mk->dir);
    size_t m = strlen(PLACE_FRESH);

    for (struct dirent *e; d && (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n <= m || strcmp(e->d_name + n - m, PLACE_FRESH) != 0) continue;
        char *path = mem_printf("%s/%s", mk->dir, e->d_name);
        disk_remove(path);
        free(path);
    }
    if (d) closedir(d);
}

static enum rc take_lock(struct making *mk, struct fault *f)
{
    char *path = mem_printf("%s/backup.lock", mk->home);
    enum rc rc = RC_OK;

    mk->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (mk->lock < 0)
        rc = trouble_writing(path, errno, f);
    else if (flock(mk->lock, LOCK_EX | LOCK_NB) != 0)
        rc = fault_set(f, RC_REFUSED, "busy", N_("another backup is being made"), NULL);
    free(path);
    return rc;
}

static enum rc use_line(struct making *mk, bool fresh, struct fault *f)
{
    enum rc rc = RC_OK;

    if (fresh || !place_line(mk->home, mk->line)) rc = place_new_line(mk->home, mk->line, f);
    free(mk->dir);
    mk->dir = mem_printf("%s/%s", mk->set.to, mk->line);
    if (rc == RC_OK && !folder_make(mk->dir, 0700, 0700)) rc = trouble_writing(mk->dir, errno, f);
    int err = rc == RC_OK ? disk_sync(mk->set.to) : 0;
    return err ? trouble_writing(mk->set.to, err, f) : rc;
}

/* The logs that a whole copy leans on; where they no longer follow from those stored, a new line.
 */
static enum rc ship(struct making *mk, bool *fresh_line, struct fault *f)
{
    struct shipped shipped = {0};
    enum rc rc = backup_ship(mk->home, mk->m->first_log, &shipped, f);

    *fresh_line = rc == RC_REFUSED && strcmp(f->code, "backup-gap") == 0;
    if (*fresh_line) rc = use_line(mk, true, f);
    if (*fresh_line && rc == RC_OK) {
        mk->m->line = arena_strdup(&mk->m->mem, mk->line);
        rc = backup_ship(mk->home, mk->m->first_log, &shipped, f);
    }
    mk->out->logs = shipped.files;
    return rc;
}

static enum rc make(struct making *mk, bool force, backup_copy *copy, void *arg, struct fault *f)
{
    bool fresh_line = false;
    enum rc rc = take_lock(mk, f);

    if (rc == RC_OK) rc = backup_settings_read(mk->home, &mk->set, f);
    if (rc == RC_OK) rc = sealer_open(mk->set.certificate, &mk->sealer, f);
    if (rc == RC_OK) rc = use_line(mk, false, f);
    if (rc != RC_OK) return rc;
    sweep(mk);
    rc = copy_fresh(mk, copy, arg, f);
    if (rc == RC_OK) rc = ship(mk, &fresh_line, f);
    bool due = force || fresh_line || is_due(mk);
    if (rc == RC_OK && due) rc = store_parts(mk, f);
    if (rc == RC_OK) rc = check(mk, f);
    if (rc == RC_OK && due) rc = finish(mk, f);
    if (rc == RC_OK && mk->out->proof.bad == 0)
        rc = backup_prune(mk->home, &mk->set, mk->line, &mk->out->dropped, f);
    if (rc == RC_OK && mk->out->proof.bad)
        rc = fault_set(f, RC_REFUSED, "backup-check",
                       N_("the backup does not agree with its own journal: {1}"),
                       mk->out->proof.first, NULL);
    return rc;
}

enum rc backup_make(const char *home, bool force, backup_copy *copy, void *arg,
                    struct backup_made *out, struct fault *f)
{
    struct making mk = {
        .home = home, .lock = -1, .scratch = mem_printf("%s/backup.check", home), .out = out};

    *out = (struct backup_made){0};
    enum rc rc = make(&mk, force, copy, arg, f);
    out->sealed = mk.sealer != NULL;
    if (mk.dir) snprintf(out->place, sizeof out->place, "%s", mk.dir);
    if (mk.fresh && rc != RC_OK) disk_remove(mk.fresh); /* after finish there is none */
    if (mk.m) disk_remove(mk.scratch);
    if (mk.lock >= 0) close(mk.lock);
    manifest_free(mk.m);
    sealer_close(mk.sealer);
    backup_settings_free(&mk.set);
    free(mk.dir);
    free(mk.scratch);
    free(mk.fresh);
    return rc;
}
