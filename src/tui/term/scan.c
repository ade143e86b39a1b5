#include "tui/term/scan.h"

#include <assert.h>

static const struct key none = {.code = KEY_NONE};

static bool held(const struct scan *s)
{
    return s->given < s->n;
}

static bool in_burst(const struct scan *s, int64_t ms)
{
    return s->n > 0 && s->n < SCAN_MOST && ms - s->last < SCAN_GAP_MS;
}

static bool may_be_scanned(struct key k)
{
    return k.code == KEY_TEXT && k.ch > ' ' && k.ch < 0x7F;
}

static bool ends(struct key k)
{
    return k.code == KEY_ENTER || k.code == KEY_TAB;
}

static void add(struct scan *s, char c)
{
    s->text[s->n++] = c;
    s->text[s->n] = '\0';
    s->last = s->at;
}

/* .after goes now; it may be the first character of a burst. */
static void begin(struct scan *s, bool wanted)
{
    s->n = s->given = 0;
    if (!wanted || !s->fresh || !may_be_scanned(s->after)) return;
    add(s, (char)s->after.ch);
    s->given = 1;
}

void scan_put(struct scan *s, struct key k, int64_t ms, bool wanted)
{
    bool burst = wanted && in_burst(s, ms);

    assert(s->after.code == KEY_NONE && !s->release);
    s->dropping = s->dropping && ms - s->at < SCAN_GAP_MS;
    s->fresh = s->ended || ms - s->at >= SCAN_GAP_MS;
    s->ended = ends(k);
    s->wanted = wanted;
    s->at = ms;
    if (s->dropping) return;
    if (burst && may_be_scanned(k)) {
        add(s, (char)k.ch);
        return;
    }
    s->after = k;
    if (burst && ends(k) && s->n >= SCAN_LEAST) {
        s->after =
            (struct key){.code = KEY_SCAN, .ch = k.code == KEY_TAB ? '\t' : '\r', .text = s->text};
        s->n = s->given = 0;
    } else if (held(s))
        s->release = true;
    else
        begin(s, wanted);
}

struct key scan_take(struct scan *s)
{
    struct key k = s->after;

    if (s->release && held(s))
        return (struct key){.code = KEY_TEXT, .ch = (unsigned char)s->text[s->given++]};
    if (s->release) begin(s, s->wanted);
    s->release = false;
    s->after = none;
    return k;
}

int scan_left(const struct scan *s, int64_t now)
{
    if (!held(s) || s->release) return -1;
    int64_t left = s->last + SCAN_GAP_MS - now;
    return left > 0 ? (int)left : 0;
}

void scan_quiet(struct scan *s)
{
    if (held(s)) s->release = true;
}

void scan_drop(struct scan *s)
{
    *s = (struct scan){.at = s->at, .dropping = s->n > 1};
}
