/* Heads: the text that is signed, its signature, the keys one trusts. */
#ifndef YC_WITNESS_HEAD_H
#define YC_WITNESS_HEAD_H

#include "witness/text.h"
#include "witness/tree.h"

struct head {
    uint64_t number, size;
    char function[8];
    struct hash root, prev, text; /* text: hash of it all */
    bool first;                   /* has no prev */
    int64_t at;
};

/* Chooses the hash function too. */
bool head_read(struct head *h, const char *text);

/* Keys given from outside (PEM); with none, the keys beside the signatures are taken as they are.
 */
bool head_trust(const char *pem_path);
enum head_signature { HEAD_SIGNED, HEAD_UNSIGNED, HEAD_FALSE, HEAD_STRANGE };
/* Both in base64; "" none. HEAD_STRANGE: it holds, by a key one does not trust. */
enum head_signature head_check(const char *text, const char *signature, const char *key);
/* SM3 of a key as openssl writes it (DER), or "" : for people to compare. */
void head_key_mark(struct text *to, const char *key);

#endif
