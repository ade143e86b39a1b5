/* Bytes that only the holder of a key can read, who need not be here: CMS (RFC 5652),
 * AuthEnvelopedData (RFC 5083) with AES-256-GCM, the key of each message wrapped for every
 * certificate of a file (RSA, OAEP with SHA-256).  "openssl cms -decrypt -inform DER -inkey KEY"
 * opens a message when we are gone.
 *
 * A message is made and opened in memory, so that memory is bounded and nothing is let out before
 * its seal has been found whole.  What can go wrong: RC_REFUSED "seal-key" (certificates or key
 * cannot be used), "sealed" (not for this key, or changed). */
#ifndef YC_BACKUP_SEALED_H
#define YC_BACKUP_SEALED_H

#include "base/buf.h"
#include "base/rc.h"

enum { SEALED_MOST = 16 << 20 }; /* plain bytes in a message */

struct sealer;
/* certificates: a PEM file; when it is not there nothing is sealed and *out is NULL. */
MUST_CHECK enum rc sealer_open(const char *certificates, struct sealer **out, struct fault *f);
void sealer_close(struct sealer *s); /* NULL is fine */
/* Appends the message. */
MUST_CHECK enum rc sealer_seal(const struct sealer *s, const void *plain, size_t n, struct buf *out,
                               struct fault *f);

struct opener;
/* A key with a pass phrase asks for it on the terminal. */
MUST_CHECK enum rc opener_open(const char *key, const char *prompt, struct opener **out,
                               struct fault *f);
void opener_close(struct opener *o); /* NULL is fine */
/* Appends the plain bytes. */
MUST_CHECK enum rc opener_read(const struct opener *o, const void *message, size_t n,
                               struct buf *out, struct fault *f);

/* A new pair: the private key into the file key, which must not be there yet (0600; prompt not
 * NULL: under a pass phrase asked for on the terminal), its certificate to those in the file
 * certificates. */
MUST_CHECK enum rc sealed_pair(const char *key, const char *prompt, const char *certificates,
                               struct fault *f);

#endif
