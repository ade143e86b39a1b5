/* Nanoseconds for one question of the time law: when is a limit due, what lamp does it show.  One
 * JSON line. */
#include "bench/figures.h"
#include "calendar_file.h"
#include "domain/clock.h"

enum { QUESTIONS = 200000 };

/* Keeps the answers from being thrown away. */
static int64_t sum;

static double ns_of(const struct calendar *c, const char *length, bool suspended)
{
    struct stand stand[3];
    struct span len;
    double before = figures_now();
    day_t first = day_of_civil(2026, 1, 5);

    if (!span_parse(length, &len)) abort();
    for (int i = 0; i < QUESTIONS; i++) {
        day_t start = first + i % 180;
        stand[0] = (struct stand){start + 2, start + 6};
        stand[1] = (struct stand){start + 9, start + 11};
        stand[2] = (struct stand){start + 10, start + 14};
        sum += clock_due(c, start, day_start(start) + 9 * 3600, len, stand, suspended ? 3 : 0).day;
    }
    return (figures_now() - before) * 1e9 / QUESTIONS;
}

static double ns_of_lamp(const struct calendar *c)
{
    day_t first = day_of_civil(2026, 1, 5);
    double before = figures_now();
    int left;

    for (int i = 0; i < QUESTIONS; i++)
        sum += clock_lamp(c, first + i % 180 + 20, first + i % 180, 3, &left) + left;
    return (figures_now() - before) * 1e9 / QUESTIONS;
}

/* What peers/quantlib.cpp and peers/busday.py ask. */
static double ns_of_add(const struct calendar *c)
{
    day_t first = day_of_civil(2026, 1, 5);
    double before = figures_now();

    for (int i = 0; i < QUESTIONS; i++)
        sum += calendar_add(c, first + i % 180, 20);
    return (figures_now() - before) * 1e9 / QUESTIONS;
}

static double ns_of_count(const struct calendar *c)
{
    day_t first = day_of_civil(2026, 1, 5);
    double before = figures_now();

    for (int i = 0; i < QUESTIONS; i++)
        sum += calendar_count(c, first + i % 180, first + i % 180 + 60);
    return (figures_now() - before) * 1e9 / QUESTIONS;
}

int main(void)
{
    struct calendar *c = calendar_cn();
    double add = ns_of_add(c), count = ns_of_count(c);

    printf("{\"add_20wd_ns\":%.1f,\"count_60_days_ns\":%.1f,\"sum\":%lld,", add, count,
           (long long)sum);
    printf("\"due_20wd_ns\":%.0f,\"due_20wd_elapsed_ns\":%.0f,\"due_20wd_suspended_ns\":%.0f,"
           "\"due_2mo_ns\":%.0f,\"due_4bh_ns\":%.0f,\"due_40bh_suspended_ns\":%.0f,"
           "\"lamp_ns\":%.0f}\n",
           ns_of(c, "20wd", false), ns_of(c, "20wd elapsed", false), ns_of(c, "20wd", true),
           ns_of(c, "2mo", false), ns_of(c, "4bh", false), ns_of(c, "40bh", true), ns_of_lamp(c));
    calendar_free(c);
    return sum == 42;
}
