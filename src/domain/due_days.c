/* Questions about one limit. */
#include "domain/due_ask.h"

/* --- From something handed in --- */

struct receipt {
    instant_t ts;
    day_t day; /* the effective one (B.3) */
};

static struct receipt want_receipt(struct ask *a)
{
    const struct calendar *c = a->law->calendar;
    instant_t ts = ask_instant(a, "ts");
    int cutoff = ask_minute_or(a, "cutoff", calendar_hours(c, day_of_instant(ts)).cutoff);

    return (struct receipt){ts, clock_receive_until(c, cutoff, ts)};
}

static struct count count_from(struct receipt r, enum unit unit, int n)
{
    return (struct count){
        .len = {unit, n, false}, .start = r.day, .start_at = INSTANT_NONE, .event = r.ts};
}

static void answer_receive(struct ask *a)
{
    ask_put_count(a, "eff", count_from(want_receipt(a), UNIT_NOW, 0));
}

/* 许可法32: accepted as of receipt when the review ends in silence. */
static void answer_accept(struct ask *a)
{
    struct receipt r = want_receipt(a);

    ask_put_count(a, "receipt", count_from(r, UNIT_NOW, 0));
    ask_put_count(a, "review_due", count_from(r, UNIT_WD, ask_int_or(a, "review", 5)));
    ask_put_count(a, "deemed_accept", count_from(r, UNIT_NOW, 0));
    ask_put_count(a, "decision_due", count_from(r, UNIT_WD, ask_int(a, "limit", ASK_N_MAX)));
}

/* 复议法30: accepted as of the last day of the review. */
static void answer_accept_end(struct ask *a)
{
    struct receipt r = want_receipt(a);
    struct count review = count_from(r, UNIT_WD, ask_int_or(a, "review", 5));

    ask_put_count(a, "receipt", count_from(r, UNIT_NOW, 0));
    ask_put_count(a, "review_due", review);
    day_t deemed = ask_put_count(a, "deemed_accept", review);
    ask_put_days(a, "decision_due", deemed, UNIT_CD, ask_int(a, "limit", ASK_N_MAX));
}

/* --- Upper bounds --- */

static void answer_days(struct ask *a, enum unit unit)
{
    ask_stands(a);
    ask_put_days(a, "due", ask_day(a, "start"), unit, ask_int(a, "n", ASK_N_MAX));
}

static void answer_wd(struct ask *a)
{
    answer_days(a, UNIT_WD);
}

static void answer_cd(struct ask *a)
{
    answer_days(a, UNIT_CD);
}

static void answer_mo(struct ask *a)
{
    answer_days(a, UNIT_MO);
}

static void put_from_moment(struct ask *a, const char *key, instant_t from, struct span len)
{
    ask_put_count(a, key, (struct count){len, day_of_instant(from), from, INSTANT_NONE, false});
}

static void answer_elapsed(struct ask *a)
{
    ask_stands(a);
    put_from_moment(a, "after", ask_instant(a, "start"),
                    (struct span){UNIT_WD, ask_int(a, "n", ASK_N_MAX), true});
}

static void answer_hr(struct ask *a)
{
    put_from_moment(a, "due", ask_instant(a, "ts"),
                    (struct span){UNIT_HR, ask_int(a, "hours", ASK_N_MAX), false});
}

static void answer_bh(struct ask *a)
{
    put_from_moment(a, "due", ask_instant(a, "ts"),
                    (struct span){UNIT_BH, ask_int(a, "minutes", ASK_MINUTES_MAX), false});
}

static void answer_silent(struct ask *a)
{
    day_t deemed = ask_put_days(a, "deemed_on", ask_day(a, "due"), UNIT_WD, 1);

    ask_put_days(a, "opinion_due", deemed, UNIT_WD, 1);
}

/* --- Bounds that are never moved in favour of the authority --- */

static void answer_min_gap(struct ask *a)
{
    day_t start = ask_day(a, "start");
    int n = ask_int(a, "n", ASK_N_MAX);

    ask_put_bare(a, "earliest", start, UNIT_CD, n, start + n);
}

static void answer_min_gap_wd(struct ask *a)
{
    day_t start = ask_day(a, "start");
    int n = ask_int(a, "n", ASK_N_MAX);

    ask_put_bare(a, "earliest", start, UNIT_WD, n, calendar_add(a->law->calendar, start, n));
}

static void answer_before(struct ask *a)
{
    day_t event = ask_day(a, "event");
    int n = ask_int(a, "n", ASK_N_MAX);

    ask_put_bare(a, "latest", event, UNIT_CD, n, event - n);
}

static void answer_before_wd(struct ask *a)
{
    day_t event = ask_day(a, "event");
    int n = ask_int(a, "n", ASK_N_MAX);

    ask_put_bare(a, "latest", event, UNIT_WD, n, calendar_back(a->law->calendar, event, n));
}

static void answer_renew(struct ask *a)
{
    const struct calendar *c = a->law->calendar;
    day_t expiry = ask_day(a, "expiry");
    int lead = ask_int_or(a, "lead", 30);

    ask_put_bare(a, "apply_by", expiry, UNIT_CD, lead, expiry - lead);
    ask_put_bare(a, "decide_by", expiry, UNIT_CD, 0, expiry);
    ask_put_bare(a, "last_office_day", expiry, UNIT_CD, 0, calendar_roll_back(c, expiry));
    a->provisional = calendar_provisional(c, expiry);
}

/* --- Lamps --- */

static void answer_lamp(struct ask *a)
{
    static const char *const names[] = {"green", "yellow", "red", "blue", "white"};
    int left;
    enum lamp lamp = clock_lamp(a->law->calendar, ask_day(a, "due"), ask_day(a, "today"),
                                ask_int(a, "warn", ASK_N_MAX), &left);

    ask_put(a, "lamp", names[lamp]);
    if (lamp == LAMP_RED)
        ask_put_int(a, "overdue_wd", -left);
    else
        ask_put_int(a, "remaining_wd", left);
}

const struct question due_days[] = {
    {"receive", "ts cutoff", answer_receive},
    {"accept", "ts limit review cutoff", answer_accept},
    {"accept_end", "ts limit review cutoff", answer_accept_end},
    {"wd", "start n susp", answer_wd},
    {"cd", "start n susp", answer_cd},
    {"mo", "start n susp", answer_mo},
    {"elapsed", "start n susp", answer_elapsed},
    {"hr", "ts hours", answer_hr},
    {"bh", "ts minutes", answer_bh},
    {"lamp", "due today warn", answer_lamp},
    {"silent", "due", answer_silent},
    {"renew", "expiry lead", answer_renew},
    {"min_gap", "start n", answer_min_gap},
    {"min_gap_wd", "start n", answer_min_gap_wd},
    {"before", "event n", answer_before},
    {"before_wd", "event n", answer_before_wd},
    {0},
};
