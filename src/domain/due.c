#include "domain/due.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "domain/clock.h"

enum { PAIRS = 12, STANDS = 32, PARTS = 32, N_MAX = 9999, MINUTES_MAX = 99999 };

struct pair {
    const char *key, *value;
};

/* One question being answered.  After the first error the rest runs on with harmless values and is
 * thrown away. */
struct ask {
    const struct calendar *c;
    const char *op;
    struct arena text;
    struct pair pair[PAIRS];
    size_t npair;
    struct buf out;
    char *error;
    bool provisional;
};

static void fail(struct ask *a, const char *what, const char *shown)
{
    if (a->error) return;
    a->error = arena_printf(&a->text, "error=%s: %s %s", a->op, what, shown);
    for (char *p = a->error + strlen("error="); *p; p++)
        if ((unsigned char)*p < ' ' || *p == ';' || *p == 0x7F) *p = '?';
}

/* --- Reading the inputs --- */

static const char *get(const struct ask *a, const char *key)
{
    for (size_t i = 0; i < a->npair; i++)
        if (strcmp(a->pair[i].key, key) == 0) return a->pair[i].value;
    return NULL;
}

static bool word_in(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = list; *p; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        if (len == n && memcmp(p, word, n) == 0) return true;
        p += len;
    }
    return false;
}

static void read_pairs(struct ask *a, const char *inputs, const char *allowed)
{
    char *rest = arena_strdup(&a->text, inputs);

    for (char *part; !a->error && (part = strsep(&rest, ";"));) {
        char *eq = strchr(part, '=');
        if (!*part) continue;
        if (!eq) {
            fail(a, "expected key=value, not", part);
            return;
        }
        *eq = '\0';
        if (!word_in(allowed, part))
            fail(a, "unknown key", part);
        else if (get(a, part))
            fail(a, "key given twice:", part);
        else
            a->pair[a->npair++] = (struct pair){part, eq + 1};
    }
}

static const char *want(struct ask *a, const char *key)
{
    const char *v = get(a, key);

    if (v) return v;
    fail(a, "missing", key);
    return "";
}

static void fail_value(struct ask *a, const char *key, const char *value, const char *should)
{
    fail(a, arena_printf(&a->text, "%s must be %s, not", key, should), *value ? value : "empty");
}

static bool read_day(const char *s, day_t *d)
{
    day_t v;

    if (!day_parse(s, &v) || day_civil(v).year < 1900 || day_civil(v).year > 2999) return false;
    *d = v;
    return true;
}

static day_t want_day(struct ask *a, const char *key)
{
    const char *s = want(a, key);
    day_t d = 0;

    if (!read_day(s, &d)) fail_value(a, key, s, "a date of 1900 to 2999 such as 2026-11-24");
    return d;
}

static instant_t want_instant(struct ask *a, const char *key)
{
    const char *s = want(a, key);
    instant_t t = 0;
    day_t d;

    if (!instant_parse(s, &t) || !read_day(arena_strndup(&a->text, s, strcspn(s, "T ")), &d)) {
        fail_value(a, key, s, "a time of 1900 to 2999 such as 2026-11-24T09:14");
        return 0;
    }
    return t;
}

static bool read_int(const char *s, int max, int *out)
{
    size_t n = strspn(s, "0123456789");

    if (n == 0 || n > 6 || s[n] || strtol(s, NULL, 10) > max) return false;
    *out = (int)strtol(s, NULL, 10);
    return true;
}

static int want_int(struct ask *a, const char *key, int max)
{
    const char *s = want(a, key);
    int v = 0;

    if (!read_int(s, max, &v))
        fail_value(a, key, s, arena_printf(&a->text, "a whole number from 0 to %d", max));
    return v;
}

static int int_or(struct ask *a, const char *key, int otherwise)
{
    return get(a, key) ? want_int(a, key, N_MAX) : otherwise;
}

/* The effective day of ts, by the cut-off asked for. */
static day_t want_receipt(struct ask *a)
{
    instant_t ts = want_instant(a, "ts"), t;
    const char *s = get(a, "cutoff");

    if (!s) return clock_receive(a->c, ts);
    if (strlen(s) == 5 && instant_parse(arena_printf(&a->text, "1970-01-01T%s", s), &t))
        return clock_receive_until(a->c, day_second_of_instant(t) / 60, ts);
    fail_value(a, "cutoff", s, "a time such as 17:30");
    return 0;
}

static bool read_stand(char *s, struct stand *out)
{
    char *slash = strchr(s, '/');

    if (!slash) return false;
    *slash = '\0';
    out->to = DAY_NONE;
    if (!read_day(s, &out->from)) return false;
    return !slash[1] || (read_day(slash + 1, &out->to) && out->to >= out->from);
}

static size_t read_stands(struct ask *a, struct stand out[STANDS])
{
    const char *s = get(a, "susp");
    size_t n = 0;

    if (!s || !*s) return 0;
    char *rest = arena_strdup(&a->text, s);
    for (char *part; (part = strsep(&rest, ",")); n++) {
        if (n == STANDS || !read_stand(part, &out[n])) {
            fail_value(a, "susp", s, "at most 32 of first/last day, joined by commas");
            return 0;
        }
    }
    return n;
}

/* "market:1,tax:2"; names become keys of the answer. */
struct part {
    const char *name;
    int n;
};

static bool read_part(char *s, struct part *out)
{
    size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

    if (len == 0 || s[len] != ':' || !read_int(s + len + 1, N_MAX, &out->n)) return false;
    s[len] = '\0';
    out->name = s;
    return strcmp(s, "error") != 0;
}

static size_t want_parts(struct ask *a, const char *key, struct part out[PARTS])
{
    const char *s = want(a, key);
    char *rest = arena_strdup(&a->text, s);
    size_t n = 0;

    for (char *p; (p = strsep(&rest, ",")); n++) {
        if (n == PARTS || !read_part(p, &out[n])) {
            fail_value(a, key, s, "at most 32 of name:days, joined by commas");
            return 0;
        }
    }
    return n;
}

/* --- Writing the answer --- */

static void put(struct ask *a, const char *key, const char *value)
{
    buf_printf(&a->out, "%s%s=%s", a->out.len ? ";" : "", key, value);
}

static void put_int(struct ask *a, const char *key, int v)
{
    put(a, key, arena_printf(&a->text, "%d", v));
}

/* A day that no calendar has a say in. */
static void put_plain_day(struct ask *a, const char *key, day_t d)
{
    char s[DAY_TEXT];

    put(a, key, d == DAY_NONE ? "none" : day_text(d, s));
}

static void put_day(struct ask *a, const char *key, day_t d)
{
    put_plain_day(a, key, d);
    if (d != DAY_NONE && calendar_provisional(a->c, d)) a->provisional = true;
}

static void put_minute(struct ask *a, const char *key, instant_t t)
{
    char s[INSTANT_TEXT];

    instant_text(t, s);
    s[strlen("2026-11-24T09:14")] = '\0';
    put(a, key, s);
}

/* --- The questions --- */

static day_t due_day(const struct ask *a, day_t start, enum unit unit, int n,
                     const struct stand *stands, size_t nstand)
{
    return clock_due(a->c, start, INSTANT_NONE, (struct span){unit, n, false}, stands, nstand).day;
}

static void answer_receive(struct ask *a)
{
    put_day(a, "eff", want_receipt(a));
}

static void answer_acceptance(struct ask *a, enum silence silence, enum unit unit)
{
    day_t receipt = want_receipt(a);
    day_t review = due_day(a, receipt, UNIT_WD, int_or(a, "review", 5), NULL, 0);
    day_t deemed = silence == SILENCE_FROM_RECEIPT ? receipt : review;

    put_day(a, "receipt", receipt);
    put_day(a, "review_due", review);
    put_day(a, "deemed_accept", deemed);
    put_day(a, "decision_due", due_day(a, deemed, unit, want_int(a, "limit", N_MAX), NULL, 0));
}

static void answer_accept(struct ask *a)
{
    answer_acceptance(a, SILENCE_FROM_RECEIPT, UNIT_WD);
}

static void answer_accept_end(struct ask *a)
{
    answer_acceptance(a, SILENCE_FROM_END, UNIT_CD);
}

static void answer_days(struct ask *a, enum unit unit)
{
    struct stand stands[STANDS];
    size_t n = read_stands(a, stands);

    put_day(a, "due", due_day(a, want_day(a, "start"), unit, want_int(a, "n", N_MAX), stands, n));
}

static void answer_wd(struct ask *a)
{
    answer_days(a, UNIT_WD);
}

static void answer_cd(struct ask *a)
{
    answer_days(a, UNIT_CD);
}

static void answer_mo(struct ask *a)
{
    answer_days(a, UNIT_MO);
}

static void answer_minutes(struct ask *a, enum unit unit, int n)
{
    instant_t ts = want_instant(a, "ts");
    struct due due =
        clock_due(a->c, day_of_instant(ts), ts, (struct span){unit, n, false}, NULL, 0);

    put_minute(a, "due", due.late - 60);
    if (unit == UNIT_BH) a->provisional = due.provisional; /* 24 hours need no calendar */
}

static void answer_hr(struct ask *a)
{
    answer_minutes(a, UNIT_HR, want_int(a, "hours", N_MAX));
}

static void answer_bh(struct ask *a)
{
    answer_minutes(a, UNIT_BH, want_int(a, "minutes", MINUTES_MAX));
}

static void put_result(struct ask *a, day_t accepted, day_t commit_due, day_t statutory_due)
{
    day_t decided = want_day(a, "decided");
    bool open = statutory_due == DAY_NONE;

    if (decided < accepted) fail(a, "decided lies before accepted:", get(a, "decided"));
    bool in_time = commit_due == DAY_NONE || decided <= commit_due;
    put(a, "result", in_time ? "on_time" : open || decided <= statutory_due ? "yellow" : "red");
    put_int(a, "late_wd", in_time ? 0 : calendar_count(a->c, commit_due, decided));
}

static void answer_licence(struct ask *a)
{
    struct stand stands[STANDS];
    size_t n = read_stands(a, stands);
    day_t accepted = want_day(a, "accepted");
    int limit = want_int(a, "limit", N_MAX), commit = int_or(a, "commit", limit),
        ext = int_or(a, "ext", 0);
    day_t statutory = due_day(a, accepted, UNIT_WD, limit, stands, n);
    /* An extension is approved while the limit runs (许可法42); one asked for later is void. */
    bool refused = get(a, "ext_on") && statutory != DAY_NONE && want_day(a, "ext_on") > statutory;

    if (get(a, "ext_on") && !get(a, "ext")) fail(a, "missing", "ext");
    if (refused) ext = 0;
    statutory = due_day(a, accepted, UNIT_WD, limit + ext, stands, n);
    day_t committed = due_day(a, accepted, UNIT_WD, commit + ext, stands, n);
    if (statutory != DAY_NONE && (committed == DAY_NONE || committed > statutory))
        committed = statutory;
    put_day(a, "commit_due", committed);
    put_day(a, "statutory_due", statutory);
    if (refused) put(a, "ext", "refused");
    if (get(a, "decided")) put_result(a, accepted, committed, statutory);
}

static void answer_sus_proj(struct ask *a)
{
    day_t accepted = want_day(a, "accepted"), since = want_day(a, "since"),
          today = want_day(a, "today");
    int limit = want_int(a, "limit", N_MAX), used = clock_used(a->c, accepted, since, NULL, 0);
    struct stand resumed = {since, today};

    if (today < since) fail(a, "today lies before since:", get(a, "today"));
    put_int(a, "used", used);
    put_int(a, "left", limit - used);
    put_day(a, "due_if_resumed_today", due_day(a, accepted, UNIT_WD, limit, &resumed, 1));
}

static void answer_lamp(struct ask *a)
{
    static const char *const names[] = {"green", "yellow", "red", "blue", "white"};
    int left;
    enum lamp lamp = clock_lamp(a->c, want_day(a, "due"), want_day(a, "today"),
                                want_int(a, "warn", N_MAX), &left);

    put(a, "lamp", names[lamp]);
    if (lamp == LAMP_RED)
        put_int(a, "overdue_wd", -left);
    else
        put_int(a, "remaining_wd", left);
}

static void answer_silent(struct ask *a)
{
    day_t deemed = calendar_add(a->c, want_day(a, "due"), 1);

    put_day(a, "deemed_on", deemed);
    put_day(a, "opinion_due", calendar_add(a->c, deemed, 1));
}

static void answer_renew(struct ask *a)
{
    day_t expiry = want_day(a, "expiry");

    put_plain_day(a, "apply_by", expiry - int_or(a, "lead", 30));
    put_plain_day(a, "decide_by", expiry);
    put_day(a, "last_office_day", calendar_roll_back(a->c, expiry));
}

static void answer_min_gap(struct ask *a)
{
    put_plain_day(a, "earliest", want_day(a, "start") + want_int(a, "n", N_MAX));
}

static void answer_min_gap_wd(struct ask *a)
{
    put_day(a, "earliest", calendar_add(a->c, want_day(a, "start"), want_int(a, "n", N_MAX)));
}

static void answer_before(struct ask *a)
{
    put_plain_day(a, "latest", want_day(a, "event") - want_int(a, "n", N_MAX));
}

static void answer_before_wd(struct ask *a)
{
    day_t event = want_day(a, "event");

    int n = want_int(a, "n", N_MAX);

    put_day(a, "latest", calendar_back(a->c, event, n));
    /* The event itself is not counted, only days before it. */
    if (n > 0 && calendar_provisional(a->c, event - 1)) a->provisional = true;
}

static void answer_joint(struct ask *a)
{
    struct part dept[PARTS];
    size_t n = want_parts(a, "depts", dept);
    day_t accepted = want_day(a, "accepted"), barrier = accepted;
    day_t total = calendar_add(a->c, accepted, want_int(a, "total", N_MAX));

    for (size_t i = 0; i < n; i++) {
        day_t d = calendar_add(a->c, accepted, dept[i].n);
        put_day(a, arena_printf(&a->text, "%s_due", dept[i].name), d);
        if (d > barrier) barrier = d;
    }
    put_day(a, "barrier", barrier);
    put_day(a, "total_due", total);
    put_int(a, "tail_wd", calendar_count(a->c, barrier, total));
}

static void answer_stages(struct ask *a)
{
    struct part stage[PARTS];
    size_t n = want_parts(a, "stages", stage);
    day_t accepted = want_day(a, "accepted");
    int commit = want_int(a, "commit", N_MAX), sum = 0;

    for (size_t i = 0; i < n; i++) {
        sum += stage[i].n;
        put_day(a, stage[i].name, calendar_add(a->c, accepted, sum));
    }
    put_day(a, "commit_due", calendar_add(a->c, accepted, commit));
    put(a, "plan", sum <= commit ? "ok" : "rejected"); /* 流程时限总和不得超过承诺期限 */
}

static const struct question {
    const char *op, *keys;
    void (*answer)(struct ask *a);
} questions[] = {
    {"receive", "ts cutoff", answer_receive},
    {"accept", "ts limit review cutoff", answer_accept},
    {"accept_end", "ts limit review cutoff", answer_accept_end},
    {"wd", "start n susp", answer_wd},
    {"cd", "start n susp", answer_cd},
    {"mo", "start n susp", answer_mo},
    {"hr", "ts hours", answer_hr},
    {"bh", "ts minutes", answer_bh},
    {"licence", "accepted limit commit ext ext_on susp decided", answer_licence},
    {"sus_proj", "accepted limit since today", answer_sus_proj},
    {"lamp", "due today warn", answer_lamp},
    {"silent", "due", answer_silent},
    {"renew", "expiry lead", answer_renew},
    {"min_gap", "start n", answer_min_gap},
    {"min_gap_wd", "start n", answer_min_gap_wd},
    {"before", "event n", answer_before},
    {"before_wd", "event n", answer_before_wd},
    {"joint", "accepted depts total", answer_joint},
    {"stages", "accepted stages commit", answer_stages},
};

static const struct question *find_question(const char *op)
{
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        if (strcmp(questions[i].op, op) == 0) return &questions[i];
    return NULL;
}

char *due_answer(const struct calendar *c, const char *op, const char *inputs)
{
    const struct question *q = find_question(op);
    struct ask a = {.c = c, .op = q ? op : "unknown op"};

    if (q) {
        read_pairs(&a, inputs, q->keys);
        if (!a.error) q->answer(&a);
        if (a.provisional) put(&a, "provisional", "1");
    } else {
        fail(&a, "there is no", op);
    }
    char *answer = a.error ? mem_strdup(a.error) : buf_take(&a.out);
    buf_free(&a.out);
    arena_free(&a.text);
    return answer;
}
