#include "base/mask.h"

#include <string.h>

#include "base/text.h"

enum place { DIGIT, LETTER, EITHER, MARK };

/* One place of the mask; returns its bytes.  ch: what a MARK stands for. */
static size_t next_place(const char *mask, enum place *place, uint32_t *ch)
{
    size_t n = text_decode(mask, ch);

    *place = *ch == '9' ? DIGIT : *ch == 'A' ? LETTER : *ch == 'X' ? EITHER : MARK;
    if (*ch != '\\') return n;
    *place = MARK;
    return mask[n] ? n + text_decode(mask + n, ch) : n;
}

int mask_wrong(const char *mask)
{
    bool to_type = false;
    int column = 1;

    for (const char *p = mask; *p; column++) {
        enum place place;
        uint32_t ch;
        size_t n = next_place(p, &place, &ch);
        if (*p == '\\' && n == 1) return column;
        if (*p == '\\') column++;
        to_type |= place != MARK;
        p += n;
    }
    if (mask_nchar(mask) > MASK_MOST) return MASK_MOST + 1;
    return to_type ? 0 : 1;
}

size_t mask_nchar(const char *mask)
{
    enum place place;
    uint32_t ch;
    size_t n = 0;

    for (; *mask; n++)
        mask += next_place(mask, &place, &ch);
    return n;
}

static bool fits(enum place place, uint32_t mark, uint32_t *ch)
{
    bool digit = *ch >= '0' && *ch <= '9';

    if (place == MARK) return *ch == mark;
    if (*ch >= 'a' && *ch <= 'z' && place != DIGIT) *ch -= 'a' - 'A';
    bool letter = *ch >= 'A' && *ch <= 'Z';
    return (digit && place != LETTER) || (letter && place != DIGIT);
}

static void put(struct buf *out, uint32_t ch)
{
    char c[4];

    buf_add(out, c, text_encode(ch, c));
}

bool mask_fit(const char *mask, const char *s, struct buf *out, bool *whole)
{
    struct buf b = {0};
    bool good = true, open = false;

    while (*s && *mask && good) {
        enum place place;
        uint32_t mark, ch;
        size_t used = text_decode(s, &ch);
        mask += next_place(mask, &place, &mark);
        good = fits(place, mark, &ch);
        if (good) s += used;
        good |= place == MARK; /* left out: it is put */
        if (good) put(&b, place == MARK ? mark : ch);
    }
    good = good && !*s;
    for (const char *p = mask; *p;) {
        enum place place;
        uint32_t mark;
        p += next_place(p, &place, &mark);
        open |= place != MARK;
    }
    while (good && !open && *mask) {
        enum place place;
        uint32_t mark;
        mask += next_place(mask, &place, &mark);
        put(&b, mark);
    }
    *whole = good && !open;
    if (good) {
        buf_clear(out);
        buf_add(out, buf_str(&b), b.len);
    }
    buf_free(&b);
    return good;
}
