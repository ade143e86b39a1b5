/* Making a home.
 *
 * While it is being made the file HOME/founding stands in it: what a failed or killed init has left
 * is no office, and the next init begins anew. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/folder.h"
#include "office/journal.h"
#include "office/priv.h"
#include "office/publish.h"
#include "office/record.h"
#include "office/tables.h"
#include "store/disk.h"
#include "store/upkeep.h"

static bool stands(const char *home, const char *name)
{
    char *path = mem_printf("%s/%s", home, name);
    bool yes = access(path, F_OK) == 0;

    free(path);
    return yes;
}

bool office_is_there(const char *home)
{
    return stands(home, "data") && !stands(home, "founding");
}

/* --- Its first events --- */

struct founding {
    const struct office_init *how;
    const struct catalog_files *files;
};

static enum rc found_office(struct txn *t, void *arg, struct fault *f)
{
    struct founding *fd = arg;
    struct arena a = {0};
    struct buf val = {0};
    Yc__Hall *h = record_new(&a, &yc__hall__descriptor);
    Yc__Event *e = record_new(&a, &yc__event__descriptor);
    struct stream s = {'h', 0, ""};
    instant_t now = time(NULL);

    SET(h, simulation, fd->how->simulation);
    SET(h, sample, fd->how->sample);
    SET(h, made_at, now);
    SET(h, calendar, 1);
    /* A simulation begins before any date somebody may want to try. */
    SET(h, clock, fd->how->simulation ? day_start(day_of_civil(2004, 1, 1)) : now);
    e->act = arena_strdup(&a, "init");
    SET(e, at, now);
    SET(e, recorded, now);
    e->actor = arena_strdup(&a, "system");
    enum rc rc = journal_append(t, &a, &s, e, NULL, h, f);
    record_pack(h, &val);
    if (rc == RC_OK) rc = store_put(t, T_META, "hall", 4, val.data, val.len, f);
    if (rc == RC_OK) rc = publish_files(t, &a, fd->files, 1, "system", now, f);
    buf_free(&val);
    arena_free(&a);
    return rc;
}

/* --- Its folder --- */

static enum rc unusable(const char *home, int err, struct fault *f)
{
    return fault_set(f, RC_FATAL, "home", N_("The data directory {1} cannot be used: {2}."), home,
                     strerror(err), NULL);
}

static enum rc begin(const char *home, struct fault *f)
{
    if (!folder_make(home, 0700, 0755))
        return fault_set(f, RC_REFUSED, "home", N_("cannot make the folder {1}: {2}"), home,
                         strerror(errno), NULL);
    char *mark = mem_printf("%s/founding", home);
    if (access(mark, F_OK) == 0) store_erase(home);
    int err = disk_put(mark, "");
    if (!err) err = disk_sync(home);
    free(mark);
    return err ? unusable(home, err, f) : RC_OK;
}

static enum rc end(const char *home, struct fault *f)
{
    char *mark = mem_printf("%s/founding", home);
    int err = unlink(mark) == 0 ? disk_sync(home) : errno;

    free(mark);
    return err ? unusable(home, err, f) : RC_OK;
}

static enum rc fill(const char *home, const struct office_init *how,
                    const struct catalog_files *files, struct fault *f)
{
    struct founding fd = {how, files};
    struct store *store = NULL;
    enum rc rc = begin(home, f);

    if (rc != RC_OK) return rc;
    rc = store_open(home, STORE_OWNER, office_tables, T_COUNT, NULL, &store, f);
    if (rc == RC_OK) rc = store_run(store, found_office, &fd, f);
    if (store) store_close(store);
    return rc == RC_OK ? end(home, f) : rc;
}

enum rc office_create(const char *home, const struct office_init *how, struct fault *f)
{
    struct catalog_files files = {0};
    struct catalog *c = NULL;

    if (office_is_there(home))
        return fault_set(f, RC_REFUSED, "home", N_("{1} holds an office already"), home, NULL);
    enum rc rc = catalog_files_read(how->source, &files, f);
    if (rc == RC_OK) rc = publish_build(&files, &c, f);
    catalog_free(c);
    if (rc == RC_OK) rc = fill(home, how, &files, f);
    catalog_files_free(&files);
    return rc;
}
