/* Bytes as base64 (RFC 4648 §4), with padding. */
#ifndef YC_BASE_BASE64_H
#define YC_BASE_BASE64_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

char *base64_text(const void *bytes, size_t n);       /* fresh */
bool base64_bytes(const char *text, struct buf *out); /* replaces what out held; strict */

#endif
