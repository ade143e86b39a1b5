/* Input: charset, then (count, bytes...) groups; a group's top bit lets the escape time run out
 * after it. */
#include "tui/term/key.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
    if (!ok) abort();
}

static void check(struct key k)
{
    uint32_t ch;

    if (k.code == KEY_TEXT) require(text_width(k.ch) >= 0 && k.ch >= ' ' && k.ch != 0x7F);
    if (k.code != KEY_PASTE) return;
    require(text_valid(k.text));
    for (const char *s = k.text; *s;) {
        s += text_decode(s, &ch);
        require(text_width(ch) >= 0);
    }
}

static size_t drain(struct key_decoder *d)
{
    size_t n = 0;

    for (struct key k; (k = key_next(d)).code != KEY_NONE; n++)
        check(k);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t keys = 0, timeouts = 0;

    if (size == 0) return 0;
    struct key_decoder *d = key_decoder_new(data[0] & 1 ? KEY_GB18030 : KEY_UTF8);
    for (size_t at = 1; at < size;) {
        size_t n = (size_t)(data[at] & 0x7F) + 1;
        bool late = data[at++] & 0x80;
        if (n > size - at) n = size - at;
        key_feed(d, data + at, n);
        at += n;
        keys += drain(d);
        if (!late) continue;
        timeouts++;
        key_timeout(d);
        keys += drain(d);
    }
    require(keys <= 2 * size + timeouts);
    for (int i = 0; i < 200; i++) {
        key_timeout(d);
        drain(d);
    }
    require(!key_waiting(d)); /* no input can hold the keyboard for ever */
    key_decoder_free(d);
    return 0;
}
