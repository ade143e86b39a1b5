/* SHA-256, as text. */
#ifndef YC_BACKUP_DIGEST_H
#define YC_BACKUP_DIGEST_H

#include <stddef.h>

enum { DIGEST_TEXT = 65 };

struct digest;

struct digest *digest_new(void);
void digest_add(struct digest *d, const void *p, size_t n);
void digest_end(struct digest *d, char out[DIGEST_TEXT]); /* small hex; frees d */

#endif
