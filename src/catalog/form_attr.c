/* What the attributes of a field may say, by its type; ranges, masks and lists are read here. */
#include <stdio.h>
#include <string.h>

#include "base/mask.h"
#include "catalog/form_build.h"
#include "domain/decimal.h"
#include "domain/form.h"

static bool given(const struct yaml *node, const char *key)
{
    return yaml_get(node, key) != NULL;
}

/* --- Which attribute goes with which type --- */

#define OF(type) (1u << (type))
enum {
    TEXTS = OF(FIELD_TEXT),
    NUMBERS = OF(FIELD_INT) | OF(FIELD_DECIMAL) | OF(FIELD_MONEY),
    CHOSEN = OF(FIELD_ENUM) | OF(FIELD_MULTI) | OF(FIELD_BOOL),
    CODES = OF(FIELD_ID_NO) | OF(FIELD_USCC) | OF(FIELD_PHONE) | OF(FIELD_REGION),
    LINES = TEXTS | NUMBERS | OF(FIELD_DATE) | CODES, /* typed in one row */
};

static const struct attribute {
    const char *key;
    unsigned types;
    bool column; /* also of a table's column */
} attributes[] = {
    {"values", OF(FIELD_ENUM) | OF(FIELD_MULTI), true},
    {"scale", OF(FIELD_DECIMAL), true},
    {"mask", TEXTS | OF(FIELD_PHONE), true},
    {"digits", TEXTS, true},
    {"upper", TEXTS, true},
    {"range", NUMBERS | OF(FIELD_DATE), true},
    {"lookup", TEXTS | OF(FIELD_REGION), false},
    {"lines", TEXTS, false},
    {"sample", LINES, false},
    {"auto", LINES | OF(FIELD_ENUM) | OF(FIELD_BOOL), false},
    {"scan", LINES, false},
    {"twice", LINES, false},
    {"fill", LINES | CHOSEN, false},
    {"computed", LINES | CHOSEN, false},
    {"check", ~0u, false},
    {"warn", ~0u, false},
    {"when", ~0u, false},
    {"dup", ~0u, false},
    {"carry", ~0u, false},
    {"skip", ~0u, false},
    {"columns", OF(FIELD_TABLE), true},
    {"min_rows", OF(FIELD_TABLE), true},
    {"max_rows", OF(FIELD_TABLE), true},
};

void attr_check_types(struct build *b, const struct field *fd, const struct yaml *node, bool column)
{
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const struct attribute *a = &attributes[i];
        if (!given(node, a->key)) continue;
        if (column && !a->column)
            finding(&b->to, yaml_at(node, a->key),
                    N_("a column has no \"{1}\"; give it to the table"), a->key, NULL);
        else if (given(node, "type") && !(a->types & OF(fd->type)))
            finding(&b->to, yaml_at(node, a->key), N_("a field of type {1} has no {2}"),
                    field_type_name(fd->type), a->key, NULL);
    }
}

/* --- Attributes that contradict each other --- */

static void check_pairs(struct build *b, const struct yaml *node)
{
    static const char *const never[][2] = {
        {"mask", "max"},      {"mask", "lines"},     {"mask", "digits"},  {"mask", "lookup"},
        {"computed", "fill"}, {"computed", "twice"}, {"lines", "lookup"}, {"lines", "auto"},
        {"lines", "twice"},   {"lines", "scan"},     {"fill", "carry"}};

    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (given(node, never[i][0]) && given(node, never[i][1]))
            finding(&b->to, yaml_at(node, never[i][1]),
                    N_("\"{1}\" and \"{2}\" do not go together"), never[i][0], never[i][1], NULL);
}

/* --- Values of attributes --- */

static bool read_end(const struct field *fd, const char *s, int64_t *out)
{
    day_t d;

    if (fd->type != FIELD_DATE) return decimal_parse(s, out);
    if (!day_parse(s, &d)) return false;
    *out = d;
    return true;
}

/* "1..9999", "0.5..", "..2026-12-31" */
static bool read_range(struct field *fd, const char *s)
{
    const char *dots = strstr(s, "..");
    struct field_range r = {0};
    char from[24] = "";

    if (!dots || (size_t)(dots - s) >= sizeof from) return false;
    memcpy(from, s, (size_t)(dots - s));
    r.has_from = *from != '\0';
    r.has_to = dots[2] != '\0';
    if (r.has_from && !read_end(fd, from, &r.from)) return false;
    if (r.has_to && !read_end(fd, dots + 2, &r.to)) return false;
    if (!r.has_from && !r.has_to) return false;
    fd->within = r;
    return true;
}

static void check_range(struct build *b, struct field *fd, const struct yaml *node)
{
    const struct yaml *at = yaml_at(node, "range");

    if (!*fd->range || !given(node, "type")) return;
    if (!(OF(fd->type) & (NUMBERS | OF(FIELD_DATE)))) return; /* said already */
    if (!read_range(fd, fd->range))
        finding(&b->to, at, N_("\"{1}\" is not a range; write 1..9999, 0.5.. or ..2026-12-31"),
                fd->range, NULL);
    else if (fd->within.has_from && fd->within.has_to && fd->within.from > fd->within.to)
        finding(&b->to, at, N_("the range ends before it begins"), NULL);
}

static void check_mask(struct build *b, const struct field *fd, const struct yaml *node)
{
    int wrong = *fd->mask ? mask_wrong(fd->mask) : 0;
    struct fault f;

    if (!wrong) return;
    fault_set(
        &f, RC_REFUSED, "mask",
        N_("not a mask: 9 is a digit, A a letter, X either, \\ makes the next a mark; at most "
           "60 characters and one of them typed"),
        NULL);
    finding_within(&b->to, yaml_at(node, "mask"), wrong, &f);
}

/* What its label calls personal has to say whether it is: by type a text is not. */
static void check_privacy(struct build *b, const struct field *fd, const struct yaml *node)
{
    static const char *const words[] = {"姓名", "身份证", "证件号", "电话",
                                        "手机", "住址",   "联系人", "代理人"};

    if (fd->type != FIELD_TEXT || fd->privacy != PRIVACY_BY_TYPE) return;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(fd->label, words[i])) {
            finding_warn(&b->to, node,
                         N_("\"{1}\" sounds like personal data: say class: pi, spi, or int"),
                         fd->label, NULL);
            return;
        }
}

void attr_check_values(struct build *b, struct field *fd, const struct yaml *node)
{
    check_pairs(b, node);
    check_privacy(b, fd, node);
    check_range(b, fd, node);
    check_mask(b, fd, node);
    if (!*fd->lookup) return;
    fd->list = list_named(b, fd->lookup);
    if (!fd->list && !b->lists_unread)
        finding(&b->to, yaml_at(node, "lookup"), N_("there is no list \"{1}\" in data/lists"),
                fd->lookup, NULL);
}

/* --- Expressions --- */

static const char *nothing(void *arg, const char *name)
{
    (void)arg, (void)name;
    return "";
}

/* A constant must be something the field can hold. */
static void check_constant(struct build *b, const struct field *fd, const struct yaml *node)
{
    struct expr_env env = {.value = nothing, .today = DAY_NONE};
    struct buf out = {0};
    struct fault f;

    if (fd->fill_x && form_filled(fd, &env, &out, &f) != RC_OK)
        finding_within(&b->to, yaml_at(node, "fill"), 0, &f);
    buf_free(&out);
}

/* Does the source look at the field itself and today alone? */
static bool is_own(struct build *b, const struct field *fd, const char *source)
{
    struct expr_name own[2];
    const struct expr *x;
    struct fault f;
    int column;
    size_t n;
    const struct expr_name *names = form_names(&b->nodes, fd, 1, &n);

    memcpy(own, names, sizeof own);
    return !*source || expr_compile(&b->nodes, source, own, n, EXPR_BOOL, &x, &column, &f) == RC_OK;
}

void attr_compile(struct build *b, struct field *fd, const struct yaml *node,
                  const struct expr_name *names, size_t n)
{
    fd->when_x = build_expr(b, node, "when", names, n, EXPR_BOOL);
    /* Several choices are offered as their texts joined by '|'. */
    enum expr_type type = fd->type == FIELD_MULTI ? EXPR_TEXT : form_expr_type(fd->type);
    fd->fill_x = build_expr(b, node, "fill", names, n, type);
    fd->check_own = is_own(b, fd, fd->check) && is_own(b, fd, fd->warn);
    check_constant(b, fd, node);
}
