#include "domain/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A table longer than this is a typing mistake in a year. */
enum { DAYS_MAX = 200 * 366 };

struct row {
    day_t day;
    bool workday; /* 调休上班; else a day off */
    const char *name;
};

/* One TSV text while it is read. */
struct table {
    struct row *row;
    size_t n, cap;
    day_t first, last; /* coverage; DAY_NONE until known */
    const char *code;  /* of its faults */
    int line;
};

/* Working days are numbered: upto[i] are those from first through first + i - 1, nth[k] is the
 * k-th.  So counting and adding are one look each; outside the table, arithmetic on weeks. */
struct calendar {
    day_t first, published, last; /* first..published known, ..last from the provisional table */
    int total;
    int *upto;
    day_t *nth;
    struct row *row;
    size_t nrow;
    struct hours hours;
    struct arena names;
};

/* --- Reading --- */

static enum rc bad(const struct table *t, struct fault *f, long column, const char *msgid,
                   const char *text)
{
    char line[16], col[24];

    snprintf(line, sizeof line, "%d", t->line);
    snprintf(col, sizeof col, "%ld", column);
    return fault_set(f, RC_REFUSED, t->code, msgid, line, col, text, NULL);
}

/* "2004-01-01..2026-12-31", anything may follow a blank. */
static enum rc read_coverage(struct table *t, const char *line, const char *s, struct fault *f)
{
    char from[11] = "", to[11] = "", after = ' ';
    day_t a, b;

    while (*s == ' ')
        s++;
    if (sscanf(s, "%10[0-9-]..%10[0-9-]%c", from, to, &after) < 2 || after != ' ' ||
        !day_parse(from, &a) || !day_parse(to, &b) || a > b || b - a > DAYS_MAX)
        return bad(
            t, f, s - line + 1,
            N_("Line {1}, column {2}: the coverage must read 2004-01-01..2026-12-31, not {3}"), s);
    t->first = a;
    t->last = b;
    return RC_OK;
}

static enum rc read_comment(struct table *t, const char *line, struct fault *f)
{
    static const char mark[] = "# coverage:";

    if (strncmp(line, mark, sizeof mark - 1) != 0) return RC_OK;
    return read_coverage(t, line, line + sizeof mark - 1, f);
}

static void add_row(struct table *t, struct row r)
{
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 64;
        t->row = mem_resize(t->row, t->cap * sizeof *t->row);
    }
    t->row[t->n++] = r;
}

static enum rc read_row(struct table *t, char *line, struct fault *f)
{
    char *rest = line;
    const char *date = strsep(&rest, "\t"), *kind = strsep(&rest, "\t"),
               *name = strsep(&rest, "\t");
    struct row r = {0, kind && strcmp(kind, "workday") == 0, name};

    if (!day_parse(date, &r.day))
        return bad(t, f, 1, N_("Line {1}, column {2}: {3} is not a date such as 2026-02-14"), date);
    if (!kind || (!r.workday && strcmp(kind, "holiday") != 0))
        return bad(t, f, kind ? kind - line + 1 : (long)strlen(date) + 1,
                   N_("Line {1}, column {2}: write holiday or workday after the date, not \"{3}\""),
                   kind ? kind : "");
    if (!name || !*name)
        return bad(t, f, kind - line + (long)strlen(kind) + 1,
                   N_("Line {1}, column {2}: the name of the festival is missing"), "");
    if (rest)
        return bad(t, f, rest - line,
                   N_("Line {1}, column {2}: a row has three columns: date, kind, name"), "");
    if (t->n && t->row[t->n - 1].day >= r.day)
        return bad(t, f, 1, N_("Line {1}, column {2}: {3} must be later than the row before"),
                   date);
    add_row(t, r);
    return RC_OK;
}

static enum rc check_coverage(struct table *t, struct fault *f)
{
    char day[DAY_TEXT];

    if (t->first == DAY_NONE) {
        if (!t->n) return fault_set(f, RC_REFUSED, t->code, N_("The calendar has no days"), NULL);
        t->first = day_of_civil(day_civil(t->row[0].day).year, 1, 1);
        t->last = day_of_civil(day_civil(t->row[t->n - 1].day).year, 12, 31);
    }
    day_t low = t->n ? t->row[0].day : t->first, high = t->n ? t->row[t->n - 1].day : t->last;
    if (low < t->first || high > t->last)
        return fault_set(f, RC_REFUSED, t->code,
                         N_("The calendar names {1}, which its coverage leaves out"),
                         day_text(low < t->first ? low : high, day), NULL);
    if (t->last - t->first > DAYS_MAX)
        return fault_set(f, RC_REFUSED, t->code, N_("The calendar is longer than 200 years"), NULL);
    return RC_OK;
}

static enum rc read_table(struct table *t, struct arena *names, const char *tsv, struct fault *f)
{
    enum rc rc = RC_OK;

    t->first = t->last = DAY_NONE;
    for (const char *p = tsv; *p && rc == RC_OK;) {
        const char *end = strchrnul(p, '\n');
        size_t len = (size_t)(end - p);
        if (len && p[len - 1] == '\r') len--;
        char *line = arena_strndup(names, p, len);
        t->line++;
        if (*line == '#')
            rc = read_comment(t, line, f);
        else if (*line)
            rc = read_row(t, line, f);
        p = *end ? end + 1 : end;
    }
    return rc == RC_OK ? check_coverage(t, f) : rc;
}

/* --- Building --- */

static bool counts(const struct calendar *c, size_t *at, day_t d)
{
    bool weekday = day_weekday(d) <= 5;

    if (*at == c->nrow || c->row[*at].day != d) return weekday;
    return c->row[(*at)++].workday;
}

static void number_days(struct calendar *c)
{
    int days = c->last - c->first + 1;
    size_t at = 0;

    c->upto = mem_alloc(((size_t)days + 1) * sizeof *c->upto);
    c->nth = mem_alloc(((size_t)days + 1) * sizeof *c->nth);
    for (int i = 0; i < days; i++) {
        if (counts(c, &at, c->first + i)) c->nth[++c->total] = c->first + i;
        c->upto[i + 1] = c->total;
    }
}

static void take_tables(struct calendar *c, struct table *sure, const struct table *maybe)
{
    c->first = sure->first;
    c->published = c->last = sure->last;
    for (size_t i = 0; i < maybe->n; i++)
        if (maybe->row[i].day > c->published) add_row(sure, maybe->row[i]);
    if (maybe->n && maybe->last > c->last) c->last = maybe->last;
    c->row = sure->row;
    c->nrow = sure->n;
}

enum rc calendar_read(const struct calendar_parts *parts, struct calendar **out, struct fault *f)
{
    struct calendar *c = mem_alloc(sizeof *c);
    struct table sure = {.code = "calendar"}, maybe = {.code = "calendar-provisional"};

    enum rc rc = read_table(&sure, &c->names, parts->published, f);
    if (rc == RC_OK && parts->provisional)
        rc = read_table(&maybe, &c->names, parts->provisional, f);
    c->hours = parts->hours ? *parts->hours : hours_default;
    take_tables(c, &sure, &maybe);
    free(maybe.row);
    if (rc != RC_OK) {
        calendar_free(c);
        return rc;
    }
    number_days(c);
    *out = c;
    return RC_OK;
}

void calendar_free(struct calendar *c)
{
    if (!c) return;
    free(c->upto);
    free(c->nth);
    free(c->row);
    arena_free(&c->names);
    free(c);
}

/* --- Asking --- */

/* Mondays to Fridays up to d, counted from the week of 1970-01-01 (whose Monday is day -3). */
static int weekdays(day_t d)
{
    int z = d + 3, week = z >= 0 ? z / 7 : -((6 - z) / 7), dow = z - week * 7;

    return 5 * week + (dow < 4 ? dow + 1 : 5);
}

static day_t nth_weekday(int n)
{
    int week = n > 0 ? (n - 1) / 5 : -((5 - n) / 5);

    return 7 * week + n - 5 * week - 1 - 3;
}

/* Working days from the first of the table through d; before it, less than none. */
static int number_of(const struct calendar *c, day_t d)
{
    if (d < c->first) return weekdays(d) - weekdays(c->first - 1);
    if (d > c->last) return c->total + weekdays(d) - weekdays(c->last);
    return c->upto[d - c->first + 1];
}

static day_t day_of_number(const struct calendar *c, int n)
{
    if (n <= 0) return nth_weekday(weekdays(c->first - 1) + n);
    if (n > c->total) return nth_weekday(weekdays(c->last) + n - c->total);
    return c->nth[n];
}

static int order(const void *key, const void *row)
{
    day_t a = *(const day_t *)key, b = ((const struct row *)row)->day;

    return (a > b) - (a < b);
}

static const struct row *row_of(const struct calendar *c, day_t d)
{
    return c->nrow ? bsearch(&d, c->row, c->nrow, sizeof *c->row, order) : NULL;
}

bool calendar_workday(const struct calendar *c, day_t d)
{
    return number_of(c, d) != number_of(c, d - 1);
}

const char *calendar_name(const struct calendar *c, day_t d)
{
    const struct row *r = row_of(c, d);

    return r ? r->name : "";
}

bool calendar_listed(const struct calendar *c, day_t d)
{
    return row_of(c, d) != NULL;
}

day_t calendar_end(const struct calendar *c)
{
    return c->published;
}

bool calendar_provisional(const struct calendar *c, day_t d)
{
    return d > c->published;
}

int calendar_count(const struct calendar *c, day_t after, day_t upto)
{
    return upto > after ? number_of(c, upto) - number_of(c, after) : 0;
}

day_t calendar_add(const struct calendar *c, day_t start, int n)
{
    assert(n >= 0);
    return n ? day_of_number(c, number_of(c, start) + n) : start;
}

day_t calendar_back(const struct calendar *c, day_t event, int n)
{
    assert(n >= 0);
    return n ? day_of_number(c, number_of(c, event - 1) - n + 1) : event;
}

day_t calendar_roll(const struct calendar *c, day_t d)
{
    return calendar_workday(c, d) ? d : calendar_add(c, d, 1);
}

day_t calendar_roll_back(const struct calendar *c, day_t d)
{
    return calendar_workday(c, d) ? d : calendar_back(c, d, 1);
}

struct hours calendar_hours(const struct calendar *c, day_t d)
{
    (void)d;
    return c->hours;
}
