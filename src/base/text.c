#include "base/text.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/width_table.h"

enum { REPLACEMENT = 0xFFFD };

int text_ambiguous = 1;

static bool surrogate(uint32_t ch)
{
    return ch >= 0xD800 && ch <= 0xDFFF;
}

/* Bytes of the sequence that a lead byte begins, its payload in *bits; 0: not a lead byte. */
static size_t lead(unsigned char c, uint32_t *bits)
{
    if (c < 0x80) return *bits = c, 1;
    if (c >= 0xC2 && c <= 0xDF) return *bits = c & 0x1F, 2;
    if (c >= 0xE0 && c <= 0xEF) return *bits = c & 0x0F, 3;
    if (c >= 0xF0 && c <= 0xF4) return *bits = c & 0x07, 4;
    return 0;
}

/* A NUL is no continuation byte, so a string that ends in mid-character is never read past. */
static size_t decode(const char *s, uint32_t *ch)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t v;
    size_t n = lead((unsigned char)s[0], &v);

    for (size_t i = 1; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if ((c & 0xC0) != 0x80) return 0;
        v = v << 6 | (c & 0x3F);
    }
    if (n == 0 || v < least[n] || v > 0x10FFFF || surrogate(v)) return 0;
    *ch = v;
    return n;
}

size_t text_decode(const char *s, uint32_t *ch)
{
    size_t n = decode(s, ch);

    if (n) return n;
    *ch = REPLACEMENT;
    return 1;
}

size_t text_encode(uint32_t ch, char out[4])
{
    static const unsigned char mark[] = {0, 0, 0xC0, 0xE0, 0xF0};

    if (ch > 0x10FFFF || surrogate(ch)) return 0;
    size_t n = ch < 0x80 ? 1 : ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; ch >>= 6)
        out[i] = (char)(0x80 | (ch & 0x3F));
    out[0] = (char)(mark[n] | ch);
    return n;
}

bool text_valid(const char *s)
{
    uint32_t ch;

    while (*s) {
        size_t n = decode(s, &ch);
        if (n == 0) return false;
        s += n;
    }
    return true;
}

size_t text_nchar(const char *s)
{
    size_t n = 0;
    uint32_t ch;

    for (; *s; n++)
        s += text_decode(s, &ch);
    return n;
}

static const struct width_range *find(const struct width_range *t, size_t n, uint32_t ch)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (ch > t[mid].last)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && ch >= t[lo].first ? &t[lo] : NULL;
}

int text_width(uint32_t ch)
{
    if (ch >= 0x20 && ch < 0x7F) return 1;
    if (ch >= 0x4E00 && ch <= 0x9FFF) return 2;
    if (ch > 0x10FFFF) return -1;
    const struct width_range *r = find(width_table, sizeof width_table / sizeof *width_table, ch);
    if (!r) return 1;
    return r->width == WIDTH_AMBIGUOUS ? text_ambiguous : r->width;
}

bool text_hidden(uint32_t ch)
{
    return ch >= 0xAD && find(hidden_table, sizeof hidden_table / sizeof *hidden_table, ch) != NULL;
}

bool text_foul(uint32_t ch)
{
    static const struct {
        uint32_t first, last;
    } foul[] = {{0x061C, 0x061C}, {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},
                {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};

    for (size_t i = 0; i < sizeof foul / sizeof *foul; i++)
        if (ch >= foul[i].first && ch <= foul[i].last) return true;
    return text_width(ch) < 0;
}

bool text_clean(const char *s, bool lines)
{
    uint32_t ch;

    if (!text_valid(s)) return false;
    while (*s) {
        s += text_decode(s, &ch);
        if (text_foul(ch) && !(lines && ch == '\n')) return false;
    }
    return true;
}

char *text_harmless(const char *s)
{
    char *fresh = mem_alloc(strlen(s) * 3 + 1), *to = fresh; /* a bad byte becomes U+FFFD */
    uint32_t ch;

    while (*s) {
        s += text_decode(s, &ch);
        to += text_encode(text_foul(ch) && ch != '\n' && ch != '\t' ? '?' : ch, to);
    }
    *to = '\0';
    return fresh;
}

size_t text_cut(const char *s, int ncol, int *used)
{
    const char *p = s;
    uint32_t ch;
    int col = 0;

    while (*p) {
        size_t n = text_decode(p, &ch);
        int w = text_width(ch);
        if (w < 0) w = 1;
        if (col + w > ncol) break;
        col += w;
        p += n;
    }
    if (used) *used = col;
    return (size_t)(p - s);
}

int text_ncol(const char *s)
{
    int used;

    text_cut(s, INT32_MAX - 2, &used);
    return used;
}

/* Full-width ASCII (FF01..FF5E) and the ideographic space, as IMEs leave them behind. */
static uint32_t fold(uint32_t ch)
{
    if (ch >= 0xFF01 && ch <= 0xFF5E) ch -= 0xFF01 - 0x21;
    if (ch == 0x3000 || ch == 0xA0 || (ch >= '\t' && ch <= '\r')) return ' ';
    return ch >= 'a' && ch <= 'z' ? ch - 'a' + 'A' : ch;
}

char *text_fold(const char *s)
{
    struct buf b = {0};
    size_t end = 0; /* length without trailing blanks */
    uint32_t ch;

    while (*s) {
        char c[4];
        s += text_decode(s, &ch);
        ch = fold(ch);
        if (ch == ' ' && b.len == 0) continue;
        buf_add(&b, c, text_encode(ch, c));
        if (ch != ' ') end = b.len;
    }
    char *out = buf_take(&b);
    out[end] = '\0';
    return out;
}

bool text_contains(const char *folded, const char *part_folded)
{
    return strstr(folded, part_folded) != NULL;
}
