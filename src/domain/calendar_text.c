#include "domain/calendar_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A table longer than this is a typing mistake in a year. */
enum { DAYS_MAX = 200 * 366 };

struct notice {
    int year;
    const char *title;
};

struct reading {
    struct calendar_text *t;
    struct fault *f;
    int line;
    size_t cap;
    struct notice *notice; /* of a year each */
    size_t nnotice;
};

static enum rc bad(const struct reading *r, long column, const char *msgid, const char *text)
{
    char line[16], col[24];

    snprintf(line, sizeof line, "%d", r->line);
    snprintf(col, sizeof col, "%ld", column);
    return fault_set(r->f, RC_REFUSED, r->t->code, msgid, line, col, text, NULL);
}

/* --- Comments that speak --- */

/* "2004-01-01..2026-12-31", anything may follow a blank. */
static enum rc read_coverage(struct reading *r, const char *line, const char *s)
{
    char from[11] = "", to[11] = "", after = ' ';
    day_t a, b;

    if (sscanf(s, "%10[0-9-]..%10[0-9-]%c", from, to, &after) < 2 || after != ' ' ||
        !day_parse(from, &a) || !day_parse(to, &b) || a > b || b - a > DAYS_MAX)
        return bad(
            r, s - line + 1,
            N_("Line {1}, column {2}: the coverage must read 2004-01-01..2026-12-31, not {3}"), s);
    r->t->first = a;
    r->t->last = b;
    return RC_OK;
}

static const char *notice_of(const struct reading *r, int year)
{
    for (size_t i = 0; i < r->nnotice; i++)
        if (r->notice[i].year == year) return r->notice[i].title;
    return "";
}

/* "2026<TAB>title". */
static enum rc read_notice(struct reading *r, const char *line, const char *s)
{
    if (strspn(s, "0123456789") != 4 || s[4] != '\t' || !s[5])
        return bad(r, s - line + 1,
                   N_("Line {1}, column {2}: write the year, a tab and the title of its notice"),
                   "");
    struct notice n = {atoi(s), s + 5};
    if (*notice_of(r, n.year))
        return bad(r, s - line + 1,
                   N_("Line {1}, column {2}: the notice of this year is given twice"), "");
    r->notice = mem_resize(r->notice, (r->nnotice + 1) * sizeof *r->notice);
    r->notice[r->nnotice++] = n;
    return RC_OK;
}

static enum rc read_comment(struct reading *r, const char *line)
{
    static const struct {
        const char *mark;
        enum rc (*read)(struct reading *r, const char *line, const char *s);
    } speaking[] = {{"# coverage:", read_coverage}, {"# notice:", read_notice}};

    for (size_t i = 0; i < sizeof speaking / sizeof *speaking; i++) {
        size_t n = strlen(speaking[i].mark);
        if (strncmp(line, speaking[i].mark, n) == 0)
            return speaking[i].read(r, line, line + n + strspn(line + n, " "));
    }
    return RC_OK;
}

/* --- Rows --- */

static bool kind_of(const struct reading *r, const char *word, enum row_kind *out)
{
    static const char *const words[] = {[ROW_HOLIDAY] = "holiday",
                                        [ROW_WORKDAY] = "workday",
                                        [ROW_MORNING] = "morning",
                                        [ROW_AFTERNOON] = "afternoon"};

    for (enum row_kind k = ROW_HOLIDAY; k <= (r->t->overlay ? ROW_AFTERNOON : ROW_WORKDAY); k++) {
        if (strcmp(words[k], word) != 0) continue;
        *out = k;
        return true;
    }
    return false;
}

static enum rc bad_kind(const struct reading *r, long column, const char *kind)
{
    return r->t->overlay
               ? bad(r, column,
                     N_("Line {1}, column {2}: write holiday, workday, morning or afternoon after "
                        "the date, not \"{3}\""),
                     kind)
               : bad(r, column,
                     N_("Line {1}, column {2}: write holiday or workday after the date, not "
                        "\"{3}\""),
                     kind);
}

static enum rc check_day(const struct reading *r, day_t d, const char *date)
{
    const struct calendar_text *t = r->t;

    if (t->n && t->row[t->n - 1].day >= d)
        return bad(r, 1, N_("Line {1}, column {2}: {3} must be later than the row before"), date);
    if (t->low != DAY_NONE && (d < t->low || d > t->high))
        return bad(r, 1,
                   N_("Line {1}, column {2}: {3} lies neither in the published table nor in the "
                      "ten years after it"),
                   date);
    return RC_OK;
}

static void add_row(struct reading *r, struct calendar_row row)
{
    if (r->t->n == r->cap) {
        r->cap = r->cap ? r->cap * 2 : 64;
        r->t->row = mem_resize(r->t->row, r->cap * sizeof *r->t->row);
    }
    r->t->row[r->t->n++] = row;
}

static enum rc read_row(struct reading *r, char *line)
{
    char *rest = line;
    const char *date = strsep(&rest, "\t"), *kind = strsep(&rest, "\t"),
               *name = strsep(&rest, "\t"), *notice = strsep(&rest, "\t");
    struct calendar_row row = {.name = name, .notice = notice ? notice : ""};

    if (!day_parse(date, &row.day))
        return bad(r, 1, N_("Line {1}, column {2}: {3} is not a date such as 2026-02-14"), date);
    if (!kind) return bad_kind(r, (long)strlen(date) + 1, "");
    if (!kind_of(r, kind, &row.kind)) return bad_kind(r, kind - line + 1, kind);
    if (!name || !*name)
        return bad(r, kind - line + (long)strlen(kind) + 1,
                   N_("Line {1}, column {2}: the name of the festival is missing"), "");
    if (rest)
        return bad(r, rest - line,
                   N_("Line {1}, column {2}: a row has at most four columns: date, kind, name, "
                      "notice"),
                   "");
    enum rc rc = check_day(r, row.day, date);
    if (rc == RC_OK) add_row(r, row);
    return rc;
}

/* --- The whole --- */

static enum rc check_coverage(const struct reading *r)
{
    struct calendar_text *t = r->t;
    char day[DAY_TEXT];

    if (t->first == DAY_NONE) {
        if (!t->n)
            return fault_set(r->f, RC_REFUSED, t->code, N_("The calendar has no days"), NULL);
        t->first = day_of_civil(day_civil(t->row[0].day).year, 1, 1);
        t->last = day_of_civil(day_civil(t->row[t->n - 1].day).year, 12, 31);
    }
    day_t low = t->n ? t->row[0].day : t->first, high = t->n ? t->row[t->n - 1].day : t->last;
    if (low < t->first || high > t->last)
        return fault_set(r->f, RC_REFUSED, t->code,
                         N_("The calendar names {1}, which its coverage leaves out"),
                         day_text(low < t->first ? low : high, day), NULL);
    if (t->last - t->first > DAYS_MAX)
        return fault_set(r->f, RC_REFUSED, t->code, N_("The calendar is longer than 200 years"),
                         NULL);
    return RC_OK;
}

static enum rc read_lines(struct reading *r, const char *tsv, struct arena *texts)
{
    enum rc rc = RC_OK;

    for (const char *p = tsv; *p && rc == RC_OK;) {
        const char *end = strchrnul(p, '\n');
        size_t len = (size_t)(end - p);
        if (len && p[len - 1] == '\r') len--;
        char *line = arena_strndup(texts, p, len);
        r->line++;
        if (*line == '#')
            rc = read_comment(r, line);
        else if (*line)
            rc = read_row(r, line);
        p = *end ? end + 1 : end;
    }
    return rc;
}

enum rc calendar_text_read(struct calendar_text *t, const char *tsv, struct arena *texts,
                           struct fault *f)
{
    struct reading r = {.t = t, .f = f};

    t->row = NULL;
    t->n = 0;
    t->first = t->last = DAY_NONE;
    enum rc rc = read_lines(&r, tsv, texts);
    for (size_t i = 0; i < t->n; i++)
        if (!*t->row[i].notice) t->row[i].notice = notice_of(&r, day_civil(t->row[i].day).year);
    free(r.notice);
    return rc == RC_OK && !t->overlay ? check_coverage(&r) : rc;
}
