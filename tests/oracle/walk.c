#include "oracle/walk.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void give_up(const char *what, const char *which)
{
    fprintf(stderr, "walk: %s: %s\n", what, which);
    abort();
}

/* --- dates, one after the other --- */

static int year_of(int date)
{
    return date / 10000;
}

static int month_of(int date)
{
    return date / 100 % 100;
}

static int month_length(int year, int month)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return length[month - 1] + (month == 2 && leap);
}

int walk_next(int date)
{
    int year = year_of(date), month = month_of(date);

    if (date % 100 < month_length(year, month)) return date + 1;
    if (month < 12) return year * 10000 + (month + 1) * 100 + 1;
    return (year + 1) * 10000 + 101;
}

int walk_previous(int date)
{
    int year = year_of(date), month = month_of(date);

    if (date % 100 > 1) return date - 1;
    if (month > 1) return year * 10000 + (month - 1) * 100 + month_length(year, month - 1);
    return (year - 1) * 10000 + 1231;
}

/* The same day n months on, else the last of that month (民法典202). */
static int months_on(int date, int n)
{
    int year = year_of(date), month = month_of(date), day = date % 100;

    for (; n > 0; n--) {
        month = month % 12 + 1;
        year += month == 1;
    }
    if (day > month_length(year, month)) day = month_length(year, month);
    return year * 10000 + month * 100 + day;
}

/* --- which days are worked (B.1) --- */

enum { YEAR_FIRST = 1900, YEAR_LAST = 2199, NAMED_MAX = 2000 };
struct walk_calendar {
    bool worked[YEAR_LAST - YEAR_FIRST + 1][13][32];
    int named[NAMED_MAX + 1];
    int end; /* last day of the last year of the table */
};

bool walk_working(const struct walk_calendar *c, int date)
{
    if (year_of(date) < YEAR_FIRST || year_of(date) > YEAR_LAST) give_up("date", "out of range");
    return c->worked[year_of(date) - YEAR_FIRST][month_of(date)][date % 100];
}

static void set_worked(struct walk_calendar *c, int date, bool worked)
{
    walk_working(c, date); /* in range */
    c->worked[year_of(date) - YEAR_FIRST][month_of(date)][date % 100] = worked;
}

int walk_named_day(const struct walk_calendar *c, int index)
{
    return c->named[index];
}

struct walk_calendar *walk_calendar_read(const char *path)
{
    struct walk_calendar *c = calloc(1, sizeof *c);
    FILE *in = fopen(path, "r");
    char line[400], kind[20];
    int date, year, month, day, weekday = 1, named = 0; /* 1900-01-01 was a Monday */

    if (!c || !in) give_up("cannot read", path);
    for (date = YEAR_FIRST * 10000 + 101; year_of(date) <= YEAR_LAST; date = walk_next(date)) {
        set_worked(c, date, weekday <= 5);
        weekday = weekday % 7 + 1;
    }
    while (fgets(line, sizeof line, in)) {
        if (line[0] == '#') continue;
        if (sscanf(line, "%4d-%2d-%2d\t%19[a-z]", &year, &month, &day, kind) != 4)
            give_up("not a row", line);
        if (named == NAMED_MAX) give_up("too many rows", path);
        c->named[named++] = date = year * 10000 + month * 100 + day;
        set_worked(c, date, strcmp(kind, "workday") == 0);
        c->end = year * 10000 + 1231;
    }
    fclose(in);
    return c;
}

void walk_calendar_free(struct walk_calendar *c)
{
    free(c);
}

/* --- the question --- */

struct suspensions { /* after from, through to (B.6) */
    int n, from[32], to[32];
};
enum { NEVER = INT_MAX }; /* also the end of a suspension that is still open */

struct question {
    const struct walk_calendar *cal;
    const char *inputs;
    char *out;
    bool provisional;
};

/* The value of a key, up to ';' or the end; NULL: not given. */
static const char *given(const struct question *q, const char *key)
{
    size_t len = strlen(key);

    for (const char *p = q->inputs; p; p = strchr(p, ';') ? strchr(p, ';') + 1 : NULL)
        if (strncmp(p, key, len) == 0 && p[len] == '=') return p + len + 1;
    return NULL;
}

static const char *needed(const struct question *q, const char *key)
{
    const char *value = given(q, key);

    if (!value) give_up("no value in the question for", key);
    return value;
}

static int number(const struct question *q, const char *key, int otherwise)
{
    const char *value = given(q, key);

    return value ? atoi(value) : otherwise;
}

static int read_date(const char *text)
{
    int year, month, day;

    if (sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3) give_up("not a date", text);
    return year * 10000 + month * 100 + day;
}

static int date(const struct question *q, const char *key)
{
    return read_date(needed(q, key));
}

struct moment {
    int date, hour, minute, second;
};

static struct moment moment(const struct question *q, const char *key)
{
    const char *text = needed(q, key);
    struct moment m = {.date = read_date(text)};

    if (sscanf(text + 11, "%2d:%2d:%2d", &m.hour, &m.minute, &m.second) < 2)
        give_up("not a time", text);
    return m;
}

static struct suspensions suspensions(const struct question *q)
{
    struct suspensions s = {.n = 0};
    const char *p = given(q, "susp");

    while (p) {
        if (s.n == 32) give_up("too many suspensions", p);
        s.from[s.n] = read_date(p);
        s.to[s.n++] = p[11] >= '0' && p[11] <= '9' ? read_date(p + 11) : NEVER;
        p += strcspn(p, ",;");
        p = *p == ',' ? p + 1 : NULL;
    }
    return s;
}

static bool suspended(const struct suspensions *s, int day)
{
    for (int i = 0; i < s->n; i++)
        if (s->from[i] < day && day <= s->to[i]) return true;
    return false;
}

static bool suspended_for_good(const struct suspensions *s, int day)
{
    for (int i = 0; i < s->n; i++)
        if (s->from[i] < day && s->to[i] == NEVER) return true;
    return false;
}

/* --- the answer --- */

static __attribute__((format(printf, 2, 3))) void say(struct question *q, const char *format, ...)
{
    size_t len = strlen(q->out);
    va_list ap;

    if (len) strcpy(q->out + len++, ";");
    va_start(ap, format);
    if (vsnprintf(q->out + len, WALK_ANSWER - len, format, ap) >= (int)(WALK_ANSWER - len))
        give_up("answer too long", q->out);
    va_end(ap);
}

/* A date that no calendar has a say in. */
static void say_plain(struct question *q, const char *key, int day)
{
    if (day == NEVER)
        say(q, "%s=none", key);
    else
        say(q, "%s=%04d-%02d-%02d", key, year_of(day), month_of(day), day % 100);
}

/* One counted or rolled by working days: past the end of the table it is provisional (B.1). */
static void say_date(struct question *q, const char *key, int day)
{
    say_plain(q, key, day);
    if (day != NEVER && day > q->cal->end) q->provisional = true;
}

/* --- walking --- */

/* The n-th working day after start that is not suspended. */
static int working_day(const struct question *q, int start, int n, const struct suspensions *s)
{
    int day = start;

    while (n > 0) {
        day = walk_next(day);
        if (suspended_for_good(s, day)) return NEVER;
        if (walk_working(q->cal, day) && !suspended(s, day)) n--;
    }
    return day;
}

static int add(const struct question *q, int start, int n)
{
    return working_day(q, start, n, &(struct suspensions){.n = 0});
}

static int natural_day(int start, int n, const struct suspensions *s)
{
    int day = start;

    while (n > 0) {
        day = walk_next(day);
        if (suspended_for_good(s, day)) return NEVER;
        if (!suspended(s, day)) n--;
    }
    return day;
}

/* A limit that ends on a day off ends with the next working day (民法典203) that is not suspended.
 */
static int roll(const struct question *q, int day, const struct suspensions *s)
{
    while (day != NEVER && (!walk_working(q->cal, day) || suspended(s, day))) {
        if (suspended_for_good(s, day)) return NEVER;
        day = walk_next(day);
    }
    return day;
}

/* Working days after one day, through another (B.1). */
static int count(const struct question *q, int after, int upto)
{
    int n = 0;

    while (after < upto) {
        after = walk_next(after);
        n += walk_working(q->cal, after);
    }
    return n;
}

static int natural_days_between(int from, int to)
{
    int n = 0;

    for (; from < to; from = walk_next(from))
        n++;
    return n;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* --- receipt and acceptance (B.3, B.4) --- */

static int receipt(const struct question *q)
{
    struct moment m = moment(q, "ts");
    const char *cutoff = given(q, "cutoff");
    int hour = 17, minute = 0;

    if (cutoff && sscanf(cutoff, "%2d:%2d", &hour, &minute) != 2) give_up("not a time", cutoff);
    bool in_time = m.hour < hour || (m.hour == hour && m.minute < minute);
    return walk_working(q->cal, m.date) && in_time ? m.date : add(q, m.date, 1);
}

static void receive(struct question *q)
{
    say_date(q, "eff", receipt(q));
}

static void accept(struct question *q)
{
    int day = receipt(q);

    say_date(q, "receipt", day);
    say_date(q, "review_due", add(q, day, number(q, "review", 5)));
    say_date(q, "deemed_accept", day);
    say_date(q, "decision_due", add(q, day, atoi(needed(q, "limit"))));
}

static void accept_end(struct question *q)
{
    int day = receipt(q), last = add(q, day, number(q, "review", 5));
    struct suspensions none = {.n = 0};

    say_date(q, "receipt", day);
    say_date(q, "review_due", last);
    say_date(q, "deemed_accept", last);
    say_date(q, "decision_due", roll(q, natural_day(last, number(q, "limit", 0), &none), &none));
}

/* --- limits (B.2, B.5, B.6) --- */

static void wd(struct question *q)
{
    struct suspensions s = suspensions(q);

    say_date(q, "due", working_day(q, date(q, "start"), number(q, "n", 0), &s));
}

static void cd(struct question *q)
{
    struct suspensions s = suspensions(q);

    say_date(q, "due", roll(q, natural_day(date(q, "start"), number(q, "n", 0), &s), &s));
}

static void mo(struct question *q)
{
    struct suspensions s = suspensions(q);
    int start = date(q, "start");
    int days = natural_days_between(start, months_on(start, number(q, "n", 0)));

    say_date(q, "due", roll(q, natural_day(start, days, &s), &s));
}

/* Judged by the minute: seconds are left out (B.2). */
static void say_time(struct question *q, struct moment m)
{
    sprintf(q->out + strlen(q->out), "T%02d:%02d", m.hour, m.minute);
}

static void hr(struct question *q)
{
    struct moment m = moment(q, "ts");

    for (int n = number(q, "hours", 0); n > 0; n--) {
        m.hour = (m.hour + 1) % 24;
        if (m.hour == 0) m.date = walk_next(m.date);
    }
    say_plain(q, "due", m.date);
    say_time(q, m);
}

static void next_minute(struct moment *m)
{
    if (++m->minute < 60) return;
    m->minute = 0;
    if (++m->hour < 24) return;
    m->hour = 0;
    m->date = walk_next(m->date);
}

/* 08:30-12:00, 13:30-17:00 */
static bool office_open(const struct question *q, const struct moment *m)
{
    int clock = m->hour * 100 + m->minute;
    bool hours = (clock >= 830 && clock < 1200) || (clock >= 1330 && clock < 1700);

    return hours && walk_working(q->cal, m->date);
}

static void bh(struct question *q)
{
    struct moment m = moment(q, "ts");

    for (int n = number(q, "minutes", 0); n > 0; next_minute(&m))
        n -= office_open(q, &m);
    say_date(q, "due", m.date);
    say_time(q, m);
}

static void elapsed(struct question *q)
{
    struct moment m = moment(q, "start");
    struct suspensions s = suspensions(q);

    m.date = working_day(q, m.date, number(q, "n", 0), &s);
    say_date(q, "after", m.date);
    if (m.date == NEVER) return;
    say_time(q, m);
    sprintf(q->out + strlen(q->out), ":%02d", m.second);
}

static void licence(struct question *q)
{
    int accepted = date(q, "accepted"), limit = number(q, "limit", 0);
    int promise = number(q, "commit", limit), longer = number(q, "ext", 0);
    struct suspensions s = suspensions(q);
    int statutory = working_day(q, accepted, limit, &s);
    bool refused = given(q, "ext_on") && date(q, "ext_on") > statutory;

    if (refused) longer = 0;
    statutory = working_day(q, accepted, limit + longer, &s);
    int commitment = smaller(working_day(q, accepted, promise + longer, &s), statutory);
    say_date(q, "commit_due", commitment);
    say_date(q, "statutory_due", statutory);
    if (refused) say(q, "ext=refused");
    if (!given(q, "decided")) return;
    int decided = date(q, "decided");
    say(q, "result=%s",
        decided <= commitment  ? "on_time"
        : decided <= statutory ? "yellow"
                               : "red");
    say(q, "late_wd=%d", decided <= commitment ? 0 : count(q, commitment, decided));
}

/* Suspended on since and not yet resumed: what is left (below 0: since lies past the end), and the
 * end if it were resumed today. */
static void sus_proj(struct question *q)
{
    int accepted = date(q, "accepted"), limit = number(q, "limit", 0), since = date(q, "since");
    struct suspensions s = {.n = 1, .from = {since}, .to = {date(q, "today")}};
    int due = working_day(q, accepted, limit, &s);
    int used = count(q, accepted, since);

    say(q, "used=%d;left=%d", used, limit - used);
    say_date(q, "due_if_resumed_today", due);
}

/* --- lamps and silence (D.1, B.7) --- */

static void lamp(struct question *q)
{
    int due = date(q, "due"), today = date(q, "today");

    if (today > due) {
        say(q, "lamp=red;overdue_wd=%d", count(q, due, today));
        return;
    }
    int left = count(q, today, due);
    say(q, "lamp=%s;remaining_wd=%d", left <= number(q, "warn", 0) ? "yellow" : "green", left);
}

static void silent(struct question *q)
{
    int day = add(q, date(q, "due"), 1);

    say_date(q, "deemed_on", day);
    say_date(q, "opinion_due", add(q, day, 1));
}

static void renew(struct question *q)
{
    int expiry = date(q, "expiry"), apply = expiry, office = expiry;

    for (int n = number(q, "lead", 30); n > 0; n--)
        apply = walk_previous(apply);
    while (!walk_working(q->cal, office))
        office = walk_previous(office);
    say_date(q, "apply_by", apply);
    say_date(q, "decide_by", expiry);
    say_date(q, "last_office_day", office);
}

/* --- limits that may not be undercut (B.2) --- */

static void min_gap(struct question *q)
{
    int day = date(q, "start");

    for (int n = number(q, "n", 0); n > 0; n--)
        day = walk_next(day);
    say_plain(q, "earliest", day);
}

static void min_gap_wd(struct question *q)
{
    say_date(q, "earliest", add(q, date(q, "start"), number(q, "n", 0)));
}

static void before(struct question *q)
{
    int day = date(q, "event");

    for (int n = number(q, "n", 0); n > 0; n--)
        day = walk_previous(day);
    say_plain(q, "latest", day);
}

static void before_wd(struct question *q)
{
    int day = date(q, "event");

    for (int n = number(q, "n", 0); n > 0;) {
        day = walk_previous(day);
        if (day > q->cal->end) q->provisional = true; /* counted on a day nobody knows yet */
        n -= walk_working(q->cal, day);
    }
    say_date(q, "latest", day);
}

/* --- several limits together (C.2, B.5) --- */

/* The next "name:days" of a list; NULL at its end. */
static const char *next_part(const char *p, char name[40], int *days)
{
    if (!p || !*p || *p == ';') return NULL;
    if (sscanf(p, "%39[^:]:%d", name, days) != 2) give_up("not name:days", p);
    p += strcspn(p, ",;");
    return *p == ',' ? p + 1 : "";
}

static void joint(struct question *q)
{
    int accepted = date(q, "accepted"), barrier = 0, days;
    int total = add(q, accepted, atoi(needed(q, "total")));
    char name[40], key[50];

    for (const char *p = needed(q, "depts"); (p = next_part(p, name, &days));) {
        int due = add(q, accepted, days);
        snprintf(key, sizeof key, "%s_due", name);
        say_date(q, key, due);
        if (due > barrier) barrier = due;
    }
    say_date(q, "barrier", barrier);
    say_date(q, "total_due", total);
    say(q, "tail_wd=%d", count(q, barrier, total));
}

static void stages(struct question *q)
{
    int accepted = date(q, "accepted"), commit = atoi(needed(q, "commit")), sum = 0, days;
    int due = accepted;
    char name[40];

    for (const char *p = needed(q, "stages"); (p = next_part(p, name, &days)); sum += days)
        say_date(q, name, due = add(q, due, days));
    say_date(q, "commit_due", add(q, accepted, commit));
    say(q, "plan=%s", sum <= commit ? "ok" : "rejected");
}

/* --- fines and limitation (行政处罚法36, 72, 73) --- */

static void surcharge(struct question *q)
{
    struct suspensions s = suspensions(q);
    int day = date(q, "due"), paid = date(q, "paid"), days = 0;
    const char *fine = needed(q, "fine"), *point = strchr(fine, '.');
    long long fen = atoll(fine) * 100 + (point ? atoi(point + 1) : 0);

    while (day < paid) {
        day = walk_next(day);
        days += !suspended(&s, day);
    }
    long long more = (fen * 3 * days + 50) / 100;
    if (more > fen) more = fen;
    say(q, "days=%d;surcharge=%lld.%02lld", days, more / 100, more % 100);
}

static void limitation(struct question *q)
{
    int years = number(q, "harm", 0) ? 5 : 2;

    say_plain(q, "until", months_on(date(q, "act"), years * 12));
}

static const struct {
    const char *op;
    void (*answer)(struct question *q);
} ops[] = {
    {"receive", receive},
    {"accept", accept},
    {"accept_end", accept_end},
    {"wd", wd},
    {"cd", cd},
    {"mo", mo},
    {"hr", hr},
    {"bh", bh},
    {"elapsed", elapsed},
    {"licence", licence},
    {"sus_proj", sus_proj},
    {"lamp", lamp},
    {"silent", silent},
    {"renew", renew},
    {"min_gap", min_gap},
    {"min_gap_wd", min_gap_wd},
    {"before", before},
    {"before_wd", before_wd},
    {"joint", joint},
    {"stages", stages},
    {"surcharge", surcharge},
    {"limitation", limitation},
};

void walk_answer(const struct walk_calendar *c, const char *op, const char *inputs,
                 char out[WALK_ANSWER])
{
    struct question q = {.cal = c, .inputs = inputs, .out = out};

    *out = '\0';
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        if (strcmp(ops[i].op, op) != 0) continue;
        ops[i].answer(&q);
        if (q.provisional) say(&q, "provisional=1");
        return;
    }
    give_up("no such op", op);
}
