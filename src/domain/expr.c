#include "domain/expr.h"

#include <string.h>

#include "base/text.h"
#include "domain/decimal.h"
#include "domain/expr_lex.h"
#include "domain/expr_node.h"

typedef const struct expr_node node;

struct parser {
    struct arena *arena;
    const char *p;
    struct lex_token token; /* the next word, not yet taken */
    const struct expr_name *names;
    size_t nnames;
    const struct expr_name *row; /* table whose rows are being summed, NULL outside sum */
    int depth;
    const char *wrong_at; /* NULL while all is well; f says what is wrong */
    struct fault *f;
};

static const char *type_word(enum expr_type t)
{
    static const char *const word[] = {"any value", "bool", "number", "text",
                                       "date",      "list", "table",  "period"};

    return word[t];
}

/* Only the first error counts: what follows is its consequence. */
static node *fail(struct parser *p, const char *at, const char *msgid, const char *a, const char *b)
{
    if (p->wrong_at) return NULL;
    p->wrong_at = at;
    fault_set(p->f, RC_REFUSED, "expr", msgid, a ? a : "", b ? b : "", NULL);
    return NULL;
}

static void advance(struct parser *p)
{
    p->token = lex_next(p->arena, &p->p);
    if (p->token.kind == LEX_WRONG) fail(p, p->token.at, p->token.text, NULL, NULL);
}

static bool is_mark(const struct parser *p, const char *mark)
{
    return p->token.kind == LEX_MARK && strcmp(p->token.text, mark) == 0;
}

static bool accept(struct parser *p, const char *mark)
{
    if (!is_mark(p, mark)) return false;
    advance(p);
    return true;
}

static bool expect(struct parser *p, const char *mark)
{
    if (accept(p, mark)) return true;
    fail(p, p->token.at, N_("{1} is missing here"), mark, NULL);
    return false;
}

/* --- Nodes --- */

/* Takes over what n says, copies the kids; NULL when one of them is or the tree grows too high. */
static node *keep(struct parser *p, struct expr_node n, node *const kid[], size_t nkids)
{
    struct expr_node *x = arena_alloc(p->arena, sizeof *x);
    node **kept = arena_alloc(p->arena, nkids * sizeof *kept);

    *x = n;
    x->height = 1;
    for (size_t i = 0; i < nkids; i++) {
        if (!kid[i]) return NULL;
        kept[i] = kid[i];
        if (kid[i]->height >= x->height) x->height = kid[i]->height + 1;
    }
    x->kid = kept;
    x->nkids = nkids;
    if (x->height > EXPR_DEPTH)
        return fail(p, n.at, N_("the expression is nested too deeply"), NULL, NULL);
    return x;
}

static node *wants(struct parser *p, node *x, enum expr_type type)
{
    if (!x || x->type == type) return x;
    return fail(p, x->at, N_("this is a {1}, but a {2} is needed"), type_word(x->type),
                type_word(type));
}

/* --- Operators --- */

struct operation {
    const char *mark;
    int level; /* how tightly it binds */
    enum expr_type left, right;
    enum expr_op op;
    enum expr_type result;
};

enum { LEVEL_COMPARE = 3 };

static const struct operation operations[] = {
    {"||", 1, EXPR_BOOL, EXPR_BOOL, OP_OR, EXPR_BOOL},
    {"&&", 2, EXPR_BOOL, EXPR_BOOL, OP_AND, EXPR_BOOL},
    {"==", 3, EXPR_NUMBER, EXPR_NUMBER, OP_EQUAL, EXPR_BOOL},
    {"==", 3, EXPR_TEXT, EXPR_TEXT, OP_EQUAL, EXPR_BOOL},
    {"==", 3, EXPR_DATE, EXPR_DATE, OP_EQUAL, EXPR_BOOL},
    {"==", 3, EXPR_BOOL, EXPR_BOOL, OP_EQUAL, EXPR_BOOL},
    {"!=", 3, EXPR_NUMBER, EXPR_NUMBER, OP_DIFFERENT, EXPR_BOOL},
    {"!=", 3, EXPR_TEXT, EXPR_TEXT, OP_DIFFERENT, EXPR_BOOL},
    {"!=", 3, EXPR_DATE, EXPR_DATE, OP_DIFFERENT, EXPR_BOOL},
    {"!=", 3, EXPR_BOOL, EXPR_BOOL, OP_DIFFERENT, EXPR_BOOL},
    {"<", 3, EXPR_NUMBER, EXPR_NUMBER, OP_LESS, EXPR_BOOL},
    {"<", 3, EXPR_DATE, EXPR_DATE, OP_LESS, EXPR_BOOL},
    {"<=", 3, EXPR_NUMBER, EXPR_NUMBER, OP_LESS_EQUAL, EXPR_BOOL},
    {"<=", 3, EXPR_DATE, EXPR_DATE, OP_LESS_EQUAL, EXPR_BOOL},
    {">", 3, EXPR_NUMBER, EXPR_NUMBER, OP_GREATER, EXPR_BOOL},
    {">", 3, EXPR_DATE, EXPR_DATE, OP_GREATER, EXPR_BOOL},
    {">=", 3, EXPR_NUMBER, EXPR_NUMBER, OP_GREATER_EQUAL, EXPR_BOOL},
    {">=", 3, EXPR_DATE, EXPR_DATE, OP_GREATER_EQUAL, EXPR_BOOL},
    {"in", 3, EXPR_TEXT, EXPR_LIST, OP_IN, EXPR_BOOL},
    {"+", 4, EXPR_NUMBER, EXPR_NUMBER, OP_ADD, EXPR_NUMBER},
    {"+", 4, EXPR_DATE, EXPR_PERIOD, OP_LATER, EXPR_DATE},
    {"-", 4, EXPR_NUMBER, EXPR_NUMBER, OP_SUBTRACT, EXPR_NUMBER},
    {"-", 4, EXPR_DATE, EXPR_PERIOD, OP_EARLIER, EXPR_DATE},
    {"-", 4, EXPR_DATE, EXPR_DATE, OP_DAYS_BETWEEN, EXPR_NUMBER},
    {"*", 5, EXPR_NUMBER, EXPR_NUMBER, OP_MULTIPLY, EXPR_NUMBER},
    {"/", 5, EXPR_NUMBER, EXPR_NUMBER, OP_DIVIDE, EXPR_NUMBER},
    {"%", 5, EXPR_NUMBER, EXPR_NUMBER, OP_REMAINDER, EXPR_NUMBER},
};
enum { NOPERATIONS = sizeof operations / sizeof operations[0] };

static int level_of(const struct parser *p)
{
    for (size_t i = 0; i < NOPERATIONS; i++)
        if (is_mark(p, operations[i].mark)) return operations[i].level;
    return 0;
}

static node *combine(struct parser *p, struct lex_token mark, node *left, node *right)
{
    node *const kid[2] = {left, right};

    if (!left || !right) return NULL;
    for (size_t i = 0; i < NOPERATIONS; i++) {
        const struct operation *o = &operations[i];
        if (strcmp(o->mark, mark.text) == 0 && o->left == left->type && o->right == right->type)
            return keep(p, (struct expr_node){.op = o->op, .type = o->result, .at = mark.at}, kid,
                        2);
    }
    return fail(p, mark.at, N_("this operator does not go between a {1} and a {2}"),
                type_word(left->type), type_word(right->type));
}

static node *parse(struct parser *p);

/* needle in [a, b, ..]: the bracket is the next word */
static node *parse_in_list(struct parser *p, const char *at, node *needle)
{
    node *kid[EXPR_KIDS];
    size_t n = 0;

    if (!wants(p, needle, EXPR_TEXT)) return NULL;
    kid[n++] = needle;
    advance(p);
    do {
        if (n == EXPR_KIDS) return fail(p, p->token.at, N_("too many values here"), NULL, NULL);
        if (!(kid[n++] = wants(p, parse(p), EXPR_TEXT))) return NULL;
    } while (accept(p, ","));
    if (!expect(p, "]")) return NULL;
    return keep(p, (struct expr_node){.op = OP_IN_LIST, .type = EXPR_BOOL, .at = at}, kid, n);
}

static node *parse_unary(struct parser *p);

static node *parse_binary(struct parser *p, int least)
{
    node *left = parse_unary(p);

    for (int level; left && (level = level_of(p)) >= least && level > 0;) {
        struct lex_token mark = p->token;
        advance(p);
        if (strcmp(mark.text, "in") == 0 && is_mark(p, "["))
            left = parse_in_list(p, mark.at, left);
        else
            left = combine(p, mark, left, parse_binary(p, level + 1));
        if (level == LEVEL_COMPARE && level_of(p) == LEVEL_COMPARE)
            return fail(p, p->token.at, N_("comparisons do not chain: put && between them"), NULL,
                        NULL);
    }
    return left;
}

static bool enter(struct parser *p)
{
    if (++p->depth <= EXPR_DEPTH) return true;
    fail(p, p->token.at, N_("the expression is nested too deeply"), NULL, NULL);
    return false;
}

static node *parse_choice(struct parser *p)
{
    const char *at = p->token.at;
    node *kid[3] = {parse_binary(p, 1), NULL, NULL};

    if (!kid[0] || !accept(p, "?")) return kid[0];
    if (!wants(p, kid[0], EXPR_BOOL) || !(kid[1] = parse(p)) || !expect(p, ":")) return NULL;
    if (!(kid[2] = wants(p, parse(p), kid[1]->type))) return NULL;
    if (kid[1]->type > EXPR_DATE)
        return fail(p, kid[1]->at, N_("a {1} cannot be chosen with ?:"), type_word(kid[1]->type),
                    NULL);
    return keep(p, (struct expr_node){.op = OP_IF, .type = kid[1]->type, .at = at}, kid, 3);
}

static node *parse(struct parser *p)
{
    node *x = enter(p) ? parse_choice(p) : NULL;

    p->depth--;
    return x;
}

/* --- Functions --- */

/* args: a letter each: n number, t text, d date, s what has a size, f a field, p literal pattern, l
 * literal date; "*": two or more numbers, or dates. */
static const struct function {
    const char *name;
    enum expr_op op;
    enum expr_type result;
    const char *args;
} functions[] = {
    {"size", OP_SIZE, EXPR_NUMBER, "s"},     {"matches", OP_MATCHES, EXPR_BOOL, "tp"},
    {"prefix", OP_PREFIX, EXPR_BOOL, "tt"},  {"luhn", OP_LUHN, EXPR_BOOL, "t"},
    {"citizen", OP_CITIZEN, EXPR_BOOL, "t"}, {"uscc", OP_USCC, EXPR_BOOL, "t"},
    {"has", OP_HAS, EXPR_BOOL, "f"},         {"date", OP_VALUE, EXPR_DATE, "l"},
    {"days", OP_DAYS, EXPR_PERIOD, "n"},     {"wd", OP_WORKDAYS, EXPR_PERIOD, "n"},
    {"months", OP_MONTHS, EXPR_PERIOD, "n"}, {"years", OP_YEARS, EXPR_PERIOD, "n"},
    {"birth", OP_BIRTH, EXPR_DATE, "t"},     {"sex", OP_SEX, EXPR_TEXT, "t"},
    {"age", OP_AGE, EXPR_NUMBER, "td"},      {"abs", OP_ABS, EXPR_NUMBER, "n"},
    {"int", OP_INT, EXPR_NUMBER, "n"},       {"money", OP_MONEY, EXPR_NUMBER, "n"},
    {"min", OP_MIN, EXPR_NONE, "*"},         {"max", OP_MAX, EXPR_NONE, "*"},
};

static const struct function *find_function(const char *name)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        if (strcmp(functions[i].name, name) == 0) return &functions[i];
    return NULL;
}

static bool fits(char letter, node *x)
{
    switch (letter) {
    case 'n':
        return x->type == EXPR_NUMBER;
    case 't':
        return x->type == EXPR_TEXT;
    case 'd':
        return x->type == EXPR_DATE;
    case 's':
        return x->type == EXPR_TEXT || x->type == EXPR_LIST || x->type == EXPR_TABLE;
    case 'f':
        return x->op == OP_FIELD || x->op == OP_COLUMN;
    default:
        return x->type == EXPR_TEXT && x->op == OP_VALUE; /* p, l */
    }
}

static bool arguments_fit(const char *args, node *const kid[], size_t n)
{
    if (*args == '*') {
        for (size_t i = 0; i < n; i++)
            if (kid[i]->type != kid[0]->type || (!fits('n', kid[i]) && !fits('d', kid[i])))
                return false;
        return n >= 2;
    }
    if (n != strlen(args)) return false;
    for (size_t i = 0; i < n; i++)
        if (!fits(args[i], kid[i])) return false;
    return true;
}

static node *call(struct parser *p, const struct function *fn, const char *at, node *const kid[],
                  size_t n)
{
    struct expr_node x = {.op = fn->op, .type = fn->result, .at = at};

    if (!arguments_fit(fn->args, kid, n))
        return fail(p, at, N_("{1}() is not used like this"), fn->name, NULL);
    if (*fn->args == '*') x.type = kid[0]->type;
    if (fn->op == OP_VALUE) {
        if (!day_parse(kid[0]->text, &x.date))
            return fail(p, kid[0]->at, N_("{1} is not a date"), kid[0]->text, NULL);
        n = 0;
    }
    if (fn->op == OP_MATCHES) {
        struct fault f = {0};
        if (pattern_compile(p->arena, kid[1]->text, &x.pattern, &f) != RC_OK)
            return fail(p, kid[1]->at, f.msgid, NULL, NULL);
        n = 1;
    }
    return keep(p, x, kid, n);
}

static const struct expr_name *find_name(const struct expr_name *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i].name, name) == 0) return &names[i];
    return NULL;
}

static node *parse_column(struct parser *p, const struct expr_name *table)
{
    const struct expr_name *c = NULL;
    struct expr_node x = {.op = OP_COLUMN, .type = EXPR_NUMBER, .at = p->token.at};

    if (p->token.kind == LEX_NAME) c = find_name(table->columns, table->ncolumns, p->token.text);
    if (!c) return fail(p, x.at, N_("the table {1} has no column {2}"), table->name, p->token.text);
    if (c->type != EXPR_NUMBER)
        return fail(p, x.at, N_("this is a {1}, but a {2} is needed"), type_word(c->type),
                    type_word(EXPR_NUMBER));
    x.text = c->name;
    advance(p);
    return keep(p, x, NULL, 0);
}

/* sum(table.column) or sum(table, expression): the words "sum (" have been taken. */
static node *parse_sum(struct parser *p, const char *at)
{
    const struct expr_name *table = NULL;
    node *body;

    if (p->token.kind == LEX_NAME && !p->row) table = find_name(p->names, p->nnames, p->token.text);
    if (!table || table->type != EXPR_TABLE)
        return fail(p, p->token.at, N_("sum() needs a table here"), NULL, NULL);
    advance(p);
    if (accept(p, ".")) {
        body = parse_column(p, table);
    } else {
        if (!expect(p, ",")) return NULL;
        p->row = table;
        body = wants(p, parse(p), EXPR_NUMBER);
        p->row = NULL;
    }
    if (!body || !expect(p, ")")) return NULL;
    struct expr_node x = {.op = OP_SUM, .type = EXPR_NUMBER, .at = at, .text = table->name};
    return keep(p, x, &body, 1);
}

static node *parse_call(struct parser *p, struct lex_token name)
{
    const struct function *fn = find_function(name.text);
    node *kid[EXPR_ARGS];
    size_t n = 0;

    if (strcmp(name.text, "sum") == 0) return parse_sum(p, name.at);
    if (!fn) return fail(p, name.at, N_("there is no function {1}"), name.text, NULL);
    if (!is_mark(p, ")")) do {
            if (n == EXPR_ARGS) return fail(p, p->token.at, N_("too many values here"), NULL, NULL);
            if (!(kid[n++] = parse(p))) return NULL;
        } while (accept(p, ","));
    if (!expect(p, ")")) return NULL;
    return call(p, fn, name.at, kid, n);
}

/* --- Names and literals --- */

static node *leaf(struct parser *p, struct expr_node n)
{
    return keep(p, n, NULL, 0);
}

static node *parse_name(struct parser *p, struct lex_token t)
{
    const struct expr_name *column = NULL, *field = find_name(p->names, p->nnames, t.text);

    if (p->row) column = find_name(p->row->columns, p->row->ncolumns, t.text);
    const struct expr_name *name = column ? column : field;
    if (!name || name->type == EXPR_NONE || name->type == EXPR_PERIOD)
        return fail(p, t.at, N_("there is no field {1}"), t.text, NULL);
    if (name->type == EXPR_TABLE && p->row)
        return fail(p, t.at, N_("a table cannot be used inside sum()"), NULL, NULL);
    if (name->type == EXPR_DATE && !column && strcmp(t.text, "today") == 0)
        return leaf(p, (struct expr_node){.op = OP_TODAY, .type = EXPR_DATE, .at = t.at});
    return leaf(p, (struct expr_node){.op = column ? OP_COLUMN : OP_FIELD,
                                      .type = name->type,
                                      .at = t.at,
                                      .text = t.text});
}

static node *parse_word(struct parser *p, struct lex_token t)
{
    bool yes = strcmp(t.text, "true") == 0;

    if (accept(p, "(")) return parse_call(p, t);
    if (yes || strcmp(t.text, "false") == 0)
        return leaf(
            p, (struct expr_node){.op = OP_VALUE, .type = EXPR_BOOL, .at = t.at, .number = yes});
    return parse_name(p, t);
}

static node *parse_primary(struct parser *p)
{
    struct lex_token t = p->token;
    node *x;

    if (accept(p, "(")) {
        x = parse(p);
        return x && expect(p, ")") ? x : NULL;
    }
    switch (t.kind) {
    case LEX_NUMBER:
        advance(p);
        return leaf(p, (struct expr_node){
                           .op = OP_VALUE, .type = EXPR_NUMBER, .at = t.at, .number = t.number});
    case LEX_TEXT:
        advance(p);
        return leaf(
            p, (struct expr_node){.op = OP_VALUE, .type = EXPR_TEXT, .at = t.at, .text = t.text});
    case LEX_NAME:
        advance(p);
        return parse_word(p, t);
    default:
        return fail(p, t.at, N_("a value is missing here"), NULL, NULL);
    }
}

static node *parse_unary(struct parser *p)
{
    const char *at = p->token.at;
    bool not = is_mark(p, "!");
    enum expr_type type = not ? EXPR_BOOL : EXPR_NUMBER;
    node *x = NULL;

    if (!not &&!is_mark(p, "-")) return parse_primary(p);
    if (enter(p)) {
        advance(p);
        x = wants(p, parse_unary(p), type);
    }
    p->depth--;
    return keep(p, (struct expr_node){.op = not ? OP_NOT : OP_NEGATE, .type = type, .at = at}, &x,
                1);
}

/* --- The whole --- */

static node *parse_all(struct parser *p, enum expr_type want)
{
    advance(p);
    node *root = parse(p);
    if (!root || p->wrong_at) return NULL;
    if (p->token.kind != LEX_END)
        return fail(p, p->token.at, N_("an operator is missing here"), NULL, NULL);
    if (root->type == EXPR_PERIOD)
        return fail(p, root->at, N_("a period must be added to a date"), NULL, NULL);
    return want == EXPR_NONE ? root : wants(p, root, want);
}

static int column_of(const char *source, const char *at)
{
    int n = 1;

    for (const char *s = source; s < at; s++)
        if (((unsigned char)*s & 0xC0) != 0x80) n++;
    return n;
}

enum rc expr_compile(struct arena *a, const char *source, const struct expr_name *names, size_t n,
                     enum expr_type want, const struct expr **out, int *column, struct fault *f)
{
    struct parser p = {.arena = a, .p = source, .names = names, .nnames = n, .f = f};
    node *root = NULL;

    if (strlen(source) > EXPR_SOURCE)
        fail(&p, source, N_("the expression is too long"), NULL, NULL);
    else
        root = parse_all(&p, want);
    if (p.wrong_at || !root) {
        if (column) *column = column_of(source, p.wrong_at ? p.wrong_at : source);
        return RC_REFUSED;
    }
    struct expr *x = arena_alloc(a, sizeof *x);
    x->root = root;
    *out = x;
    return RC_OK;
}

enum expr_type expr_type_of(const struct expr *x)
{
    return x->root->type;
}
