#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/disk.h"
#include "store/priv.h"
#include "store/upkeep.h"

/* --- Making a copy --- */

/* So is one that is not there. */
static bool is_empty(const char *dir)
{
    DIR *d = opendir(dir);
    int n = 0;

    for (struct dirent *e; d && (e = readdir(d));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    if (d) closedir(d);
    return n == 0;
}

/* The library copies whole pages as they are in the file, keeping its own writers out of each
 * stretch it reads. */
static int copy_file(struct store *s, char *name, const char *data)
{
    char *copy = mem_printf("%s/%s", data, name);
    int err = s->env->dbbackup(s->env, name, data, DB_EXCL);

    if (!err) err = disk_sync(copy);
    free(copy);
    free(name);
    return err;
}

static int copy_data(struct store *s, const char *data)
{
    int err = copy_file(s, store_file(NULL, NULL), data);

    for (size_t i = 0; i < s->n && !err; i++) {
        const struct store_table *t = &s->tables[i];
        err = copy_file(s, store_file(t->name, NULL), data);
        for (size_t k = 0; k < t->nindex && !err; k++)
            err = copy_file(s, store_file(t->name, t->index[k].name), data);
    }
    return err ? err : disk_sync(data);
}

/* The last file is still being written: its copy may end inside a record, which recovery takes for
 * the end. */
static int copy_logs(struct store *s, const char *to)
{
    char **log = NULL;
    int err = s->env->log_flush(s->env, NULL);

    if (!err) err = s->env->log_archive(s->env, &log, DB_ARCH_ABS | DB_ARCH_LOG);
    for (size_t i = 0; !err && log && log[i]; i++) {
        const char *slash = strrchr(log[i], '/');
        char *copy = mem_printf("%s/%s", to, slash ? slash + 1 : log[i]);
        err = disk_copy(log[i], copy);
        free(copy);
    }
    free(log);
    return err ? err : disk_sync(to);
}

static int copy_all(struct store *s, const char *dir)
{
    char *data = mem_printf("%s/data", dir), *log = mem_printf("%s/log", dir);
    int err = disk_mkdir(data);

    if (!err) err = disk_mkdir(log);
    if (!err) err = copy_data(s, data);
    if (!err) err = copy_logs(s, log);
    if (!err) err = disk_sync(dir);
    free(data);
    free(log);
    return err;
}

enum rc store_backup(struct store *s, const char *dir, struct fault *f)
{
    int lock, err = disk_mkdir(dir);

    if (err || !is_empty(dir))
        return fault_set(f, RC_REFUSED, "backup-place",
                         N_("{1} must be a new or an empty directory: {2}."), dir,
                         strerror(err ? err : ENOTEMPTY), NULL);
    enum rc rc = store_hold_logs(s, true, &lock, f);
    if (rc != RC_OK) return rc;
    rc = store_fault(s, copy_all(s, dir), dir, f);
    close(lock);
    return rc;
}

/* --- Making it whole --- */

static int recover(struct store *s, instant_t until)
{
    const u_int32_t how = DB_CREATE | DB_PRIVATE | DB_RECOVER_FATAL | DB_INIT_TXN | DB_INIT_LOCK |
                          DB_INIT_LOG | DB_INIT_MPOOL;
    time_t second = (time_t)until;
    int err = store_env_make(s, STORE_CACHE_MB, &s->env);

    if (!err && until != INSTANT_NONE) err = s->env->set_tx_timestamp(s->env, &second);
    if (!err) err = s->env->open(s->env, s->region, how, 0600);
    if (!err) err = s->env->txn_checkpoint(s->env, 0, 0, DB_FORCE);
    return err;
}

enum rc store_recover_copy_to(const char *dir, instant_t until, struct fault *f)
{
    struct store s = {.mode = STORE_ALONE, .home = realpath(dir, NULL)};
    char *log = mem_printf("%s/log", dir);
    bool there = s.home && !is_empty(log);

    free(log);
    if (!there) {
        free(s.home);
        return fault_set(f, RC_REFUSED, "backup-place", N_("There is no backup at {1}."), dir,
                         NULL);
    }
    enum rc rc = store_region(&s, NULL, 0, f);
    if (rc == RC_OK) {
        rc = store_fault(&s, recover(&s, until), dir, f);
        if (s.env) s.env->close(s.env, 0);
        store_region_drop(&s);
    }
    free(s.home);
    free(s.region);
    return rc;
}

enum rc store_recover_copy(const char *dir, struct fault *f)
{
    return store_recover_copy_to(dir, INSTANT_NONE, f);
}
