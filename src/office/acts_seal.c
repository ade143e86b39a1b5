/* Sealing the journal: "seal" writes a head over every event numbered so far, "sealed" stores its
 * signature. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "office/act.h"
#include "office/priv.h"
#include "office/sealing.h"
#include "office/tree.h"

static enum rc make_head(struct deed *d, struct seal_head *h, struct fault *f)
{
    struct tree tree;
    Yc__Head *last = NULL;

    enum rc rc = tree_open(&tree, d->txn, MERKLE_SM3, true, f);
    struct merkle_source source = tree_source(&tree);
    h->number = d->hall->heads + 1;
    h->size = tree.size;
    h->kind = tree.kind;
    h->at = d->event->recorded;
    if (rc == RC_OK) rc = merkle_root_of(&source, tree.size, &h->root, f);
    tree_close(&tree);
    if (rc == RC_OK && h->number > 1) {
        rc = sealing_head(d->txn, d->arena, d->hall->heads, &last, f);
        if (last) h->prev = merkle_digest(h->kind, last->text, strlen(last->text));
    }
    return rc;
}

static enum rc seal(struct deed *d, struct fault *f)
{
    struct seal_head h = {0};
    char text[SEAL_TEXT], number[24];
    Yc__Head *head = record_new(d->arena, &yc__head__descriptor);
    enum rc rc = make_head(d, &h, f);

    if (rc == RC_OK && h.size == d->hall->sealed)
        rc = fault_set(f, RC_REFUSED, "seal", N_("everything is sealed already"), NULL);
    if (rc != RC_OK) return rc;
    seal_head_text(&h, text);
    head->text = arena_strdup(d->arena, text);
    d->event->note = head->text;
    SET(d->hall, heads, (uint32_t)h.number);
    SET(d->hall, sealed, h.size);
    snprintf(number, sizeof number, "%" PRIu64, h.number);
    door_reply_with(d->reply, "head", number);
    return sealing_keep_head(d->txn, h.number, head, f);
}

static bool bytes_param(struct deed *d, const char *key, ProtobufCBinaryData *out)
{
    struct buf bytes = {0};
    bool ok = base64_bytes(deed_param(d, key), &bytes) && bytes.len > 0;

    if (ok) {
        out->len = bytes.len;
        out->data = arena_alloc(d->arena, bytes.len);
        memcpy(out->data, bytes.data, bytes.len);
    }
    buf_free(&bytes);
    return ok;
}

/* A signature that does not hold is never kept. */
static enum rc sealed(struct deed *d, struct fault *f)
{
    uint64_t number = strtoull(deed_param(d, "head"), NULL, 10);
    Yc__Head *head = NULL;

    if (number != (uint64_t)d->hall->signed_head + 1 || number > d->hall->heads)
        return fault_set(f, RC_REFUSED, "seal", N_("head {1} is not the next to be signed"),
                         deed_param(d, "head"), NULL);
    enum rc rc = sealing_head(d->txn, d->arena, number, &head, f);
    if (rc != RC_OK) return rc;
    if (!head || !bytes_param(d, "signature", &head->signature) ||
        !bytes_param(d, "key", &head->key) ||
        !seal_key_verify(head->key.data, head->key.len, head->text, strlen(head->text),
                         head->signature.data, head->signature.len))
        return fault_set(f, RC_REFUSED, "seal", N_("the signature of head {1} does not hold"),
                         deed_param(d, "head"), NULL);
    head->has_signature = head->has_key = 1;
    SET(d->hall, signed_head, (uint32_t)number);
    d->event->note = deed_print(d, "%" PRIu64 " %s %s", number, deed_param(d, "signature"),
                                deed_param(d, "key"));
    return sealing_keep_head(d->txn, number, head, f);
}

static const struct param sealed_params[] = {
    {"head", PARAM_INT, true, N_("number of the head")},
    {"signature", PARAM_TEXT, true, N_("signature, base64")},
    {"key", PARAM_TEXT, true, N_("public key, base64")},
};

const struct act acts_seal[] = {
    {"seal", N_("Seal the journal"), N_("a head over all events, signed"), ON_HALL, PH_ANY,
     .run = seal, .before = sealing_number, .after = sealing_sign},
    {"sealed", N_("Head signed"), N_("the signature of a head"), ON_HALL, PH_ANY,
     .system_only = true, .params = sealed_params, .nparams = 3, .run = sealed},
    {.name = NULL},
};
