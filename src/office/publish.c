#include "office/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "office/journal.h"
#include "office/priv.h"
#include "office/tables.h"
#include "store/scan.h"

/* --- Reading an edition --- */

struct collecting {
    uint32_t wanted, newest, calendar;
    struct catalog_files *out;
};

static bool moves_dates(const char *path)
{
    static const char folder[] = "data/calendar/";

    return strncmp(path, folder, sizeof folder - 1) == 0 ||
           strcmp(path, "data/hall/hall.yaml") == 0;
}

static bool collect(void *arg, const struct store_row *row)
{
    struct collecting *c = arg;
    struct arena a = {0};
    const Yc__Definition *d = record_unpack(&a, &yc__definition__descriptor, row->rec, row->nrec);

    if (d && (c->wanted == 0 || d->number <= c->wanted)) {
        struct catalog_files *o = c->out;
        if (d->number > c->newest) c->newest = d->number;
        if (d->number > c->calendar && moves_dates(d->path)) c->calendar = d->number;
        /* Rows come by path, then number: a later one of the same path replaces the earlier. */
        if (o->n && strcmp(o->file[o->n - 1].path, d->path) == 0) {
            free(o->file[o->n - 1].path);
            free(o->file[o->n - 1].text);
            o->n--;
        }
        catalog_files_add(o, d->path, (const char *)d->text.data, d->text.len);
    }
    arena_free(&a);
    return true;
}

enum rc publish_read(struct txn *t, uint32_t *number, uint32_t *calendar, struct catalog_files *out,
                     struct fault *f)
{
    struct collecting c = {*number, 0, 0, out};
    enum rc rc =
        store_scan(t, T_DEFINITION, STORE_RECORDS, &(struct store_range){0}, collect, &c, f);

    if (rc == RC_OK && c.newest == 0)
        rc =
            fault_set(f, RC_FATAL, "catalogue", N_("this home holds no published catalogue"), NULL);
    if (rc == RC_OK && *number == 0) *number = c.newest;
    if (calendar) *calendar = c.calendar;
    return rc;
}

/* --- Writing one --- */

static enum rc write_file(struct txn *t, struct arena *a, const struct catalog_file *file,
                          uint32_t number, const Yc__Definition *was, const char *by, instant_t at,
                          struct fault *f)
{
    Yc__Definition *d = record_new(a, &yc__definition__descriptor);
    Yc__Event *e = record_new(a, &yc__event__descriptor);
    struct stream s = {'d', 0, file->path};
    struct buf key = {0}, val = {0};

    d->path = file->path;
    SET(d, number, number);
    d->has_text = 1;
    d->text = (ProtobufCBinaryData){file->len, (uint8_t *)file->text};
    SET(d, at, at);
    d->by = arena_strdup(a, by);
    e->act = arena_strdup(a, "publish");
    SET(e, at, at);
    SET(e, recorded, time(NULL));
    e->actor = d->by;
    enum rc rc = journal_append(t, a, &s, e, was, d, f);
    if (rc == RC_OK) {
        key_definition(&key, file->path, number);
        record_pack(d, &val);
        rc = store_put(t, T_DEFINITION, key.data, key.len, val.data, val.len, f);
    }
    buf_free(&key);
    buf_free(&val);
    return rc;
}

struct newest {
    struct arena *a;
    const Yc__Definition *found;
};

static bool keep_newest(void *arg, const struct store_row *row)
{
    struct newest *n = arg;

    n->found = record_unpack(n->a, &yc__definition__descriptor, row->rec, row->nrec);
    return true;
}

static enum rc newest_of(struct txn *t, struct arena *a, const char *path,
                         const Yc__Definition **out, struct fault *f)
{
    struct newest n = {a, NULL};
    struct buf prefix = {0};

    key_part_text(&prefix, path);
    enum rc rc = store_scan(t, T_DEFINITION, STORE_RECORDS,
                            &(struct store_range){.prefix = prefix.data, .nprefix = prefix.len},
                            keep_newest, &n, f);
    buf_free(&prefix);
    *out = n.found;
    return rc;
}

enum rc publish_files(struct txn *t, struct arena *a, const struct catalog_files *fs,
                      uint32_t number, const char *by, instant_t at, struct fault *f)
{
    for (size_t i = 0; i < fs->n; i++) {
        const Yc__Definition *was;
        enum rc rc = newest_of(t, a, fs->file[i].path, &was, f);
        if (rc != RC_OK) return rc;
        if (was && was->text.len == fs->file[i].len &&
            memcmp(was->text.data, fs->file[i].text, was->text.len) == 0)
            continue;
        rc = write_file(t, a, &fs->file[i], number, was, by, at, f);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

/* --- Checking them --- */

struct first_finding {
    int n;
    char place[FAULT_ARG_MAX], text[FAULT_ARG_MAX];
};

static void note_finding(void *arg, const char *path, int line, int column, bool warning,
                         const struct fault *what)
{
    struct first_finding *ff = arg;

    if (warning || ff->n++) return;
    snprintf(ff->place, sizeof ff->place, "%s:%d:%d", path, line, column);
    fault_nested(what, ff->text);
}

enum rc publish_build(const struct catalog_files *fs, struct catalog **out, struct fault *f)
{
    struct first_finding ff = {0};
    char count[16];

    if (catalog_build(fs, note_finding, &ff, out) == RC_OK) return RC_OK;
    snprintf(count, sizeof count, "%d", ff.n);
    return fault_set(f, RC_REFUSED, "catalogue",
                     N_("the definitions have {1} fault(s); the first: {2}: {3}"), count, ff.place,
                     ff.text, NULL);
}

/* --- The act --- */

static void put_file(struct catalog_files *fs, const char *path, const char *text)
{
    for (size_t i = 0; i < fs->n; i++) {
        if (strcmp(fs->file[i].path, path) != 0) continue;
        free(fs->file[i].text);
        fs->file[i].text = mem_strdup(text);
        fs->file[i].len = strlen(text);
        return;
    }
    catalog_files_add(fs, path, text, strlen(text));
}

enum rc publish_act(struct deed *d, struct fault *f)
{
    struct catalog_files all = {0};
    struct catalog *c = NULL;
    uint32_t number = 0;
    char text[32];
    enum rc rc = publish_read(d->txn, &number, NULL, &all, f);

    for (size_t i = 0; rc == RC_OK && i < d->q->n_with; i++) {
        const char *path = d->q->with[i]->key + 5;
        if (strncmp(d->q->with[i]->key, "file.", 5) != 0) continue;
        if (catalog_files_path(path))
            put_file(&all, path, d->q->with[i]->value);
        else
            rc = fault_set(f, RC_REFUSED, "parameter",
                           N_("'{1}' is no name of a definition: it lies in data, forms or keymaps "
                              "and ends in .yaml or .tsv"),
                           path, NULL);
    }
    if (rc == RC_OK) rc = publish_build(&all, &c, f);
    catalog_free(c);
    if (rc == RC_OK) rc = publish_files(d->txn, d->arena, &all, number + 1, d->actor, d->now, f);
    snprintf(text, sizeof text, "%u", number + 1);
    if (rc == RC_OK) door_reply_with(d->reply, "edition", text);
    catalog_files_free(&all);
    return rc;
}
