/* Input: how, then
 *   (count, bytes...) groups: whatever bytes; a count's top bit lets the escape time run out after
 * it; or, with bit 1 of how: sequences nobody sends, torn apart anywhere: none of it may become
 * text. Every key goes on through the scanner's ear, at times out of the input: none may be lost
 * there. */
#include "tui/term/key.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tui/term/scan.h"

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

/* --- Scanners: as many characters come out as went in --- */

static struct ear {
    struct scan scan;
    int64_t now;
    size_t in, out;
} ear;

static void heard(void)
{
    for (struct key k; (k = scan_take(&ear.scan)).code != KEY_NONE;) {
        ear.out +=
            k.code == KEY_SCAN ? strlen(k.text) : 1; /* its end for the one that went ahead */
        if (k.code != KEY_SCAN) continue;
        require(strlen(k.text) >= SCAN_LEAST && strlen(k.text) <= SCAN_MOST);
        require(k.ch == '\r' || k.ch == '\t');
    }
}

static void listen(struct key k, unsigned how)
{
    ear.now += how % 20;
    if (how % 3 == 0 && scan_left(&ear.scan, ear.now) == 0) {
        scan_quiet(&ear.scan);
        heard();
    }
    ear.in++;
    scan_put(&ear.scan, k, ear.now, how % 32);
    heard();
}

/* --- Keys --- */

static size_t drain(struct key_decoder *d, unsigned how)
{
    size_t n = 0;

    for (struct key k; (k = key_next(d)).code != KEY_NONE; n++) {
        check(k);
        listen(k, how);
    }
    return n;
}

static void let_go(struct key_decoder *d)
{
    for (int i = 0; i < 200; i++) {
        key_timeout(d);
        drain(d, 0);
    }
    require(!key_waiting(d)); /* no input can hold the keyboard for ever */
    scan_quiet(&ear.scan);
    heard();
    require(ear.in == ear.out);
    key_decoder_free(d);
}

/* --- Sequences that mean nothing --- */

static void torn(struct key_decoder *d, unsigned char c, unsigned how)
{
    key_feed(d, &c, 1);
    for (unsigned i = how % 5; i <= 4; i++) {
        for (struct key k; (k = key_next(d)).code != KEY_NONE;)
            require(k.code != KEY_TEXT && k.code != KEY_PASTE);
        if (i > 0 && i < 4) key_timeout(d);
    }
}

/* Parameters, intermediates and a final byte of no key's out of the input, with pauses. */
static void sequences(struct key_decoder *d, const uint8_t *data, size_t size)
{
    for (size_t at = 0; at + 2 <= size;) {
        unsigned how = data[at++], n = data[at++] % 12;
        torn(d, 0x1B, how);
        torn(d, how & 0x80 ? 'O' : '[', how >> 3);
        if (how & 0x80) n = 0;
        for (; n > 0 && at < size; n--, at++)
            torn(d, data[at] & 0x40 ? ' ' + data[at] % 16 : '0' + data[at] % 16, data[at]);
        torn(d, how & 0x80 ? "ABDFHPQRSZ"[how % 10] : 'a' + how % 26, how >> 2);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t keys = 0, timeouts = 0;

    if (size == 0) return 0;
    struct key_decoder *d = key_decoder_new(data[0] & 1 ? KEY_GB18030 : KEY_UTF8);
    ear = (struct ear){.now = 1000};
    if (data[0] & 2) {
        sequences(d, data + 1, size - 1);
        let_go(d);
        return 0;
    }
    for (size_t at = 1; at < size;) {
        size_t n = (size_t)(data[at] & 0x7F) + 1;
        bool late = data[at++] & 0x80;
        if (n > size - at) n = size - at;
        key_feed(d, data + at, n);
        at += n;
        keys += drain(d, data[at - 1]);
        if (!late) continue;
        timeouts++;
        key_timeout(d);
        keys += drain(d, 0);
    }
    require(keys <= 2 * size + timeouts);
    let_go(d);
    return 0;
}
