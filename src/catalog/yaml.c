#include "catalog/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/buf.h"
#include "base/text.h"

/* --- Findings --- */
static void report(struct findings *to, const char *path, int line, int column, bool warning,
                   const struct fault *f)
{
    if (!warning) to->errors++;
    to->report(to->arg, path, line, column, warning, f);
}

static void fault_from(struct fault *f, const char *msgid, va_list ap)
{
    const char *arg[FAULT_ARGS] = {0};

    for (int i = 0; i < FAULT_ARGS && (arg[i] = va_arg(ap, const char *)); i++)
        continue;
    (void)!fault_set(f, RC_REFUSED, "definition", msgid, arg[0], arg[1], arg[2], arg[3], NULL);
}

void finding(struct findings *to, const struct yaml *at, const char *msgid, ...)
{
    struct fault f;
    va_list ap;

    va_start(ap, msgid);
    fault_from(&f, msgid, ap);
    va_end(ap);
    report(to, at->in->path, at->line, at->column, false, &f);
}

void finding_warn(struct findings *to, const struct yaml *at, const char *msgid, ...)
{
    struct fault f;
    va_list ap;

    va_start(ap, msgid);
    fault_from(&f, msgid, ap);
    va_end(ap);
    report(to, at->in->path, at->line, at->column, true, &f);
}

void finding_at(struct findings *to, const char *path, int line, int column, const char *msgid, ...)
{
    struct fault f;
    va_list ap;

    va_start(ap, msgid);
    fault_from(&f, msgid, ap);
    va_end(ap);
    report(to, path, line, column, false, &f);
}

static const char *source_at(const struct yaml *n)
{
    const char *s = n->in->text;
    uint32_t ch;

    for (int line = 1; line < n->line && s; line++) {
        s = strchr(s, '\n');
        if (s) s++;
    }
    for (int col = 1; s && *s && col < n->column; col++)
        s += text_decode(s, &ch);
    return s ? s : "";
}

/* Characters of source that one character of text takes at s inside these quotes. */
static int escaped(char quote, const char *s)
{
    if (quote == '\'') return s[0] == '\'' && s[1] == '\'' ? 2 : 1;
    if (quote != '"' || s[0] != '\\') return 1;
    return s[1] == 'x' ? 4 : s[1] == 'u' ? 6 : s[1] == 'U' ? 10 : 2;
}

void finding_within(struct findings *to, const struct yaml *at, int nth, const struct fault *f)
{
    int column = at->column;
    const char *s = source_at(at);
    uint32_t ch;

    if (at->quote == '|') nth = 0; /* the text starts on another line: point at the block */
    if (nth && (at->quote == '\'' || at->quote == '"')) {
        column++;
        if (*s) s++;
    }
    for (int i = 1; i < nth && *s && *s != '\n'; i++) {
        for (int k = escaped(at->quote, s); k > 0 && *s && *s != '\n'; k--) {
            s += text_decode(s, &ch);
            column++;
        }
    }
    report(to, at->in->path, at->line, column, false, f);
}

static const char *line_from(const char *s, int n)
{
    while (n-- > 0 && *s)
        s += strcspn(s, "\n"), s += *s == '\n';
    return s;
}

void finding_in_block(struct findings *to, const struct yaml *at, int row, int nth,
                      const struct fault *f)
{
    if (at->quote != '|') {
        finding_within(to, at, 0, f);
        return;
    }
    const char *source = line_from(source_at(at), row + 1), *text = line_from(at->text, row);
    int indent = (int)strspn(source, " ") - (int)strspn(text, " ");

    report(to, at->in->path, at->line + row + 1, nth + (indent > 0 ? indent : 0), false, f);
}

/* --- Cleaning: what libyaml would stop at without saying which line --- */

static bool printable(uint32_t ch)
{
    return ch == '\t' || ch == '\n' || ch == '\r' || (ch >= 0x20 && ch <= 0x7E) ||
           (ch >= 0xA0 && ch <= 0xD7FF) || (ch >= 0xE000 && ch <= 0xFFFD && ch != 0xFEFF) ||
           ch >= 0x10000;
}

/* A copy of the text in which every bad byte and control character, reported, is U+FFFD. */
static char *cleaned(const struct catalog_file *file, struct findings *to)
{
    struct buf b = {0};
    int line = 1, column = 1;
    const char *s = file->text, *end = s + file->len;
    uint32_t ch;

    if (file->len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) s += 3;
    while (s < end) {
        size_t n = text_decode(s, &ch);
        bool bad = ch == 0xFFFD && n == 1;
        if (bad) {
            char byte[8];
            snprintf(byte, sizeof byte, "%02X", (unsigned char)*s);
            finding_at(to, file->path, line, column,
                       N_("byte {1} is not UTF-8; save the file as UTF-8"), byte, NULL);
        } else if (!printable(ch)) {
            char code[16];
            bad = true;
            snprintf(code, sizeof code, "U+%04X", (unsigned)ch);
            finding_at(to, file->path, line, column, N_("control character {1}; take it out"), code,
                       NULL);
        }
        if (bad)
            buf_adds(&b, "\xEF\xBF\xBD");
        else
            buf_add(&b, s, n);
        line += ch == '\n';
        column = ch == '\n' ? 1 : column + 1;
        s += n;
    }
    return buf_take(&b);
}

/* --- Events to nodes --- */
struct reading {
    struct arena *arena;
    struct findings *to;
    const struct yaml_source *in;
    yaml_parser_t parser;
    bool failed;
};

static bool next_event(struct reading *r, yaml_event_t *e)
{
    if (yaml_parser_parse(&r->parser, e)) return true;
    const yaml_mark_t *m = &r->parser.problem_mark;
    finding_at(r->to, r->in->path, (int)m->line + 1, (int)m->column + 1, N_("not YAML: {1}"),
               r->parser.problem ? r->parser.problem : "", NULL);
    r->failed = true;
    return false;
}

static struct yaml *node_new(struct reading *r, const yaml_event_t *e, enum yaml_kind kind)
{
    struct yaml *n = arena_alloc(r->arena, sizeof *n);

    n->in = r->in;
    n->line = (int)e->start_mark.line + 1;
    n->column = (int)e->start_mark.column + 1;
    n->kind = kind;
    n->text = "";
    return n;
}

static void no_tricks(struct reading *r, const struct yaml *n, const void *anchor, const void *tag)
{
    if (anchor)
        finding(r->to, n, N_("anchors and aliases are not used in definitions; write it out"),
                NULL);
    if (tag) finding(r->to, n, N_("tags are not used in definitions; take it out"), NULL);
}

static struct yaml *read_scalar(struct reading *r, const yaml_event_t *e)
{
    static const char quotes[] = {[YAML_SINGLE_QUOTED_SCALAR_STYLE] = '\'',
                                  [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = '"',
                                  [YAML_LITERAL_SCALAR_STYLE] = '|',
                                  [YAML_FOLDED_SCALAR_STYLE] = '|'};
    struct yaml *n = node_new(r, e, YAML_TEXT);
    const char *value = (const char *)e->data.scalar.value;
    size_t len = e->data.scalar.length;

    no_tricks(r, n, e->data.scalar.anchor, e->data.scalar.tag);
    n->quote = quotes[e->data.scalar.style];
    if (memchr(value, '\0', len)) finding(r->to, n, N_("the text holds a NUL character"), NULL);
    n->text = arena_strndup(r->arena, value, len);
    return n;
}

static struct yaml *read_node(struct reading *r, yaml_event_t *e, int depth);

static void count(struct reading *r, struct yaml *holder)
{
    if (++holder->n <= YAML_CHILDREN) return;
    finding(r->to, holder, N_("more than 4096 entries"), NULL);
    r->failed = true;
}

static void read_list(struct reading *r, struct yaml *list, int depth)
{
    struct yaml **tail = &list->first;
    yaml_event_t e;

    while (!r->failed && next_event(r, &e)) {
        bool end = e.type == YAML_SEQUENCE_END_EVENT;
        if (!end && (*tail = read_node(r, &e, depth))) {
            tail = &(*tail)->next;
            count(r, list);
        }
        yaml_event_delete(&e);
        if (end) return;
    }
}

/* The key may stand (and its value be kept). */
static bool key_good(struct reading *r, const struct yaml *map, const struct yaml *key)
{
    if (key->kind != YAML_TEXT) {
        finding(r->to, key, N_("a key must be a word"), NULL);
        return false;
    }
    if (yaml_get(map, key->text)) {
        finding(r->to, key, N_("\"{1}\" is given twice"), key->text, NULL);
        return false;
    }
    return true;
}

static void read_map(struct reading *r, struct yaml *map, int depth)
{
    struct yaml **tail = &map->first;
    yaml_event_t e;

    while (!r->failed && next_event(r, &e)) {
        bool end = e.type == YAML_MAPPING_END_EVENT;
        struct yaml *key = end ? NULL : read_node(r, &e, depth);
        yaml_event_delete(&e);
        if (end) return;
        if (!key || !next_event(r, &e)) continue;
        struct yaml *value = read_node(r, &e, depth);
        yaml_event_delete(&e);
        if (!value || !key_good(r, map, key)) continue;
        value->key = key;
        *tail = value;
        tail = &value->next;
        count(r, map);
    }
}

/* An alias stands for an empty text, so that reading can go on after the finding. */
static struct yaml *read_node(struct reading *r, yaml_event_t *e, int depth)
{
    struct yaml *n;

    switch (e->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r, e);
    case YAML_SEQUENCE_START_EVENT:
        n = node_new(r, e, YAML_LIST);
        no_tricks(r, n, e->data.sequence_start.anchor, e->data.sequence_start.tag);
        break;
    case YAML_MAPPING_START_EVENT:
        n = node_new(r, e, YAML_MAP);
        no_tricks(r, n, e->data.mapping_start.anchor, e->data.mapping_start.tag);
        break;
    default:
        n = node_new(r, e, YAML_TEXT);
        no_tricks(r, n, n, NULL);
        return n;
    }
    if (depth >= YAML_DEPTH) {
        finding(r->to, n, N_("nested too deeply"), NULL);
        r->failed = true;
        return NULL;
    }
    if (n->kind == YAML_LIST)
        read_list(r, n, depth + 1);
    else
        read_map(r, n, depth + 1);
    return n;
}

static const struct yaml *read_stream(struct reading *r)
{
    struct yaml *root = NULL;
    yaml_event_t e;

    while (!r->failed && next_event(r, &e)) {
        bool end = e.type == YAML_STREAM_END_EVENT;
        bool node = e.type == YAML_SCALAR_EVENT || e.type == YAML_SEQUENCE_START_EVENT ||
                    e.type == YAML_MAPPING_START_EVENT || e.type == YAML_ALIAS_EVENT;
        if (node && root) {
            finding(r->to, node_new(r, &e, YAML_TEXT), N_("a second document; one file holds one"),
                    NULL);
            end = true;
        } else if (node) {
            root = read_node(r, &e, 0);
        }
        yaml_event_delete(&e);
        if (end) break;
    }
    if (!root && !r->failed) finding_at(r->to, r->in->path, 1, 1, N_("the file is empty"), NULL);
    return r->failed ? NULL : root;
}

const struct yaml *yaml_read(struct arena *a, const struct catalog_file *file, struct findings *to)
{
    struct yaml_source *in = arena_alloc(a, sizeof *in);
    struct reading r = {.arena = a, .to = to, .in = in};

    if (file->len > YAML_FILE_MAX) {
        finding_at(to, file->path, 1, 1, N_("the file is larger than 1 MB"), NULL);
        return NULL;
    }
    char *text = cleaned(file, to);
    in->path = file->path;
    in->text = arena_strdup(a, text);
    free(text);
    if (!yaml_parser_initialize(&r.parser)) return NULL;
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)in->text, strlen(in->text));
    const struct yaml *root = read_stream(&r);
    yaml_parser_delete(&r.parser);
    return root;
}

/* --- Looking --- */

const struct yaml *yaml_get(const struct yaml *map, const char *key)
{
    if (!map || map->kind != YAML_MAP) return NULL;
    for (const struct yaml *v = map->first; v; v = v->next)
        if (strcmp(v->key->text, key) == 0) return v;
    return NULL;
}

const struct yaml *yaml_nth(const struct yaml *list, size_t i)
{
    if (!list || list->kind != YAML_LIST) return NULL;
    const struct yaml *v = list->first;
    while (v && i--)
        v = v->next;
    return v;
}

const struct yaml *yaml_at(const struct yaml *map, const char *key)
{
    const struct yaml *v = yaml_get(map, key);

    return v ? v : map;
}
