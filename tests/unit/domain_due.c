/* The worked cases of the law, byte for byte (tests/data/deadline_cases.tsv), and what must be
 * refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "calendar_file.h"
#include "domain/due.h"

static struct calendar *cal;

static int open_calendar(void **state)
{
    (void)state;
    cal = calendar_cn();
    return 0;
}

static int close_calendar(void **state)
{
    (void)state;
    calendar_free(cal);
    return 0;
}

static void worked_cases(void **state)
{
    (void)state;
    char *text = file_text("tests/data/deadline_cases.tsv"), *rest = text, *line;
    int cases = 0, wrong = 0;

    while ((line = strsep(&rest, "\n"))) {
        if (!*line || *line == '#') continue;
        char *id = strsep(&line, "\t");
        strsep(&line, "\t");
        char *op = strsep(&line, "\t"), *inputs = strsep(&line, "\t"),
             *expected = strsep(&line, "\t");
        assert_non_null(line);
        char *answer = due_answer(cal, op, inputs);
        cases++;
        if (strcmp(answer, expected) != 0) {
            wrong++;
            print_error("%s %s %s\n  should be %s\n  but is    %s\n", id, op, inputs, expected,
                        answer);
        }
        free(answer);
    }
    print_message("worked cases: %d, wrong: %d\n", cases, wrong);
    free(text);
    assert_int_equal(cases, 94);
    assert_int_equal(wrong, 0);
}

static void check(const char *op, const char *inputs, const char *expected)
{
    char *answer = due_answer(cal, op, inputs);

    assert_string_equal(answer, expected);
    free(answer);
}

/* From the text of domain.md, not in the table of cases. */
static void further_rules(void **state)
{
    (void)state;
    /* B.3: exactly at the cut-off counts as the next working day. */
    check("receive", "ts=2026-03-10T17:00", "eff=2026-03-11");
    /* B.8 REC1 */
    check("cd", "start=2025-11-30;n=60", "due=2026-01-29");
    /* B.5: a commitment never outlasts the statutory limit. */
    check("licence", "accepted=2026-03-02;limit=5;commit=8",
          "commit_due=2026-03-09;statutory_due=2026-03-09");
    /* B.6: an open suspension leaves no due date. */
    check("licence", "accepted=2026-03-02;limit=20;commit=10;susp=2026-03-05/",
          "commit_due=none;statutory_due=none");
    /* ... but heals nothing of a commitment that ends the day it begins. */
    check("licence", "accepted=2026-03-02;limit=20;commit=3;susp=2026-03-05/",
          "commit_due=2026-03-05;statutory_due=none");
    /* B.5: the sum of the stages may not exceed the commitment. */
    check("stages", "accepted=2026-03-02;stages=accept:1,review:3;commit=3",
          "accept=2026-03-03;review=2026-03-06;commit_due=2026-03-05;plan=rejected");
    /* Red on Saturday after a Friday, though no working day has passed. */
    check("lamp", "due=2026-03-13;today=2026-03-14;warn=3", "lamp=red;overdue_wd=0");
}

static void refused(void **state)
{
    (void)state;
    check("weeks", "start=2026-03-02;n=1", "error=unknown op: there is no weeks");
    check("wd", "start=2026-03-02", "error=wd: missing n");
    check("wd", "start=2026-03-02;n", "error=wd: expected key=value, not n");
    check("wd", "start=2026-03-02;n=1;n=2", "error=wd: key given twice: n");
    check("licence", "accepted=2026-03-02;limit=20;comit=8", "error=licence: unknown key comit");
    check("wd", "start=2026-02-30;n=1",
          "error=wd: start must be a date of 1900 to 2999 such as 2026-11-24, not 2026-02-30");
    check("wd", "start=2026-03-02;n=-1",
          "error=wd: n must be a whole number from 0 to 9999, not -1");
    check("wd",
          "start=2026-03-02;n=", "error=wd: n must be a whole number from 0 to 9999, not empty");
    check("hr", "ts=2026-03-02T25:00;hours=1",
          "error=hr: ts must be a time of 1900 to 2999 such as 2026-11-24T09:14, not "
          "2026-03-02T25:00");
    check("licence", "accepted=2026-03-02;limit=20;susp=2026-03-05/2026-03-04",
          "error=licence: susp must be at most 32 of first/last day, joined by commas, not "
          "2026-03-05/2026-03-04");
    check("joint", "accepted=2026-02-11;depts=market;total=3",
          "error=joint: depts must be at most 32 of name:days, joined by commas, not market");
    check("licence", "accepted=2026-03-02;limit=20;decided=2026-03-01",
          "error=licence: decided lies before accepted: 2026-03-01");
    check("licence", "accepted=2026-03-02;limit=20;ext_on=2026-03-05",
          "error=licence: missing ext");
    check("stages", "accepted=2026-02-11;stages=error:1;commit=3",
          "error=stages: stages must be at most 32 of name:days, joined by commas, not error:1");
    check("a\nb;c", "", "error=unknown op: there is no a?b?c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_cases),
        cmocka_unit_test(further_rules),
        cmocka_unit_test(refused),
    };

    return cmocka_run_group_tests(tests, open_calendar, close_calendar);
}
