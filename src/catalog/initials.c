#include <string.h>

#include "base/text.h"
#include "catalog/catalog.h"
#include "catalog/initials_table.h"

static char rare_letter(uint32_t ch)
{
    size_t low = 0, high = sizeof initials_rare / sizeof *initials_rare;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (initials_rare[mid].ch == ch) return initials_rare[mid].letter;
        if (initials_rare[mid].ch < ch)
            low = mid + 1;
        else
            high = mid;
    }
    return '.';
}

/* '.' for what has no initial (punctuation, characters without a known reading). */
static char letter_of(uint32_t ch)
{
    if (ch < 0x80) {
        if (ch >= 'A' && ch <= 'Z') return (char)(ch - 'A' + 'a');
        return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') ? (char)ch : '.';
    }
    if (ch >= INITIALS_FIRST && ch <= INITIALS_LAST) return initials_table[ch - INITIALS_FIRST];
    return rare_letter(ch);
}

void catalog_initials(const char *utf8, char *out, size_t size)
{
    size_t n = 0;
    uint32_t ch;

    while (*utf8 && n + 1 < size) {
        utf8 += text_decode(utf8, &ch);
        char c = letter_of(ch);
        if (c != '.') out[n++] = c;
    }
    if (size) out[n] = '\0';
}
