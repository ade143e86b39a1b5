/* A second opinion on the time law: the slow one.
 *
 * Written from the text of the law and the words of src/domain/due.h alone, and sharing nothing
 * with src/: it steps from day to day (office minutes: from minute to minute) and counts on its
 * fingers, so that it can be believed by reading it.  It knows no bad questions: one ends the
 * program. */
#ifndef YC_TESTS_ORACLE_WALK_H
#define YC_TESTS_ORACLE_WALK_H

#include <stdbool.h>

/* Dates are numbers that read like dates: 20260312.  1900 to 2199. */
struct walk_calendar;

/* The calendar's table of days; ends the program if it can't be read.  The caller frees it. */
struct walk_calendar *walk_calendar_read(const char *path);
void walk_calendar_free(struct walk_calendar *c);
bool walk_working(const struct walk_calendar *c, int date);
/* Days the table names, in its order; 0 past the last. */
int walk_named_day(const struct walk_calendar *c, int index);

int walk_next(int date);
int walk_previous(int date);

/* The answer to a question in the words of src/domain/due.h. */
enum { WALK_ANSWER = 1024 };
void walk_answer(const struct walk_calendar *c, const char *op, const char *inputs,
                 char out[WALK_ANSWER]);

#endif
