#include "tui/term/probe.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

/* Two bytes a character in one charset are three in the other: such a sample is printed twice, so
 * that a terminal of the other charset is left with whole characters and reads the question.  Han
 * comes first: where that is wrong, nothing else can be believed. */
static const struct {
    const char *text;
    int characters;
} samples[TERM_SAMPLES] = {
    [TERM_HAN] = {"中中", 2},
    [TERM_AMBIGUOUS] = {"……", 2},
    [TERM_PLANE2] = {"\xF0\xA0\xAE\xB7", 1}, /* U+20BB7, of Extension B */
    [TERM_PLANE3] = {"\xF0\xB1\x8D\x90", 1}, /* U+31350, the first of Extension H */
};

void probe_ask(struct probe *p, struct charset *cs, struct buf *out)
{
    *p = (struct probe){.asked = 0};
    buf_adds(out, "\x1b[2H");
    for (int i = 0; i < TERM_SAMPLES; i++) {
        uint32_t ch;
        p->width[i] = -1;
        text_decode(samples[i].text, &ch);
        if (!charset_has(cs, ch)) continue;
        charset_encode(cs, samples[i].text, strlen(samples[i].text), out);
        buf_adds(out, "\x1b[6n\r");
        p->sample[p->asked++] = (enum term_sample)i;
    }
    buf_adds(out, "\x1b[K");
}

/* Bytes of an answer at s, its column in *col; 0: there is none. */
static size_t answer(const char *s, size_t n, int *col)
{
    static const char start[] = "\x1b[2;";
    size_t at = sizeof start - 1;

    if (n < at || memcmp(s, start, at) != 0) return 0;
    for (*col = 0; at < n && isdigit((unsigned char)s[at]) && *col < 1000; at++)
        *col = *col * 10 + (s[at] - '0');
    return at < n && s[at] == 'R' && *col > 0 ? at + 1 : 0;
}

bool probe_hear(struct probe *p, struct buf *in)
{
    size_t to = 0;

    for (size_t from = 0; from < in->len;) {
        int col;
        size_t n = p->answered < p->asked ? answer(in->data + from, in->len - from, &col) : 0;
        if (n) {
            enum term_sample s = p->sample[p->answered++];
            int columns = col - 1, count = samples[s].characters;
            p->width[s] = columns % count ? 0 : columns / count;
            from += n;
        } else {
            in->data[to++] = in->data[from++];
        }
    }
    if (in->data) in->data[in->len = to] = '\0';
    return p->answered == p->asked;
}
