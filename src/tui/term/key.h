/* From bytes to keys: a decoder that never turns an unknown or split sequence into text.
 *
 * Feed it bytes as they come; take keys out.  It knows the CSI and SS3 forms of every function and
 * cursor key of vt100, linux, xterm, putty, tmux and screen, both DEL and ^H, the application
 * keypad (decoded though never switched on), bracketed paste (to 64 KB, the rest is cut off), and
 * text in UTF-8, GB18030 or GBK.  A lone ESC becomes KEY_ESC when key_timeout is called.
 * "Esc 1".."Esc 9","Esc 0" (within the escape time: what Alt with a digit sends) and
 * "Ctrl-X 1".."Ctrl-X 0" (at any speed) are F1..F10. */
#ifndef YC_TUI_TERM_KEY_H
#define YC_TUI_TERM_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_code {
    KEY_NONE,
    KEY_TEXT,  /* one character in .ch */
    KEY_SCAN,  /* a scanner's burst in .text, ended by .ch ('\r' or '\t'); its first character has
                  come as KEY_TEXT already (scan.h) */
    KEY_PASTE, /* whole paste in .text, controls stripped, line ends and tabs as blanks; the next
                  call for a key frees it */
    KEY_ENTER,
    KEY_TAB,
    KEY_BACKTAB,
    KEY_BACKSPACE,
    KEY_DELETE,
    KEY_INSERT,
    KEY_ESC,
    KEY_UP,
    KEY_DOWN,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_HOME,
    KEY_END,
    KEY_PAGEUP,
    KEY_PAGEDOWN,
    KEY_PLUS /* keypad */,
    KEY_MINUS,
    KEY_STAR,
    KEY_F1,
    KEY_F2,
    KEY_F3,
    KEY_F4,
    KEY_F5,
    KEY_F6,
    KEY_F7,
    KEY_F8,
    KEY_F9,
    KEY_F10,
    KEY_F11,
    KEY_F12,
    KEY_CTRL, /* .ch = 'A'.. */
    KEY_ALT,  /* Esc + letter, .ch = letter */
    KEY_RESIZE,
    KEY_HANGUP,
    KEY_UNKNOWN /* swallowed sequence */
};

struct key {
    enum key_code code;
    uint32_t ch;
    const char *text;
};

enum key_charset { KEY_UTF8, KEY_GB18030 };
struct key_decoder;

struct key_decoder *key_decoder_new(enum key_charset cs);
void key_decoder_free(struct key_decoder *d);
void key_feed(struct key_decoder *d, const void *bytes, size_t n);
/* The next whole key; KEY_NONE when more bytes are needed. */
struct key key_next(struct key_decoder *d);
/* Nothing has come for one more escape time: a waiting ESC is the Esc key; the rest of a split
 * sequence, if it comes within a few more of these, is swallowed.  Call it again each escape time
 * while key_waiting. */
void key_timeout(struct key_decoder *d);
bool key_waiting(const struct key_decoder *d); /* half a key is held or may still come */
/* Bytes that begin like these would go on with a sequence that has begun. */
bool key_goes_on(const struct key_decoder *d, char first);
void key_drop(struct key_decoder *d); /* all that was fed, also the unseen rest of half a key */

/* "F2", "Ctrl-D", "Enter", "PgDn", "Space", "/", "Alt-s", "Keypad+" as written in keymaps;
 * "Ctrl-X 2" and "Esc 2" are F2.  false also for keys no terminal can send apart: Ctrl-H, Ctrl-I,
 * Ctrl-J, Ctrl-M, Ctrl-[, and the prefix Ctrl-X alone. */
bool key_parse(const char *name, struct key *k);
void key_label(struct key k, char out[16]);
bool key_same(struct key a, struct key b);

#endif
