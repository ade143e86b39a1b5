#include "domain/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "base/mask.h"
#include "base/text.h"
#include "domain/decimal.h"
#include "domain/ids.h"
#include "domain/money.h"

enum { TEXT_MAX = 200, IDEOGRAPHIC_SPACE = 0x3000 };

static enum rc refuse(struct fault *f, const char *msgid, const char *a, const char *b)
{
    return fault_set(f, RC_REFUSED, "field", msgid, a ? a : "", b ? b : "", NULL);
}

/* --- What the keyboard left --- */

enum narrowing {
    AS_TYPED,
    DIGITS_AND_LETTERS, /* marks stay: a company name may well have full-width brackets */
    ALL_MARKS,
    NO_BLANKS /* all marks, and numbers typed in groups are closed up */
};

static uint32_t narrow(uint32_t ch, enum narrowing how)
{
    if (ch == IDEOGRAPHIC_SPACE && how >= ALL_MARKS) return ' ';
    if (ch < 0xFF01 || ch > 0xFF5E || how == AS_TYPED) return ch;
    uint32_t ascii = ch - 0xFEE0;
    bool word = (ascii >= '0' && ascii <= '9') || (ascii >= 'A' && ascii <= 'Z') ||
                (ascii >= 'a' && ascii <= 'z');
    return word || how >= ALL_MARKS ? ascii : ch;
}

static bool blank(uint32_t ch)
{
    return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r' || ch == IDEOGRAPHIC_SPACE;
}

/* Without blanks at the ends.  Fresh string. */
static char *tidy(const char *s, size_t n, enum narrowing how)
{
    const char *end = s + n;
    struct buf b = {0};
    size_t kept = 0; /* up to the last that is not blank */

    while (s < end) {
        uint32_t ch;
        char c[4];
        s += text_decode(s, &ch);
        if (blank(ch) && (b.len == 0 || how == NO_BLANKS)) continue;
        buf_add(&b, c, text_encode(narrow(ch, how), c));
        if (!blank(ch)) kept = b.len;
    }
    if (b.data) b.data[kept] = '\0';
    return buf_take(&b);
}

/* --- One type, one function --- */

static enum rc canonical_text(const struct field *fd, const char *s, struct buf *out,
                              struct fault *f)
{
    uint32_t ch;

    for (const char *p = s; *p;) {
        char c[4];
        p += text_decode(p, &ch);
        if (text_foul(ch) && !(ch == '\n' && fd->lines > 1))
            return refuse(f, N_("control and invisible characters are not allowed in a text"), NULL, NULL);
        if (fd->digits && (ch < '0' || ch > '9'))
            return refuse(f, N_("only digits may stand here"), NULL, NULL);
        if (fd->upper && ch >= 'a' && ch <= 'z') ch -= 'a' - 'A';
        buf_add(out, c, text_encode(ch, c));
    }
    return RC_OK;
}

static enum rc canonical_int(const struct field *fd, const char *s, struct buf *out,
                             struct fault *f)
{
    char text[DECIMAL_TEXT];
    int64_t v;

    (void)fd;
    if (!decimal_parse(s, &v) || v % DECIMAL_ONE)
        return refuse(f, N_("{1} is not a whole number, or too large"), s, NULL);
    buf_adds(out, decimal_text(v, 0, text));
    return RC_OK;
}

static int places_of(const struct field *fd)
{
    return fd->scale < 0 ? 0 : fd->scale > DECIMAL_PLACES ? DECIMAL_PLACES : fd->scale;
}

static enum rc canonical_decimal(const struct field *fd, const char *s, struct buf *out,
                                 struct fault *f)
{
    char text[DECIMAL_TEXT], places[12];
    int64_t v, rounded;

    snprintf(places, sizeof places, "%d", places_of(fd));
    if (!decimal_parse(s, &v) || !decimal_parse(decimal_text(v, places_of(fd), text), &rounded) ||
        rounded != v)
        return refuse(f, N_("{1} is not a number of at most {2} decimals, or too large"), s,
                      places);
    buf_adds(out, text);
    return RC_OK;
}

/* Amounts are calculated with as decimals of yuan, so what those cannot hold is too large. */
static enum rc canonical_money(const struct field *fd, const char *s, struct buf *out,
                               struct fault *f)
{
    static const char *const sign[] = {"￥", "¥"};
    char text[MONEY_TEXT];
    const char *from = s;
    int64_t fen, decimal;

    (void)fd;
    for (size_t i = 0; i < 2; i++)
        if (strncmp(from, sign[i], strlen(sign[i])) == 0) from += strlen(sign[i]);
    size_t n = strlen(from), unit = strlen("元");
    if (n > unit && strcmp(from + n - unit, "元") == 0) n -= unit;
    char *amount = tidy(from, n, ALL_MARKS);
    bool good = money_parse(amount, &fen) && decimal_parse(money_text(fen, text), &decimal);
    free(amount);
    if (!good)
        return refuse(f, N_("{1} is not an amount of yuan with at most two decimals, or too large"),
                      s, NULL);
    buf_adds(out, text);
    return RC_OK;
}

/* Up to most digits; -1 when there are none or more. */
static int take_number(const char **s, int most)
{
    int v = 0, n = 0;

    for (; **s >= '0' && **s <= '9'; (*s)++, n++) {
        if (n == most) return -1;
        v = v * 10 + **s - '0';
    }
    return n ? v : -1;
}

static enum rc canonical_date(const struct field *fd, const char *s, struct buf *out,
                              struct fault *f)
{
    char text[DAY_TEXT];
    day_t d;

    (void)fd;
    if (!day_typed(s, DAY_NONE, &d))
        return refuse(f, N_("{1} is not a date; write it as 2026-11-24"), s, NULL);
    buf_adds(out, day_text(d, text));
    return RC_OK;
}

static enum rc canonical_bool(const struct field *fd, const char *s, struct buf *out,
                              struct fault *f)
{
    static const char *const yes[] = {"true", "yes", "y", "1", "是"}, *const no[] = {"false", "no",
                                                                                     "n", "0",
                                                                                     "否"};

    (void)fd;
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        bool is_yes = strcasecmp(s, yes[i]) == 0;
        if (!is_yes && strcasecmp(s, no[i]) != 0) continue;
        buf_adds(out, is_yes ? "true" : "false");
        return RC_OK;
    }
    return refuse(f, N_("{1} is neither yes nor no"), s, NULL);
}

static enum rc canonical_citizen(const struct field *fd, const char *s, struct buf *out,
                                 struct fault *f)
{
    char id[19];
    enum rc rc = ids_citizen(s, INT32_MAX, id, f); /* form_check compares with today */

    (void)fd;
    if (rc == RC_OK) buf_adds(out, id);
    return rc;
}

static enum rc canonical_uscc(const struct field *fd, const char *s, struct buf *out,
                              struct fault *f)
{
    char code[19];
    enum rc rc = ids_uscc(s, code, NULL, f); /* form_check warns of the inner code */

    (void)fd;
    if (rc == RC_OK) buf_adds(out, code);
    return rc;
}

static enum rc canonical_phone(const struct field *fd, const char *s, struct buf *out,
                               struct fault *f)
{
    (void)fd;
    if (!ids_phone(s))
        return refuse(
            f, N_("{1} is not a telephone number: a mobile of 11 digits, or area code and number"),
            s, NULL);
    buf_adds(out, s);
    return RC_OK;
}

static enum rc canonical_region(const struct field *fd, const char *s, struct buf *out,
                                struct fault *f)
{
    size_t n = strspn(s, "0123456789");

    (void)fd;
    if (s[n] || (n != 6 && n != 12))
        return refuse(f, N_("{1} is not a region code of 6 or 12 digits"), s, NULL);
    buf_adds(out, s);
    return RC_OK;
}

/* --- Choices --- */

static enum rc not_offered(const struct field *fd, const char *s, struct fault *f)
{
    struct buf offered = {0};

    for (size_t i = 0; i < fd->nvalues; i++) {
        if (i) buf_addc(&offered, ' ');
        buf_adds(&offered, fd->values[i]);
    }
    enum rc rc = refuse(f, N_("{1} is not one of: {2}"), s, buf_str(&offered));
    buf_free(&offered);
    return rc;
}

/* Which value s names, by its text or its number; -1 none. */
static int choice_of(const struct field *fd, const char *s)
{
    for (size_t i = 0; i < fd->nvalues; i++)
        if (strcmp(fd->values[i], s) == 0) return (int)i;
    char *number = tidy(s, strlen(s), ALL_MARKS);
    const char *p = number;
    int n = take_number(&p, 4);
    bool good = n >= 1 && (size_t)n <= fd->nvalues && !*p;
    free(number);
    return good ? n - 1 : -1;
}

static enum rc canonical_enum(const struct field *fd, const char *s, struct buf *out,
                              struct fault *f)
{
    int i = choice_of(fd, s);

    if (i < 0) return not_offered(fd, s, f);
    buf_adds(out, fd->values[i]);
    return RC_OK;
}

/* Bytes of the separator at s, 0 when there is none.  A text that has a '|' is parted there only.
 */
static size_t separator(const char *s, bool bars)
{
    static const char *const mark[] = {",", ";", " ", "\t", "\uFF0C", "\uFF1B", "\u3001", "\u3000"};

    if (bars) return *s == '|';
    for (size_t i = 0; i < sizeof mark / sizeof mark[0]; i++)
        if (strncmp(s, mark[i], strlen(mark[i])) == 0) return strlen(mark[i]);
    return 0;
}

static enum rc mark_choices(const struct field *fd, const char *s, bool *chosen, struct fault *f)
{
    bool bars = strchr(s, '|') != NULL;
    int whole = choice_of(fd, s); /* a value may itself hold a separator */

    if (whole >= 0) {
        chosen[whole] = true;
        return RC_OK;
    }
    while (*s) {
        size_t n = 0;
        while (s[n] && !separator(s + n, bars))
            n++;
        char *part = tidy(s, n, AS_TYPED);
        int i = *part ? choice_of(fd, part) : -1;
        enum rc rc = *part && i < 0 ? not_offered(fd, part, f) : RC_OK;
        free(part);
        if (rc != RC_OK) return rc;
        if (i >= 0) chosen[i] = true;
        s += n;
        s += *s ? separator(s, bars) : 0;
    }
    return RC_OK;
}

static enum rc canonical_multi(const struct field *fd, const char *s, struct buf *out,
                               struct fault *f)
{
    bool *chosen = mem_alloc(fd->nvalues * sizeof *chosen);
    enum rc rc = mark_choices(fd, s, chosen, f);

    for (size_t i = 0; rc == RC_OK && i < fd->nvalues; i++) {
        if (!chosen[i]) continue;
        if (out->len) buf_addc(out, '|');
        buf_adds(out, fd->values[i]);
    }
    free(chosen);
    return rc;
}

/* --- Tables --- */

/* The cell's own sentence, with the place in the arguments cells leave free. */
static enum rc place_fault(struct fault *f, size_t row, const char *label)
{
    if (!f) return RC_REFUSED;
    struct fault cell = *f;
    char number[24];
    snprintf(number, sizeof number, "%zu", row + 1);
    return fault_set(f, RC_REFUSED, "cell", cell.msgid, cell.arg[0], cell.arg[1], number, label,
                     NULL);
}

static enum rc canonical_cell(const struct field *column, json_t *from, json_t *to, struct fault *f)
{
    json_t *cell = json_object_get(from, column->key);
    struct buf b = {0};

    if (!cell || json_is_null(cell)) return RC_OK;
    if (!json_is_string(cell) || column->type == FIELD_TABLE)
        return refuse(f, N_("a cell of a table must be a text"), NULL, NULL);
    enum rc rc = form_canonical(column, json_string_value(cell), &b, f);
    if (rc == RC_OK && b.len) json_object_set_new(to, column->key, json_string(b.data));
    buf_free(&b);
    return rc;
}

static const char *foreign_key(const struct field *fd, json_t *row)
{
    const char *key;
    json_t *cell;

    json_object_foreach(row, key, cell)
    {
        size_t i = 0;
        while (i < fd->ncolumns && strcmp(fd->columns[i].key, key) != 0)
            i++;
        if (i == fd->ncolumns) return key;
    }
    return NULL;
}

static enum rc canonical_row(const struct field *fd, json_t *from, size_t n, json_t *rows,
                             struct fault *f)
{
    const char *foreign = foreign_key(fd, from);
    json_t *to = json_object();
    enum rc rc = RC_OK;

    if (!json_is_object(from))
        rc = refuse(f, N_("this is not a table"), NULL, NULL);
    else if (foreign)
        rc = refuse(f, N_("the table has no column {1}"), foreign, NULL);
    for (size_t i = 0; rc == RC_OK && i < fd->ncolumns; i++)
        if (canonical_cell(&fd->columns[i], from, to, f) != RC_OK)
            rc = place_fault(f, n, fd->columns[i].label);
    if (rc == RC_OK && json_object_size(to)) json_array_append(rows, to);
    json_decref(to);
    return rc;
}

static enum rc canonical_rows(const struct field *fd, json_t *from, json_t *to, struct fault *f)
{
    int most = fd->max_rows > 0 && fd->max_rows < EXPR_ROWS ? fd->max_rows : EXPR_ROWS;
    enum rc rc = RC_OK;
    char text[12];

    if (!json_is_array(from)) return refuse(f, N_("this is not a table"), NULL, NULL);
    for (size_t i = 0; rc == RC_OK && i < json_array_size(from); i++) {
        rc = canonical_row(fd, json_array_get(from, i), i, to, f);
        if (rc != RC_OK || json_array_size(to) <= (size_t)most) continue;
        snprintf(text, sizeof text, "%d", most);
        rc = refuse(f, N_("the table may have {1} rows at most"), text, NULL);
    }
    return rc;
}

static enum rc canonical_table(const struct field *fd, const char *s, struct buf *out,
                               struct fault *f)
{
    json_t *from = json_loads(s, JSON_REJECT_DUPLICATES, NULL), *to = json_array();
    enum rc rc = canonical_rows(fd, from, to, f);

    if (rc == RC_OK && json_array_size(to)) {
        char *text = json_dumps(to, JSON_COMPACT);
        buf_adds(out, text);
        free(text);
    }
    json_decref(from);
    json_decref(to);
    return rc;
}

/* --- The whole --- */

typedef enum rc canonical_fn(const struct field *fd, const char *s, struct buf *out,
                             struct fault *f);

static const struct {
    canonical_fn *canonical;
    enum narrowing how;
} types[] = {
    [FIELD_TEXT] = {canonical_text, DIGITS_AND_LETTERS},
    [FIELD_INT] = {canonical_int, ALL_MARKS},
    [FIELD_DECIMAL] = {canonical_decimal, ALL_MARKS},
    [FIELD_MONEY] = {canonical_money, ALL_MARKS},
    [FIELD_DATE] = {canonical_date, ALL_MARKS},
    [FIELD_ENUM] = {canonical_enum, AS_TYPED},
    [FIELD_MULTI] = {canonical_multi, AS_TYPED},
    [FIELD_BOOL] = {canonical_bool, ALL_MARKS},
    [FIELD_ID_NO] = {canonical_citizen, NO_BLANKS},
    [FIELD_USCC] = {canonical_uscc, NO_BLANKS},
    [FIELD_PHONE] = {canonical_phone, NO_BLANKS},
    [FIELD_REGION] = {canonical_region, NO_BLANKS},
    [FIELD_TABLE] = {canonical_table, AS_TYPED},
};

static enum rc check_length(const struct field *fd, const char *s, struct fault *f)
{
    int most = fd->max > 0 ? fd->max : fd->type == FIELD_TEXT ? TEXT_MAX : 0;
    char is[24], may[12];

    if (!most || fd->type == FIELD_TABLE || text_nchar(s) <= (size_t)most) return RC_OK;
    snprintf(is, sizeof is, "%zu", text_nchar(s));
    snprintf(may, sizeof may, "%d", most);
    return refuse(f, N_("{1} characters, but only {2} may stand here"), is, may);
}

/* A text without a mask is as it was. */
static enum rc apply_mask(const struct field *fd, struct buf *out, struct fault *f)
{
    bool whole;

    if (!fd->mask || !*fd->mask || !out->len) return RC_OK;
    if (mask_fit(fd->mask, buf_str(out), out, &whole) && whole) return RC_OK;
    return refuse(f, N_("{1} is not of the form {2} (9 a digit, A a letter, X either)"),
                  buf_str(out), fd->mask);
}

enum rc form_canonical(const struct field *fd, const char *typed, struct buf *out, struct fault *f)
{
    buf_clear(out);
    if (!text_valid(typed)) return refuse(f, N_("this is not UTF-8 text"), NULL, NULL);
    char *s = tidy(typed, strlen(typed), types[fd->type].how);
    enum rc rc = *s ? types[fd->type].canonical(fd, s, out, f) : RC_OK;
    free(s);
    if (rc == RC_OK) rc = apply_mask(fd, out, f);
    if (rc == RC_OK) rc = check_length(fd, buf_str(out), f);
    if (rc != RC_OK) buf_clear(out);
    return rc;
}
