/* The layout of a group of fields as it is drawn in the form file:
 *
 *   layout: |
 *     申请人名称 [org_name______________________]  信用代码 [uscc______________]
 *
 * A field stands in brackets, its caption before it; columns are those of the width table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mask.h"
#include "base/text.h"
#include "catalog/form_build.h"

enum { MOST_COLS = 78, MOST_CHOICE = 30, GAP = 2 };

struct drawing {
    struct build *b;
    const struct yaml *at;
    const struct field_set *set;
    struct drawn_field *drawn; /* of each field */
    int last;                  /* the field drawn before, -1 none */
    int row;                   /* from 0 */
    const char *line;
    int free;   /* first column of the row that is free */
    bool alone; /* a field of several rows stands in it */
    bool bad;
};

static void wrong(struct drawing *d, const char *at, const char *msgid, const char *a,
                  const char *b)
{
    struct fault f;
    char before[512] = "";
    size_t n = (size_t)(at - d->line);

    memcpy(before, d->line, n < sizeof before ? n : sizeof before - 1);
    fault_set(&f, RC_REFUSED, "layout", msgid, a ? a : "", b ? b : "", NULL);
    finding_in_block(&d->b->to, d->at, d->row, (int)text_nchar(before) + 1, &f);
    d->bad = true;
}

/* --- What a field needs --- */

int catalog_note_cols(const struct field *fd)
{
    return fd->type == FIELD_ID_NO ? 12 : fd->type == FIELD_USCC ? 2 : 0;
}

static bool has_rows(const struct field *fd)
{
    return fd->type == FIELD_MULTI || fd->type == FIELD_TABLE || fd->lines > 1;
}

static int widest(const struct field *fd)
{
    int most = 0;

    for (size_t i = 0; i < fd->nvalues; i++)
        if (text_ncol(fd->values[i]) > most) most = text_ncol(fd->values[i]);
    return most + 2 < MOST_CHOICE ? most + 2 : MOST_CHOICE;
}

static int needed(const struct field *fd)
{
    static const int usual[] = {
        [FIELD_TEXT] = 4,  [FIELD_INT] = 3,    [FIELD_DECIMAL] = 6, [FIELD_MONEY] = 8,
        [FIELD_DATE] = 10, [FIELD_MULTI] = 30, [FIELD_BOOL] = 5,    [FIELD_ID_NO] = 18,
        [FIELD_USCC] = 18, [FIELD_PHONE] = 11, [FIELD_REGION] = 12, [FIELD_TABLE] = 40,
        [FIELD_ENUM] = 6};

    if (*fd->mask) return (int)mask_nchar(fd->mask);
    if (fd->type == FIELD_ENUM) return widest(fd);
    if (fd->lines > 1) return 20;
    return usual[fd->type];
}

/* --- One row --- */

static int field_of(const struct field_set *set, const char *key)
{
    for (size_t i = 0; i < set->n; i++)
        if (strcmp(set->fields[i].key, key) == 0) return (int)i;
    return -1;
}

static int column_of(const struct drawing *d, const char *at)
{
    char *before = mem_strndup(d->line, (size_t)(at - d->line));
    int cols = text_ncol(before);

    free(before);
    return cols;
}

static void check_place(struct drawing *d, int i, const char *at, const struct drawn_field *p)
{
    const struct field *fd = &d->set->fields[i];
    int note = catalog_note_cols(fd), end = p->col + p->width + 2 + (note ? GAP + note : 0);
    char need[12];

    snprintf(need, sizeof need, "%d", needed(fd));
    if (d->drawn[i].line)
        wrong(d, at, N_("the layout shows \"{1}\" twice"), fd->key, NULL);
    else if (i < d->last)
        wrong(d, at, N_("\"{1}\" is drawn behind \"{2}\", but comes before it in the fields"),
              fd->key, d->set->fields[d->last].key);
    if (p->width < needed(fd)) wrong(d, at, N_("\"{1}\" needs {2} columns"), fd->key, need);
    if (p->label_col < d->free || d->alone || (d->free && has_rows(fd)))
        wrong(d, at, N_("\"{1}\" has no room beside what stands before it"), fd->key, NULL);
    if (end > MOST_COLS)
        wrong(d, at, N_("\"{1}\" and what is shown behind it go beyond column 78"), fd->key, NULL);
    d->last = i > d->last ? i : d->last;
    d->free = end + 1; /* one for the mark of the next */
    d->alone = has_rows(fd);
    d->drawn[i] = *p;
}

/* The field whose bracket is at open, with its caption from caption on; returns its end. */
static const char *read_field(struct drawing *d, const char *caption, const char *open,
                              const char *end)
{
    const char *close = memchr(open, ']', (size_t)(end - open));
    size_t n = (size_t)(open - caption);

    if (!close) {
        wrong(d, open, N_("the bracket is not closed"), NULL, NULL);
        return end;
    }
    size_t key = (size_t)(close - open) - 1;
    int width = (int)key;
    while (key && (open[key] == '_' || open[key] == ' '))
        key--;
    char *name = mem_strndup(open + 1, key);
    int i = field_of(d->set, name);
    while (n && caption[n - 1] == ' ')
        n--;
    struct drawn_field p = {.line = d->row + 1,
                            .label_col = column_of(d, n ? caption : open),
                            .col = column_of(d, open),
                            .width = width,
                            .caption = arena_strndup(&d->b->c->arena, caption, n)};
    if (i < 0)
        wrong(d, open + 1, N_("\"{1}\" is no field of this section"), name, NULL);
    else
        check_place(d, i, open, &p);
    free(name);
    return close + 1;
}

static void read_row(struct drawing *d, const char *end)
{
    d->free = 0;
    d->alone = false;
    for (const char *p = d->line; p < end;) {
        p += strspn(p, " ");
        if (p >= end) break;
        const char *open = memchr(p, '[', (size_t)(end - p));
        if (!open) {
            wrong(d, p, N_("no field follows this text"), NULL, NULL);
            break;
        }
        p = read_field(d, p, open, end);
    }
}

/* --- The whole --- */

void build_layout(struct build *b, struct field_set *set, const struct yaml *node)
{
    struct drawing d = {.b = b, .at = yaml_get(node, "layout"), .set = set, .last = -1};

    if (!d.at || !*set->layout) return;
    d.drawn = arena_alloc(&b->c->arena, (set->n + 1) * sizeof *d.drawn);
    for (d.line = set->layout; *d.line; d.row++) {
        const char *end = d.line + strcspn(d.line, "\n");
        read_row(&d, end);
        d.line = end + (*end == '\n');
    }
    for (size_t i = 0; i < set->n; i++) {
        if (d.drawn[i].line || !*set->fields[i].key) continue;
        finding(&b->to, d.at, N_("the layout does not show \"{1}\""), set->fields[i].key, NULL);
        d.bad = true;
    }
    if (!d.bad) set->drawn = d.drawn;
}
