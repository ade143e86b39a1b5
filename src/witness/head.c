#include "witness/head.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- Text --- */

/* The rest of the next line of *at, when that begins with name; NULL otherwise. */
static const char *line(const char **at, const char *name, char out[80])
{
    size_t n = strcspn(*at, "\n"), k = strlen(name);

    if ((*at)[n] != '\n' || n < k || n - k >= 80 || strncmp(*at, name, k) != 0) return NULL;
    memcpy(out, *at + k, n - k);
    out[n - k] = '\0';
    *at += n + 1;
    return out;
}

static bool number(const char *s, uint64_t *out)
{
    char again[24];

    *out = strtoull(s, NULL, 10);
    snprintf(again, sizeof again, "%llu", (unsigned long long)*out);
    return strcmp(s, again) == 0;
}

static bool hex(const char *s, struct hash *out)
{
    return strlen(s) == 2 * HASH && text_unhex(out->b, HASH, s);
}

bool head_read(struct head *h, const char *text)
{
    const char *at = text;
    char v[80];

    memset(h, 0, sizeof *h);
    if (!line(&at, "yichuang-seal 1", v) || *v) return false;
    if (!line(&at, "number ", v) || !number(v, &h->number)) return false;
    if (!line(&at, "size ", v) || !number(v, &h->size)) return false;
    if (!line(&at, "hash ", v) || !hash_use(v)) return false;
    snprintf(h->function, sizeof h->function, "%.7s", v);
    if (!line(&at, "root ", v) || !hex(v, &h->root)) return false;
    if (!line(&at, "at ", v) || strlen(v) != 25 || strcmp(v + 19, "+08:00") != 0 ||
        !text_read_instant(v, &h->at))
        return false;
    if (!line(&at, "prev ", v) || *at) return false;
    h->first = strcmp(v, "-") == 0;
    h->text = hash_text(text, strlen(text));
    return h->first == (h->number == 1) && (h->first || hex(v, &h->prev));
}

/* --- Signature: SM2 with SM3, the identity tools take by default --- */

enum { KEYS = 16 };
static EVP_PKEY *trusted[KEYS];
static unsigned ntrusted;

bool head_trust(const char *path)
{
    FILE *from = fopen(path, "re");
    EVP_PKEY *k = from ? PEM_read_PUBKEY(from, NULL, NULL, NULL) : NULL;

    if (from) fclose(from);
    if (!k || ntrusted == KEYS) return false;
    trusted[ntrusted++] = k;
    return true;
}

static bool is_trusted(const EVP_PKEY *k)
{
    for (unsigned i = 0; i < ntrusted; i++)
        if (EVP_PKEY_eq(trusted[i], k) == 1) return true;
    return ntrusted == 0;
}

static bool verifies(EVP_PKEY *k, const char *text, const struct text *signature)
{
    char id[] = "1234567812345678";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DIST_ID, id, sizeof id - 1),
        OSSL_PARAM_construct_end()};
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    EVP_PKEY_CTX *p = NULL;

    bool ok = EVP_DigestVerifyInit(c, &p, EVP_sm3(), NULL, k) == 1 &&
              EVP_PKEY_CTX_set_params(p, params) == 1 &&
              EVP_DigestVerify(c, (const unsigned char *)signature->s, signature->n,
                               (const unsigned char *)text, strlen(text)) == 1;
    EVP_MD_CTX_free(c);
    return ok;
}

enum head_signature head_check(const char *text, const char *signature, const char *key)
{
    struct text sig = {0}, der = {0};
    enum head_signature got = HEAD_FALSE;
    EVP_PKEY *k = NULL;

    if (!*signature && !*key) return HEAD_UNSIGNED;
    if (text_unbase64(&sig, signature, strlen(signature)) && sig.n &&
        text_unbase64(&der, key, strlen(key)) && der.n) {
        const unsigned char *at = (const unsigned char *)der.s;
        k = d2i_PUBKEY(NULL, &at, (long)der.n);
    }
    if (k && EVP_PKEY_is_a(k, "SM2") && verifies(k, text, &sig))
        got = is_trusted(k) ? HEAD_SIGNED : HEAD_STRANGE;
    EVP_PKEY_free(k);
    free(sig.s);
    free(der.s);
    return got;
}

void head_key_mark(struct text *to, const char *key)
{
    struct text der = {0};
    unsigned char mark[EVP_MAX_MD_SIZE];
    unsigned n = 0;

    if (text_unbase64(&der, key, strlen(key)) && der.n &&
        EVP_Digest(der.s, der.n, mark, &n, EVP_sm3(), NULL) == 1)
        text_hex(to, mark, n);
    free(der.s);
}
