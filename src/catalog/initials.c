#include "catalog/initials.h"

#include <string.h>

#include "base/text.h"
#include "catalog/initials_table.h"

/* --- One character --- */

/* Bits of ch in a table sorted by character, 0: not in it. */
static uint32_t look_up(const struct initials_entry *table, size_t n, uint32_t ch)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (table[mid].ch == ch) return table[mid].letters;
        if (table[mid].ch < ch)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

#define LOOK_UP(table, ch) look_up(table, sizeof table / sizeof *table, ch)

/* '\0' for what has no initial (punctuation, characters without a known reading). */
static char usual_letter(uint32_t ch)
{
    static const struct {
        uint32_t first;
        size_t n;
        const char *letter;
    } blocks[] = {{0x4E00, sizeof initials_basic - 1, initials_basic},
                  {0x3400, sizeof initials_ext_a - 1, initials_ext_a},
                  {0x20000, sizeof initials_ext_b - 1, initials_ext_b}};

    if (ch < 0x80) {
        if (ch >= 'A' && ch <= 'Z') return (char)(ch - 'A' + 'a');
        return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') ? (char)ch : '\0';
    }
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        if (ch < blocks[i].first || ch - blocks[i].first >= blocks[i].n) continue;
        char c = blocks[i].letter[ch - blocks[i].first];
        return c == '.' ? '\0' : c;
    }
    uint32_t rare = LOOK_UP(initials_rare, ch);
    return rare ? (char)('a' + __builtin_ctz(rare)) : '\0';
}

/* The letters of all readings, the usual one first; how many. */
static size_t letters_of(uint32_t ch, char out[INITIALS_LETTERS])
{
    size_t n = 0;

    if (!(out[0] = usual_letter(ch))) return 0;
    n = 1;
    for (uint32_t more = ch < 0x80 ? 0 : LOOK_UP(initials_more, ch); more; more &= more - 1)
        if (n < INITIALS_LETTERS) out[n++] = (char)('a' + __builtin_ctz(more));
    return n;
}

/* --- Texts --- */

void catalog_initials(const char *utf8, char *out, size_t size)
{
    size_t n = 0;
    uint32_t ch;

    while (*utf8 && n + 1 < size) {
        utf8 += text_decode(utf8, &ch);
        char c = usual_letter(ch);
        if (c) out[n++] = c;
    }
    if (size) out[n] = '\0';
}

void catalog_readings(const char *utf8, char *out, size_t size)
{
    char letter[INITIALS_LETTERS];
    size_t used = 0;
    uint32_t ch;

    while (*utf8) {
        utf8 += text_decode(utf8, &ch);
        size_t n = letters_of(ch, letter);
        if (used + n + 3 > size) break;
        if (n > 1) out[used++] = '[';
        memcpy(out + used, letter, n);
        used += n;
        if (n > 1) out[used++] = ']';
    }
    if (size) out[used] = '\0';
}

size_t catalog_spellings(const char *utf8, char out[INITIALS_MOST][INITIALS_SIZE])
{
    char letter[INITIALS_LETTERS];
    size_t n = 1, len = 0;
    uint32_t ch;

    while (*utf8 && len + 1 < INITIALS_SIZE) {
        utf8 += text_decode(utf8, &ch);
        size_t k = letters_of(ch, letter);
        if (!k) continue;
        if (n * k > INITIALS_MOST) k = 1;
        for (size_t j = k; j-- > 0;) /* the last copies first: row i still holds the original */
            for (size_t i = 0; i < n; i++) {
                if (j) memcpy(out[j * n + i], out[i], len);
                out[j * n + i][len] = letter[j];
            }
        n *= k;
        len++;
    }
    for (size_t i = 0; i < n; i++)
        out[i][len] = '\0';
    return len ? n : 0;
}

bool catalog_spelled(const char *utf8, const char *typed)
{
    char letter[INITIALS_LETTERS];
    uint32_t ch;

    while (*typed && *utf8) {
        utf8 += text_decode(utf8, &ch);
        size_t n = letters_of(ch, letter);
        if (!n) continue;
        if (!memchr(letter, *typed >= 'A' && *typed <= 'Z' ? *typed - 'A' + 'a' : *typed, n))
            return false;
        typed++;
    }
    return !*typed;
}
