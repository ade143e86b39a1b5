/* For tests of the time law: the calendar of the country for all tests of a program, and days and
 * instants as a person writes them. */
#ifndef YC_TESTS_DATES_H
#define YC_TESTS_DATES_H

#include "calendar_file.h"

static struct calendar *cal;

static inline int open_calendar(void **state)
{
    (void)state;
    cal = calendar_cn();
    return 0;
}

static inline int close_calendar(void **state)
{
    (void)state;
    calendar_free(cal);
    return 0;
}

static inline day_t day(const char *s)
{
    day_t d = DAY_NONE;

    if (!day_parse(s, &d)) fail_msg("not a date: %s", s);
    return d;
}

static inline instant_t at(const char *s)
{
    instant_t t = INSTANT_NONE;

    if (!instant_parse(s, &t)) fail_msg("not a time: %s", s);
    return t;
}

#endif
