/* The key that signs heads: SM2 with SM3 (GB/T 32918), the identity every tool takes by default.
 * Keys are files as openssl writes them; signatures are DER. */
#ifndef YC_OFFICE_SEAL_KEY_H
#define YC_OFFICE_SEAL_KEY_H

#include <stdbool.h>
#include <stddef.h>

struct seal_key;

#define SEAL_IDENTITY "1234567812345678" /* GB/T 35276 §10 */
enum { SEAL_SIGNATURE = 80, SEAL_PUBLIC = 96 };

struct seal_bytes {
    size_t n;
    unsigned char b[SEAL_PUBLIC > SEAL_SIGNATURE ? SEAL_PUBLIC : SEAL_SIGNATURE];
};

struct seal_key *seal_key_make(void);
struct seal_key *seal_key_read(const char *path); /* NULL: no SM2 key can be read there */
bool seal_key_write(const struct seal_key *k, const char *path);        /* 0600, must not exist */
bool seal_key_write_public(const struct seal_key *k, const char *path); /* 0644, replaced */
void seal_key_free(struct seal_key *k);

void seal_key_public(const struct seal_key *k, struct seal_bytes *out); /* DER */
bool seal_key_sign(const struct seal_key *k, const void *text, size_t n, struct seal_bytes *out);
bool seal_key_verify(const void *public_key, size_t nkey, const void *text, size_t n,
                     const void *signature, size_t nsignature);

#endif
