#include "base/base64.h"

#include <string.h>

#include "base/mem.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *base64_text(const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    char *text = mem_alloc((n + 2) / 3 * 4 + 1), *to = text;

    for (size_t i = 0; i < n; i += 3) {
        size_t have = n - i < 3 ? n - i : 3;
        unsigned v = (unsigned)p[i] << 16 | (have > 1 ? (unsigned)p[i + 1] << 8 : 0) |
                     (have > 2 ? p[i + 2] : 0);
        *to++ = letters[v >> 18];
        *to++ = letters[v >> 12 & 63];
        *to++ = have > 1 ? letters[v >> 6 & 63] : '=';
        *to++ = have > 2 ? letters[v & 63] : '=';
    }
    return text;
}

bool base64_bytes(const char *text, struct buf *out)
{
    size_t n = strlen(text), pad = n && text[n - 1] == '=' ? 1 + (n > 1 && text[n - 2] == '=') : 0;
    unsigned v = 0;

    buf_clear(out);
    if (n % 4) return false;
    for (size_t i = 0; i < n; i++) {
        const char *at = text[i] == '=' && i >= n - pad ? letters : strchr(letters, text[i]);
        if (!at || !*at) return false;
        v = v << 6 | (unsigned)(at - letters);
        if (i % 4 < 3) continue;
        size_t have = i + 1 == n ? 3 - pad : 3;
        if (v & ((1u << 8 * (3 - have)) - 1)) return false; /* bits that say nothing */
        for (size_t k = 0; k < have; k++)
            buf_addc(out, (char)(v >> (16 - 8 * k)));
        v = 0;
    }
    return true;
}
