#include "office/office.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/folder.h"
#include "office/journal.h"
#include "office/judging.h"
#include "office/priv.h"
#include "office/publish.h"
#include "office/record.h"
#include "office/sealing.h"
#include "office/tables.h"
#include "office/watch.h"
#include "store/scan.h"
#include "store/upkeep.h"

/* --- Editions --- */

static const struct edition *edition_loaded(struct office *o, uint32_t number)
{
    for (const struct edition *e = o->editions; e; e = e->next)
        if (e->number == number) return e;
    return NULL;
}

static const struct edition *load_edition(struct office *o, struct txn *t, uint32_t number,
                                          struct fault *f)
{
    struct catalog_files fs = {0};
    struct catalog *c = NULL;
    const struct edition *have = NULL;
    uint32_t calendar;

    enum rc rc = publish_read(t, &number, &calendar, &fs, f);
    if (rc == RC_OK && !(have = edition_loaded(o, number))) {
        if (catalog_load(&fs, NULL, NULL, &c) == RC_OK) {
            struct edition *e = mem_alloc(sizeof *e);
            *e = (struct edition){number, calendar, c, o->editions};
            o->editions = e;
            have = e;
        } else {
            fault_set(f, RC_FATAL, "catalogue", N_("the published catalogue cannot be read"), NULL);
        }
    }
    catalog_files_free(&fs);
    return have;
}

const struct edition *office_edition(struct office *o, struct txn *t, uint32_t number)
{
    struct fault f;

    pthread_mutex_lock(&o->lock);
    const struct edition *e = edition_loaded(o, number);
    if (!e) e = load_edition(o, t, number, &f);
    pthread_mutex_unlock(&o->lock);
    return e;
}

const struct edition *office_current(struct office *o)
{
    pthread_mutex_lock(&o->lock);
    const struct edition *e = o->current;
    pthread_mutex_unlock(&o->lock);
    return e;
}

static enum rc reload_view(struct txn *t, void *arg, struct fault *f)
{
    struct office *o = arg;

    pthread_mutex_lock(&o->lock);
    const struct edition *e = load_edition(o, t, 0, f);
    if (e) o->current = e;
    pthread_mutex_unlock(&o->lock);
    return e ? RC_OK : RC_FATAL;
}

enum rc office_reload(struct office *o, struct fault *f)
{
    return store_view(o->store, reload_view, o, f);
}

/* --- Absence --- */

bool office_is_absent(struct office *o, const char *person)
{
    bool found = false;

    pthread_mutex_lock(&o->lock);
    for (size_t i = 0; i < o->nabsent && !found; i++)
        found = strcmp(o->absent[i], person) == 0;
    pthread_mutex_unlock(&o->lock);
    return found;
}

void office_set_absent(struct office *o, const char *person, bool absent)
{
    size_t i;

    pthread_mutex_lock(&o->lock);
    for (i = 0; i < o->nabsent && strcmp(o->absent[i], person) != 0; i++)
        continue;
    if (absent && i == o->nabsent) {
        o->absent = mem_resize(o->absent, (o->nabsent + 1) * sizeof *o->absent);
        o->absent[o->nabsent++] = mem_strdup(person);
    } else if (!absent && i < o->nabsent) {
        free(o->absent[i]);
        o->absent[i] = o->absent[--o->nabsent];
    }
    pthread_mutex_unlock(&o->lock);
}

static bool note_absent(void *arg, const struct store_row *row)
{
    struct arena a = {0};
    const Yc__Person *p = record_unpack(&a, &yc__person__descriptor, row->rec, row->nrec);

    if (p && p->has_absent && p->absent) office_set_absent(arg, p->key, true);
    arena_free(&a);
    return true;
}

/* --- The hall's own record, the simulation's clock --- */

static enum rc read_hall(struct office *o, struct txn *t, struct fault *f)
{
    struct buf val = {0};
    struct arena a = {0};
    bool found = false;

    enum rc rc = store_get(t, T_META, "hall", 4, &val, &found, f);
    const Yc__Hall *h =
        rc == RC_OK && found ? record_unpack(&a, &yc__hall__descriptor, val.data, val.len) : NULL;
    if (h) {
        o->sample = h->sample;
        o->simulation = h->simulation;
        o->clock = h->clock;
        o->judged = h->calendar;
    } else if (rc == RC_OK) {
        rc = fault_set(f, RC_REFUSED, "home",
                       N_("{1} holds no office: make one with 'yichuang init'"), o->home, NULL);
    }
    if (rc == RC_OK) rc = store_get(t, T_META, "clock", 5, &val, &found, f);
    if (rc == RC_OK && found && val.len == 8) o->clock = buf_read_i64(val.data);
    o->clock_kept = o->clock;
    buf_free(&val);
    arena_free(&a);
    return rc;
}

uint32_t office_judged(struct office *o)
{
    pthread_mutex_lock(&o->lock);
    uint32_t n = o->judged;
    pthread_mutex_unlock(&o->lock);
    return n;
}

void office_set_judged(struct office *o, uint32_t calendar)
{
    pthread_mutex_lock(&o->lock);
    o->judged = calendar;
    pthread_mutex_unlock(&o->lock);
}

/* --- Open, close, create --- */

static enum rc open_view(struct txn *t, void *arg, struct fault *f)
{
    struct office *o = arg;
    enum rc rc = read_hall(o, t, f);

    if (rc == RC_OK)
        rc = store_scan(t, T_PERSON, STORE_RECORDS, &(struct store_range){0}, note_absent, o, f);
    return rc;
}

static enum store_mode mode_of(enum office_mode m)
{
    return m == OFFICE_OWNER ? STORE_OWNER : m == OFFICE_JOIN ? STORE_JOIN : STORE_ALONE;
}

static bool has_store(const char *home)
{
    char *path = mem_printf("%s/data", home);
    bool yes = access(path, F_OK) == 0;

    free(path);
    return yes;
}

enum rc office_open(const char *home, enum office_mode mode, struct office **out, struct fault *f)
{
    struct office *o = mem_alloc(sizeof *o);

    *out = NULL;
    o->home = mem_strdup(home);
    o->mode = mode;
    pthread_mutex_init(&o->lock, NULL);
    pthread_mutex_init(&o->turn, NULL);
    pthread_mutex_init(&o->sealing, NULL);
    o->sign_state = "none";
    enum rc rc =
        has_store(home)
            ? store_open(home, mode_of(mode), office_tables, T_COUNT, NULL, &o->store, f)
            : fault_set(f, RC_REFUSED, "home",
                        N_("{1} holds no office: make one with 'yichuang init'"), home, NULL);
    if (rc == RC_OK && mode != OFFICE_JOIN) rc = sealing_list_old(o->store, f);
    if (rc == RC_OK) rc = store_view(o->store, open_view, o, f);
    if (rc == RC_OK) rc = office_reload(o, f);
    if (rc == RC_OK)
        *out = o;
    else
        office_close(o);
    return rc;
}

void office_close(struct office *o)
{
    if (!o) return;
    if (o->store) store_close(o->store);
    for (struct edition *e = o->editions, *next; e; e = next) {
        next = e->next;
        catalog_free(e->catalog);
        free(e);
    }
    for (size_t i = 0; i < o->nabsent; i++)
        free(o->absent[i]);
    free(o->absent);
    judging_forget(o);
    pthread_mutex_destroy(&o->lock);
    pthread_mutex_destroy(&o->turn);
    pthread_mutex_destroy(&o->sealing);
    free(o->home);
    free(o);
}

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
    if (rc == RC_OK) rc = sealing_listed(t, f);
    buf_free(&val);
    arena_free(&a);
    return rc;
}

enum rc office_create(const char *home, const struct office_init *how, struct fault *f)
{
    struct catalog_files files = {0};
    struct catalog *c = NULL;
    struct store *store = NULL;
    struct founding fd = {how, &files};

    if (has_store(home))
        return fault_set(f, RC_REFUSED, "home", N_("{1} holds an office already"), home, NULL);
    enum rc rc = catalog_files_read(how->source, &files, f);
    if (rc == RC_OK) rc = publish_build(&files, &c, f);
    catalog_free(c);
    if (rc == RC_OK && !folder_make(home, 0700, 0755))
        rc = fault_set(f, RC_REFUSED, "home", N_("cannot make the folder {1}: {2}"), home,
                       strerror(errno), NULL);
    if (rc == RC_OK) rc = store_open(home, STORE_OWNER, office_tables, T_COUNT, NULL, &store, f);
    if (rc == RC_OK) rc = store_run(store, found_office, &fd, f);
    if (store) store_close(store);
    catalog_files_free(&files);
    return rc;
}

/* --- Small doors --- */

enum rc office_tick(struct office *o, instant_t now, instant_t *next, struct fault *f)
{
    *next = INSTANT_NONE;
    enum rc rc = o->simulation ? RC_OK : watch_run(o, now, next, f);
    return rc == RC_OK ? sealing_tick(o, f) : rc;
}

int office_night_minute(struct office *o)
{
    const char *at = catalog_hall(office_current(o)->catalog)->night;
    int hour = 22, minute = 30;

    if (sscanf(at, "%2d:%2d", &hour, &minute) != 2) hour = 22, minute = 30;
    return hour * 60 + minute;
}

void office_on_change(struct office *o, void (*changed)(void *arg, const char *topic), void *arg)
{
    o->changed = changed;
    o->changed_arg = arg;
}

enum rc office_checkpoint(struct office *o, bool force, struct fault *f)
{
    enum rc rc = present_keep(o, f);

    return rc == RC_OK ? store_checkpoint(o->store, force, f) : rc;
}

enum rc office_backup(struct office *o, const char *dir, struct fault *f)
{
    return store_backup(o->store, dir, f);
}
