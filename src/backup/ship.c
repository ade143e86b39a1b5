#include "backup/ship.h"

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

#include "backup/digest.h"
#include "backup/place.h"
#include "backup/settings.h"
#include "backup/trouble.h"
#include "base/folder.h"
#include "base/log.h"
#include "store/disk.h"
#include "store/logs.h"

struct ship {
    const char *home;
    struct backup_settings set;
    struct sealer *sealer;
    int lock;
    char *dir; /* of the logs */
    struct manifest *old, *now;
    struct shipped done;
};

static enum rc gap(uint32_t number, struct fault *f)
{
    char name[STORE_LOG_NAME];

    return fault_set(f, RC_REFUSED, "backup-gap",
                     N_("the log {1} does not follow from those stored: the next whole copy begins "
                        "a new line"),
                     store_log_name(number, name), NULL);
}

/* --- One log file --- */

static const struct stored_file *stored_before(const struct ship *s, uint32_t number)
{
    for (size_t i = 0; s->old && i < s->old->nfile; i++)
        if (place_log_of(&s->old->file[i]) == number) return &s->old->file[i];
    return NULL;
}

static bool wants_seal(const struct ship *s, const struct stored_file *file)
{
    return s->sealer && !stored_is_sealed(file);
}

/* Strings of the old manifest live as long as this shipment. */
static void keep(struct ship *s, const struct stored_file *file)
{
    *manifest_add(s->now) = *file;
}

/* What of a log file is there to be stored. */
struct content {
    int fd;
    uint64_t length, size;
    char sha256[DIGEST_TEXT];
};

static bool add_up(struct content *c)
{
    enum { BLOCK = 1 << 16 };
    char *block = mem_alloc(BLOCK);
    struct digest *d = digest_new();
    uint64_t at = 0;
    ssize_t n = 0;

    for (; at < c->size && n >= 0; at += (uint64_t)n) {
        uint64_t left = c->size - at;
        n = pread(c->fd, block, left < BLOCK ? (size_t)left : BLOCK, (off_t)at);
        if (n <= 0) break; /* it shrank, or cannot be read */
        digest_add(d, block, (size_t)n);
    }
    digest_end(d, c->sha256);
    free(block);
    return at == c->size;
}

static bool look_into(int fd, struct content *c)
{
    struct stat st;

    *c = (struct content){.fd = fd};
    if (fd < 0 || fstat(fd, &st) != 0) return false;
    int64_t end = store_log_end(fd, st.st_size);
    c->length = (uint64_t)st.st_size;
    c->size = end < 0 ? 0 : (uint64_t)end;
    return end >= 0 && add_up(c);
}

/* A name for each content: what the manifest lists is never written over. */
static enum rc send(struct ship *s, const struct content *c, uint32_t number, struct fault *f)
{
    enum { BEGINNING = 12 };
    struct stored_file *file = manifest_add(s->now);
    struct arena *a = &s->now->mem;
    char name[STORE_LOG_NAME];

    store_log_name(number, name);
    file->name = arena_printf(a, "log/%s", name);
    file->length = c->length;
    s->done.files++;
    s->done.bytes += c->size;
    return stored_put(c->fd, c->size, s->dir,
                      arena_printf(a, "%s.%.*s", name, BEGINNING, c->sha256), s->sealer, a, file,
                      f);
}

static enum rc look_at(struct ship *s, uint32_t number, struct fault *f)
{
    const struct stored_file *before = stored_before(s, number);
    int fd = store_log_open(s->home, number);
    struct content c;
    enum rc rc = RC_OK;

    if (!look_into(fd, &c))
        rc = gap(number, f);
    else if (before && strcmp(before->sha256, c.sha256) == 0 && !wants_seal(s, before))
        keep(s, before);
    else
        rc = send(s, &c, number, f);
    if (fd >= 0) close(fd);
    return rc;
}

/* A finished log does not change, but since it was stored there may have come a certificate. */
static enum rc keep_or_seal(struct ship *s, const struct stored_file *file, struct fault *f)
{
    uint32_t number = place_log_of(file);
    int fd = wants_seal(s, file) ? store_log_open(s->home, number) : -1;

    if (fd < 0) {
        keep(s, file);
        return RC_OK;
    }
    close(fd);
    return look_at(s, number, f);
}

/* --- All of them --- */

static uint32_t highest(const struct manifest *m)
{
    uint32_t most = 0;

    for (size_t i = 0; m && i < m->nfile; i++)
        if (place_log_of(&m->file[i]) > most) most = place_log_of(&m->file[i]);
    return most;
}

/* Those no longer in the home (archive/ is pruned by the same rule, but later or by hand) stay as
 * they are stored. */
static enum rc look_at_all(struct ship *s, uint32_t from, struct fault *f)
{
    uint32_t *number, next = s->old ? highest(s->old) : from;
    size_t n = store_log_list(s->home, &number);
    enum rc rc = RC_OK;

    for (size_t i = 0; s->old && i < s->old->nfile && rc == RC_OK; i++)
        if (place_log_of(&s->old->file[i]) < next) rc = keep_or_seal(s, &s->old->file[i], f);
    for (size_t i = 0; i < n && rc == RC_OK; i++) {
        if (number[i] < next) continue;
        rc = number[i] == next ? look_at(s, next, f) : gap(next, f);
        next++;
    }
    if (rc == RC_OK && (n == 0 || number[n - 1] + 1 != next)) rc = gap(next, f);
    free(number);
    return rc;
}

static bool is_listed(const struct manifest *m, const char *name)
{
    for (size_t i = 0; i < m->nfile; i++)
        for (size_t k = 0; k < m->file[i].npart; k++)
            if (strcmp(m->file[i].part[k].file, name) == 0) return true;
    return false;
}

/* Shorter versions, and what a killed shipment left. */
static void sweep(const struct ship *s)
{
    DIR *d = opendir(s->dir);

    for (struct dirent *e; d && (e = readdir(d));)
        if (strncmp(e->d_name, "log.", 4) == 0 && !is_listed(s->now, e->d_name))
            unlinkat(dirfd(d), e->d_name, 0);
    if (d) closedir(d);
}

/* --- Begin and end --- */

static enum rc take_lock(struct ship *s, struct fault *f)
{
    char *path = mem_printf("%s/ship.lock", s->home);
    int err = 0;

    s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->lock < 0) err = errno;
    while (!err && flock(s->lock, LOCK_EX) != 0)
        if (errno != EINTR) err = errno;
    enum rc rc = err ? trouble_writing(path, err, f) : RC_OK;
    free(path);
    return rc;
}

/* *going: there is a line and, unless we begin one, a place with logs of it. */
static enum rc begin(struct ship *s, bool fresh, bool *going, struct fault *f)
{
    char line[LINE_TEXT];
    enum rc rc = take_lock(s, f);

    *going = false;
    if (rc == RC_OK) rc = backup_settings_read(s->home, &s->set, f);
    if (rc != RC_OK || !place_line(s->home, line)) return rc;
    s->dir = mem_printf("%s/%s/logs", s->set.to, line);
    bool there = access(s->dir, F_OK) == 0;
    if (!there && !fresh) return RC_OK;
    if (!there && !folder_make(s->dir, 0700, 0700)) return trouble_writing(s->dir, errno, f);
    /* the way to a new folder is as durable as what is in it */
    char *above = mem_printf("%s/%s", s->set.to, line);
    if (!there && disk_sync(s->set.to) == 0) disk_sync(above);
    free(above);
    char *manifest = mem_printf("%s/" MANIFEST_NAME, s->dir);
    if (access(manifest, F_OK) == 0) rc = manifest_read(s->dir, &s->old, f);
    free(manifest);
    if (rc == RC_OK) rc = sealer_open(s->set.certificate, &s->sealer, f);
    s->now = manifest_new(line);
    s->now->sealed = s->sealer != NULL;
    s->now->begun = time(NULL);
    *going = rc == RC_OK && (s->old || fresh);
    return rc;
}

static void end(struct ship *s)
{
    if (s->lock >= 0) close(s->lock);
    backup_settings_free(&s->set);
    sealer_close(s->sealer);
    free(s->dir);
    manifest_free(s->now);
    manifest_free(s->old);
}

/* Nothing new is news too: it is known up to when. */
static enum rc put_manifest(struct ship *s, struct fault *f)
{
    s->now->ended = s->now->begun; /* what was acknowledged before we began is in it */
    enum rc rc = manifest_write(s->now, s->dir, f);

    if (rc == RC_OK) sweep(s);
    return rc;
}

enum rc backup_ship(const char *home, uint32_t from, struct shipped *out, struct fault *f)
{
    struct ship s = {.home = home, .lock = -1};
    bool going;
    enum rc rc = begin(&s, from != 0, &going, f);

    if (rc == RC_OK && going) rc = look_at_all(&s, from, f);
    if (rc == RC_OK && going) rc = put_manifest(&s, f);
    if (out) *out = s.done;
    end(&s);
    return rc;
}

enum rc backup_ship_prune(const char *home, uint32_t number, struct fault *f)
{
    struct ship s = {.home = home, .lock = -1};
    bool going;
    enum rc rc = begin(&s, false, &going, f);

    if (rc == RC_OK && going) {
        for (size_t i = 0; i < s.old->nfile; i++)
            if (place_log_of(&s.old->file[i]) >= number) keep(&s, &s.old->file[i]);
        s.now->begun = s.old->ended;
        rc = put_manifest(&s, f);
    }
    end(&s);
    return rc;
}

/* --- Every so often --- */

static int rest(const char *home)
{
    struct backup_settings set;
    int minutes = backup_settings_read(home, &set, NULL) == RC_OK ? set.minutes : 1;

    backup_settings_free(&set);
    return minutes * 60;
}

void backup_ship_forever(const char *home)
{
    for (;;) {
        struct fault f = {0};
        if (backup_ship(home, 0, NULL, &f) != RC_OK) {
            const char *args[FAULT_ARGS];
            for (int i = 0; i < FAULT_ARGS; i++)
                args[i] = f.arg[i];
            char *text = fault_sentence(f.msgid, args, FAULT_ARGS, NULL);
            log_error("logs not backed up: %s", text);
            free(text);
        }
        sleep((unsigned)rest(home));
    }
}
