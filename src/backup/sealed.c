#include "backup/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/disk.h"

enum { BITS = 3072, YEARS = 100, DAYS_IN_YEAR = 365, SERIAL = 16, CERTIFICATES = 16 };

struct sealer {
    X509 *to[CERTIFICATES];
    size_t n;
};

struct opener {
    EVP_PKEY *key;
};

/* What the library said first; its queue is emptied. */
static const char *why(void)
{
    const char *reason = ERR_reason_error_string(ERR_get_error());

    ERR_clear_error();
    return reason ? reason : strerror(errno);
}

static enum rc no_key(const char *path, const char *reason, struct fault *f)
{
    return fault_set(f, RC_REFUSED, "seal-key", N_("{1} cannot be used as a key: {2}"), path,
                     reason, NULL);
}

/* --- Sealing --- */

enum rc sealer_open(const char *certificates, struct sealer **out, struct fault *f)
{
    BIO *in = BIO_new_file(certificates, "r");

    *out = NULL;
    if (!in) {
        bool absent = access(certificates, F_OK) != 0 && errno == ENOENT;
        const char *reason = why();
        return absent ? RC_OK : no_key(certificates, reason, f);
    }
    struct sealer *s = mem_alloc(sizeof *s);
    while (s->n < CERTIFICATES && (s->to[s->n] = PEM_read_bio_X509(in, NULL, NULL, NULL)))
        s->n++;
    BIO_free(in);
    bool clean = s->n > 0 && ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (clean) {
        *out = s;
        return RC_OK;
    }
    sealer_close(s);
    return no_key(certificates, strerror(EINVAL), f);
}

void sealer_close(struct sealer *s)
{
    if (!s) return;
    for (size_t i = 0; i < s->n; i++)
        X509_free(s->to[i]);
    free(s);
}

/* Not the old padding, which is the default. */
static bool address(CMS_ContentInfo *cms, X509 *to)
{
    CMS_RecipientInfo *r = CMS_add1_recipient_cert(cms, to, CMS_KEY_PARAM);
    EVP_PKEY_CTX *ctx = r ? CMS_RecipientInfo_get0_pkey_ctx(r) : NULL;

    if (!r || EVP_PKEY_get_base_id(X509_get0_pubkey(to)) != EVP_PKEY_RSA) return r != NULL;
    return ctx && EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_oaep_md(ctx, EVP_sha256()) > 0;
}

static CMS_ContentInfo *enclose(const struct sealer *s, BIO *in)
{
    CMS_ContentInfo *cms =
        CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), CMS_BINARY | CMS_PARTIAL | CMS_STREAM);
    bool good = cms != NULL;

    for (size_t i = 0; i < s->n && good; i++)
        good = address(cms, s->to[i]);
    if (good && CMS_final(cms, in, NULL, CMS_BINARY) == 1) return cms;
    CMS_ContentInfo_free(cms);
    return NULL;
}

/* Straight into the buffer: a BIO of memory would hold the message once more. */
static bool append_der(const CMS_ContentInfo *cms, struct buf *out)
{
    unsigned char *der = NULL;
    int n = i2d_CMS_ContentInfo(cms, &der);

    if (n > 0) buf_add(out, der, (size_t)n);
    OPENSSL_free(der);
    return n > 0;
}

enum rc sealer_seal(const struct sealer *s, const void *plain, size_t n, struct buf *out,
                    struct fault *f)
{
    BIO *in = BIO_new_mem_buf(plain, (int)n);
    CMS_ContentInfo *cms = in ? enclose(s, in) : NULL;
    bool good = cms && append_der(cms, out);

    CMS_ContentInfo_free(cms);
    BIO_free(in);
    if (good) return RC_OK;
    return fault_set(f, RC_REFUSED, "seal-key", N_("the backup cannot be encrypted: {1}"), why(),
                     NULL);
}

/* --- Opening --- */

enum rc opener_open(const char *key, const char *prompt, struct opener **out, struct fault *f)
{
    BIO *in = BIO_new_file(key, "r");

    *out = NULL;
    EVP_set_pw_prompt(prompt);
    EVP_PKEY *pkey = in ? PEM_read_bio_PrivateKey(in, NULL, NULL, NULL) : NULL;
    const char *reason = pkey ? NULL : why();
    BIO_free(in);
    if (!pkey) return no_key(key, reason, f);
    *out = mem_alloc(sizeof **out);
    (*out)->key = pkey;
    return RC_OK;
}

void opener_close(struct opener *o)
{
    if (!o) return;
    EVP_PKEY_free(o->key);
    free(o);
}

enum rc opener_read(const struct opener *o, const void *message, size_t n, struct buf *out,
                    struct fault *f)
{
    const unsigned char *p = message;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &p, (long)n);
    BIO *plain = BIO_new(BIO_s_mem());
    char *bytes;
    bool whole = cms && p == (const unsigned char *)message + n;
    bool good = whole && plain && CMS_decrypt(cms, o->key, NULL, NULL, plain, CMS_BINARY) == 1;

    if (good) {
        long len = BIO_get_mem_data(plain, &bytes);
        buf_add(out, bytes, (size_t)len);
    }
    CMS_ContentInfo_free(cms);
    BIO_free(plain);
    ERR_clear_error();
    if (good) return RC_OK;
    return fault_set(f, RC_REFUSED, "sealed",
                     N_("it was encrypted for another key, or has been changed"), NULL);
}

/* --- A new pair --- */

static bool name_it(X509 *x)
{
    static const unsigned char who[] = "yichuang backup";
    unsigned char serial[SERIAL];
    X509_NAME *name = X509_get_subject_name(x);
    BIGNUM *number = NULL;
    bool good = RAND_bytes(serial, sizeof serial) == 1;

    serial[0] &= 0x7F;
    good = good && (number = BN_bin2bn(serial, sizeof serial, NULL)) &&
           BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x)) &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, who, -1, -1, 0) &&
           X509_set_issuer_name(x, name);
    BN_free(number);
    return good;
}

static X509 *certify(EVP_PKEY *pkey)
{
    X509 *x = X509_new();

    if (x && X509_set_version(x, 2) && name_it(x) && X509_gmtime_adj(X509_getm_notBefore(x), 0) &&
        X509_time_adj_ex(X509_getm_notAfter(x), YEARS * DAYS_IN_YEAR, 0, NULL) &&
        X509_set_pubkey(x, pkey) && X509_sign(x, pkey, EVP_sha256()))
        return x;
    X509_free(x);
    return NULL;
}

static bool take_text(BIO *from, bool good, struct buf *out)
{
    char *bytes;
    long n = from && good ? BIO_get_mem_data(from, &bytes) : 0;

    if (n > 0) buf_add(out, bytes, (size_t)n);
    BIO_free(from);
    return n > 0;
}

static bool key_text(EVP_PKEY *pkey, const char *prompt, struct buf *out)
{
    BIO *to = BIO_new(BIO_s_secmem());

    EVP_set_pw_prompt(prompt);
    return take_text(to,
                     PEM_write_bio_PKCS8PrivateKey(to, pkey, prompt ? EVP_aes_256_cbc() : NULL,
                                                   NULL, 0, NULL, NULL) == 1,
                     out);
}

static bool certificate_text(X509 *x, struct buf *out)
{
    BIO *to = BIO_new(BIO_s_mem());

    return take_text(to, PEM_write_bio_X509(to, x) == 1, out);
}

static int write_new(const char *path, const struct buf *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return errno;
    int err = disk_write(fd, text->data, text->len);

    if (!err && fsync(fd) != 0) err = errno;
    if (close(fd) != 0 && !err) err = errno;
    if (err) unlink(path);
    return err;
}

/* Those that are there stay: who held a key goes on being able to read. */
static int add_certificate(const char *path, const struct buf *fresh)
{
    struct buf all = {0};
    char part[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    for (ssize_t n; fd >= 0 && (n = read(fd, part, sizeof part)) > 0;)
        buf_add(&all, part, (size_t)n);
    if (fd >= 0) close(fd);
    buf_adds(&all, buf_str(fresh));
    int err = disk_put(path, buf_str(&all));
    buf_free(&all);
    return err;
}

enum rc sealed_pair(const char *key, const char *prompt, const char *certificates, struct fault *f)
{
    EVP_PKEY *pkey = EVP_RSA_gen(BITS);
    X509 *x = pkey ? certify(pkey) : NULL;
    struct buf secret = {0}, open = {0};
    bool good = x && certificate_text(x, &open) && key_text(pkey, prompt, &secret);
    enum rc rc = RC_OK;
    int err = 0;

    if (!good) rc = no_key(key, why(), f);
    if (rc == RC_OK && (err = write_new(key, &secret))) rc = no_key(key, strerror(err), f);
    if (rc == RC_OK && (err = add_certificate(certificates, &open))) {
        unlink(key);
        rc = no_key(certificates, strerror(err), f);
    }
    if (secret.data) OPENSSL_cleanse(secret.data, secret.cap);
    buf_free(&secret);
    buf_free(&open);
    X509_free(x);
    EVP_PKEY_free(pkey);
    return rc;
}
