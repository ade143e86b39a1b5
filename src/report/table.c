#include "report/table.h"

#include <assert.h>
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

void table_begin(struct table *t, const char *key, const char *title,
                 const struct table_column *columns, size_t n)
{
    assert(n <= TABLE_COLUMNS);
    memset(t, 0, sizeof *t);
    t->key = arena_strdup(&t->arena, key);
    t->title = arena_strdup(&t->arena, title);
    t->ncolumns = n;
    for (size_t i = 0; i < n; i++) {
        t->column[i] = columns[i];
        t->column[i].key = arena_strdup(&t->arena, columns[i].key);
        t->column[i].label = arena_strdup(&t->arena, columns[i].label);
    }
}

void table_row(struct table *t, const char *const *cells)
{
    const char **row = arena_alloc(&t->arena, t->ncolumns * sizeof *row);

    for (size_t i = 0; i < t->ncolumns; i++)
        row[i] = arena_strdup(&t->arena, cells[i] ? cells[i] : "");
    if (t->nrows == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 16;
        t->row = mem_resize(t->row, t->cap * sizeof *t->row);
    }
    t->row[t->nrows++] = row;
}

void table_note(struct table *t, const char *text)
{
    t->note = mem_resize(t->note, (t->nnotes + 1) * sizeof *t->note);
    t->note[t->nnotes++] = arena_strdup(&t->arena, text);
}

void table_free(struct table *t)
{
    free(t->row);
    free(t->note);
    arena_free(&t->arena);
    memset(t, 0, sizeof *t);
}

/* --- For the eye --- */

static void pad(struct buf *out, int n)
{
    while (n-- > 0)
        buf_addc(out, ' ');
}

/* The last column gets no blanks after it. */
static void put_cell(const struct table *t, size_t i, const char *cell, int width, struct buf *out)
{
    int blanks = width - text_ncol(cell);

    if (i) buf_adds(out, "  ");
    if (t->column[i].right) pad(out, blanks);
    for (const char *p = cell; *p; p++)
        buf_addc(out, *p == '\n' ? ' ' : *p);
    if (!t->column[i].right && i + 1 < t->ncolumns) pad(out, blanks);
}

static int width_of(const struct table *t, size_t i)
{
    int width = text_ncol(t->column[i].label);

    for (size_t k = 0; k < t->nrows; k++) {
        int n = text_ncol(t->row[k][i]);
        if (n > width) width = n;
    }
    return width;
}

static void put_dashes(struct buf *out, int n)
{
    while (n-- > 0)
        buf_addc(out, '-');
    buf_addc(out, '\n');
}

void table_text(const struct table *t, struct buf *out)
{
    int width[TABLE_COLUMNS], all = -2;

    for (size_t i = 0; i < t->ncolumns; i++)
        all += 2 + (width[i] = width_of(t, i));
    if (*t->title) buf_printf(out, "%s\n", t->title);
    for (size_t i = 0; t->nrows && i < t->ncolumns; i++)
        put_cell(t, i, t->column[i].label, width[i], out);
    if (t->nrows) {
        buf_addc(out, '\n');
        put_dashes(out, all);
    } else if (t->ncolumns) {
        buf_printf(out, "%s\n", gettext("(none)"));
    }
    for (size_t k = 0; k < t->nrows; k++) {
        for (size_t i = 0; i < t->ncolumns; i++)
            put_cell(t, i, t->row[k][i], width[i], out);
        buf_addc(out, '\n');
    }
    for (size_t i = 0; i < t->nnotes; i++)
        buf_printf(out, "%s\n", t->note[i]);
}

/* --- For programs --- */

static void put_field(struct buf *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        buf_adds(out, text);
        return;
    }
    buf_addc(out, '"');
    for (; *text; text++) {
        if (*text == '"') buf_addc(out, '"');
        buf_addc(out, *text);
    }
    buf_addc(out, '"');
}

/* A number alone is no formula, though it may begin with a sign. */
static bool is_number(const char *s)
{
    s += *s == '-' || *s == '+';
    return *s && strspn(s, "0123456789.") == strlen(s);
}

/* What a spreadsheet would run, in full-width letters too (CWE-1236). */
static bool is_formula(const char *s)
{
    static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};

    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(s, starts[i], strlen(starts[i])) == 0) return !is_number(s);
    return false;
}

void table_csv_field(struct buf *out, const char *text)
{
    char *harmless = is_formula(text) ? mem_printf("'%s", text) : NULL;

    put_field(out, harmless ? harmless : text);
    free(harmless);
}

static void end_field(const struct table *t, size_t i, struct buf *out)
{
    buf_adds(out, i + 1 < t->ncolumns ? "," : "\r\n");
}

void table_csv(const struct table *t, struct buf *out)
{
    for (size_t i = 0; i < t->ncolumns; i++) {
        table_csv_field(out, t->column[i].label);
        end_field(t, i, out);
    }
    for (size_t k = 0; k < t->nrows; k++)
        for (size_t i = 0; i < t->ncolumns; i++) {
            table_csv_field(out, t->row[k][i]);
            end_field(t, i, out);
        }
}

json_t *table_json(const struct table *t)
{
    json_t *rows = json_array(), *notes = json_array();

    for (size_t k = 0; k < t->nrows; k++) {
        json_t *row = json_object();
        for (size_t i = 0; i < t->ncolumns; i++)
            json_object_set_new(row, t->column[i].key, json_string(t->row[k][i]));
        json_array_append_new(rows, row);
    }
    for (size_t i = 0; i < t->nnotes; i++)
        json_array_append_new(notes, json_string(t->note[i]));
    return json_pack("{ss ss so so}", "key", t->key, "title", t->title, "rows", rows, "notes",
                     notes);
}
