/* Which whole copies stay, and which logs: by the rule, against a computation of another kind, over
 * years of nights with gaps and bad copies; then on disk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/keep.h"
#include "backup/place.h"
#include "backup/prune.h"
#include "base/mem.h"
#include "store/disk.h"
#include "store/logs.h"

/* --- Another kind: a copy stays if no good one of its period is newer and fewer than so many
 * periods with a good one come after its own --- */

static void period_text(day_t d, char kind, char out[32])
{
    struct civil c = day_civil(d);

    if (kind == 'd')
        snprintf(out, 32, "%d", d);
    else if (kind == 'm')
        snprintf(out, 32, "%04d-%02d", c.year, c.month);
    else
        snprintf(out, 32, "%d", (d + 3) / 7); /* 1970-01-01 was a Thursday */
}

static bool expected_by(const struct keep_copy *copy, size_t n, size_t i, char kind, int most)
{
    char own[32], last[32] = "", other[32];
    int later = 0;

    period_text(copy[i].day, kind, own);
    for (size_t k = i + 1; k < n; k++) {
        if (!copy[k].good) continue;
        period_text(copy[k].day, kind, other);
        if (strcmp(other, own) == 0) return false;
        if (strcmp(other, last) != 0) later++;
        strcpy(last, other);
    }
    return later < most;
}

static bool expected(const struct keep_rule *r, const struct keep_copy *copy, size_t n, size_t i)
{
    if (!copy[i].good) {
        for (size_t k = i + 1; k < n; k++)
            if (copy[k].good) return false;
        return true;
    }
    return expected_by(copy, n, i, 'd', r->daily) || expected_by(copy, n, i, 'w', r->weekly) ||
           expected_by(copy, n, i, 'm', r->monthly);
}

/* Nights of five years as they come: most have a copy, some two, some a bad one; after each the
 * rule is applied to what is left. */
static void nights(struct keep_rule rule, unsigned seed)
{
    enum { NIGHTS = 5 * 365, MOST = 2000 };
    static struct keep_copy copy[MOST];
    size_t n = 0;

    for (day_t d = 20000; d < 20000 + NIGHTS; d++) {
        int chance = rand_r(&seed) % 100;
        int made = chance < 80 ? 1 : chance < 85 ? 2 : 0;
        for (int i = 0; i < made; i++)
            copy[n++] = (struct keep_copy){d, rand_r(&seed) % 20 != 0, false};
        keep_by_rule(&rule, copy, n);
        size_t kept = 0, good = 0;
        for (size_t i = 0; i < n; i++)
            assert_int_equal(copy[i].keep, expected(&rule, copy, n, i));
        for (size_t i = 0; i < n; i++) {
            good += copy[i].keep && copy[i].good;
            if (copy[i].keep) copy[kept++] = copy[i];
        }
        n = kept;
        assert_true(good <= (size_t)(rule.daily + rule.weekly + rule.monthly));
        assert_true(good > 0 || d < 20010);
    }
}

static void test_rule_against_another(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 5; seed++) {
        nights((struct keep_rule){7, 5, 12}, seed);
        nights((struct keep_rule){1, 1, 1}, seed);
        nights((struct keep_rule){3, 1, 24}, seed);
    }
}

/* What the rule says in words, once by hand: Tuesday 2026-12-01, a copy every night for a year. */
static void test_rule_by_hand(void **state)
{
    static const char *const stay[] = {
        "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30",
        "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31", /* months */
        "2026-11-08", "2026-11-15", "2026-11-22", "2026-11-29", /* Sundays */
        "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-30", "2026-12-01"};
    struct keep_copy copy[400];
    size_t n = 0, kept = 0;
    day_t from = day_of_civil(2025, 12, 1), to = day_of_civil(2026, 12, 1);

    (void)state;
    for (day_t d = from; d <= to; d++)
        copy[n++] = (struct keep_copy){d, true, false};
    keep_by_rule(&(struct keep_rule){7, 5, 12}, copy, n);
    for (size_t i = 0; i < n; i++) {
        char text[DAY_TEXT];
        bool found = false;
        day_text(copy[i].day, text);
        for (size_t k = 0; k < sizeof stay / sizeof *stay; k++)
            found |= strcmp(stay[k], text) == 0;
        if (copy[i].keep != found) fail_msg("%s: %d", text, copy[i].keep);
        kept += copy[i].keep;
    }
    assert_int_equal(kept, sizeof stay / sizeof *stay);
}

/* --- On disk: 120 nights, two log files a night --- */

static const char line[] = "2026-01-01-00000001";
static char home[64];

static char *at(const char *part)
{
    static char path[200];

    snprintf(path, sizeof path, "%s/%s", home, part);
    return path;
}

static void touch(const char *path)
{
    FILE *to = fopen(path, "w");

    assert_non_null(to);
    fclose(to);
}

static void put_whole(day_t d, uint32_t first_log)
{
    char date[DAY_TEXT], *dir = mem_printf("%s/backup/%s/%s", home, line, day_text(d, date));
    struct manifest *m = manifest_new(line);
    struct fault f;

    m->begun = m->ended = day_start(d) + 22 * 3600;
    m->first_log = first_log;
    m->last_log = first_log + 1;
    m->check = "ok";
    assert_int_equal(mkdir(dir, 0700), 0);
    assert_int_equal(manifest_write(m, dir, &f), RC_OK);
    manifest_free(m);
    free(dir);
}

static void put_logs(uint32_t n)
{
    static char sum[65] = "0000000000000000000000000000000000000000000000000000000000000000";
    char *dir = mem_printf("%s/backup/%s/logs", home, line), name[STORE_LOG_NAME];
    struct manifest *m = manifest_new(line);
    struct fault f;

    for (uint32_t i = 1; i <= n; i++) {
        struct stored_file *file = manifest_add(m);
        store_log_name(i, name);
        file->name = arena_printf(&m->mem, "log/%s", name);
        file->sha256 = sum;
        file->npart = 1;
        file->part = arena_alloc(&m->mem, sizeof *file->part);
        *file->part = (struct stored_part){arena_printf(&m->mem, "%s.a", name), 0, sum};
        char *path = mem_printf("%s/%s.a", dir, name);
        touch(path);
        free(path);
        path = mem_printf("%s/archive/%s", home, name);
        touch(path);
        free(path);
    }
    assert_int_equal(manifest_write(m, dir, &f), RC_OK);
    manifest_free(m);
    free(dir);
}

static size_t count(const char *part, const char *prefix)
{
    DIR *d = opendir(at(part));
    size_t n = 0;

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        n += strncmp(e->d_name, prefix, strlen(prefix)) == 0;
    closedir(d);
    return n;
}

static bool there(const char *part, const char *ending, uint32_t number)
{
    char name[STORE_LOG_NAME],
        *path = mem_printf("%s/%s%s", at(part), store_log_name(number, name), ending);
    bool yes = access(path, F_OK) == 0;

    free(path);
    return yes;
}

static void test_on_disk(void **state)
{
    enum { NIGHTS = 120 };
    struct backup_settings set = {.keep = {2, 2, 2}};
    unsigned dropped;
    struct fault f = {0};
    day_t from = day_of_civil(2026, 3, 1);

    (void)state;
    snprintf(home, sizeof home, "/tmp/yc_prune_XXXXXX");
    assert_non_null(mkdtemp(home));
    mkdir(at("backup"), 0700);
    mkdir(at("archive"), 0700);
    mkdir(at("backup/2026-01-01-00000001"), 0700);
    mkdir(at("backup/2026-01-01-00000001/logs"), 0700);
    assert_int_equal(disk_put(at("backup.line"), line), 0);
    put_logs(2 * NIGHTS);
    for (int i = 0; i < NIGHTS; i++)
        put_whole(from + i, 1 + 2 * (uint32_t)i);
    set.to = mem_printf("%s/backup", home);

    /* the last night is June 28, a Sunday: June 27 and 28, June 21 and 28, May 31 and June 28 */
    assert_int_equal(backup_prune(home, &set, line, &dropped, &f), RC_OK);
    assert_int_equal(dropped, NIGHTS - 4);
    assert_int_equal(count("backup/2026-01-01-00000001", "2026"), 4);
    assert_int_equal(access(at("backup/2026-01-01-00000001/2026-05-31"), F_OK), 0);
    assert_int_equal(access(at("backup/2026-01-01-00000001/2026-06-21"), F_OK), 0);
    assert_int_equal(access(at("backup/2026-01-01-00000001/2026-06-27"), F_OK), 0);
    /* May 31 is the 92nd night: it leans on logs 183 and 184; all since stay, none before */
    uint32_t first = 183;
    assert_int_equal(count("backup/2026-01-01-00000001/logs", "log."), 2 * NIGHTS - first + 1);
    assert_int_equal(count("archive", "log."), 2 * NIGHTS - first + 1);
    assert_true(there("archive", "", first) && !there("archive", "", first - 1));
    assert_true(there("backup/2026-01-01-00000001/logs", ".a", first));
    /* again: nothing */
    assert_int_equal(backup_prune(home, &set, line, &dropped, &f), RC_OK);
    assert_int_equal(dropped, 0);
    free((char *)(uintptr_t)set.to);
    disk_remove(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule_against_another),
        cmocka_unit_test(test_rule_by_hand),
        cmocka_unit_test(test_on_disk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
