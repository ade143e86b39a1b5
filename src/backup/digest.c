#include "backup/digest.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

enum { BYTES = 32 };

struct digest {
    EVP_MD_CTX *ctx;
};

static void need(int ok)
{
    if (!ok) abort(); /* SHA-256 fails only for want of memory, like mem_alloc */
}

struct digest *digest_new(void)
{
    struct digest *d = mem_alloc(sizeof *d);

    d->ctx = EVP_MD_CTX_new();
    need(d->ctx && EVP_DigestInit_ex(d->ctx, EVP_sha256(), NULL));
    return d;
}

void digest_add(struct digest *d, const void *p, size_t n)
{
    need(EVP_DigestUpdate(d->ctx, p, n));
}

void digest_end(struct digest *d, char out[DIGEST_TEXT])
{
    unsigned char sum[BYTES];

    need(EVP_DigestFinal_ex(d->ctx, sum, NULL));
    for (size_t i = 0; i < BYTES; i++)
        snprintf(out + 2 * i, 3, "%02x", sum[i]);
    EVP_MD_CTX_free(d->ctx);
    free(d);
}
