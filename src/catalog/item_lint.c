/* One item against itself, its form and the hall; its step table has a file of its own. */
#include <stdio.h>
#include <string.h>

#include "catalog/build.h"
#include "catalog/post.h"
#include "catalog/step_lint.h"
#include "domain/ids.h"

static const struct yaml *limit_at(const struct entry *e, const char *key)
{
    return yaml_at(yaml_get(e->root, "limits"), key);
}

/* 实施编码: credit code of the organ, level 1-6, basic code of 12 digits (E.3). */
static void lint_code(struct build *b, const struct entry *e)
{
    const char *code = e->item.code;
    const struct yaml *at = yaml_at(e->root, "code");
    const struct department *d = catalog_department(b->c, e->item.dept);
    struct fault f;

    if (!*code) return;
    if (strlen(code) != 31) {
        finding(&b->to, at, N_("an item code has 31 characters"), NULL);
        return;
    }
    if (d && strncmp(code, d->uscc, 18) != 0)
        finding(&b->to, at, N_("the item code does not begin with {1}, the credit code of {2}"),
                d->uscc, d->brief, NULL);
    size_t digits = strspn(code + 18, "0123456789");
    if (digits < 13 || code[18] < '1' || code[18] > '6') {
        int place = code[18] < '1' || code[18] > '6' ? 19 : (int)(19 + digits);
        (void)!fault_set(&f, RC_REFUSED, "definition",
                         N_("after the credit code come the level, 1 to 6, and twelve digits"),
                         NULL);
        finding_within(&b->to, at, place, &f);
    }
}

/* s begins with {..}, n bytes long, that may stand in a number. */
static bool placeholder(const char *s, size_t n, int *serials)
{
    bool serial = (n == 3 && strncmp(s, "{N}", n) == 0) ||
                  (n == 5 && strncmp(s, "{N:", 3) == 0 && s[3] >= '1' && s[3] <= '9') ||
                  (n == 6 && strncmp(s, "{N:1", 4) == 0 && s[4] >= '0' && s[4] <= '2');

    *serials += serial;
    return serial || (n == 6 && strncmp(s, "{YYYY}", n) == 0);
}

/* Number patterns: text with {YYYY} and exactly one {N} or {N:digits}. */
static void lint_number(struct build *b, const struct entry *e)
{
    const struct yaml *at = yaml_get(yaml_get(e->root, "outcome"), "number");
    const char *s = e->item.no_rule;
    struct fault f;
    int serials = 0, place = 1;

    while (*s) {
        size_t n = strcspn(s, "}") + 1;
        if (*s != '{' && *s != '}') {
            place += ((unsigned char)*s++ & 0xC0) != 0x80; /* one a character */
            continue;
        }
        if (!placeholder(s, n, &serials)) {
            (void)!fault_set(&f, RC_REFUSED, "definition",
                             N_("a number pattern knows {YYYY}, {N} and {N:1} to {N:12}"), NULL);
            finding_within(&b->to, at, place, &f);
            n = 1 + strcspn(s + 1, "{}") + (*s == '{' && s[1 + strcspn(s + 1, "{}")] == '}');
        }
        for (; n > 0; n--)
            place += ((unsigned char)*s++ & 0xC0) != 0x80;
    }
    if (*e->item.no_rule && serials != 1)
        finding(&b->to, at, N_("a number pattern has exactly one serial {N}"), NULL);
}

static bool somebody_approves(const struct build *b, const char *title)
{
    for (size_t i = 0; i < b->c->nroles; i++)
        if (post_approves(&b->c->roles[i], title)) return true;
    return false;
}

static void lint_limits(struct build *b, const struct entry *e)
{
    const struct item *it = &e->item;
    const struct field *stop = item_field(it, it->hard_stop);
    char given[SPAN_TEXT], most[SPAN_TEXT];

    if (it->commitment.unit && it->statutory.unit &&
        span_minutes(it->commitment) > span_minutes(it->statutory))
        finding(&b->to, limit_at(e, "commitment"),
                N_("the commitment of {1} is longer than the statutory limit of {2}"),
                span_text(it->commitment, given), span_text(it->statutory, most), NULL);
    if (it->extension.unit && !*it->extension_by)
        finding(&b->to, limit_at(e, "extension"),
                N_("say in extension_by who may extend (许可法42)"), NULL);
    if (*it->extension_by && b->roles && !somebody_approves(b, it->extension_by))
        finding(&b->to, limit_at(e, "extension_by"),
                N_("no role approves for \"{1}\" (data/hall/roles.yaml, approves)"),
                it->extension_by, NULL);
    if (*it->hard_stop && e->form && (!stop || stop->type != FIELD_DATE))
        finding(&b->to, limit_at(e, "hard_stop"), N_("the form has no date field \"{1}\""),
                it->hard_stop, NULL);
}

/* One clock of the item against the timer of the law that it follows. */
static void lint_clock(struct build *b, const struct entry *e, const char *clock, const char *id,
                       const char *limit, struct span len)
{
    const struct yaml *said = yaml_get(yaml_get(e->root, "clocks"), clock);
    const struct yaml *at = said ? said : e->root;
    const struct timer *t = catalog_timer(b->c, id);
    char given[SPAN_TEXT], most[SPAN_TEXT];

    if (!t && (said || b->c->ntimers))
        finding(&b->to, at, N_("there is no timer \"{1}\""), id, NULL);
    if (!t) return;
    if (t->bound != BOUND_UPPER || !t->length.unit)
        finding(&b->to, at, N_("timer {1} gives no length of time in which to act"), id, NULL);
    else if (span_minutes(len) > span_minutes(t->length))
        finding(&b->to, limit_at(e, limit), N_("{1} is longer than the {2} of timer {3}"),
                span_text(len, given), span_text(t->length, most), id, NULL);
}

static void lint_clocks(struct build *b, const struct entry *e)
{
    const struct item *it = &e->item;

    if (b->timers_unread) return;
    lint_clock(b, e, "review", it->review_clock, "review", it->review);
    lint_clock(b, e, "total", it->total_clock, "statutory", it->statutory);
    lint_clock(b, e, "deliver", it->deliver_clock, "deliver", it->deliver);
}

/* 超时默认: the whole is granted, so no part of it may be one that is never deemed agreed. */
static void lint_overdue(struct build *b, const struct entry *e)
{
    const struct yaml *list = yaml_get(e->root, "steps");
    bool decides = false;

    for (size_t i = 0; i < e->item.nsteps; i++) {
        const struct yaml *never = yaml_get(yaml_nth(list, i), "never_silent");
        decides |= e->item.steps[i].act == STEP_DECIDE;
        if (never && never->kind == YAML_TEXT && strcmp(never->text, "true") == 0)
            finding(&b->to, never,
                    N_("step \"{1}\" is never deemed agreed, so the whole is never granted by "
                       "silence"),
                    e->item.steps[i].key, NULL);
    }
    if (e->item.commitment.unit == UNIT_NONE && e->item.statutory.unit == UNIT_NONE)
        decides = false;
    if (!decides)
        finding(&b->to, yaml_at(e->root, "silence"),
                N_("there is no decision with a limit that could be overdue"), NULL);
}

static void lint_absent(struct build *b, const struct entry *e)
{
    for (size_t i = 0; i < e->item.nsteps; i++)
        if (!e->item.steps[i].never_silent && e->item.steps[i].limit.unit != UNIT_NONE) return;
    finding(&b->to, yaml_at(e->root, "silence"),
            N_("there is no parallel part with a limit that could be deemed agreed"), NULL);
}

/* B.7: silence has no general basis; never for public safety. */
static void lint_silence(struct build *b, const struct entry *e)
{
    enum silence_mode mode = e->item.silence;

    if (mode == SILENCE_NONE) return;
    if (e->item.safety)
        finding(&b->to, yaml_at(e->root, "silence"),
                N_("no silence may grant in a matter of public safety"), NULL);
    if (mode == SILENCE_RENEWAL && !*e->item.hard_stop)
        finding(&b->to, yaml_at(e->root, "silence"),
                N_("renewal by silence needs limits/hard_stop, the field with the date of expiry "
                   "(许可法50)"),
                NULL);
    if (mode == SILENCE_OVERDUE) lint_overdue(b, e);
    if (mode == SILENCE_ABSENT) lint_absent(b, e);
    if (mode != SILENCE_RENEWAL && !*e->item.silence_rule)
        finding(&b->to, yaml_at(e->root, "silence"),
                N_("local silence needs silence_rule, the number of the rule that allows it"),
                NULL);
}

static void lint_papers(struct build *b, const struct entry *e)
{
    const struct item *it = &e->item;
    const struct yaml *materials = yaml_get(e->root, "materials"),
                      *fees = yaml_get(e->root, "fees");

    schema_unique(&b->to, materials, "key");
    schema_unique(&b->to, fees, "code");
    for (size_t i = 0; i < it->nmaterials; i++) {
        const struct yaml *node = yaml_nth(materials, i);
        if (it->materials[i].tolerable && !it->tolerance)
            finding(&b->to, yaml_at(node, "tolerable"),
                    N_("the item has no \"tolerance\" that says until when"), NULL);
        if (*it->materials[i].when && !it->materials[i].required)
            finding(&b->to, yaml_at(node, "when"),
                    N_("\"when\" says when it is required; it cannot be required: false"), NULL);
    }
    if (*it->no_rule && !*it->cert)
        finding(&b->to, yaml_at(yaml_get(e->root, "outcome"), "number"),
                N_("a number, but no \"cert\" to bear it"), NULL);
}

void lint_item(struct build *b, const struct entry *e)
{
    const struct yaml *basis = yaml_get(e->root, "basis");

    if (*e->item.dept && !known_department(b, e->item.dept))
        finding(&b->to, yaml_at(e->root, "dept"), N_("there is no department \"{1}\""),
                e->item.dept, NULL);
    if (basis && basis->kind == YAML_LIST && !basis->n)
        finding(&b->to, basis, N_("\"{1}\" must not be empty"), "basis", NULL);
    lint_code(b, e);
    lint_number(b, e);
    lint_limits(b, e);
    lint_clocks(b, e);
    lint_silence(b, e);
    lint_papers(b, e);
}
