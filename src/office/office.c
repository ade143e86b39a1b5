#include "office/office.h"

#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/judging.h"
#include "office/priv.h"
#include "office/publish.h"
#include "office/record.h"
#include "office/space.h"
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

/* --- Open, close --- */

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

enum rc office_open(const char *home, enum office_mode mode, struct office **out, struct fault *f)
{
    struct office *o = mem_alloc(sizeof *o);

    /* a form's table that lost a row for want of memory must not be taken for what was sent */
    json_set_alloc_funcs(mem_take, free);
    *out = NULL;
    o->home = mem_strdup(home);
    o->mode = mode;
    pthread_mutex_init(&o->lock, NULL);
    pthread_mutex_init(&o->turn, NULL);
    enum rc rc =
        office_is_there(home)
            ? store_open(home, mode_of(mode), office_tables, T_COUNT, NULL, &o->store, f)
            : fault_set(f, RC_REFUSED, "home",
                        N_("{1} holds no office: make one with 'yichuang init'"), home, NULL);
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
    free(o->home);
    free(o);
}

/* --- Small doors --- */

enum rc office_tick(struct office *o, instant_t now, instant_t *next, struct fault *f)
{
    *next = INSTANT_NONE;
    if (o->simulation) return RC_OK;
    return watch_run(o, now, next, f);
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
    enum rc rc = space_for_copy(o, dir, f);

    return rc == RC_OK ? store_backup(o->store, dir, f) : rc;
}
