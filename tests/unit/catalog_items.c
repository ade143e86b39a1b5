/* The sample hall: all twenty matters load, say what the sample's description says, and can be done
 * by its people. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "catalog/sections.h"
#include "domain/expr.h"
#include "domain/form.h"
#include "domain/ids.h"

static struct catalog *hall;

static void no_finding(void *arg, const char *path, int line, int column, bool warning,
                       const struct fault *what)
{
    (void)arg;
    (void)warning;
    print_error("%s:%d:%d: %s [%s] [%s]\n", path, line, column, what->msgid, what->arg[0],
                what->arg[1]);
    fail();
}

static double ms_since(const struct timespec *from)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)(now.tv_sec - from->tv_sec) * 1e3 + (double)(now.tv_nsec - from->tv_nsec) / 1e6;
}

static int load(void **state)
{
    struct catalog_files fs;
    struct fault f;
    struct timespec from;

    (void)state;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    assert_int_equal(catalog_files_read(SOURCE_DIR, &fs, &f), RC_OK);
    double read = ms_since(&from);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    assert_int_equal(catalog_build(&fs, no_finding, NULL, &hall), RC_OK);
    print_message("%zu files read in %.1f ms, catalogue built in %.1f ms of processor time\n", fs.n,
                  read, ms_since(&from));
    catalog_files_free(&fs);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    catalog_free(hall);
    return 0;
}

/* Written from items_sample.yaml of the specification, not from our files.  Fields: those of the
 * sample, and one more (other_no) with every person, and books in A14; fees: without the deposit of
 * A07, the fee that A13's higher organ collects and the zero fee of D01.  minutes: longest way
 * through the stages by B.5 (1wd = 420, 7cd = 5wd). */
static const struct fact {
    const char *id;
    enum kind kind;
    const char *dept, *statutory, *extension, *commitment, *review;
    size_t materials, fields, fees;
    int minutes;
} facts[] = {
    {"A01", KIND_COMMITTED, "scj", "3wd", "3wd", "1wd", "now", 4, 14, 0, 360},
    {"A02", KIND_IMMEDIATE, "scj", "3wd", "", "now", "now", 3, 10, 0, 40},
    {"A03", KIND_COMMITTED, "scj", "10wd", "5wd", "5wd", "5wd", 5, 14, 0, 2100},
    {"A04", KIND_COMMITTED, "scj", "10wd", "", "3wd", "5wd", 3, 11, 0, 1260},
    {"A05", KIND_IMMEDIATE, "wjj", "20wd", "", "now", "now", 4, 11, 0, 240},
    {"A06", KIND_COMMITTED, "zjj", "7wd", "", "3wd", "2wd", 7, 16, 0, 1260},
    {"A07", KIND_COMMITTED, "cgj", "20wd", "10wd", "5wd", "5wd", 4, 15, 2, 1890},
    {"A08", KIND_COMMITTED, "rsj", "20wd", "10wd", "8wd", "5wd", 4, 13, 0, 3360},
    {"A09", KIND_PROXY, "jtj", "20wd", "10wd", "4wd", "5wd", 5, 11, 0, 1680},
    {"A10", KIND_COMMITTED, "wlj", "3wd", "", "2wd", "now", 4, 11, 0, 840},
    {"A11", KIND_COMMITTED, "jyj", "3mo", "", "20wd", "5wd", 6, 15, 0, 8400},
    {"A12", KIND_DUAL_NET, "ycj", "20wd", "", "10wd", "5wd", 2, 13, 0, 0},
    {"A13", KIND_UPWARD, "zrj", "20wd", "", "7wd", "5wd", 4, 11, 0, 2940},
    {"A14", KIND_COMMITTED, "zrj", "30wd", "", "3wd", "now", 5, 13, 3, 960},
    {"B01", KIND_JOINT, "spj", "45wd", "15wd", "1wd", "now", 3, 12, 0, 420},
    {"B02", KIND_JOINT, "zjj", "45wd", "15wd", "10wd", "2wd", 6, 11, 0, 4200},
    {"C01", KIND_COMMITTED, "mzj", "30wd", "15wd", "25wd", "5wd", 4, 10, 0, 9660},
    {"C02", KIND_PROXY, "mzj", "", "", "2wd", "now", 2, 8, 0, 840},
    {"D01", KIND_TRADE, "ggj", "", "", "", "1wd", 5, 16, 0, 420},
    {"E01", KIND_COMMITTED, "zfb", "20wd", "20wd", "15wd", "7wd", 2, 9, 0, 6300},
};
enum { FACTS = sizeof facts / sizeof *facts };

static void assert_span(struct span s, const char *text)
{
    char out[SPAN_TEXT];

    assert_string_equal(span_text(s, out), text);
}

static void test_facts(void **state)
{
    size_t n;
    const struct item *const *items = catalog_items(hall, &n);

    (void)state;
    assert_int_equal(n, FACTS);
    for (size_t i = 0; i < n; i++) {
        const struct fact *f = &facts[i];
        const struct item *it = catalog_item(hall, f->id);
        assert_non_null(it);
        assert_ptr_equal(items[i], it);
        assert_int_equal(it->kind, f->kind);
        assert_string_equal(it->dept, f->dept);
        assert_span(it->statutory, f->statutory);
        assert_span(it->extension, f->extension);
        assert_span(it->commitment, f->commitment);
        assert_span(it->review, f->review);
        assert_int_equal(it->nmaterials, f->materials);
        assert_int_equal(it->nfields, f->fields);
        assert_int_equal(it->nfees, f->fees);
        assert_int_equal(strlen(it->code), 31);
        assert_true(it->nbasis >= 1);
    }
    assert_null(catalog_item(hall, "A15"));
    assert_null(catalog_item(hall, ""));
}

/* Words of the sample that change what the office does. */
static void test_special_words(void **state)
{
    const struct item *a03 = catalog_item(hall, "A03"), *a04 = catalog_item(hall, "A04"),
                      *a06 = catalog_item(hall, "A06"), *a07 = catalog_item(hall, "A07"),
                      *a12 = catalog_item(hall, "A12");

    (void)state;
    assert_true(a03->safety && a03->silence == SILENCE_NONE);
    assert_true(item_step(a03, "check")->two_officers);
    assert_true(item_material(a03, "m4")->tolerable && !item_material(a03, "m3")->tolerable);
    assert_string_equal(a03->initials, "spjyxkxb"); /* 食品经营许可(新办) */
    assert_int_equal(a04->silence, SILENCE_RENEWAL);
    assert_string_equal(a04->hard_stop, "expiry_date");
    assert_true(a06->tolerance && !a06->tolerance_refuse);
    assert_span(a06->tolerance_max, "20wd");
    assert_non_null(item_material(a07, "m3")->when_x);
    assert_true(catalog_item(hall, "A05")->promise);
    assert_false(catalog_item(hall, "A02")->separate);
    assert_true(a03->separate);
    assert_true(a12->printed_outside);
    assert_string_equal(a12->no_rule, "");
    assert_int_equal(item_field(a12, "ext_no")->need, NEED_VERIFY);
    assert_int_equal(item_field(catalog_item(hall, "E01"), "result")->need, NEED_FINISH);
}

/* --- Steps --- */

static int minutes(struct span s)
{
    return s.unit == UNIT_WD   ? s.n * 420
           : s.unit == UNIT_CD ? s.n * 300
           : s.unit == UNIT_BH ? s.n
                               : 0;
}

static size_t index_of(const struct item *it, const char *key)
{
    const struct step *s = item_step(it, key);

    assert_non_null(s);
    return (size_t)(s - it->steps);
}

/* Our tables are written in an order in which a step stands below all it waits for. */
static void test_stage_sums(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACTS; i++) {
        const struct item *it = catalog_item(hall, facts[i].id);
        int end[64] = {0}, worst = 0;
        for (size_t s = 0; s < it->nsteps; s++) {
            const struct step *st = &it->steps[s];
            for (size_t k = 0; k < st->nafter; k++) {
                assert_true(index_of(it, st->after[k]) < s);
                if (end[index_of(it, st->after[k])] > end[s])
                    end[s] = end[index_of(it, st->after[k])];
            }
            if (!st->suspends && !st->external && !st->before_acceptance && !st->outside_limit &&
                !st->after_decision)
                end[s] += minutes(st->limit);
            if (end[s] > worst) worst = end[s];
        }
        if (worst != facts[i].minutes) print_error("%s: %d\n", it->id, worst);
        assert_int_equal(worst, facts[i].minutes);
    }
}

static void assert_after(const char *item, const char *step, const char *keys)
{
    const struct step *s = item_step(catalog_item(hall, item), step);
    char text[256] = "";

    for (size_t i = 0; i < s->nafter; i++) {
        strncat(text, i ? " " : "", sizeof text - strlen(text) - 1);
        strncat(text, s->after[i], sizeof text - strlen(text) - 1);
    }
    assert_string_equal(text, keys);
}

static void test_who_waits_for_whom(void **state)
{
    (void)state;
    assert_after("A03", "accept", "");
    assert_after("A03", "check", "accept");
    assert_after("A03", "verify", "deliver");
    assert_after("A05", "postcheck", "decide");
    /* an optional hearing holds up nothing by itself: the review waits for what stands before it,
     * too */
    assert_after("A11", "hearing", "site");
    assert_after("A11", "review", "site hearing");
    assert_after("A14", "tax", "accept");
    assert_after("A14", "exam", "accept");
    assert_after("A14", "decide", "tax exam");
    assert_after("B01", "p1", "accept");
    assert_after("B01", "p5", "p1");
    assert_after("B01", "decide", "p2 p3 p4"); /* best effort p5 left out */
    assert_after("B02", "p4", "accept");
    assert_after("B02", "decide", "site p1 p2 p3 p4 p5 rework");
    assert_after("E01", "secrecy", "fetch third");
    /* F.1: 7, 8, 9, 10 run beside each other between 5 and 12 */
    assert_after("D01", "clarify", "issue");
    assert_after("D01", "ceiling", "papers");
    assert_after("D01", "bids", "enrol visit clarify ceiling bonds");
    assert_after("D01", "judge", "open draw");
    assert_string_equal(item_step(catalog_item(hall, "A03"), "print")->dept, "centre");
    assert_string_equal(item_step(catalog_item(hall, "A03"), "check")->dept, "");
    assert_string_equal(item_step(catalog_item(hall, "B02"), "p2")->dept, "xfj");
}

/* B.7: only parts of a joint matter with the county's rule may be deemed agreed, fire never. */
static void test_silence(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACTS; i++) {
        const struct item *it = catalog_item(hall, facts[i].id);
        for (size_t s = 0; s < it->nsteps; s++) {
            static const char *const may[] = {"p1", "p3", "p4", "p5"};
            bool deemed = false;
            for (int k = 0; k < 4; k++)
                if (strcmp(it->id, "B02") == 0 && strcmp(it->steps[s].key, may[k]) == 0)
                    deemed = true;
            assert_int_equal(it->steps[s].never_silent, !deemed);
        }
    }
}

/* --- People --- */

static const char *act_of(enum step_act a)
{
    static const char *const acts[] = {"pass",  "accept",  "grant",  "pay",
                                       "print", "deliver", "verify", "pass"};

    return acts[a];
}

static bool barred(const char *one, const char *other)
{
    size_t n;
    const struct duty *d = catalog_duties(hall, &n);

    for (size_t i = 0; i < n; i++)
        if ((strcmp(d[i].one, one) == 0 && strcmp(d[i].other, other) == 0) ||
            (strcmp(d[i].one, other) == 0 && strcmp(d[i].other, one) == 0))
            return true;
    return false;
}

struct done {
    const char *act;
    const struct person *who;
    const struct step *step;
};

/* May this person do act after what was done? */
static bool free_to(const struct item *it, const struct person *p, const char *act,
                    const struct step *s, const struct done *done, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (done[i].who != p || !it->separate) continue;
        if (barred(done[i].act, act)) return false;
        for (size_t k = 0; done[i].step && k < s->nafter; k++)
            if (strcmp(s->after[k], done[i].step->key) == 0 && barred("step", "step")) return false;
    }
    return true;
}

static const struct person *somebody(const struct item *it, const char *act, const struct step *s,
                                     const struct done *done, size_t ndone, size_t *holders)
{
    size_t n;
    const struct person *p = catalog_people(hall, &n), *found = NULL;
    const char *dept = s && *s->dept ? s->dept : it->dept;

    *holders = 0;
    for (size_t i = 0; i < n; i++) {
        if (!catalog_post_for(hall, &p[i], act, dept, s ? s->role : NULL)) continue;
        ++*holders;
        if (!found && (!s || free_to(it, &p[i], act, s, done, ndone))) found = &p[i];
    }
    return found;
}

static void test_every_step_can_be_done(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACTS; i++) {
        const struct item *it = catalog_item(hall, facts[i].id);
        struct done done[64];
        size_t n = 0, holders;
        done[n++] =
            (struct done){"register", somebody(it, "register", NULL, NULL, 0, &holders), NULL};
        assert_non_null(done[0].who);
        for (size_t s = 0; s < it->nsteps; s++) {
            const struct step *st = &it->steps[s];
            const char *act = act_of(st->act);
            const struct person *p = somebody(it, act, st, done, n, &holders);
            if (!p) print_error("%s %s\n", it->id, st->key);
            assert_non_null(p);
            if (st->two_officers) assert_true(holders >= 2);
            done[n++] = (struct done){act, p, st};
        }
    }
}

static void test_posts(void **state)
{
    const struct person *zhang = catalog_person(hall, "zhangmin"),
                        *chen = catalog_person(hall, "chenlihua"),
                        *rare = catalog_person(hall, "wuhong"),
                        *xu = catalog_person(hall, "xujianping"),
                        *han = catalog_person(hall, "hanxuesong");
    char out[64];

    (void)state;
    assert_string_equal(zhang->name, "张敏");
    assert_string_equal(zhang->initials, "zm");
    assert_string_equal(zhang->posts[0], "centre/integ");
    /* the integrated desk accepts for every department, in the place of its clerk; it examines
     * nothing */
    assert_string_equal(catalog_post_for(hall, zhang, "accept", "scj", "clerk"), "centre/integ");
    assert_null(catalog_post_for(hall, zhang, "pass", "scj", "exam"));
    assert_null(catalog_post_for(hall, zhang, "print", "scj", NULL));
    /* 票款分离: only the fee desk takes money, for whom it may be, and it does nothing else */
    assert_string_equal(catalog_post_for(hall, chen, "pay", "scj", "cash"), "centre/cash");
    assert_null(catalog_post_for(hall, chen, "print", "scj", NULL));
    assert_null(catalog_post_for(hall, zhang, "pay", NULL, NULL));
    /* a department's examiner works for his department only */
    assert_string_equal(catalog_post_for(hall, xu, "pass", "scj", "exam"), "scj/exam");
    assert_null(catalog_post_for(hall, xu, "pass", "wjj", "exam"));
    assert_null(catalog_post_for(hall, xu, "pass", "scj", "review"));
    assert_null(catalog_post_for(hall, xu, "grant", "scj", NULL));
    assert_string_equal(catalog_post_for(hall, han, "grant", "scj", NULL), "scj/review");
    assert_null(catalog_post_for(hall, han, "no_such_act", NULL, NULL));
    /* supervisors read, they do not act on content */
    assert_null(catalog_post_for(hall, catalog_person(hall, "sunjing"), "pass", NULL, NULL));
    assert_string_equal(catalog_post_title(hall, "scj/review", out, sizeof out), "市监局审核");
    assert_string_equal(catalog_post_title(hall, "centre/reg", out, sizeof out), "中心登记验证");
    assert_string_equal(catalog_post_title(hall, "x/y", out, sizeof out), "x/y");
    assert_string_equal(rare->name, "邬𬭎");
    assert_string_equal(rare->initials, "wh"); /* U+2CB4E hong, beyond the basic plane */
    assert_string_equal(catalog_person(hall, "qiuhaitao")->initials,
                        "qht"); /* the surname 仇 is qiu, given by hand */
}

static void test_hall(void **state)
{
    size_t n;
    const struct department *d = catalog_departments(hall, &n);
    const struct hall *h = catalog_hall(hall);
    char code[19];

    (void)state;
    assert_int_equal(n, 20); /* nineteen departments and the centre */
    for (size_t i = 0; i < n; i++) {
        bool warn;
        assert_int_equal(ids_uscc(d[i].uscc, code, &warn, NULL), RC_OK);
    }
    assert_true(catalog_department(hall, "ycj")->vertical);
    assert_string_equal(h->name, "青溪县行政服务中心");
    assert_string_equal(h->region, "370299");
    assert_string_equal(h->night, "22:30");
    assert_true(h->choose_person);
    assert_int_equal(h->hours.am_from, 510);
    assert_int_equal(h->hours.pm_to, 1020);
    assert_int_equal(h->hours.cutoff, 1020);
    assert_int_equal(hours_minutes(&h->hours), 420);
    assert_string_equal(day_text(calendar_end(catalog_calendar(hall)), (char[DAY_TEXT]){0}),
                        "2026-12-31");
    assert_false(calendar_workday(catalog_calendar(hall), day_of_civil(2026, 10, 1)));
    assert_null(catalog_department(hall, "nobody"));
    assert_null(catalog_person(hall, "nobody"));
    assert_null(catalog_permission(hall, "nothing"));
    assert_true(catalog_role(hall, "cash")->hall_wide && !catalog_role(hall, "exam")->hall_wide);
}

/* --- Forms and fees --- */

struct values {
    const char *const (*pair)[2];
};

static const char *value_of(void *arg, const char *name)
{
    const struct values *v = arg;

    for (size_t i = 0; v->pair[i][0]; i++)
        if (strcmp(v->pair[i][0], name) == 0) return v->pair[i][1];
    return NULL;
}

static int64_t fee_of(const struct item *it, size_t i, const char *const (*pair)[2])
{
    struct values v = {pair};
    struct expr_env env = {.value = value_of, .arg = &v, .today = day_of_civil(2026, 11, 24)};
    struct arena a = {0};
    struct expr_value out;
    struct fault f;

    assert_int_equal(expr_eval(it->fees[i].formula_x, &env, &a, &out, &f), RC_OK);
    assert_int_equal(out.type, EXPR_NUMBER);
    assert_int_equal(out.number % EXPR_SCALE, 0); /* whole fen */
    arena_free(&a);
    return out.number / EXPR_SCALE;
}

static const char *const digging[][2] = {
    {"mode", "挖掘"},
    {"area", "120.50"},
    {"days", "30"},
    {"digs",
     "[{\"surface\":\"沥青混凝土\",\"sq\":\"60.00\"},{\"surface\":\"人行道砖\",\"sq\":\"22.50\"}]"},
    {NULL, NULL},
};

static void test_fees(void **state)
{
    static const char *const occupying[][2] = {
        {"mode", "占用"}, {"area", "0.01"}, {"days", "1"}, {NULL, NULL}};
    static const char *const flat[][2] = {{"house", "住宅"}, {"books", "1"}, {NULL, NULL}};
    static const char *const shop[][2] = {{"house", "非住宅"}, {"books", "3"}, {NULL, NULL}};
    const struct item *a07 = catalog_item(hall, "A07"), *a14 = catalog_item(hall, "A14");

    (void)state;
    /* fee_example of the sample: 108,450 + 3,071,250 = 3,179,700 fen */
    assert_int_equal(fee_of(a07, 0, digging), 108450);
    assert_int_equal(fee_of(a07, 1, digging), 3071250);
    assert_int_equal(fee_of(a07, 0, occupying), 0); /* 0.3 fen */
    assert_int_equal(fee_of(a07, 1, occupying), 0);
    for (size_t i = 0; i < a07->nfees; i++)
        assert_null(strstr(a07->fees[i].name, "保证金"));
    assert_int_equal(fee_of(a14, 0, flat) + fee_of(a14, 1, flat) + fee_of(a14, 2, flat), 8000);
    assert_int_equal(fee_of(a14, 0, shop) + fee_of(a14, 1, shop) + fee_of(a14, 2, shop), 57000);
}

static void test_conditions(void **state)
{
    static const char *const occupying[][2] = {{"mode", "占用"}, {NULL, NULL}};
    const struct item *a07 = catalog_item(hall, "A07");
    struct values dig = {digging}, occupy = {occupying};
    struct expr_env env = {.value = value_of, .arg = &dig, .today = DAY_NONE};

    (void)state;
    assert_true(expr_holds(item_material(a07, "m3")->when_x, &env));
    env.arg = &occupy;
    assert_false(expr_holds(item_material(a07, "m3")->when_x, &env));
}

static void test_sections(void **state)
{
    size_t n, fields = 0;
    const struct section *s = catalog_sections(hall, "A03", &n);
    const struct item *it = catalog_item(hall, "A03");

    (void)state;
    assert_int_equal(n, 4); /* org, agent, premises, its own */
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(s[i].from, fields);
        fields += s[i].n;
    }
    assert_int_equal(fields, it->nfields);
    assert_string_equal(s[0].title, "申请单位");
    assert_string_equal(it->fields[s[3].from].key, "biz_type");
    assert_null(catalog_sections(hall, "Z99", &n));
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),      cmocka_unit_test(test_special_words),
        cmocka_unit_test(test_stage_sums), cmocka_unit_test(test_who_waits_for_whom),
        cmocka_unit_test(test_silence),    cmocka_unit_test(test_every_step_can_be_done),
        cmocka_unit_test(test_posts),      cmocka_unit_test(test_hall),
        cmocka_unit_test(test_fees),       cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_sections),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
