#include "cli/json_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/mem.h"
#include "cli/json_record.h"
#include "cli/lang.h"
#include "model/matter.pb-c.h"

/* --- Values of "with" --- */

static char *number_text(const json_t *v)
{
    char text[40];

    if (json_is_integer(v)) return mem_printf("%" JSON_INTEGER_FORMAT, json_integer_value(v));
    snprintf(text, sizeof text, "%.15g",
             json_real_value(v)); /* what a person wrote with up to 15 digits comes back */
    return mem_strdup(text);
}

/* NULL: an object, which only stands inside a list. */
static char *plain_text(const json_t *v)
{
    if (json_is_string(v)) return mem_strdup(json_string_value(v));
    if (json_is_boolean(v)) return mem_strdup(json_is_true(v) ? "true" : "false");
    if (json_is_null(v)) return mem_strdup("");
    if (json_is_number(v)) return number_text(v);
    return NULL;
}

/* jansson's memory is malloc'ed as ours is. */
static char *list_text(const json_t *list)
{
    struct buf out = {0};

    for (size_t i = 0; i < json_array_size(list); i++) {
        char *part = plain_text(json_array_get(list, i));
        if (!part) {
            buf_free(&out);
            return json_dumps(list, JSON_COMPACT | JSON_REAL_PRECISION(15)); /* as number_text */
        }
        buf_printf(&out, "%s%s", i ? "," : "", part);
        free(part);
    }
    return buf_take(&out);
}

static enum rc add_value(Yc__Request *q, const char *prefix, const char *key, json_t *v,
                         struct fault *f)
{
    char *name = *prefix ? mem_printf("%s.%s", prefix, key) : mem_strdup(key);
    char *text = json_is_array(v) ? list_text(v) : plain_text(v);
    enum rc rc = RC_OK;

    if (text) {
        door_request_with(q, name, text);
    } else if (*prefix) {
        rc = fault_set(f, RC_REFUSED, "json", N_("'{1}' may not be an object"), name, NULL);
    } else {
        const char *member;
        json_t *value;
        json_object_foreach(v, member, value) if (rc == RC_OK) rc =
            add_value(q, key, member, value, f);
    }
    free(name);
    free(text);
    return rc;
}

/* --- The members of a request --- */

struct reading {
    Yc__Request *q;
    const json_t *lets;
};
typedef enum rc read_member(struct reading *r, json_t *v, struct fault *f);

static enum rc want_text(const json_t *v, const char *key, struct fault *f)
{
    if (json_is_string(v)) return RC_OK;
    return fault_set(f, RC_REFUSED, "json", N_("'{1}' must be a text"), key, NULL);
}

static enum rc read_text(char **field, json_t *v, const char *key, struct fault *f)
{
    enum rc rc = want_text(v, key, f);

    if (rc == RC_OK) door_request_set(field, json_string_value(v));
    return rc;
}

static enum rc read_act(struct reading *r, json_t *v, struct fault *f)
{
    return read_text(&r->q->name, v, "act", f);
}

static enum rc read_as(struct reading *r, json_t *v, struct fault *f)
{
    return read_text(&r->q->as, v, "as", f);
}

static enum rc read_post(struct reading *r, json_t *v, struct fault *f)
{
    return read_text(&r->q->post, v, "post", f);
}

static enum rc read_desk(struct reading *r, json_t *v, struct fault *f)
{
    return read_text(&r->q->desk, v, "desk", f);
}

static enum rc read_page(struct reading *r, json_t *v, struct fault *f)
{
    return read_text(&r->q->page, v, "page", f);
}

static enum rc read_let(struct reading *r, json_t *v, struct fault *f)
{
    (void)r;
    return want_text(v, "let", f);
}

/* The refusal a test script expects: not for the office. */
static enum rc read_expect(struct reading *r, json_t *v, struct fault *f)
{
    (void)r;
    return want_text(v, "expect", f);
}

static enum rc read_id(struct reading *r, json_t *v, struct fault *f)
{
    enum rc rc = want_text(v, "id", f);

    if (rc != RC_OK) return rc;
    r->q->has_id = 1;
    r->q->id.len = json_string_length(v);
    r->q->id.data = (uint8_t *)mem_strndup(json_string_value(v), r->q->id.len);
    return RC_OK;
}

static enum rc read_number(struct reading *r, json_t *v, struct fault *f)
{
    enum rc rc = read_text(&r->q->number, v, "number", f);

    if (rc != RC_OK || r->q->number[0] != '$') return rc;
    const json_t *number = json_object_get(r->lets, r->q->number + 1);
    if (!number)
        return fault_set(f, RC_REFUSED, "let", N_("no line before this one gave '{1}' a number"),
                         r->q->number, NULL);
    door_request_set(&r->q->number, json_string_value(number));
    return RC_OK;
}

static enum rc read_count(json_t *v, json_int_t most, const char *key, json_int_t *out,
                          struct fault *f)
{
    *out = json_integer_value(v);
    if (json_is_integer(v) && *out >= 0 && *out <= most) return RC_OK;
    return fault_set(f, RC_REFUSED, "json", N_("'{1}' must be a whole number"), key, NULL);
}

static enum rc read_version(struct reading *r, json_t *v, struct fault *f)
{
    json_int_t n;
    enum rc rc = read_count(v, INT64_MAX, "version", &n, f);

    r->q->has_version = 1;
    r->q->version = (uint64_t)n;
    return rc;
}

static enum rc read_limit(struct reading *r, json_t *v, struct fault *f)
{
    json_int_t n;
    enum rc rc = read_count(v, INT32_MAX, "limit", &n, f);

    r->q->has_limit = 1;
    r->q->limit = (uint32_t)n;
    return rc;
}

static enum rc read_at(struct reading *r, json_t *v, struct fault *f)
{
    instant_t at;

    if (!json_is_string(v) || !instant_parse(json_string_value(v), &at))
        return fault_set(f, RC_REFUSED, "json",
                         N_("'at' must be a local time like 2026-11-24T09:14"), NULL);
    r->q->has_at = 1;
    r->q->at = at;
    return RC_OK;
}

static enum rc read_with(struct reading *r, json_t *v, struct fault *f)
{
    const char *key;
    json_t *value;
    enum rc rc = RC_OK;

    if (!json_is_object(v))
        return fault_set(f, RC_REFUSED, "json", N_("'with' must be an object"), NULL);
    json_object_foreach(v, key, value) if (rc == RC_OK) rc = add_value(r->q, "", key, value, f);
    return rc;
}

static const struct member {
    const char *key;
    read_member *read;
} members[] = {
    {"act", read_act},       {"query", read_act},       {"id", read_id},
    {"as", read_as},         {"post", read_post},       {"desk", read_desk},
    {"number", read_number}, {"version", read_version}, {"at", read_at},
    {"with", read_with},     {"page", read_page},       {"limit", read_limit},
    {"let", read_let},       {"expect", read_expect},
};

static const struct member *find_member(const char *key)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (strcmp(members[i].key, key) == 0) return &members[i];
    return NULL;
}

enum rc json_request(const json_t *line, const json_t *lets, Yc__Request **out, struct fault *f)
{
    struct reading r = {door_request_new(NULL), lets};
    enum rc rc = RC_OK;
    const char *key;
    json_t *value,
        *all = (json_t *)(uintptr_t)line; /* read only: jansson's iterators know no const */

    *out = NULL;
    if (!json_is_object(line))
        rc = fault_set(f, RC_REFUSED, "json", N_("a line must be a JSON object"), NULL);
    json_object_foreach(all, key, value)
    {
        const struct member *m = find_member(key);
        if (rc != RC_OK) break;
        rc = m ? m->read(&r, value, f)
               : fault_set(f, RC_REFUSED, "json", N_("a request has no member '{1}'"), key, NULL);
    }
    if (rc == RC_OK && !r.q->name)
        rc = fault_set(f, RC_REFUSED, "json", N_("'act' is missing"), NULL);
    if (rc == RC_OK)
        *out = r.q;
    else
        door_request_free(r.q);
    return rc;
}

/* --- Replies --- */

static json_t *begin(const json_t *id, bool ok)
{
    json_t *o = json_object();

    if (id) json_object_set(o, "id", (json_t *)(uintptr_t)id);
    json_object_set_new(o, "ok", json_boolean(ok));
    return o;
}

static void set_text(json_t *o, const char *key, const char *text)
{
    if (text && *text) json_object_set_new(o, key, json_string(text));
}

static json_t *rows(const Yc__Reply *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->n_row; i++) {
        json_t *row = json_object();
        for (size_t k = 0; k < r->n_column && k < r->row[i]->n_cell; k++)
            json_object_set_new(row, r->column[k], json_string(r->row[i]->cell[k]));
        json_array_append_new(list, row);
    }
    return list;
}

static json_t *results(const Yc__Reply *r)
{
    json_t *o = json_object();

    for (size_t i = 0; i < r->n_with; i++)
        json_object_set_new(o, r->with[i]->key, json_string(r->with[i]->value));
    return o;
}

static json_t *events(const Yc__Reply *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->n_event; i++)
        json_array_append_new(list, json_event(r->event[i].data, r->event[i].len));
    return list;
}

json_t *json_reply(const Yc__Reply *r, const char *name, const json_t *id)
{
    json_t *o = begin(id, r->ok);

    if (!r->ok) {
        char *text = door_reply_text(r, lang_text);
        json_object_set_new(o, "code", json_string(r->code ? r->code : ""));
        json_object_set_new(o, "message", json_string(text));
        free(text);
        return o;
    }
    set_text(o, "number", r->number);
    if (r->has_version) json_object_set_new(o, "version", json_integer((json_int_t)r->version));
    if (r->n_with) json_object_set_new(o, "with", results(r));
    if (r->n_column) json_object_set_new(o, "rows", rows(r));
    set_text(o, "page", r->page);
    if (r->has_record && strcmp(name, "matter") == 0)
        json_object_set_new(o, "record",
                            json_packed(&yc__matter__descriptor, r->record.data, r->record.len));
    if (r->n_event) json_object_set_new(o, "events", events(r));
    return o;
}

json_t *json_fault(const struct fault *f, const json_t *id, unsigned long line)
{
    json_t *o = begin(id, false);
    char *text = lang_fault(f);

    json_object_set_new(o, "code", json_string(f->code));
    if (line) json_object_set_new(o, "line", json_integer((json_int_t)line));
    json_object_set_new(o, "message", json_string(text));
    free(text);
    return o;
}
