#include "tui/term/key.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/charset.h"
#include "base/mem.h"
#include "base/text.h"

/* LATE: quiet periods (key_timeout calls in a row) after which the rest of a broken sequence is no
 * longer expected; until then it is swallowed.  PASTE_QUIET: the same for the end of a paste. */
enum { LATE = 8, PASTE_QUIET = 100, PASTE_MAX = 64 * 1024, PARAMS = 2, CHAR_MAX_BYTES = 4 };

enum state {
    GROUND,
    CHAR,   /* some bytes of a character in .half */
    PREFIX, /* Ctrl-X: waits for a digit, without limit */
    ESC,
    ESC_ESC,  /* Esc key and an escape, or PuTTY's Alt with a cursor key */
    ESC_GONE, /* the Esc key was reported; a '[' or 'O' now is the rest of a split sequence */
    CSI,
    CSI_LINUX, /* ESC [ [ x */
    MOUSE,     /* ESC [ M x x x, never asked for */
    SS3,
    STRING,     /* OSC, DCS, APC, PM: to BEL or ST */
    STRING_ESC, /* an escape in one: ST or a new sequence */
    PASTE
};

struct key_decoder {
    struct charset *cs;
    struct buf in; /* bytes not looked at yet begin at .at */
    size_t at;
    enum state state;
    int quiet;   /* key_timeout calls since the last byte */
    bool muted;  /* the sequence is swallowed whatever it is */
    bool closed; /* no more of this key will come: key_next is to give it up */
    char half[CHAR_MAX_BYTES];
    size_t nhalf;
    int param[PARAMS], nparam; /* CSI and SS3 numbers; nparam counts all */
    bool private;              /* intermediates or private markers: no key has them */
    int left;                  /* bytes of a mouse report still to come */
    struct buf paste;
    size_t ended; /* bytes of PASTE_END seen */
    char *text;   /* handed out with KEY_PASTE */
};

static const char PASTE_END[] = "\x1b[201~";
static const struct key none = {.code = KEY_NONE}, unknown = {.code = KEY_UNKNOWN};

/* --- Tables --- */

/* ESC [ n ~ : vt220 numbers, with linux' and rxvt's Home and End */
static const unsigned char tilde[] = {
    [1] = KEY_HOME,     [2] = KEY_INSERT, [3] = KEY_DELETE, [4] = KEY_END,  [5] = KEY_PAGEUP,
    [6] = KEY_PAGEDOWN, [7] = KEY_HOME,   [8] = KEY_END,    [11] = KEY_F1,  [12] = KEY_F2,
    [13] = KEY_F3,      [14] = KEY_F4,    [15] = KEY_F5,    [17] = KEY_F6,  [18] = KEY_F7,
    [19] = KEY_F8,      [20] = KEY_F9,    [21] = KEY_F10,   [23] = KEY_F11, [24] = KEY_F12,
};

/* ESC [ x and ESC O x */
static const unsigned char letter[128] = {
    ['A'] = KEY_UP,  ['B'] = KEY_DOWN, ['C'] = KEY_RIGHT,   ['D'] = KEY_LEFT,
    ['F'] = KEY_END, ['H'] = KEY_HOME, ['P'] = KEY_F1,      ['Q'] = KEY_F2,
    ['R'] = KEY_F3,  ['S'] = KEY_F4,   ['Z'] = KEY_BACKTAB,
};

/* ESC O x: the application keypad.  PuTTY-like terminals send it when an earlier program left the
 * mode on. */
static const struct {
    unsigned char code, ch;
} keypad[128] = {
    ['M'] = {KEY_ENTER, 0},  ['I'] = {KEY_TAB, 0},    ['k'] = {KEY_PLUS, 0},
    ['m'] = {KEY_MINUS, 0},  ['j'] = {KEY_STAR, 0},   ['X'] = {KEY_TEXT, '='},
    ['l'] = {KEY_TEXT, ','}, ['n'] = {KEY_TEXT, '.'}, ['o'] = {KEY_TEXT, '/'},
    [' '] = {KEY_TEXT, ' '}, ['p'] = {KEY_TEXT, '0'}, ['q'] = {KEY_TEXT, '1'},
    ['r'] = {KEY_TEXT, '2'}, ['s'] = {KEY_TEXT, '3'}, ['t'] = {KEY_TEXT, '4'},
    ['u'] = {KEY_TEXT, '5'}, ['v'] = {KEY_TEXT, '6'}, ['w'] = {KEY_TEXT, '7'},
    ['x'] = {KEY_TEXT, '8'}, ['y'] = {KEY_TEXT, '9'},
};

/* --- Making keys --- */

static struct key plain(int code)
{
    return (struct key){.code = code ? (enum key_code)code : KEY_UNKNOWN};
}

static struct key digit_key(unsigned char c) /* 1..9,0 are F1..F10 */
{
    return plain(KEY_F1 + (c - '1' + 10) % 10);
}

static struct key control(unsigned char c)
{
    switch (c) {
    case '\r':
    case '\n':
        return plain(KEY_ENTER);
    case '\t':
        return plain(KEY_TAB);
    case '\b':
    case 0x7F:
        return plain(KEY_BACKSPACE);
    default:
        return (struct key){.code = KEY_CTRL, .ch = c + '@'};
    }
}

/* Controls beyond ASCII and marks that reorder what is read are nobody's name. */
static bool refused(uint32_t ch)
{
    return text_width(ch) < 0 || ch == 0x061C || ch == 0x200E || ch == 0x200F ||
           (ch >= 0x202A && ch <= 0x202E) || (ch >= 0x2066 && ch <= 0x2069);
}

static struct key text(uint32_t ch)
{
    return refused(ch) ? unknown : (struct key){.code = KEY_TEXT, .ch = ch};
}

/* --- Paste --- */

static struct key paste_key(struct key_decoder *d)
{
    const char *p = buf_str(&d->paste), *end = p + d->paste.len;
    struct buf b = {0};
    uint32_t ch, last = 0;

    for (size_t n; p < end && (n = charset_decode(d->cs, p, (size_t)(end - p), &ch)) > 0; p += n) {
        char c[4];
        bool second = ch == '\n' && last == '\r';
        last = ch;
        if (ch == '\r' || ch == '\n' || ch == '\t') ch = ' ';
        if (!second && !refused(ch)) buf_add(&b, c, text_encode(ch, c));
    }
    buf_clear(&d->paste);
    d->text = buf_take(&b);
    return (struct key){.code = KEY_PASTE, .text = d->text};
}

static void paste_byte(struct key_decoder *d, unsigned char c)
{
    if (d->paste.len < PASTE_MAX) buf_addc(&d->paste, (char)c);
}

static struct key end_paste(struct key_decoder *d)
{
    bool muted = d->muted;

    d->state = GROUND;
    d->ended = 0;
    d->muted = false;
    if (!muted) return paste_key(d);
    buf_clear(&d->paste);
    return unknown;
}

static struct key in_paste(struct key_decoder *d, unsigned char c)
{
    if (c == (unsigned char)PASTE_END[d->ended]) {
        if (PASTE_END[++d->ended]) return none;
        return end_paste(d);
    }
    for (size_t i = 0; i < d->ended; i++)
        paste_byte(d, (unsigned char)PASTE_END[i]);
    d->ended = c == 0x1B;
    if (c != 0x1B) paste_byte(d, c);
    return none;
}

/* --- Sequences --- */

static void start(struct key_decoder *d, enum state s)
{
    d->state = s;
    d->param[0] = d->param[1] = d->nparam = 0;
    d->private = false;
}

/* A key of a sequence that is over; swallowed when its beginning was given up. */
static struct key finish(struct key_decoder *d, struct key k)
{
    bool muted = d->muted;

    d->state = GROUND;
    d->muted = false;
    return muted ? unknown : k;
}

static void parameter(struct key_decoder *d, unsigned char c)
{
    if (c == ';') {
        if (d->nparam == 0) d->nparam = 1;
        d->nparam++;
        return;
    }
    if (d->nparam == 0) d->nparam = 1;
    if (d->nparam > PARAMS) return;
    int *p = &d->param[d->nparam - 1];
    if (*p < 10000) *p = *p * 10 + c - '0';
}

/* Shift, Alt and Ctrl come as a number (ESC [ 1 ; 5 A).  They do not change a cursor key; a
 * function key with them is another key, which nobody bound, and ESC [ 1 ; 1 R may be a cursor
 * report instead of F3. */
static struct key modified(int code, bool modifier)
{
    bool function = code >= KEY_F1 && code <= KEY_F12;

    return plain(function && modifier ? KEY_NONE : code);
}

static struct key csi_key(struct key_decoder *d, unsigned char c)
{
    int n = d->param[0];

    if (d->private || d->nparam > PARAMS) return unknown;
    if (c != '~') return modified(letter[c], d->nparam > 0);
    return modified(n < (int)sizeof tilde ? tilde[n] : KEY_NONE, d->param[1] > 1);
}

static struct key final_csi(struct key_decoder *d, unsigned char c)
{
    if (c == '~' && d->param[0] == 200 && !d->private) {
        d->state = PASTE; /* also when late: what follows must not arrive as typing */
        d->muted = false;
        return none;
    }
    if (c == 'M' && d->nparam == 0 && !d->private) {
        d->state = MOUSE;
        d->left = 3;
        return none;
    }
    return finish(d, csi_key(d, c));
}

/* ECMA-48: parameters 30-3F, intermediates 20-2F, final 40-7E.  Anything else ends the sequence and
 * stands for itself. */
static struct key in_csi(struct key_decoder *d, unsigned char c)
{
    if (c == '[' && d->nparam == 0 && !d->private) return d->state = CSI_LINUX, none;
    if ((c >= '0' && c <= '9') || c == ';') return parameter(d, c), none;
    if (c >= 0x20 && c <= 0x3F) return d->private = true, none;
    if (c >= 0x40 && c <= 0x7E) return final_csi(d, c);
    d->at--;
    return finish(d, unknown);
}

static struct key in_csi_linux(struct key_decoder *d, unsigned char c)
{
    if (c < 0x20 || c > 0x7E) d->at--;
    return finish(d, plain(c >= 'A' && c <= 'E' ? KEY_F1 + (c - 'A') : KEY_NONE));
}

static struct key in_mouse(struct key_decoder *d, unsigned char c)
{
    (void)c;
    return --d->left ? none : finish(d, unknown);
}

static struct key in_ss3(struct key_decoder *d, unsigned char c)
{
    if ((c >= '0' && c <= '9') || c == ';') return parameter(d, c), none;
    if (c < 0x20 || c > 0x7E) {
        d->at--;
        return finish(d, unknown);
    }
    if (keypad[c].code) return finish(d, (struct key){.code = keypad[c].code, .ch = keypad[c].ch});
    return finish(d, modified(letter[c], d->nparam > 0));
}

static struct key in_string(struct key_decoder *d, unsigned char c)
{
    if (c == 0x1B) return d->state = STRING_ESC, none;
    return c == '\a' ? finish(d, unknown) : none;
}

static struct key in_string_esc(struct key_decoder *d, unsigned char c)
{
    if (c == '\\') return finish(d, unknown);
    d->state = ESC;
    d->muted = false;
    d->at--;
    return none;
}

/* --- Escape --- */

static bool introducer(struct key_decoder *d, unsigned char c)
{
    switch (c) {
    case '[':
        start(d, CSI);
        return true;
    case 'O':
        start(d, SS3);
        return true;
    case ']':
    case 'P':
    case '^':
    case '_':
        start(d, STRING);
        return true;
    default:
        return false;
    }
}

static struct key after_esc(struct key_decoder *d, unsigned char c)
{
    if (introducer(d, c)) return none;
    if (c == 0x1B) return d->state = ESC_ESC, none;
    d->state = GROUND;
    if (c >= '0' && c <= '9') return digit_key(c);
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') return (struct key){.code = KEY_ALT, .ch = c};
    if (c >= 0x20 && c < 0x7F) return unknown;
    d->at--; /* the Esc key, then Enter, Tab, a Han ... typed fast */
    return plain(KEY_ESC);
}

/* PuTTY sends ESC ESC [ A for Alt-Up: no Esc key in that. */
static struct key after_esc_esc(struct key_decoder *d, unsigned char c)
{
    if (c == '[' || c == 'O') {
        d->muted = true;
        introducer(d, c);
        return none;
    }
    d->state = ESC;
    d->at--;
    return plain(KEY_ESC);
}

static struct key after_esc_gone(struct key_decoder *d, unsigned char c)
{
    if (c == '[' || c == 'O') {
        d->muted = true;
        introducer(d, c);
        return none;
    }
    d->state = GROUND;
    d->at--;
    return none;
}

/* --- Characters --- */

static struct key in_ground(struct key_decoder *d, unsigned char c)
{
    if (c >= 0x80) {
        d->state = CHAR;
        d->at--;
        return none;
    }
    if (c >= 0x20 && c != 0x7F) return text(c);
    if (c == 0x1B) return d->state = ESC, none;
    if (c == 'X' - '@') return d->state = PREFIX, none;
    return control(c);
}

static struct key after_prefix(struct key_decoder *d, unsigned char c)
{
    d->state = GROUND;
    if (c >= '0' && c <= '9') return digit_key(c);
    d->at--;
    return (struct key){.code = KEY_CTRL, .ch = 'X'};
}

/* The byte that shows a character to be broken may begin the next: what was not used is read again.
 */
static struct key in_char(struct key_decoder *d, unsigned char c)
{
    uint32_t ch;

    d->half[d->nhalf++] = (char)c;
    size_t used = charset_decode(d->cs, d->half, d->nhalf, &ch);
    if (used == 0) return none;
    d->at -= d->nhalf - used;
    d->nhalf = 0;
    return finish(d, text(ch));
}

static struct key (*const step[])(struct key_decoder *, unsigned char) = {
    [GROUND] = in_ground, [CHAR] = in_char,           [PREFIX] = after_prefix,
    [ESC] = after_esc,    [ESC_ESC] = after_esc_esc,  [ESC_GONE] = after_esc_gone,
    [CSI] = in_csi,       [CSI_LINUX] = in_csi_linux, [MOUSE] = in_mouse,
    [SS3] = in_ss3,       [STRING] = in_string,       [STRING_ESC] = in_string_esc,
    [PASTE] = in_paste,
};

/* --- The decoder --- */

struct key_decoder *key_decoder_new(enum key_charset cs)
{
    struct key_decoder *d = mem_alloc(sizeof *d);

    d->cs = charset_open(cs == KEY_UTF8 ? "UTF-8" : "GB18030");
    if (!d->cs) d->cs = charset_open("UTF-8");
    return d;
}

void key_decoder_free(struct key_decoder *d)
{
    if (!d) return;
    charset_close(d->cs);
    buf_free(&d->in);
    buf_free(&d->paste);
    free(d->text);
    free(d);
}

/* Bytes already read stay in front as long as a character may give some back. */
void key_feed(struct key_decoder *d, const void *bytes, size_t n)
{
    if (n == 0) return;
    size_t keep = d->at < CHAR_MAX_BYTES ? d->at : CHAR_MAX_BYTES;
    size_t gone = d->at - keep;
    if (gone) {
        memmove(d->in.data, d->in.data + gone, d->in.len - gone);
        d->in.len -= gone;
        d->at = keep;
    }
    buf_add(&d->in, bytes, n);
    d->quiet = 0;
}

/* What key_timeout gave up comes out here, so that keys keep their order. */
static struct key given_up(struct key_decoder *d)
{
    d->closed = false;
    switch (d->state) {
    case ESC_ESC:
        d->state = ESC;
        return plain(KEY_ESC);
    case ESC:
        d->state = ESC_GONE;
        return plain(KEY_ESC);
    case CHAR:
        d->nhalf = 0;
        return finish(d, text(0xFFFD));
    case PASTE:
        return end_paste(d);
    default:
        return none;
    }
}

struct key key_next(struct key_decoder *d)
{
    struct key k = none;

    free(d->text);
    d->text = NULL;
    if (d->closed) k = given_up(d);
    while (k.code == KEY_NONE && d->at < d->in.len)
        k = step[d->state](d, (unsigned char)d->in.data[d->at++]);
    return k;
}

static bool over(const struct key_decoder *d)
{
    switch (d->state) {
    case ESC:
    case ESC_ESC:
        return true;
    case PASTE:
        return d->quiet >= PASTE_QUIET;
    default:
        return d->quiet >= LATE;
    }
}

void key_timeout(struct key_decoder *d)
{
    if (d->at < d->in.len || !key_waiting(d)) return;
    d->quiet++;
    bool sequence = d->state >= CSI && d->state < PASTE;
    if (sequence) d->muted = true;
    if (!over(d)) return;
    d->closed = d->state == ESC || d->state == ESC_ESC || d->state == CHAR || d->state == PASTE;
    if (!d->closed) finish(d, none);
}

bool key_waiting(const struct key_decoder *d)
{
    return d->state != GROUND && d->state != PREFIX;
}

bool key_goes_on(const struct key_decoder *d, char first)
{
    bool introduced = d->state >= CSI && d->state < PASTE;

    return introduced || (d->state >= ESC && d->state < CSI && (first == '[' || first == 'O'));
}

/* Whole keys are dropped and the rest of a broken one is swallowed when it comes, so nothing turns
 * into text. */
void key_drop(struct key_decoder *d)
{
    while (key_next(d).code != KEY_NONE)
        continue;
    if (d->state == PREFIX) d->state = GROUND;
    if (d->state == ESC || d->state == ESC_ESC) d->state = ESC_GONE;
    d->muted = d->state == CHAR || d->state >= CSI;
    buf_clear(&d->paste);
}
