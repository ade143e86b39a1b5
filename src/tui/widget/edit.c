#include "tui/widget/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { NO_CHARACTER = 0xFFFD }; /* what the line broke on its way */

void edit_init(struct edit *e, int max_ch, int max_col, unsigned flags)
{
    *e = (struct edit){.max_ch = max_ch, .max_col = max_col, .flags = flags};
    edit_begin(e);
}

void edit_free(struct edit *e)
{
    buf_free(&e->text);
    free(e->before);
    e->before = NULL;
}

const char *edit_text(const struct edit *e)
{
    return buf_str(&e->text);
}

void edit_set(struct edit *e, const char *utf8)
{
    struct buf b = {0};

    for (const char *p = utf8; *p;) {
        uint32_t ch;
        char enc[4];
        p += text_decode(p, &ch);
        bool keep = text_width(ch) >= 0 || (ch == '\n' && e->flags & EDIT_LINES);
        buf_add(&b, enc, text_encode(keep ? ch : ' ', enc));
    }
    buf_free(&e->text);
    e->text = b;
    e->cur = b.len;
    e->first = 0;
    e->fresh = false;
}

void edit_default(struct edit *e, const char *utf8)
{
    edit_set(e, utf8);
    e->fresh = e->text.len > 0;
}

void edit_remember(struct edit *e)
{
    free(e->before);
    e->before = mem_strdup(edit_text(e));
}

void edit_begin(struct edit *e)
{
    edit_remember(e);
    e->cur = e->text.len;
}

void edit_put_caret(struct edit *e, size_t at)
{
    e->cur = at < e->text.len ? at : e->text.len;
    while (e->cur && ((unsigned char)edit_text(e)[e->cur] & 0xC0) == 0x80)
        e->cur--;
}

bool edit_changed(const struct edit *e)
{
    return strcmp(e->before, edit_text(e)) != 0;
}

void edit_undo(struct edit *e)
{
    char *back = mem_strdup(e->before);

    edit_set(e, back);
    free(back);
}

/* --- Changing --- */

static size_t step_back(const struct edit *e, size_t at)
{
    const char *s = edit_text(e);

    if (at > 0) at--;
    while (at > 0 && ((unsigned char)s[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static size_t step_on(const struct edit *e, size_t at)
{
    uint32_t ch;

    return at < e->text.len ? at + text_decode(edit_text(e) + at, &ch) : at;
}

/* Replaces the bytes from..to by n bytes of s; the caret goes behind them. */
static void splice(struct edit *e, size_t from, size_t to, const char *s, size_t n)
{
    struct buf b = {0};

    buf_add(&b, edit_text(e), from);
    buf_add(&b, s, n);
    buf_adds(&b, edit_text(e) + to);
    buf_free(&e->text);
    e->text = b;
    e->cur = from + n;
    e->fresh = false;
}

static uint32_t narrowed(const struct edit *e, uint32_t ch)
{
    if (!(e->flags & (EDIT_DIGITS | EDIT_DECIMAL | EDIT_UPPER))) return ch;
    if (ch >= 0xFF01 && ch <= 0xFF5E) ch -= 0xFEE0;
    if (ch == 0x3002 && e->flags & EDIT_DECIMAL) ch = '.';
    if (ch >= 'a' && ch <= 'z' && e->flags & EDIT_UPPER) ch -= 'a' - 'A';
    return ch;
}

static bool accepted(const struct edit *e, uint32_t ch, bool has_point)
{
    bool digit = ch >= '0' && ch <= '9';

    if (ch == '\n') return e->flags & EDIT_LINES;
    if (text_width(ch) < 0 || ch == NO_CHARACTER) return false;
    if (e->flags & EDIT_DIGITS && !digit) return false;
    if (e->flags & EDIT_DECIMAL && !digit && (ch != '.' || has_point)) return false;
    return !e->accept || e->accept(e->arg, ch);
}

/* The filtered form of s; false when a character is refused.  Blanks a filter refuses are dropped:
 * a pasted number comes with them. */
static bool filtered(const struct edit *e, const char *s, struct buf *out)
{
    bool point = !e->fresh && strchr(edit_text(e), '.');

    while (*s) {
        uint32_t ch;
        char enc[4];
        s += text_decode(s, &ch);
        ch = narrowed(e, ch);
        if (accepted(e, ch, point))
            buf_add(out, enc, text_encode(ch, enc));
        else if (ch != ' ')
            return false;
        point |= ch == '.';
    }
    return out->len > 0;
}

static bool room_for(const struct edit *e, const char *s)
{
    const char *have = e->fresh ? "" : edit_text(e);

    if (e->max_ch && text_nchar(have) + text_nchar(s) > (size_t)e->max_ch) return false;
    return !e->max_col || text_ncol(have) + text_ncol(s) <= e->max_col;
}

enum did edit_insert(struct edit *e, const char *utf8)
{
    struct buf in = {0};
    bool ok = filtered(e, utf8, &in) && room_for(e, buf_str(&in));

    if (ok) {
        size_t from = e->fresh ? 0 : e->cur, to = e->fresh ? e->text.len : e->cur;
        splice(e, from, to, in.data, in.len);
    }
    buf_free(&in);
    return ok ? DID_USE : DID_REFUSE;
}

static bool is_full(const struct edit *e)
{
    if (!(e->flags & EDIT_AUTO) || e->cur < e->text.len) return false;
    return (e->max_ch && text_nchar(edit_text(e)) >= (size_t)e->max_ch) ||
           (e->max_col && text_ncol(edit_text(e)) >= e->max_col);
}

static enum did type(struct edit *e, uint32_t ch)
{
    char s[5] = "";
    size_t n = text_encode(ch, s);
    enum did did;

    s[n] = '\0';
    did = n ? edit_insert(e, s) : DID_REFUSE;
    return did == DID_USE && is_full(e) ? DID_FULL : did;
}

/* A copied cell brings blanks around it. */
static enum did paste(struct edit *e, const char *text)
{
    size_t n;
    char *s;
    enum did did;

    while (*text == ' ')
        text++;
    for (n = strlen(text); n && text[n - 1] == ' ';)
        n--;
    s = mem_strndup(text, n);
    did = edit_insert(e, s);
    free(s);
    return did;
}

/* --- Keys --- */

static enum did move_to(struct edit *e, size_t at)
{
    enum did did = at == e->cur && !e->fresh ? DID_REFUSE : DID_USE;

    e->cur = at;
    e->fresh = false;
    return did;
}

static enum did left(struct edit *e)
{
    return move_to(e, step_back(e, e->cur));
}

static enum did right(struct edit *e)
{
    return move_to(e, step_on(e, e->cur));
}

static enum did home(struct edit *e)
{
    move_to(e, 0);
    return DID_USE;
}

static enum did end(struct edit *e)
{
    move_to(e, e->text.len);
    return DID_USE;
}

static enum did erase(struct edit *e, size_t from, size_t to)
{
    if (from == to) return DID_REFUSE;
    splice(e, from, to, "", 0);
    return DID_USE;
}

static enum did backspace(struct edit *e)
{
    return erase(e, step_back(e, e->cur), e->cur);
}

static enum did delete (struct edit *e) { return erase(e, e->cur, step_on(e, e->cur)); }

enum did edit_key(struct edit *e, struct key k)
{
    static const struct {
        enum key_code code;
        enum did (*act)(struct edit *e);
    } acts[] = {{KEY_LEFT, left}, {KEY_RIGHT, right},         {KEY_HOME, home},
                {KEY_END, end},   {KEY_BACKSPACE, backspace}, {KEY_DELETE, delete}};

    if (k.code == KEY_TEXT) return type(e, k.ch);
    if (k.code == KEY_PASTE) return paste(e, k.text);
    if (k.code == KEY_CTRL && k.ch == 'U') return erase(e, 0, e->text.len);
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (acts[i].code == k.code) return acts[i].act(e);
    return DID_NOTHING;
}

/* --- Drawing --- */

/* Columns of the character at byte `at`; *next gets the byte after it. */
static int width_at(const struct edit *e, size_t at, size_t *next)
{
    uint32_t ch;
    int w;

    *next = at + text_decode(edit_text(e) + at, &ch);
    w = e->flags & EDIT_SECRET ? 1 : text_width(ch);
    return w < 0 ? 1 : w;
}

static int cols_between(const struct edit *e, size_t from, size_t to)
{
    int cols = 0;

    while (from < to)
        cols += width_at(e, from, &from);
    return cols;
}

/* Moves the view by a third of its width at a time, so that typing on at the edge repaints seldom.
 */
static void scroll(struct edit *e, int width)
{
    size_t next;
    int caret = e->cur < e->text.len ? width_at(e, e->cur, &next) : 1;

    if (cols_between(e, 0, e->text.len) <= width) {
        e->first = 0;
    } else if (e->cur <= e->first) {
        for (e->first = e->cur; e->first && cols_between(e, e->first, e->cur) < width / 3;)
            e->first = step_back(e, e->first);
    } else if (cols_between(e, e->first, e->cur) + caret > width) {
        while (e->first < e->cur && cols_between(e, e->first, e->cur) > width - width / 3 - caret)
            e->first = step_on(e, e->first);
    }
}

int edit_draw(struct edit *e, int row, int col, int width, enum attr a)
{
    struct buf b = {0};
    int used = 0;
    size_t at, next;

    scroll(e, width);
    for (at = e->first; at < e->text.len; at = next) {
        int w = width_at(e, at, &next);
        if (used + w > width) break;
        if (e->flags & EDIT_SECRET)
            buf_addc(&b, '*');
        else
            buf_add(&b, edit_text(e) + at, next - at);
        used += w;
    }
    e->more = at < e->text.len;
    for (; used < width; used++)
        buf_addc(&b, term_plain() ? ' ' : '_');
    term_put(row, col, width, a, buf_str(&b));
    buf_free(&b);
    return col + cols_between(e, e->first, e->cur);
}
