#include "domain/calendar.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "domain/calendar_text.h"

/* A day's hours: whole, or one session of them. */
enum { WHOLE, MORNING, AFTERNOON, SHAPES };

/* The numbered days go ten years beyond the published table on either side. */
enum { SPARE = 3653 };

/* Working days are numbered: upto[i] are those from first through first + i - 1, nth[k] is the
 * k-th.  So counting and adding are one look each; outside, arithmetic on weeks.  Office minutes
 * are numbered the same way, the days outside having the ordinary hours. */
struct calendar {
    day_t first, last; /* numbered */
    day_t published;   /* end of what is known */
    int total;
    int *upto;
    day_t *nth;
    int *gone;           /* office minutes before each day; one more for the end */
    int *shape;          /* which hours each day has */
    struct hours *hours; /* ordinary, each season's; SHAPES of each */
    struct calendar_row *row;
    size_t nrow;
    struct arena texts;
};

/* --- Laying texts over each other --- */

static void lay_over(struct calendar *c, const struct calendar_row *over, size_t n)
{
    struct calendar_row *out = mem_alloc((c->nrow + n + 1) * sizeof *out);
    size_t i = 0, k = 0;

    for (size_t j = 0; j < n; j++) {
        while (i < c->nrow && c->row[i].day < over[j].day)
            out[k++] = c->row[i++];
        if (i < c->nrow && c->row[i].day == over[j].day) i++;
        out[k++] = over[j];
    }
    while (i < c->nrow)
        out[k++] = c->row[i++];
    free(c->row);
    c->row = out;
    c->nrow = k;
}

static enum rc lay_published(struct calendar *c, const char *tsv, struct fault *f)
{
    struct calendar_text t = {.code = "calendar", .low = DAY_NONE, .high = DAY_NONE};
    enum rc rc = calendar_text_read(&t, tsv, &c->texts, f);

    c->row = t.row;
    c->nrow = t.n;
    if (rc != RC_OK) return rc;
    c->first = t.first - SPARE;
    c->last = t.last + SPARE;
    c->published = t.last;
    return RC_OK;
}

/* Of the provisional table only what lies past the end. */
static enum rc lay_text(struct calendar *c, const char *tsv, const char *code, bool overlay,
                        struct fault *f)
{
    struct calendar_text t = {
        .code = code, .overlay = overlay, .low = c->first + SPARE, .high = c->last};
    enum rc rc = calendar_text_read(&t, tsv, &c->texts, f);
    size_t known = 0;

    while (!overlay && known < t.n && t.row[known].day <= c->published)
        known++;
    if (rc == RC_OK && known < t.n) lay_over(c, t.row + known, t.n - known);
    free(t.row);
    return rc;
}

/* --- Numbering --- */

static void take_hours(struct calendar *c, const struct calendar_parts *p)
{
    c->hours = mem_alloc((p->nseason + 1) * SHAPES * sizeof *c->hours);
    for (size_t i = 0; i <= p->nseason; i++) {
        const struct hours *h = i ? &p->season[i - 1].hours : p->hours ? p->hours : &hours_default;
        assert(hours_minutes(h) > 0);
        c->hours[i * SHAPES + WHOLE] = *h;
        c->hours[i * SHAPES + MORNING] = hours_half(h, true);
        c->hours[i * SHAPES + AFTERNOON] = hours_half(h, false);
    }
}

/* 0: ordinary hours, else a season counted from 1. */
static int season_of(const struct calendar_parts *p, day_t d)
{
    if (!p->nseason) return 0;
    struct civil day = day_civil(d);
    for (size_t i = 0; i < p->nseason; i++)
        if (season_holds(&p->season[i], day.month, day.dom)) return (int)i + 1;
    return 0;
}

/* Whether a day is worked, and in which shape; *at walks through the rows. */
static bool counts(const struct calendar *c, size_t *at, day_t d, int *shape)
{
    static const struct {
        bool works;
        int shape;
    } of[] = {[ROW_HOLIDAY] = {false, WHOLE},
              [ROW_WORKDAY] = {true, WHOLE},
              [ROW_MORNING] = {true, MORNING},
              [ROW_AFTERNOON] = {true, AFTERNOON}};

    *shape = WHOLE;
    if (*at == c->nrow || c->row[*at].day != d) return day_weekday(d) <= 5;
    enum row_kind k = c->row[(*at)++].kind;
    *shape = of[k].shape;
    return of[k].works;
}

static void number_days(struct calendar *c, const struct calendar_parts *p)
{
    int days = c->last - c->first + 1, shape;
    size_t n = (size_t)days + 1, at = 0;

    c->upto = mem_alloc(n * sizeof *c->upto);
    c->nth = mem_alloc(n * sizeof *c->nth);
    c->gone = mem_alloc(n * sizeof *c->gone);
    c->shape = mem_alloc(n * sizeof *c->shape);
    for (int i = 0; i < days; i++) {
        bool works = counts(c, &at, c->first + i, &shape);
        c->shape[i] = season_of(p, c->first + i) * SHAPES + shape;
        if (works) c->nth[++c->total] = c->first + i;
        c->upto[i + 1] = c->total;
        c->gone[i + 1] = c->gone[i] + (works ? hours_minutes(&c->hours[c->shape[i]]) : 0);
    }
}

enum rc calendar_read(const struct calendar_parts *parts, struct calendar **out, struct fault *f)
{
    static const char *const code[CALENDAR_OVERLAYS] = {"calendar-overlay-0", "calendar-overlay-1",
                                                        "calendar-overlay-2", "calendar-overlay-3"};
    struct calendar *c = mem_alloc(sizeof *c);

    assert(parts->noverlay <= CALENDAR_OVERLAYS);
    enum rc rc = lay_published(c, parts->published, f);
    if (rc == RC_OK && parts->provisional)
        rc = lay_text(c, parts->provisional, "calendar-provisional", false, f);
    for (size_t i = 0; rc == RC_OK && i < parts->noverlay; i++)
        rc = lay_text(c, parts->overlay[i], code[i], true, f);
    if (rc != RC_OK) {
        calendar_free(c);
        return rc;
    }
    take_hours(c, parts);
    number_days(c, parts);
    *out = c;
    return RC_OK;
}

void calendar_free(struct calendar *c)
{
    if (!c) return;
    free(c->upto);
    free(c->nth);
    free(c->gone);
    free(c->shape);
    free(c->hours);
    free(c->row);
    arena_free(&c->texts);
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
    day_t a = *(const day_t *)key, b = ((const struct calendar_row *)row)->day;

    return (a > b) - (a < b);
}

static const struct calendar_row *row_of(const struct calendar *c, day_t d)
{
    return c->nrow ? bsearch(&d, c->row, c->nrow, sizeof *c->row, order) : NULL;
}

bool calendar_workday(const struct calendar *c, day_t d)
{
    return number_of(c, d) != number_of(c, d - 1);
}

const char *calendar_name(const struct calendar *c, day_t d)
{
    const struct calendar_row *r = row_of(c, d);

    return r ? r->name : "";
}

const char *calendar_notice(const struct calendar *c, day_t d)
{
    const struct calendar_row *r = row_of(c, d);

    return r ? r->notice : "";
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

/* --- Office minutes --- */

static const struct hours *hours_of(const struct calendar *c, day_t d)
{
    return &c->hours[d < c->first || d > c->last ? 0 : c->shape[d - c->first]];
}

struct hours calendar_hours(const struct calendar *c, day_t d)
{
    return *hours_of(c, d);
}

static int64_t minutes_before(const struct calendar *c, day_t d)
{
    int64_t outside = hours_minutes(&c->hours[0]);

    if (d < c->first) return number_of(c, d - 1) * outside;
    if (d > c->last)
        return c->gone[c->last - c->first + 1] + (number_of(c, d - 1) - c->total) * outside;
    return c->gone[d - c->first];
}

int64_t calendar_minutes_gone(const struct calendar *c, instant_t t)
{
    day_t d = day_of_instant(t);
    int64_t before = minutes_before(c, d);

    return calendar_workday(c, d)
               ? before + hours_gone(hours_of(c, d), day_second_of_instant(t) / 60)
               : before;
}

static instant_t minute_on(day_t d, const struct hours *h, int64_t office)
{
    return day_start(d) + hours_minute_after(h, (int)office) * 60;
}

/* The n-th office minute counted from the working day after number. */
static instant_t minute_outside(const struct calendar *c, int number, int64_t n)
{
    int64_t full = hours_minutes(&c->hours[0]), rest = (n - 1) % full;

    if (rest < 0) rest += full;
    int64_t days = (n - 1 - rest) / full;
    return minute_on(day_of_number(c, number + 1 + (int)days), &c->hours[0], rest + 1);
}

instant_t calendar_minute_at(const struct calendar *c, int64_t n)
{
    int low = 0, high = c->last - c->first + 1;

    if (n <= 0) return minute_outside(c, 0, n);
    if (n > c->gone[high]) return minute_outside(c, c->total, n - c->gone[high]);
    while (high - low > 1) {
        int mid = low + (high - low) / 2;
        if (c->gone[mid] < n)
            low = mid;
        else
            high = mid;
    }
    return minute_on(c->first + low, &c->hours[c->shape[low]], n - c->gone[low]);
}
