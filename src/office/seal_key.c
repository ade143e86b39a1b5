#include "office/seal_key.h"

#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct seal_key {
    EVP_PKEY *pkey;
};

static struct seal_key *wrap(EVP_PKEY *pkey)
{
    if (!pkey) return NULL;
    struct seal_key *k = mem_alloc(sizeof *k);
    k->pkey = pkey;
    return k;
}

struct seal_key *seal_key_make(void)
{
    return wrap(EVP_PKEY_Q_keygen(NULL, NULL, "SM2")); /* EVP_EC_gen would sign by ECDSA */
}

struct seal_key *seal_key_read(const char *path)
{
    FILE *from = fopen(path, "re");
    EVP_PKEY *pkey = from ? PEM_read_PrivateKey(from, NULL, NULL, NULL) : NULL;

    if (from) fclose(from);
    if (pkey && !EVP_PKEY_is_a(pkey, "SM2")) {
        EVP_PKEY_free(pkey);
        pkey = NULL;
    }
    return wrap(pkey);
}

static bool finish(FILE *to, bool ok)
{
    ok = ok && fflush(to) == 0 && fsync(fileno(to)) == 0;
    return fclose(to) == 0 && ok;
}

bool seal_key_write(const struct seal_key *k, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *to = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (!to) {
        if (fd >= 0) close(fd);
        return false;
    }
    return finish(to, PEM_write_PrivateKey(to, k->pkey, NULL, NULL, 0, NULL, NULL) == 1);
}

bool seal_key_write_public(const struct seal_key *k, const char *path)
{
    FILE *to = fopen(path, "we");

    return to && finish(to, PEM_write_PUBKEY(to, k->pkey) == 1);
}

void seal_key_free(struct seal_key *k)
{
    if (!k) return;
    EVP_PKEY_free(k->pkey);
    free(k);
}

void seal_key_public(const struct seal_key *k, struct seal_bytes *out)
{
    unsigned char *to = out->b;
    int n = i2d_PUBKEY(k->pkey, NULL);

    if (n <= 0 || (size_t)n > sizeof out->b) abort();
    out->n = (size_t)i2d_PUBKEY(k->pkey, &to);
}

/* The identity is part of what is hashed first; the library forgets it when it is not told so
 * between the beginning and the text. */
static bool identify(EVP_PKEY_CTX *p)
{
    char id[] = SEAL_IDENTITY;
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DIST_ID, id, strlen(id)),
        OSSL_PARAM_construct_end()};

    return EVP_PKEY_CTX_set_params(p, params) == 1;
}

bool seal_key_sign(const struct seal_key *k, const void *text, size_t n, struct seal_bytes *out)
{
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    EVP_PKEY_CTX *p = NULL;

    out->n = sizeof out->b;
    bool ok = c && EVP_DigestSignInit(c, &p, EVP_sm3(), NULL, k->pkey) == 1 && identify(p) &&
              EVP_DigestSign(c, out->b, &out->n, text, n) == 1;
    EVP_MD_CTX_free(c);
    return ok;
}

bool seal_key_verify(const void *public_key, size_t nkey, const void *text, size_t n,
                     const void *signature, size_t nsignature)
{
    const unsigned char *der = public_key;
    EVP_PKEY *pkey = d2i_PUBKEY(NULL, &der, (long)nkey);
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    EVP_PKEY_CTX *p = NULL;

    bool ok = c && pkey && EVP_PKEY_is_a(pkey, "SM2") &&
              EVP_DigestVerifyInit(c, &p, EVP_sm3(), NULL, pkey) == 1 && identify(p) &&
              EVP_DigestVerify(c, signature, nsignature, text, n) == 1;
    EVP_MD_CTX_free(c);
    EVP_PKEY_free(pkey);
    return ok;
}
