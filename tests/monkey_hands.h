/* The monkey's hands: bytes as a terminal in UTF-8 or GB18030 sends them, drawn from a seed.
 *
 * One event is a run of pieces; between two pieces time passes (ms), long enough at times that a
 * held ESC or half a character runs out.  What a person types never holds a MARK; what no terminal
 * should send holds nothing but marks besides its introducer, so that a single leaked byte shows on
 * the screen or in a request. */
#ifndef YC_TESTS_MONKEY_HANDS_H
#define YC_TESTS_MONKEY_HANDS_H

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/text.h"

#define MONKEY_MARKS "~`{}@$#&"

enum { MONKEY_PIECES = 80, MONKEY_LATE = 200 };

struct monkey_event {
    const char *what;
    struct buf bytes;
    struct {
        size_t end; /* of the piece */
        int ms;     /* that pass after it */
    } piece[MONKEY_PIECES];
    int n;
};

static uint64_t monkey_state;

static inline unsigned roll(unsigned n)
{
    monkey_state ^= monkey_state << 13;
    monkey_state ^= monkey_state >> 7;
    monkey_state ^= monkey_state << 17;
    return (unsigned)((monkey_state * 0x2545F4914F6CDD1Dull) >> 33) % n;
}

static inline void roll_from(uint64_t seed)
{
    monkey_state = seed * 0x9E3779B97F4A7C15ull + 1;
    for (int i = 0; i < 4; i++)
        roll(2);
}

static inline void piece(struct monkey_event *e, const char *bytes, size_t n, int ms)
{
    buf_add(&e->bytes, bytes, n);
    if (e->n == MONKEY_PIECES) e->n--;
    e->piece[e->n].end = e->bytes.len;
    e->piece[e->n++].ms = ms;
}

/* Torn anywhere, with pauses a line of 9600 baud or a slow network makes. */
static inline void torn(struct monkey_event *e, const char *bytes, size_t n, bool patient)
{
    size_t at = 0;

    while (at < n) {
        size_t part = roll(3) ? n - at : 1 + roll((unsigned)(n - at));
        at += part;
        piece(e, bytes + at - part, part, at < n ? (int)roll(patient ? 20 : 90) : 20);
    }
}

/* --- What people press --- */

static const uint32_t monkey_chars[] = {0x4E2D, 0x738B,  0x5C0F,  0x660E,  0x9752, 0x8857, 0x53F7,
                                        0x3402, 0x20BB7, 0x2CB4E, 0x31350, 0xFF11, 0xFF21, 0x2460,
                                        0x2014, 0x00B7,  0x2026,  0x00E9,  0x0301, 0x200B, 0x202E,
                                        0x3000, 0xE000,  0x1F600, 0x10FFFF};

static inline void add_char(struct charset *cs, struct buf *out, uint32_t ch)
{
    char utf8[5] = "";

    text_encode(ch, utf8);
    if (charset_has(cs, ch)) charset_encode(cs, utf8, strlen(utf8), out);
}

static inline uint32_t any_char(void)
{
    static const char ascii[] =
        "abcdefghijklmnopqrstuvwxyz0123456789 ABCXYZ.,-+*/:;()[]<>=_'\"!?%|^\\";

    if (roll(4) == 0) return monkey_chars[roll(sizeof monkey_chars / sizeof *monkey_chars)];
    return (unsigned char)ascii[roll(sizeof ascii - 1)];
}

static inline void type_text(struct charset *cs, struct monkey_event *e)
{
    struct buf b = {0};

    e->what = "text";
    for (unsigned n = 1 + roll(3); n; n--)
        add_char(cs, &b, any_char());
    torn(e, buf_str(&b), b.len, true);
    buf_free(&b);
}

static inline void press_key(struct monkey_event *e)
{
    static const char *const keys[] = {"\r",
                                       "\r",
                                       "\r",
                                       "\n",
                                       "\t",
                                       "\t",
                                       "\x1b[Z",
                                       "\x7f",
                                       "\x08",
                                       "\x1b[3~",
                                       "\x1b[2~",
                                       "\x1b[A",
                                       "\x1b[B",
                                       "\x1b[C",
                                       "\x1b[D",
                                       "\x1bOA",
                                       "\x1bOB",
                                       "\x1bOC",
                                       "\x1bOD",
                                       "\x1b[B",
                                       "\x1b[H",
                                       "\x1b[F",
                                       "\x1b[1~",
                                       "\x1b[4~",
                                       "\x1bOH",
                                       "\x1bOF",
                                       "\x1b[5~",
                                       "\x1b[6~",
                                       "\x1bOP",
                                       "\x1bOQ",
                                       "\x1bOR",
                                       "\x1bOS",
                                       "\x1b[11~",
                                       "\x1b[12~",
                                       "\x1b[[A",
                                       "\x1b[[B",
                                       "\x1b[15~",
                                       "\x1b[17~",
                                       "\x1b[18~",
                                       "\x1b[19~",
                                       "\x1b[20~",
                                       "\x1b[24~",
                                       "\x1b[1;5C",
                                       "\x1bOj",
                                       "\x1bOk",
                                       "\x1bOm",
                                       "\x1bOM",
                                       "\x1bs",
                                       "\x1b"
                                       "2",
                                       "\x1b"
                                       "9",
                                       "\x18"
                                       "1",
                                       "\x18"
                                       "2",
                                       "\x18"
                                       "7",
                                       "\x18"
                                       "8",
                                       "\x18"
                                       "5"};
    const char *k = keys[roll(sizeof keys / sizeof *keys)];

    e->what = "key";
    torn(e, k, strlen(k), true);
}

static inline void press_control(struct monkey_event *e)
{
    char c = (char)(1 + roll(26));

    e->what = "control";
    if (c == 0x18) c = 0x04; /* the prefix needs its digit */
    piece(e, &c, 1, 20);
}

static inline void press_escape(struct monkey_event *e)
{
    e->what = "esc";
    piece(e, "\x1b", 1, MONKEY_LATE);
}

/* Ways into the depths that chance alone seldom takes. */
static inline void walk(struct monkey_event *e)
{
    static const char *const ways[] = {"\x18"
                                       "2A03\r",
                                       "\x18"
                                       "2C01\r",
                                       "\x18"
                                       "2A07\r",
                                       "\x18"
                                       "2E01\r",
                                       "\x18"
                                       "2A06\r",
                                       "\x18"
                                       "2C02\r",
                                       "\r",
                                       "a",
                                       "d",
                                       "e",
                                       "\x18"
                                       "7",
                                       "\x18"
                                       "9",
                                       "\x18"
                                       "1",
                                       "\x18"
                                       "5\r",
                                       "\x18"
                                       "5\r\r",
                                       "\x18"
                                       "5c",
                                       "\x18"
                                       "6\r",
                                       "\x18"
                                       "6\t",
                                       "n\r",
                                       "*P",
                                       "*t\r",
                                       "  X\r",
                                       "o",
                                       "/3",
                                       "s",
                                       "\x0b",
                                       "\x12",
                                       "\x12",
                                       "\x10",
                                       "\x10"
                                       "a",
                                       "zm\r",
                                       "3\r",
                                       "1\r",
                                       "6\r",
                                       "7",
                                       "\x18"
                                       "2\x18"
                                       "2",
                                       "\x18"
                                       "8",
                                       "\x1b[B\x1b[B\r",
                                       "\x0f",
                                       "\x19",
                                       "\x1a",
                                       "P",
                                       "G",
                                       "N",
                                       "C",
                                       "Y",
                                       "V",
                                       "\x18"
                                       "93",
                                       "y",
                                       "\x18"
                                       "3"
                                       "3702\r"};
    const char *w = ways[roll(sizeof ways / sizeof *ways)];

    e->what = "way";
    piece(e, w, strlen(w), 20);
}

/* Home, into the first matter's form without its draft, another name, saved. */
static inline void change_form(struct monkey_event *e)
{
    e->what = "change";
    for (int i = 0; i < 9; i++)
        piece(e, "\x1b", 1, MONKEY_LATE);
    piece(e, "\x1b[H\rn", 5, 2000);
    piece(e, "\x15", 1, 20);
    piece(e, roll(2) ? "ABC\r" : "X9\r", 3, 20);
    piece(e,
          "\r\x18"
          "2\x18"
          "2",
          5, 20);
}

/* --- What comes by itself --- */

static inline void paste(struct charset *cs, struct monkey_event *e)
{
    struct buf b = {0};

    e->what = "paste";
    buf_adds(&b, "\x1b[200~");
    for (unsigned n = roll(roll(20) ? 12 : 700); n; n--) {
        if (roll(12) == 0)
            buf_addc(&b, "\x01\x07\r\n\t\x1b\x9b\x7f"[roll(8)]);
        else
            add_char(cs, &b, any_char());
    }
    buf_adds(&b, "\x1b[201~");
    torn(e, buf_str(&b), b.len, true);
    buf_free(&b);
}

static inline void scan_burst(struct monkey_event *e)
{
    static const char *const codes[] = {
        "370299195409070012", "91370299MA3F000146", "370299202611230000428",
        "370299540907001",    "12345678",           "370299000001AA00001F00000001"};
    const char *c = codes[roll(sizeof codes / sizeof *codes)];
    int slow = roll(4) ? -1 : (int)roll((unsigned)strlen(c));

    e->what = "scan";
    for (int i = 0; c[i]; i++)
        piece(e, c + i, 1, i == slow ? 40 : (int)roll(12));
    piece(e, roll(2) ? "\r" : "\t", 1, 20);
}

/* Sequences of no key, of marks alone, at times torn by pauses that end them. */
static inline void nonsense(struct monkey_event *e)
{
    struct buf b = {0};

    e->what = "nonsense";
    buf_adds(&b, roll(5) ? "\x1b[" : "\x1bO");
    if (b.data[1] == '[')
        for (unsigned n = roll(6); n; n--)
            buf_addc(&b, "$#&"[roll(3)]); /* intermediates: nothing but a final may follow */
    buf_addc(&b, "@`{}"[roll(4)]);
    torn(e, buf_str(&b), b.len, roll(2));
    buf_free(&b);
}

/* A character of which the line brings only the beginning. */
static inline void half_char(struct charset *cs, struct monkey_event *e)
{
    struct buf b = {0};

    e->what = "half";
    add_char(cs, &b, roll(2) ? 0x4E2D : 0x20BB7);
    if (b.len > 1) piece(e, buf_str(&b), 1 + roll((unsigned)b.len - 1), MONKEY_LATE);
    buf_free(&b);
}

static inline void monkey_event(struct charset *cs, struct monkey_event *e)
{
    unsigned kind = roll(100);

    buf_clear(&e->bytes);
    e->n = 0;
    if (kind < 32)
        type_text(cs, e);
    else if (kind < 68)
        press_key(e);
    else if (kind < 73)
        press_control(e);
    else if (kind < 79)
        press_escape(e);
    else if (kind < 87)
        walk(e);
    else if (kind < 88)
        change_form(e);
    else if (kind < 91)
        paste(cs, e);
    else if (kind < 94)
        scan_burst(e);
    else if (kind < 98)
        nonsense(e);
    else
        half_char(cs, e);
}

#endif
