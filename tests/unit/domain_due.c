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

/* domain.md B.8, and the promise counted by elapsed time of the issue. */
static const struct timer timers[] = {
    {.id = "LIC1", .length = {UNIT_WD, 5, false}, .start = START_RECEIPT, .rolls = true},
    {.id = "LIC2",
     .length = {UNIT_WD, 20, false},
     .extension = {UNIT_WD, 10, false},
     .rolls = true},
    {.id = "LIC8", .length = {UNIT_WD, 7, false}, .bound = BOUND_BEFORE},
    {.id = "LIC10", .start = START_FIXED},
    {.id = "PEN8", .length = {UNIT_MO, 24, false}},
    {.id = "REC1", .length = {UNIT_CD, 60, false}, .rolls = true},
    {.id = "HOT2", .length = {UNIT_HR, 24, false}, .start = START_MOMENT},
    {.id = "BEN2", .length = {UNIT_CD, 7, false}, .bound = BOUND_LOWER, .rolls = true},
    {.id = "PROMISE", .length = {UNIT_WD, 7, true}, .start = START_MOMENT},
};

static const struct timer *find_timer(void *arg, const char *id)
{
    assert_ptr_equal(arg, timers);
    for (size_t i = 0; i < sizeof timers / sizeof *timers; i++)
        if (strcmp(timers[i].id, id) == 0) return &timers[i];
    return NULL;
}

static struct due_law law = {.timer = find_timer, .arg = (void *)(uintptr_t)timers};
static struct due_desk *desk;

static int open_desk(void **state)
{
    (void)state;
    law.calendar = calendar_cn();
    desk = due_open(&law);
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    due_close(desk);
    calendar_free((struct calendar *)(uintptr_t)law.calendar);
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
        const char *answer = due_answer(desk, op, inputs);
        cases++;
        if (strcmp(answer, expected) != 0) {
            wrong++;
            print_error("%s %s %s\n  should be %s\n  but is    %s\n", id, op, inputs, expected,
                        answer);
        }
    }
    print_message("worked cases: %d, wrong: %d\n", cases, wrong);
    free(text);
    assert_int_equal(cases, 94);
    assert_int_equal(wrong, 0);
}

static void check(const char *op, const char *inputs, const char *expected)
{
    assert_string_equal(due_answer(desk, op, inputs), expected);
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
    check("weeks", "start=2026-03-02;n=1", "error: unknown op: there is no weeks");
    check("wd", "start=2026-03-02", "error: wd: missing n");
    check("wd", "start=2026-03-02;n", "error: wd: expected key=value, not n");
    check("wd", "start=2026-03-02;n=1;n=2", "error: wd: key given twice: n");
    check("licence", "accepted=2026-03-02;limit=20;comit=8", "error: licence: unknown key comit");
    check("wd", "start=2026-02-30;n=1",
          "error: wd: start must be a date of 1900 to 2999 such as 2026-11-24, not 2026-02-30");
    check("wd", "start=2026-03-02;n=-1",
          "error: wd: n must be a whole number from 0 to 9999, not -1");
    check("wd",
          "start=2026-03-02;n=", "error: wd: n must be a whole number from 0 to 9999, not empty");
    check("hr", "ts=2026-03-02T25:00;hours=1",
          "error: hr: ts must be a time of 1900 to 2999 such as 2026-11-24T09:14, not "
          "2026-03-02T25:00");
    check("licence", "accepted=2026-03-02;limit=20;susp=2026-03-05/2026-03-04",
          "error: licence: susp must be at most 32 of first/last day, joined by commas, not "
          "2026-03-05/2026-03-04");
    check("joint", "accepted=2026-02-11;depts=market;total=3",
          "error: joint: depts must be at most 32 of name:days, joined by commas, not market");
    check("licence", "accepted=2026-03-02;limit=20;decided=2026-03-01",
          "error: licence: decided lies before accepted: 2026-03-01");
    check("licence", "accepted=2026-03-02;limit=20;ext_on=2026-03-05",
          "error: licence: missing ext");
    check("stages", "accepted=2026-02-11;stages=plan:1;commit=3",
          "error: stages: this name is taken: plan");
    check("joint", "accepted=2026-02-11;depts=a:1,a:2;total=3",
          "error: joint: this name is taken: a");
    check("stages", "accepted=2026-02-11;stages=a:9000,b:1000;commit=3",
          "error: stages: more than 9999 days up to b");
    check("joint", "accepted=2026-02-11;depts=abcdefghijklmnopqrstuvwxyz_abcdef:1;total=3",
          "error: joint: depts must be at most 32 of name:days, joined by commas, not "
          "abcdefghijklmnopqrstuvwxyz_abcdef:1");
    check("wd", "n=1;start=1899-12-31",
          "error: wd: start must be a date of 1900 to 2999 such as 2026-11-24, not 1899-12-31");
    check("wd", "n=0;start=1900-01-01", "due=1900-01-01");
    check("hr", "ts=3000-01-01T00:00;hours=0",
          "error: hr: ts must be a time of 1900 to 2999 such as 2026-11-24T09:14, not "
          "3000-01-01T00:00");
    check("hr", "ts=2999-12-31T23:59;hours=0", "due=2999-12-31T23:59");
    check("receive", "ts=2026-03-02T09:00;cutoff=24:00",
          "error: receive: cutoff must be a time such as 17:30, not 24:00");
    check("surcharge", "fine=-1;due=2026-03-02;paid=2026-03-03",
          "error: surcharge: fine must be yuan such as 1000.00, not -1");
    check("limitation", "act=2024-02-29;harm=2", "error: limitation: harm must be 0 or 1, not 2");
    check("a\nb;c", "", "error: unknown op: there is no a?b?c");
}

/* An answer is one clean line, whatever it was asked. */
static void clean(void **state)
{
    (void)state;
    check("wd", "start=\xff\x80;n=1",
          "error: wd: start must be a date of 1900 to 2999 such as 2026-11-24, not ??");
    check("\xe5\xb7\xa5\xe4\xbd", "", "error: unknown op: there is no 工??");
    check("", "", "error: unknown op: there is no empty");
    /* A tab, a line separator, and a mark that turns the writing round. */
    check("a\tb\xe2\x80\xa8"
          "c\xe2\x80\xae"
          "d",
          "", "error: unknown op: there is no a?b?c?d");
    check("wd",
          "start=2026-03-02;n=1;"
          "123456789 123456789 123456789 123456789 123456789 123456789 123456789 ",
          "error: wd: expected key=value, not "
          "123456789 123456789 123456789 123456789 123456789 123456789 ...");
    check("wd", "start n=1", "error: wd: unknown key start n");
    check("wd", "=1", "error: wd: unknown key empty");
}

static void elapsed(void **state)
{
    (void)state;
    check("elapsed", "start=2018-10-15T10:00;n=4", "after=2018-10-19T10:00:00");
    check("elapsed", "start=2018-10-15T10:00;n=7", "after=2018-10-24T10:00:00");
    check("elapsed", "start=2018-10-15T10:00;n=10", "after=2018-10-29T10:00:00");
    check("elapsed", "start=2018-10-15T10:00:59;n=7", "after=2018-10-24T10:00:59");
    check("elapsed", "start=2026-12-31T16:00;n=1", "after=2027-01-01T16:00:00;provisional=1");
    /* Wednesday to Friday are not counted: 03-03, then 03-09. */
    check("elapsed", "start=2026-03-02T09:30;n=2;susp=2026-03-03/2026-03-06",
          "after=2026-03-09T09:30:00");
    check("elapsed", "start=2026-03-02T09:30;n=2;susp=2026-03-03/", "after=none");
}

static void law_timers(void **state)
{
    (void)state;
    check("timer", "id=LIC1;event=2026-02-12T10:00", "due=2026-02-26"); /* case A03 */
    /* Handed in after hours before the festival: effective 02-24; 02-28 is worked. */
    check("timer", "id=LIC1;event=2026-02-14T18:00", "due=2026-03-02");
    check("timer", "id=LIC2;event=2026-03-02", "due=2026-03-30");
    check("timer", "id=LIC2;event=2026-03-02;extended=1", "due=2026-04-14"); /* L10 */
    check("timer", "id=LIC2;event=2026-03-02;susp=2026-03-05/2026-03-10,2026-03-17/2026-03-24",
          "due=2026-04-10"); /* S05 */
    check("timer", "id=LIC2;event=2026-03-02;susp=2026-03-05/", "due=none");
    check("timer", "id=LIC8;event=2026-04-14", "latest=2026-04-02"); /* over 清明节 04-04..06 */
    check("timer", "id=LIC10;event=2026-12-31", "due=2026-12-31");
    check("timer", "id=PEN8;event=2024-02-29", "due=2026-02-28"); /* a Saturday */
    check("timer", "id=REC1;event=2025-11-30", "due=2026-01-29");
    check("timer", "id=HOT2;event=2026-09-30T16:40", "due=2026-10-01T16:40"); /* P26 */
    check("timer", "id=BEN2;event=2026-03-02", "earliest=2026-03-09");
    check("timer", "id=PROMISE;event=2018-10-15T10:00", "due=2018-10-24T10:00:00");
    check("timer", "id=NONE1;event=2026-03-02", "error: timer: there is no timer NONE1");
    check("timer", "id=LIC1;event=2026-03-02;extended=1",
          "error: timer: no extension is known for LIC1");
    struct due_law bare = {.calendar = law.calendar};
    struct due_desk *d = due_open(&bare);
    assert_string_equal(due_answer(d, "timer", "id=LIC1;event=2026-03-02"),
                        "error: timer: there is no table of timers to look up LIC1");
    due_close(d);
}

static void penalties(void **state)
{
    (void)state;
    /* B.8 PEN6 */
    check("surcharge", "fine=1000.00;due=2026-03-02;paid=2026-03-12", "days=10;surcharge=300.00");
    check("surcharge", "fine=1000.00;due=2026-03-02;paid=2026-04-04", "days=33;surcharge=990.00");
    check("surcharge", "fine=1000.00;due=2026-03-02;paid=2026-04-11", "days=40;surcharge=1000.00");
    check("surcharge", "fine=1000.00;due=2026-03-02;paid=2026-03-02", "days=0;surcharge=0.00");
    check("surcharge", "fine=1000.00;due=2026-03-02;paid=2026-02-20", "days=0;surcharge=0.00");
    /* Half up, once: 0.48, 0.51, 1.5 fen. */
    check("surcharge", "fine=0.16;due=2026-03-02;paid=2026-03-03", "days=1;surcharge=0.00");
    check("surcharge", "fine=0.17;due=2026-03-02;paid=2026-03-03", "days=1;surcharge=0.01");
    check("surcharge", "fine=0.50;due=2026-03-02;paid=2026-03-03", "days=1;surcharge=0.02");
    /* The lawsuit from 03-04 through 03-09 leaves out five days; one that goes on, the rest. */
    check("surcharge", "fine=1000;due=2026-03-02;paid=2026-03-12;susp=2026-03-04/2026-03-09",
          "days=5;surcharge=150.00");
    check("surcharge", "fine=1000;due=2026-03-02;paid=2026-03-12;susp=2026-03-04/",
          "days=2;surcharge=60.00");
    /* The largest amount: 99 % of 9999999999999999.99. */
    check("surcharge", "fine=9999999999999999.99;due=2026-03-02;paid=2026-04-04",
          "days=33;surcharge=9899999999999999.99");
    /* 行政处罚法36 */
    check("limitation", "act=2024-02-29", "until=2026-02-28");
    check("limitation", "act=2024-03-01;harm=0", "until=2026-03-01"); /* a Sunday: no moving on */
    check("limitation", "act=2024-02-29;harm=1", "until=2029-02-28");
}

static void check_ledger(const char *op, const char *inputs, const char *expected)
{
    due_answer(desk, op, inputs);
    assert_string_equal(due_ledger(desk), expected);
}

static void ledgers(void **state)
{
    (void)state;
    check_ledger("wd", "start=2026-02-13;n=1",
                 "\tdue\t2026-02-13\tstart\t0\t\t0\n"
                 "\tdue\t2026-02-14\tmakeup\t1\t春节\t0\n");
    check_ledger("before_wd", "event=2026-04-07;n=2",
                 "\tlatest\t2026-04-07\tstart\t0\t\t0\n"
                 "\tlatest\t2026-04-06\tholiday\t0\t清明节\t0\n"
                 "\tlatest\t2026-04-05\tholiday\t0\t清明节\t0\n"
                 "\tlatest\t2026-04-04\tholiday\t0\t清明节\t0\n"
                 "\tlatest\t2026-04-03\tcounted\t1\t\t0\n"
                 "\tlatest\t2026-04-02\tcounted\t2\t\t0\n");
    /* Friday 16:00: one hour that day; the 210 minutes left are Monday's morning. */
    check_ledger("bh", "ts=2026-03-13T16:00;minutes=270",
                 "\tdue\t2026-03-13\tstart\t0\t\t60\n"
                 "\tdue\t2026-03-14\tweekend\t0\t\t0\n"
                 "\tdue\t2026-03-15\tweekend\t0\t\t0\n"
                 "\tdue\t2026-03-16\tcounted\t1\t\t210\n");
    /* Each date of an answer has its own. */
    check_ledger("silent", "due=2026-02-12",
                 "\tdeemed_on\t2026-02-12\tstart\t0\t\t0\n"
                 "\tdeemed_on\t2026-02-13\tcounted\t1\t\t0\n"
                 "\topinion_due\t2026-02-13\tstart\t0\t\t0\n"
                 "\topinion_due\t2026-02-14\tmakeup\t1\t春节\t0\n");
    check_ledger("timer", "id=BEN2;event=2026-03-06T18:00",
                 "\tearliest\t2026-03-06\tstart\t0\t\t0\n"
                 "\tearliest\t2026-03-07\tnatural\t1\t\t0\n"
                 "\tearliest\t2026-03-08\tnatural\t2\t\t0\n"
                 "\tearliest\t2026-03-09\tnatural\t3\t\t0\n"
                 "\tearliest\t2026-03-10\tnatural\t4\t\t0\n"
                 "\tearliest\t2026-03-11\tnatural\t5\t\t0\n"
                 "\tearliest\t2026-03-12\tnatural\t6\t\t0\n"
                 "\tearliest\t2026-03-13\tnatural\t7\t\t0\n");
    check_ledger("licence", "accepted=2026-03-02;limit=5;susp=2026-03-03/", "");
    check_ledger("lamp", "due=2026-03-30;today=2026-03-25;warn=3", "");
    check_ledger("wd", "start=2026-03-02", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_cases), cmocka_unit_test(further_rules),
        cmocka_unit_test(refused),      cmocka_unit_test(clean),
        cmocka_unit_test(elapsed),      cmocka_unit_test(law_timers),
        cmocka_unit_test(penalties),    cmocka_unit_test(ledgers),
    };

    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
