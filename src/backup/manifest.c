#include "backup/manifest.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "backup/digest.h"
#include "backup/trouble.h"
#include "store/disk.h"

enum { FORMAT = 1, LENGTH_MOST = 1 << 30 };

/* --- Writing --- */

static json_t *part_json(const struct stored_part *p)
{
    return json_pack("{s:s,s:I,s:s}", "file", p->file, "size", (json_int_t)p->size, "sha256",
                     p->sha256);
}

static json_t *file_json(const struct stored_file *file)
{
    json_t *parts = json_array();

    for (size_t i = 0; i < file->npart; i++)
        json_array_append_new(parts, part_json(&file->part[i]));
    json_t *j = json_pack("{s:s,s:I,s:s,s:o}", "name", file->name, "size", (json_int_t)file->size,
                          "sha256", file->sha256, "parts", parts);
    if (file->length > file->size)
        json_object_set_new(j, "length", json_integer((json_int_t)file->length));
    return j;
}

static json_t *to_json(const struct manifest *m)
{
    char begun[INSTANT_TEXT], ended[INSTANT_TEXT];
    json_t *files = json_array(),
           *j = json_pack("{s:i,s:s,s:b,s:s,s:s}", "format", FORMAT, "line", m->line, "sealed",
                          m->sealed, "begun", instant_text(m->begun, begun), "ended",
                          instant_text(m->ended, ended));

    if (m->first_log) {
        json_object_set_new(j, "first_log", json_integer(m->first_log));
        json_object_set_new(j, "last_log", json_integer(m->last_log));
        json_object_set_new(j, "check", json_string(m->check ? m->check : ""));
        json_object_set_new(j, "events", json_integer((json_int_t)m->events));
        json_object_set_new(j, "edition", json_integer(m->edition));
        json_object_set_new(j, "calendar", json_integer(m->calendar));
    }
    for (size_t i = 0; i < m->nfile; i++)
        json_array_append_new(files, file_json(&m->file[i]));
    json_object_set_new(j, "files", files);
    return j;
}

enum rc manifest_write(const struct manifest *m, const char *dir, struct fault *f)
{
    json_t *j = to_json(m);
    char *text = json_dumps(j, JSON_INDENT(1)), *path = mem_printf("%s/" MANIFEST_NAME, dir);
    int err = disk_sync(dir); /* the parts' names before the list of them */

    if (!err) err = disk_put(path, text);
    if (!err) err = disk_sync(dir);
    enum rc rc = RC_OK;
    if (err)
        rc = fault_set(f, RC_REFUSED, "file", N_("{1} cannot be written: {2}"), path, strerror(err),
                       NULL);
    free(text);
    free(path);
    json_decref(j);
    return rc;
}

/* --- Reading: a manifest may come from anywhere, so nothing in it is believed unseen --- */

struct reading {
    struct manifest *m;
    bool bad;
};

static const char *text_of(struct reading *r, const json_t *j, const char *key)
{
    const json_t *v = json_object_get(j, key);

    if (!json_is_string(v)) r->bad = true;
    return json_is_string(v) ? arena_strdup(&r->m->mem, json_string_value(v)) : "";
}

static uint64_t number_of(struct reading *r, const json_t *j, const char *key, uint64_t most)
{
    const json_t *v = json_object_get(j, key);
    json_int_t n = json_is_integer(v) ? json_integer_value(v) : -1;

    if (n < 0 || (uint64_t)n > most) r->bad = true;
    return n < 0 ? 0 : (uint64_t)n;
}

static instant_t instant_of(struct reading *r, const json_t *j, const char *key)
{
    instant_t t = 0;

    if (!instant_parse(text_of(r, j, key), &t)) r->bad = true;
    return t;
}

static const char *digest_of(struct reading *r, const json_t *j)
{
    const char *s = text_of(r, j, "sha256");

    if (strlen(s) != DIGEST_TEXT - 1) r->bad = true;
    return s;
}

/* Plain names, folders deep at most: none leads out of a home or a backup. */
static const char *name_of(struct reading *r, const json_t *j, const char *key, int folders)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    const char *s = text_of(r, j, key), *p = s;

    for (;; folders--) {
        size_t n = strspn(p, letters);
        if (n == 0 || *p == '.' || (p[n] && p[n] != '/') || folders < 0) break;
        if (!p[n]) return s;
        p += n + 1;
    }
    r->bad = true;
    return s;
}

static void read_parts(struct reading *r, const json_t *j, struct stored_file *file)
{
    const json_t *list = json_object_get(j, "parts"), *p;
    size_t i;

    file->npart = json_array_size(list);
    file->part = arena_alloc(&r->m->mem, (file->npart + 1) * sizeof *file->part);
    json_array_foreach(list, i, p)
    {
        file->part[i] = (struct stored_part){.file = name_of(r, p, "file", 0),
                                             .size = number_of(r, p, "size", INT64_MAX),
                                             .sha256 = digest_of(r, p)};
    }
    if (file->npart == 0) r->bad = true;
}

static void read_file(struct reading *r, const json_t *j)
{
    struct stored_file *file = manifest_add(r->m);

    file->name = name_of(r, j, "name", 1);
    file->size = number_of(r, j, "size", INT64_MAX);
    file->sha256 = digest_of(r, j);
    if (json_object_get(j, "length")) file->length = number_of(r, j, "length", LENGTH_MOST);
    read_parts(r, j, file);
}

static void read_whole(struct reading *r, const json_t *j)
{
    struct manifest *m = r->m;

    m->first_log = (uint32_t)number_of(r, j, "first_log", UINT32_MAX);
    m->last_log = (uint32_t)number_of(r, j, "last_log", UINT32_MAX);
    m->check = text_of(r, j, "check");
    m->events = number_of(r, j, "events", INT64_MAX);
    m->edition = (uint32_t)number_of(r, j, "edition", UINT32_MAX);
    m->calendar = (uint32_t)number_of(r, j, "calendar", UINT32_MAX);
    if (m->first_log == 0 || m->last_log < m->first_log) r->bad = true;
}

static bool from_json(struct manifest *m, const json_t *j)
{
    struct reading r = {.m = m};
    const json_t *files = json_object_get(j, "files"), *file;
    size_t i;

    if (number_of(&r, j, "format", FORMAT) != FORMAT) r.bad = true;
    m->line = name_of(&r, j, "line", 0);
    m->sealed = json_is_true(json_object_get(j, "sealed"));
    m->begun = instant_of(&r, j, "begun");
    m->ended = instant_of(&r, j, "ended");
    if (json_object_get(j, "first_log")) read_whole(&r, j);
    if (!json_is_array(files)) r.bad = true;
    json_array_foreach(files, i, file) read_file(&r, file);
    return !r.bad;
}

enum rc manifest_read(const char *dir, struct manifest **out, struct fault *f)
{
    char *path = mem_printf("%s/" MANIFEST_NAME, dir);
    json_error_t error;
    json_t *j = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    struct manifest *m = manifest_new("");
    bool good = j && from_json(m, j);
    enum rc rc = RC_OK;

    if (!good)
        rc = fault_set(f, RC_REFUSED, "backup-set",
                       N_("{1} is missing or is not the manifest of a backup"), path, NULL);
    if (!good) manifest_free(m);
    *out = good ? m : NULL;
    json_decref(j);
    free(path);
    return rc;
}

/* --- In memory --- */

struct manifest *manifest_new(const char *line)
{
    struct manifest *m = mem_alloc(sizeof *m);

    m->line = arena_strdup(&m->mem, line);
    return m;
}

void manifest_free(struct manifest *m)
{
    if (!m) return;
    free(m->file);
    arena_free(&m->mem);
    free(m);
}

struct stored_file *manifest_add(struct manifest *m)
{
    if (m->nfile == m->room) {
        m->room = m->room ? 2 * m->room : 32;
        m->file = mem_resize(m->file, m->room * sizeof *m->file);
    }
    m->file[m->nfile] = (struct stored_file){0};
    return &m->file[m->nfile++];
}
