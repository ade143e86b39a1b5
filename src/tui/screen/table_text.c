#include "tui/screen/table_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* --- Lines to JSON --- */

static void add_json_text(struct buf *out, const char *s, size_t n)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '"' || c == '\\') buf_addc(out, '\\');
        if (c < ' ')
            buf_printf(out, "\\u%04x", c);
        else
            buf_addc(out, (char)c);
    }
    buf_addc(out, '"');
}

static void trim(const char **s, size_t *n)
{
    while (*n && **s == ' ')
        ++*s, --*n;
    while (*n && (*s)[*n - 1] == ' ')
        --*n;
}

static void add_row(const struct field *fd, const char *line, size_t n, struct buf *out)
{
    bool bars = memchr(line, '|', n) != NULL, first = true;
    const char mark = bars ? '|' : ' ';

    trim(&line, &n);
    if (!n) return;
    buf_adds(out, out->len > 1 ? ",{" : "{");
    for (size_t c = 0; c < fd->ncolumns && n; c++) {
        const char *end = c + 1 < fd->ncolumns ? memchr(line, mark, n) : NULL, *cell = line;
        size_t len = end ? (size_t)(end - line) : n, used = len + (end != NULL);
        trim(&cell, &len);
        if (len) {
            if (!first) buf_addc(out, ',');
            add_json_text(out, fd->columns[c].key, strlen(fd->columns[c].key));
            buf_addc(out, ':');
            add_json_text(out, cell, len);
            first = false;
        }
        line += used;
        n -= used;
        if (!bars) trim(&line, &n);
    }
    buf_addc(out, '}');
}

void table_to_json(const struct field *fd, const char *lines, struct buf *out)
{
    buf_clear(out);
    buf_addc(out, '[');
    while (*lines) {
        size_t n = strcspn(lines, "\n");
        add_row(fd, lines, n, out);
        lines += n + (lines[n] == '\n');
    }
    if (out->len == 1)
        buf_clear(out);
    else
        buf_addc(out, ']');
}

/* --- JSON to lines --- */

/* Reads the string at *p (on its quote) into out and moves on; false: not one. */
static bool read_text(const char **p, struct buf *out)
{
    const char *s = *p;

    buf_clear(out);
    if (*s++ != '"') return false;
    for (; *s && *s != '"'; s++) {
        if (*s != '\\') {
            buf_addc(out, *s);
            continue;
        }
        if (*++s == 'u' && strlen(s) > 4) {
            char hex[5] = {s[1], s[2], s[3], s[4], '\0'}, utf8[4];
            buf_add(out, utf8, text_encode((uint32_t)strtoul(hex, NULL, 16), utf8));
            s += 4;
        } else if (*s) {
            buf_addc(out, *s == 'n' || *s == 't' || *s == 'r' ? ' ' : *s);
        } else {
            return false;
        }
    }
    *p = s + (*s == '"');
    return *s == '"';
}

static int column_of(const struct field *fd, const char *key)
{
    for (size_t i = 0; i < fd->ncolumns; i++)
        if (strcmp(fd->columns[i].key, key) == 0) return (int)i;
    return -1;
}

static void write_row(const struct field *fd, char **cell, struct buf *out)
{
    if (out->len) buf_addc(out, '\n');
    for (size_t i = 0; i < fd->ncolumns; i++) {
        if (i) buf_addc(out, '|');
        buf_adds(out, cell[i] ? cell[i] : "");
        free(cell[i]);
        cell[i] = NULL;
    }
}

void table_to_lines(const struct field *fd, const char *json, struct buf *out)
{
    struct buf key = {0}, text = {0};
    char **cell = mem_alloc((fd->ncolumns + 1) * sizeof *cell);

    buf_clear(out);
    for (const char *p = json; *p;) {
        int c;
        if (*p == '}') write_row(fd, cell, out);
        if (*p != '"') {
            p++;
            continue;
        }
        if (!read_text(&p, &key)) break;
        p += strspn(p, ": ");
        if (!read_text(&p, &text)) break;
        c = column_of(fd, buf_str(&key));
        if (c < 0) continue;
        free(cell[c]);
        cell[c] = mem_strdup(buf_str(&text));
    }
    for (size_t i = 0; i < fd->ncolumns; i++)
        free(cell[i]);
    free(cell);
    buf_free(&key);
    buf_free(&text);
}
