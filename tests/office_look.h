/* What tests of time in a matter share: variants of sample items, and looking at a matter's record.
 * Include first and once in a test program. */
#ifndef YC_TESTS_OFFICE_LOOK_H
#define YC_TESTS_OFFICE_LOOK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/mem.h"
#include "office/record.h"
#include "model/matter.pb-c.h"
#include "office_home.h"
#include "office_forms.h"

/* --- Items with some lines put differently, published --- */

static inline char *read_text(const char *path)
{
    char full[300];
    size_t n;

    snprintf(full, sizeof full, "%s/%s", SOURCE_DIR, path);
    FILE *in = fopen(full, "r");
    assert_non_null(in);
    char *text = calloc(1, 20000);
    n = fread(text, 1, 19999, in);
    fclose(in);
    assert_true(n > 0 && n < 19999);
    return text;
}

/* from, to, from, to ..., NULL: each from stands in the file once. */
static inline bool publish(struct home *h, const char *path, ...) __attribute__((sentinel));
static inline bool publish(struct home *h, const char *path, ...)
{
    char *text = read_text(path), key[100];
    va_list ap;

    va_start(ap, path);
    for (const char *from; (from = va_arg(ap, const char *));) {
        const char *to = va_arg(ap, const char *);
        char *at = strstr(text, from), *out = calloc(1, 20000);
        if (!at) fail_msg("%s has no '%s'", path, from);
        snprintf(out, 20000, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
        free(text);
        text = out;
    }
    va_end(ap);
    snprintf(key, sizeof key, "file.%s", path);
    bool ok = home_do(h, "zhoumingyuan", "publish", NULL, key, text, NULL);
    free(text);
    return ok;
}

#define PUBLISH(h, ...)                                                                            \
    do {                                                                                           \
        if (!publish(h, __VA_ARGS__, NULL)) fail_msg("publish: %s", (h)->text);                    \
    } while (0)
#define RULE "青政发〔2026〕3号"
#define OVERDUE "safety: true", "silence: local_overdue\nsilence_rule: " RULE
#define A03 "data/items/A03.yaml"
#define B02 "data/items/B02.yaml"

/* A03: commitment 5 wd, statutory 10 wd.  Registered and accepted at nine on a day. */
static inline void accepted(struct home *h, const char *at, char n[32])
{
    h->at = at;
    MUST(h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM);
    snprintf(n, 32, "%s", h->number);
    MUST(h, "zhangmin", "accept", n);
}

static inline void until(struct home *h, const char *at, const char *n)
{
    h->at = at;
    MUST(h, "sunjing", "note", n, "text", "time passes");
}

/* --- Looking --- */

static struct arena looks;

static inline const Yc__Matter *look(struct home *h, const char *n)
{
    MUST(h, "sunjing", "matter", n);
    const Yc__Matter *m =
        record_unpack(&looks, &yc__matter__descriptor, h->reply->record.data, h->reply->record.len);
    assert_non_null(m);
    return m;
}

static inline const Yc__Default *default_of(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_defaults; i++)
        if (strcmp(m->defaults[i]->key, key) == 0) return m->defaults[i];
    return NULL;
}

static inline const Yc__Clock *clock_of(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_clocks; i++)
        if (strcmp(m->clocks[i]->key, key) == 0) return m->clocks[i];
    fail_msg("no clock %s", key);
    return NULL;
}

static inline const Yc__StepRun *run_of(const Yc__Matter *m, const char *key)
{
    for (size_t i = 0; i < m->n_steps; i++)
        if (strcmp(m->steps[i]->key, key) == 0) return m->steps[i];
    fail_msg("no run %s", key);
    return NULL;
}

/* The last paper of a kind. */
static inline const char *paper(const Yc__Matter *m, const char *kind)
{
    for (size_t i = m->n_papers; i-- > 0;)
        if (strcmp(m->papers[i]->kind, kind) == 0) return m->papers[i]->text;
    fail_msg("no paper %s", kind);
    return NULL;
}

/* The cards of a matter under rules that begin so, as "at level rule owner" lines. */
static inline const char *cards(const Yc__Matter *m, const char *rule)
{
    static char text[4000];
    char at[INSTANT_TEXT];
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < m->n_cards; i++) {
        const Yc__Card *c = m->cards[i];
        if (strncmp(c->rule, rule, strlen(rule)) != 0) continue;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s %s %s %s\n",
                                 instant_text(c->at, at), c->level, c->rule, c->owner);
    }
    return text;
}

static inline void assert_day(int32_t day, const char *want)
{
    char text[DAY_TEXT];

    assert_string_equal(day_text(day, text), want);
}

static inline void assert_due(const Yc__Matter *m, const char *clock, const char *want)
{
    assert_day(clock_of(m, clock)->due_day, want);
}

static inline void say(void *arg, const char *line)
{
    (void)arg;
    print_error("%s\n", line);
}

/* What is kept is what the journal adds up to. */
static inline void finish(struct home *h)
{
    struct fault f;
    uint64_t bad = 0;

    assert_int_equal(office_verify(h->office, say, NULL, &bad, &f), RC_OK);
    assert_int_equal(bad, 0);
    arena_free(&looks);
    home_close(h);
}

#define B02_FORM                                                                                   \
    "materials", "m1,m2,m3,m4,m5,m6", "form.org_name", "青溪建安置业一分公司", "form.uscc",        \
        "91370299MA3F00161P", "form.legal_rep", "林素琴", "form.legal_rep_id",                     \
        "370299197504161157", "form.contact", "林素琴", "form.contact_phone", "13805320015",       \
        "form.permit_no", "3702992026000000101", "form.area", "12680.5", "form.done", "2026-01-15"

static inline void accepted_joint(struct home *h, char n[32])
{
    h->at = "2026-03-02T09:00";
    MUST(h, "lixiaomei", "register", NULL, "item", "B02", B02_FORM);
    snprintf(n, 32, "%s", h->number);
    MUST(h, "jinxin", "accept", n);
}

#endif
