#include "cli/sealed_copy.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "cli/json_record.h"
#include "cli/json_text.h"
#include "cli/lang.h"
#include "cli/say.h"
#include "model/matter.pb-c.h"
#include "office/seal_head.h"

struct copied_head {
    uint64_t size;
    char *line;
};

struct copying {
    enum merkle_kind kind;
    uint64_t leaf;
    struct copied_head *head;
    size_t nheads, next;
};

static void put_json(json_t *v)
{
    char *text = json_text(v, JSON_COMPACT);

    puts(text);
    free(text);
    json_decref(v);
}

/* --- Heads: read first, each written behind its last event --- */

static bool add_heads(void *arg, const Yc__Reply *r)
{
    struct copying *c = arg;

    for (size_t i = 0; i < r->n_row; i++) {
        const char *text = door_reply_cell(r, i, "text");
        struct seal_head h = {0};
        if (!seal_head_parse(text, &h)) continue;
        json_t *v =
            json_pack("{s{ss ss ss}}", "head", "text", text, "signature",
                      door_reply_cell(r, i, "signature"), "key", door_reply_cell(r, i, "key"));
        c->kind = h.kind;
        c->head = mem_resize(c->head, (c->nheads + 1) * sizeof *c->head);
        c->head[c->nheads++] = (struct copied_head){h.size, json_dumps(v, JSON_COMPACT)};
        json_decref(v);
    }
    return true;
}

static void put_heads(struct copying *c)
{
    for (; c->next < c->nheads && c->head[c->next].size <= c->leaf; c->next++)
        puts(c->head[c->next].line);
}

/* --- Events --- */

/* What the change made of the record stands in the bytes alone: to read it, export without
 * --sealed. */
static json_t *said(const ProtobufCBinaryData *bytes)
{
    json_t *v = json_packed(&yc__event__descriptor, bytes->data, bytes->len);

    if (json_is_object(v)) json_object_del(v, "change");
    return v;
}

static bool put_events(void *arg, const Yc__Reply *r)
{
    struct copying *c = arg;

    for (size_t i = 0; i < r->n_event; i++) {
        const ProtobufCBinaryData *e = &r->event[i];
        struct merkle_hash leaf = merkle_leaf(c->kind, e->data, e->len);
        char hex[MERKLE_HEX], *data = base64_text(e->data, e->len);
        put_json(json_pack("{sI ss ss so}", "leaf", (json_int_t)c->leaf, "hash",
                           merkle_hex(&leaf, hex), "data", data, "event", said(e)));
        free(data);
        c->leaf++;
        put_heads(c);
    }
    return !ferror(stdout);
}

static enum status copy(const struct cli *c, struct door *d, struct copying *to)
{
    char newest[24];

    snprintf(newest, sizeof newest, "%zu", to->nheads);
    put_json(json_pack("{ss ss}", "sealed", "yichuang 1", "hash", merkle_kind_name(to->kind)));
    enum status status = connect_pages(
        d, connect_request(c, "sealed_journal", NULL, "head", newest, NULL), put_events, to);
    if (status == STATUS_DONE)
        put_json(
            json_pack("{sI sI}", "leaves", (json_int_t)to->leaf, "heads", (json_int_t)to->next));
    return status;
}

enum status sealed_copy(const struct cli *c, struct door *d)
{
    struct copying to = {0};
    enum status status = connect_pages(d, connect_request(c, "heads", NULL, NULL), add_heads, &to);

    if (status == STATUS_DONE && !to.nheads) {
        complain(_("yichuang: the journal has not been sealed yet: 'yichuang seal' does it"), NULL);
        status = STATUS_REFUSED;
    }
    if (status == STATUS_DONE) status = copy(c, d, &to);
    for (size_t i = 0; i < to.nheads; i++)
        free(to.head[i].line);
    free(to.head);
    return status;
}
