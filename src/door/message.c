#include "door/message.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Makes room for one more pointer in a repeated field of n.  One at a time: a decoded message has
 * no spare room. */
static void *grown(void *list, size_t n)
{
    return mem_resize(list, (n + 1) * sizeof(void *));
}

static char *text_or_empty(const char *s)
{
    return mem_strdup(s ? s : "");
}

static void add_text(char ***list, size_t *n, const char *s)
{
    *list = grown(*list, *n);
    (*list)[(*n)++] = text_or_empty(s);
}

static void add_pair(Yc__Pair ***list, size_t *n, const char *key, const char *value)
{
    Yc__Pair *p = mem_alloc(sizeof *p);

    yc__pair__init(p);
    p->key = text_or_empty(key);
    p->value = text_or_empty(value);
    *list = grown(*list, *n);
    (*list)[(*n)++] = p;
}

static const char *get_pair(Yc__Pair *const *list, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i]->key, key) == 0) return list[i]->value;
    return "";
}

static void drop_texts(char ***list, size_t *n)
{
    for (size_t i = 0; i < *n; i++)
        free((*list)[i]);
    free(*list);
    *list = NULL;
    *n = 0;
}

Yc__Reply *door_reply_new(const Yc__Request *q)
{
    Yc__Reply *r = mem_alloc(sizeof *r);

    yc__reply__init(r);
    r->has_ok = r->ok = true;
    if (q && q->has_id) {
        r->has_id = true;
        r->id.len = q->id.len;
        r->id.data = mem_alloc(q->id.len);
        if (q->id.len) memcpy(r->id.data, q->id.data, q->id.len);
    }
    return r;
}

void door_reply_fault(Yc__Reply *r, const struct fault *f)
{
    int n = FAULT_ARGS;

    r->has_ok = true;
    r->ok = false;
    door_request_set(&r->code, f->code ? f->code : "");
    door_request_set(&r->msgid, f->msgid ? f->msgid : "");
    drop_texts(&r->arg, &r->n_arg);
    while (n > 0 && !f->arg[n - 1][0])
        n--;
    for (int i = 0; i < n; i++)
        add_text(&r->arg, &r->n_arg, f->arg[i]);
}

void door_reply_with(Yc__Reply *r, const char *key, const char *value)
{
    add_pair(&r->with, &r->n_with, key, value);
}

void door_reply_columns(Yc__Reply *r, const char *const *keys, size_t n)
{
    drop_texts(&r->column, &r->n_column);
    for (size_t i = 0; i < n; i++)
        add_text(&r->column, &r->n_column, keys[i]);
}

void door_reply_row(Yc__Reply *r, const char *const *cells, size_t n)
{
    Yc__Row *row = mem_alloc(sizeof *row);

    yc__row__init(row);
    for (size_t i = 0; i < n; i++)
        add_text(&row->cell, &row->n_cell, cells[i]);
    r->row = grown(r->row, r->n_row);
    r->row[r->n_row++] = row;
}

void door_reply_free(Yc__Reply *r)
{
    yc__reply__free_unpacked(r, NULL);
}

const char *door_reply_get(const Yc__Reply *r, const char *key)
{
    return get_pair(r->with, r->n_with, key);
}

const char *door_reply_cell(const Yc__Reply *r, size_t row, const char *column)
{
    if (row >= r->n_row) return "";
    for (size_t i = 0; i < r->n_column && i < r->row[row]->n_cell; i++)
        if (strcmp(r->column[i], column) == 0) return r->row[row]->cell[i];
    return "";
}

char *door_reply_text(const Yc__Reply *r, const char *(*translate)(const char *msgid))
{
    /* gettext answers "" with the header of its catalogue. */
    if (!r->msgid || !r->msgid[0]) return mem_strdup("");
    return fault_sentence(r->msgid, (const char *const *)r->arg, (int)r->n_arg, translate);
}

Yc__Request *door_request_new(const char *name)
{
    Yc__Request *q = mem_alloc(sizeof *q);

    yc__request__init(q);
    q->name = mem_strdup(name);
    return q;
}

void door_request_set(char **field, const char *value)
{
    char *fresh = mem_strdup(value); /* value may lie inside *field */

    free(*field);
    *field = fresh;
}

void door_request_with(Yc__Request *q, const char *key, const char *value)
{
    add_pair(&q->with, &q->n_with, key, value);
}

const char *door_request_get(const Yc__Request *q, const char *key)
{
    return get_pair(q->with, q->n_with, key);
}

void door_request_free(Yc__Request *q)
{
    yc__request__free_unpacked(q, NULL);
}
