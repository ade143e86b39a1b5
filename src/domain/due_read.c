#include "domain/due_ask.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "domain/money.h"

/* 1900-01-01 and 2999-12-31: what lies outside is a typing mistake. */
enum { FIRST_DAY = -25567, LAST_DAY = 376199 };
enum { SHOWN = 60 }; /* characters of a wrong value that an error repeats */

/* --- Errors --- */

bool ask_failed(const struct ask *a)
{
    return a->error.len > 0;
}

static bool is_clean(uint32_t ch, size_t bytes)
{
    bool invalid = ch == 0xFFFD && bytes == 1, line_end = ch == 0x2028 || ch == 0x2029;

    return !invalid && !line_end && ch != ';' && text_width(ch) >= 0 && !text_hidden(ch);
}

static void add_shown(struct buf *b, const char *s)
{
    uint32_t ch;

    if (!*s) buf_adds(b, "empty");
    for (int i = 0; *s; i++) {
        size_t n = text_decode(s, &ch);
        if (i == SHOWN) {
            buf_adds(b, "...");
            return;
        }
        if (is_clean(ch, n))
            buf_add(b, s, n);
        else
            buf_addc(b, '?');
        s += n;
    }
}

static bool begin_error(struct ask *a)
{
    if (ask_failed(a)) return false;
    buf_adds(&a->error, "error: ");
    buf_adds(&a->error, a->op);
    buf_adds(&a->error, ": ");
    return true;
}

void ask_fail(struct ask *a, const char *what, const char *shown)
{
    if (!begin_error(a)) return;
    buf_adds(&a->error, what);
    buf_addc(&a->error, ' ');
    add_shown(&a->error, shown);
}

static void fail_value(struct ask *a, const char *key, const char *value, const char *should)
{
    if (!begin_error(a)) return;
    buf_adds(&a->error, key);
    buf_adds(&a->error, " must be ");
    buf_adds(&a->error, should);
    buf_adds(&a->error, ", not ");
    add_shown(&a->error, value);
}

/* --- Pairs --- */

/* The part before the next mark, cut off; NULL: none left. */
static char *next_part(char **rest, char mark)
{
    char *part = *rest, *end = part ? strchr(part, mark) : NULL;

    if (end) *end = '\0';
    *rest = end ? end + 1 : NULL;
    return part;
}

static const char *get(const struct ask *a, const char *key)
{
    for (size_t i = 0; i < a->npair; i++)
        if (strcmp(a->pair[i].key, key) == 0) return a->pair[i].value;
    return NULL;
}

static bool word_in(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = list; n && (p = strstr(p, word)); p += n)
        if ((p == list || p[-1] == ' ') && (p[n] == ' ' || !p[n])) return true;
    return false;
}

static void add_pair(struct ask *a, char *pair, const char *keys)
{
    char *eq = strchr(pair, '=');

    if (!eq) {
        ask_fail(a, "expected key=value, not", pair);
        return;
    }
    *eq = '\0';
    if (!word_in(keys, pair) || strchr(pair, ' ')) {
        ask_fail(a, "unknown key", pair);
    } else if (get(a, pair)) {
        ask_fail(a, "key given twice:", pair);
    } else {
        assert(a->npair < ASK_PAIRS); /* no question has more keys */
        a->pair[a->npair++] = (struct pair){pair, eq + 1};
    }
}

bool ask_begin(struct ask *a, const char *op, const char *inputs, const char *keys)
{
    a->op = op;
    a->npair = a->nstand = a->ndated = 0;
    a->provisional = false;
    buf_clear(&a->answer);
    buf_clear(&a->error);
    buf_clear(&a->inputs);
    buf_adds(&a->inputs, inputs);
    char *rest = a->inputs.data;
    for (char *part; !ask_failed(a) && (part = next_part(&rest, ';'));)
        if (*part) add_pair(a, part, keys);
    return !ask_failed(a);
}

bool ask_has(const struct ask *a, const char *key)
{
    return get(a, key) != NULL;
}

const char *ask_text(struct ask *a, const char *key)
{
    const char *v = get(a, key);

    if (v) return v;
    ask_fail(a, "missing", key);
    return "";
}

/* --- Single values --- */

static bool read_day(const char *s, day_t *d)
{
    day_t v;

    if (!day_parse(s, &v) || v < FIRST_DAY || v > LAST_DAY) return false;
    *d = v;
    return true;
}

day_t ask_day(struct ask *a, const char *key)
{
    const char *s = ask_text(a, key);
    day_t d = 0;

    if (!read_day(s, &d)) fail_value(a, key, s, "a date of 1900 to 2999 such as 2026-11-24");
    return d;
}

instant_t ask_instant(struct ask *a, const char *key)
{
    const char *s = ask_text(a, key);
    instant_t t = 0;

    if (instant_parse(s, &t) && t >= day_start(FIRST_DAY) && t < day_start(LAST_DAY + 1)) return t;
    fail_value(a, key, s, "a time of 1900 to 2999 such as 2026-11-24T09:14");
    return 0;
}

static bool read_int(const char *s, int max, int *out)
{
    int v = 0, digits = 0;

    for (; *s >= '0' && *s <= '9' && digits <= 6; s++, digits++)
        v = v * 10 + *s - '0';
    if (*s || digits == 0 || digits > 6 || v > max) return false;
    *out = v;
    return true;
}

int ask_int(struct ask *a, const char *key, int max)
{
    const char *s = ask_text(a, key);
    int v = 0;

    assert(max == ASK_N_MAX || max == ASK_MINUTES_MAX);
    if (!read_int(s, max, &v))
        fail_value(a, key, s,
                   max == ASK_N_MAX ? "a whole number from 0 to 9999"
                                    : "a whole number from 0 to 99999");
    return v;
}

int ask_int_or(struct ask *a, const char *key, int otherwise)
{
    return ask_has(a, key) ? ask_int(a, key, ASK_N_MAX) : otherwise;
}

bool ask_flag(struct ask *a, const char *key)
{
    const char *s = get(a, key);
    int v = 0;

    if (s && !read_int(s, 1, &v)) fail_value(a, key, s, "0 or 1");
    return v == 1;
}

static bool two_digits(const char *s, int max, int *out)
{
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9') return false;
    *out = (s[0] - '0') * 10 + s[1] - '0';
    return *out <= max;
}

int ask_minute_or(struct ask *a, const char *key, int otherwise)
{
    const char *s = get(a, key);
    int hour, minute;

    if (!s) return otherwise;
    if (strlen(s) == 5 && two_digits(s, 23, &hour) && s[2] == ':' && two_digits(s + 3, 59, &minute))
        return hour * 60 + minute;
    fail_value(a, key, s, "a time such as 17:30");
    return 0;
}

int64_t ask_money(struct ask *a, const char *key)
{
    const char *s = ask_text(a, key);
    int64_t fen = 0;

    if (money_parse(s, &fen) && fen >= 0) return fen;
    fail_value(a, key, s, "yuan such as 1000.00");
    return 0;
}

/* --- Lists --- */

static char *list_of(struct ask *a, const char *value)
{
    buf_clear(&a->list);
    buf_adds(&a->list, value);
    return a->list.data;
}

static bool read_stand(char *s, struct stand *out)
{
    char *slash = strchr(s, '/');

    if (!slash) return false;
    *slash = '\0';
    out->to = DAY_NONE;
    if (!read_day(s, &out->from)) return false;
    return !slash[1] || (read_day(slash + 1, &out->to) && out->to >= out->from);
}

void ask_stands(struct ask *a)
{
    const char *s = get(a, "susp");

    if (!s || !*s) return;
    char *rest = list_of(a, s);
    for (char *part; (part = next_part(&rest, ',')); a->nstand++) {
        if (a->nstand == ASK_STANDS || !read_stand(part, &a->stand[a->nstand])) {
            fail_value(a, "susp", s, "at most 32 of first/last day, joined by commas");
            return;
        }
    }
}

static bool read_part(char *s, struct part *out)
{
    size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

    if (len == 0 || len > ASK_NAME || s[len] != ':' || !read_int(s + len + 1, ASK_N_MAX, &out->n))
        return false;
    s[len] = '\0';
    out->name = s;
    return true;
}

/* The answer would have that key twice. */
static bool name_taken(const struct part *part, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(part[i].name, name) == 0) return true;
    return word_in("total commit_due plan provisional", name);
}

size_t ask_parts(struct ask *a, const char *key, struct part out[ASK_PARTS])
{
    const char *s = ask_text(a, key);
    char *rest = list_of(a, s);
    size_t n = 0;

    for (char *p; (p = next_part(&rest, ',')); n++) {
        if (n == ASK_PARTS || !read_part(p, &out[n])) {
            fail_value(a, key, s, "at most 32 of name:days, joined by commas");
            return 0;
        }
        if (name_taken(out, n, out[n].name)) {
            ask_fail(a, "this name is taken:", out[n].name);
            return 0;
        }
    }
    return n;
}
