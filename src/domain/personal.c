#include "domain/personal.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum privacy field_privacy(const struct field *fd)
{
    if (fd->privacy != PRIVACY_BY_TYPE) return fd->privacy;
    return fd->type == FIELD_ID_NO   ? PRIVACY_SPI
           : fd->type == FIELD_PHONE ? PRIVACY_PI
           : fd->type == FIELD_USCC  ? PRIVACY_PUB
                                     : PRIVACY_INT;
}

static bool is_personal(const struct field *fd)
{
    return field_privacy(fd) >= PRIVACY_PI;
}

bool field_masked(const struct field *fd)
{
    if (is_personal(fd)) return true;
    for (size_t i = 0; fd->type == FIELD_TABLE && i < fd->ncolumns; i++)
        if (is_personal(&fd->columns[i])) return true;
    return false;
}

/* --- Masks --- */

static size_t first_chars(const char *s, size_t nchar)
{
    const char *p = s;
    uint32_t ch;

    while (*p && nchar-- > 0)
        p += text_decode(p, &ch);
    return (size_t)(p - s);
}

void personal_mask_id(const char *s, struct buf *out)
{
    size_t n = text_nchar(s);

    if (n < 8) {
        buf_add(out, s, first_chars(s, 1));
        buf_adds(out, "***");
        return;
    }
    buf_add(out, s, first_chars(s, 3));
    for (size_t i = 7; i < n; i++)
        buf_addc(out, '*');
    buf_adds(out, s + first_chars(s, n - 4));
}

void personal_mask_name(const char *s, struct buf *out)
{
    if (!*s) return;
    buf_add(out, s, first_chars(s, 1));
    buf_addc(out, '*');
}

/* A number of some paper, written with no other letters than ASCII ones. */
static bool is_number(const char *s)
{
    bool digit = false;

    for (const char *p = s; *p; p++) {
        if ((unsigned char)*p >= 0x80) return false;
        digit |= *p >= '0' && *p <= '9';
    }
    return digit;
}

static void mask_text(const char *s, struct buf *out)
{
    enum { NAME_MOST = 4 };

    if (is_number(s)) {
        personal_mask_id(s, out);
    } else if (text_nchar(s) <= NAME_MOST || (unsigned char)*s < 0x80) {
        personal_mask_name(s, out);
    } else {
        buf_add(out, s, first_chars(s, 3));
        buf_adds(out, "***");
    }
}

static json_t *mask_row(const struct field *fd, json_t *row)
{
    for (size_t i = 0; i < fd->ncolumns; i++) {
        const struct field *col = &fd->columns[i];
        const char *cell = json_string_value(json_object_get(row, col->key));
        struct buf masked = {0};
        if (!cell || !is_personal(col)) continue;
        personal_mask(col, cell, &masked);
        json_object_set_new(row, col->key, json_string(buf_str(&masked)));
        buf_free(&masked);
    }
    return row;
}

static void mask_table(const struct field *fd, const char *value, struct buf *out)
{
    json_t *rows = json_loads(value, 0, NULL);

    for (size_t i = 0; i < json_array_size(rows); i++)
        mask_row(fd, json_array_get(rows, i));
    char *text = rows ? json_dumps(rows, JSON_COMPACT) : NULL;
    buf_adds(out, text ? text : "[]");
    free(text);
    json_decref(rows);
}

void personal_mask(const struct field *fd, const char *value, struct buf *out)
{
    if (!*value || !field_masked(fd))
        buf_adds(out, value);
    else if (fd->type == FIELD_TABLE && !is_personal(fd))
        mask_table(fd, value, out);
    else if (fd->type == FIELD_ID_NO || fd->type == FIELD_PHONE || fd->type == FIELD_USCC)
        personal_mask_id(value, out);
    else if (fd->type == FIELD_TEXT)
        mask_text(value, out);
    else
        buf_adds(out, "***");
}

void personal_each(const struct field *fd, const char *value, personal_visit *visit, void *arg)
{
    if (fd->type != FIELD_TABLE) {
        if (*value && is_personal(fd)) visit(arg, fd, value);
        return;
    }
    json_t *rows = json_loads(value, 0, NULL);
    for (size_t i = 0; i < json_array_size(rows); i++)
        for (size_t k = 0; k < fd->ncolumns; k++) {
            const char *cell =
                json_string_value(json_object_get(json_array_get(rows, i), fd->columns[k].key));
            if (cell && *cell && (is_personal(fd) || is_personal(&fd->columns[k])))
                visit(arg, &fd->columns[k], cell);
        }
    json_decref(rows);
}
