#include "domain/pattern.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Thompson's construction: every step either reads one character or goes on to one or two other
 * steps.  Matching walks all the ways at once. */
enum { STEPS_MAX = 1500, DEPTH_MAX = 32, REPEAT_MAX = 255, RANGES_MAX = 64 };

enum act { ACT_ONE_OF, ACT_NONE_OF, ACT_BEGIN, ACT_END, ACT_GO, ACT_BOTH, ACT_FOUND };

struct range {
    uint32_t from, to;
};

struct step {
    enum act act;
    int x, y; /* ACT_GO: x; ACT_BOTH: x and y */
    const struct range *range;
    size_t nrange;
};

struct pattern {
    const struct step *step;
    int nsteps;
};

struct reader {
    struct arena *arena;
    const char *p;
    int depth, nsteps;
    const char *wrong; /* msgid, NULL while all is well */
    struct step step[STEPS_MAX];
};

static bool fail(struct reader *r, const char *msgid)
{
    if (!r->wrong) r->wrong = msgid;
    return false;
}

/* Number of the new step; when there is no room, the last one again and r->wrong is set. */
static int emit(struct reader *r, struct step s)
{
    if (r->nsteps == STEPS_MAX) {
        fail(r, N_("the pattern is too long"));
        return STEPS_MAX - 1;
    }
    r->step[r->nsteps] = s;
    return r->nsteps++;
}

static bool set_of(struct reader *r, enum act act, const struct range *range, size_t n)
{
    struct range *kept = arena_alloc(r->arena, n * sizeof *kept);

    if (n) memcpy(kept, range, n * sizeof *kept);
    emit(r, (struct step){.act = act, .range = kept, .nrange = n});
    return !r->wrong;
}

static uint32_t take(struct reader *r)
{
    uint32_t ch;

    r->p += text_decode(r->p, &ch);
    return ch;
}

/* After a backslash: a digit class, or a mark that stands for itself. */
static bool read_escape(struct reader *r, struct range *out)
{
    char c = *r->p;

    if (c == 'd')
        *out = (struct range){'0', '9'};
    else if (c > ' ' && c < 0x7F && !isalnum((unsigned char)c))
        *out = (struct range){(uint32_t)c, (uint32_t)c};
    else
        return fail(r, N_("in a pattern a backslash goes before d or a mark"));
    r->p++;
    return true;
}

static bool read_set_member(struct reader *r, struct range *out)
{
    if (*r->p == '\\') {
        r->p++;
        return read_escape(r, out);
    }
    out->from = out->to = take(r);
    if (r->p[0] == '-' && r->p[1] != ']' && r->p[1] != '\0') {
        r->p++;
        out->to = take(r);
        if (out->to < out->from) return fail(r, N_("a range in [ ] of a pattern runs backwards"));
    }
    return true;
}

static bool read_set(struct reader *r)
{
    struct range range[RANGES_MAX];
    size_t n = 0;
    enum act act = ACT_ONE_OF;

    if (*r->p == '^') {
        act = ACT_NONE_OF;
        r->p++;
    }
    do {
        if (!*r->p) return fail(r, N_("[ without ] in a pattern"));
        if (n == RANGES_MAX) return fail(r, N_("the pattern is too long"));
        if (!read_set_member(r, &range[n++])) return false;
    } while (*r->p != ']');
    r->p++;
    return set_of(r, act, range, n);
}

static bool read_branches(struct reader *r);

static bool read_group(struct reader *r)
{
    if (++r->depth > DEPTH_MAX) return fail(r, N_("the pattern is nested too deeply"));
    if (!read_branches(r)) return false;
    if (*r->p != ')') return fail(r, N_("( without ) in a pattern"));
    r->p++;
    r->depth--;
    return true;
}

static bool read_atom(struct reader *r)
{
    struct range one;
    uint32_t ch = take(r);

    switch (ch) {
    case '(':
        return read_group(r);
    case '[':
        return read_set(r);
    case '.':
        return set_of(r, ACT_NONE_OF, NULL, 0);
    case '^':
        emit(r, (struct step){.act = ACT_BEGIN});
        return !r->wrong;
    case '$':
        emit(r, (struct step){.act = ACT_END});
        return !r->wrong;
    case '\\':
        return read_escape(r, &one) && set_of(r, ACT_ONE_OF, &one, 1);
    case '*':
    case '+':
    case '?':
    case '{':
        return fail(r, N_("a repetition in a pattern has nothing to repeat"));
    default:
        one = (struct range){ch, ch};
        return set_of(r, ACT_ONE_OF, &one, 1);
    }
}

static bool read_count(struct reader *r, int *n)
{
    char *end;

    if (*r->p < '0' || *r->p > '9') return false;
    long v = strtol(r->p, &end, 10);
    r->p = end;
    *n = v > REPEAT_MAX ? REPEAT_MAX + 1 : (int)v;
    return true;
}

/* most: -1 without end.  false: nothing of the kind follows, or r->wrong. */
static bool read_repetition(struct reader *r, int *least, int *most)
{
    static const struct {
        char mark;
        int least, most;
    } simple[] = {{'*', 0, -1}, {'+', 1, -1}, {'?', 0, 1}};

    for (size_t i = 0; i < 3; i++)
        if (*r->p == simple[i].mark) {
            r->p++;
            *least = simple[i].least;
            *most = simple[i].most;
            return true;
        }
    if (*r->p != '{') return false;
    r->p++;
    bool good = read_count(r, least);
    *most = *least;
    if (good && *r->p == ',') {
        r->p++;
        if (!read_count(r, most)) *most = -1;
    }
    if (!good || *r->p++ != '}' || *least > REPEAT_MAX || *most > REPEAT_MAX || *most == 0 ||
        (*most > 0 && *most < *least))
        return fail(
            r,
            N_("what stands in { } of a pattern must be a count up to 255, or two with a comma"));
    return true;
}

/* Steps from..to again, at the end. */
static void repeat_steps(struct reader *r, int from, int to)
{
    int shift = r->nsteps - from;

    for (int i = from; i < to && !r->wrong; i++) {
        struct step s = r->step[i];
        s.x += shift;
        s.y += shift;
        emit(r, s);
    }
}

/* Makes room for one step before those from `from` on. */
static void insert(struct reader *r, int from, struct step s)
{
    emit(r, s);
    if (r->wrong) return;
    memmove(r->step + from + 1, r->step + from, sizeof s * (size_t)(r->nsteps - 1 - from));
    for (int i = from + 1; i < r->nsteps; i++) {
        r->step[i].x++;
        r->step[i].y++;
    }
    r->step[from] = s;
}

/* The piece whose steps begin at from is to occur least to most times.  Jumps inside a piece never
 * leave it but to the step just after it, so its steps can be copied and shifted. */
static void apply_repetition(struct reader *r, int from, int least, int most)
{
    int n = r->nsteps - from, copies = least ? least : 1;

    for (int i = 1; i < copies && !r->wrong; i++)
        repeat_steps(r, from, from + n);
    if (least == 0) insert(r, from, (struct step){.act = ACT_BOTH});
    int optional = from; /* step that may jump over all that is not required */
    if (least == 0) from++;
    if (most < 0) {
        int last = r->nsteps - n;
        emit(r, (struct step){.act = ACT_BOTH, .x = last, .y = r->nsteps + 1});
    }
    for (int i = copies; i < most && !r->wrong; i++) {
        int skip = emit(r, (struct step){.act = ACT_BOTH});
        repeat_steps(r, from, from + n);
        r->step[skip].x = skip + 1;
        r->step[skip].y = r->nsteps;
    }
    if (least == 0) {
        r->step[optional].x = optional + 1;
        r->step[optional].y = r->nsteps;
    }
}

static bool read_branch(struct reader *r)
{
    int from, least, most;

    emit(r, (struct step){.act = ACT_GO, .x = r->nsteps + 1}); /* an empty branch is a step too */
    while (*r->p && *r->p != '|' && *r->p != ')') {
        from = r->nsteps;
        if (!read_atom(r)) return false;
        if (read_repetition(r, &least, &most)) apply_repetition(r, from, least, most);
        if (r->wrong) return false;
    }
    return !r->wrong;
}

/* a|b|c: BOTH a (BOTH b c), every branch but the last ended by GO to the end. */
static bool read_branches(struct reader *r)
{
    int from = r->nsteps;

    if (!read_branch(r)) return false;
    if (*r->p != '|') return true;
    r->p++;
    insert(r, from, (struct step){.act = ACT_BOTH});
    int leave = emit(r, (struct step){.act = ACT_GO});
    r->step[from].x = from + 1;
    r->step[from].y = r->nsteps;
    if (r->wrong || !read_branches(r)) return false;
    r->step[leave].x = r->nsteps;
    return true;
}

enum rc pattern_compile(struct arena *a, const char *source, const struct pattern **out,
                        struct fault *f)
{
    struct reader *r = mem_alloc(sizeof *r);

    r->arena = a;
    r->p = source;
    if (read_branches(r) && *r->p) fail(r, N_(") without ( in a pattern"));
    emit(r, (struct step){.act = ACT_FOUND});
    const char *wrong = r->wrong;
    if (!wrong) {
        struct pattern *p = arena_alloc(a, sizeof *p);
        struct step *kept = arena_alloc(a, (size_t)r->nsteps * sizeof *kept);
        memcpy(kept, r->step, (size_t)r->nsteps * sizeof *kept);
        *p = (struct pattern){kept, r->nsteps};
        *out = p;
    }
    free(r);
    return wrong ? fault_set(f, RC_REFUSED, "expr", wrong, NULL) : RC_OK;
}

/* --- Matching --- */

struct walk {
    const struct pattern *pattern;
    bool first, last; /* before the first character, after the last */
    bool found;
    int at[STEPS_MAX], n;
    bool seen[STEPS_MAX];
};

static void visit(struct walk *w, int i, int todo[], int *n)
{
    if (w->seen[i]) return;
    w->seen[i] = true;
    todo[(*n)++] = i;
}

/* All steps reached from i without reading a character. */
static void reach(struct walk *w, int i)
{
    int todo[STEPS_MAX], n = 0;

    visit(w, i, todo, &n);
    while (n) {
        const struct step *s = &w->pattern->step[i = todo[--n]];
        if (s->act == ACT_FOUND) w->found = true;
        if (s->act == ACT_ONE_OF || s->act == ACT_NONE_OF) w->at[w->n++] = i;
        if ((s->act == ACT_BEGIN && w->first) || (s->act == ACT_END && w->last))
            visit(w, i + 1, todo, &n);
        if (s->act == ACT_GO || s->act == ACT_BOTH) visit(w, s->x, todo, &n);
        if (s->act == ACT_BOTH) visit(w, s->y, todo, &n);
    }
}

static bool reads(const struct step *s, uint32_t ch)
{
    for (size_t i = 0; i < s->nrange; i++)
        if (ch >= s->range[i].from && ch <= s->range[i].to) return s->act == ACT_ONE_OF;
    return s->act == ACT_NONE_OF;
}

static void walk_begin(struct walk *w, const struct pattern *p, bool first, bool last)
{
    w->pattern = p;
    w->first = first;
    w->last = last;
    w->n = 0;
    w->found = false;
    memset(w->seen, 0, (size_t)p->nsteps * sizeof w->seen[0]);
}

bool pattern_found(const struct pattern *p, const char *s)
{
    struct walk one, two, *now = &one, *next = &two;

    walk_begin(now, p, true, !*s);
    reach(now, 0);
    while (*s && !now->found) {
        uint32_t ch;
        s += text_decode(s, &ch);
        walk_begin(next, p, false, !*s);
        for (int i = 0; i < now->n; i++) {
            if (reads(&p->step[now->at[i]], ch)) reach(next, now->at[i] + 1);
        }
        reach(next, 0);
        struct walk *swap = now;
        now = next;
        next = swap;
    }
    return now->found;
}
