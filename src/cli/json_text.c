#include "cli/json_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* Outside of texts JSON has no character that is foul but the line ends of an indented one. */
static void escape(struct buf *out, uint32_t ch)
{
    char text[16];

    if (ch > 0xFFFF)
        snprintf(text, sizeof text, "\\u%04X\\u%04X", 0xD7C0 + (ch >> 10), 0xDC00 + (ch & 0x3FF));
    else
        snprintf(text, sizeof text, "\\u%04X", ch);
    buf_adds(out, text);
}

char *json_text(const json_t *v, size_t flags)
{
    char *plain = json_dumps(v, flags);
    struct buf out = {0};
    uint32_t ch;

    if (!plain || text_clean(plain, true)) return plain;
    for (const char *s = plain; *s;) {
        size_t n = text_decode(s, &ch);
        if (text_foul(ch) && ch != '\n')
            escape(&out, ch);
        else
            buf_add(&out, s, n);
        s += n;
    }
    free(plain);
    return buf_take(&out);
}
