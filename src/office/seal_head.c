#include "office/seal_head.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void seal_head_text(const struct seal_head *h, char out[SEAL_TEXT])
{
    char root[MERKLE_HEX], prev[MERKLE_HEX] = "-", at[INSTANT_TEXT];

    if (h->number > 1) merkle_hex(&h->prev, prev);
    snprintf(out, SEAL_TEXT,
             "yichuang-seal 1\nnumber %" PRIu64 "\nsize %" PRIu64
             "\nhash %s\nroot %s\nat %s+08:00\nprev %s\n",
             h->number, h->size, merkle_kind_name(h->kind), merkle_hex(&h->root, root),
             instant_text(h->at, at), prev);
}

bool seal_head_parse(const char *text, struct seal_head *out)
{
    char kind[16], root[MERKLE_HEX], prev[MERKLE_HEX], at[INSTANT_TEXT], again[SEAL_TEXT];
    struct seal_head h = {0};

    if (strlen(text) >= SEAL_TEXT || sscanf(text,
                                            "yichuang-seal 1\nnumber %" SCNu64 "\nsize %" SCNu64
                                            "\nhash %15s\nroot %64s\nat %19s+08:00\nprev %64s",
                                            &h.number, &h.size, kind, root, at, prev) != 6)
        return false;
    if (!merkle_kind_parse(kind, &h.kind) || !merkle_unhex(root, &h.root) ||
        !instant_parse(at, &h.at) || (h.number > 1 && !merkle_unhex(prev, &h.prev)))
        return false;
    seal_head_text(&h, again);
    if (strcmp(text, again) != 0) return false;
    *out = h;
    return true;
}
