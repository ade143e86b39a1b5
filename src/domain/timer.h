/* The timers of the law as data (domain.md B.8, F.2): one row per limit that some statute or rule
 * sets, with its source and a worked example.
 *
 * data/clocks/ holds them; the catalogue checks them and reckons every example again.  A clock of
 * the office is an instance of one. */
#ifndef YC_DOMAIN_TIMER_H
#define YC_DOMAIN_TIMER_H

#include "domain/clock.h"

enum timer_bound {
    BOUND_UPPER, /* must happen by */
    BOUND_LOWER, /* may not happen before: "not less than n" */
    BOUND_BEFORE /* must have happened n before a day to come */
};
enum timer_start {
    START_DAY,     /* the calendar day of the event; not counted */
    START_RECEIPT, /* its effective day: cut-off and days off (B.3); not counted */
    START_MOMENT,  /* the moment itself: hours, office minutes, elapsed limits */
    START_FIXED    /* the limit is a date of its own: expiry of a licence.  Nobody may be in the
                      office on it: the last alarm is calendar_roll_back of it */
};
enum timer_silence { /* what the law says when nobody acts in time */
                     SILENT_NOTHING,
                     SILENT_ACCEPTED_FROM_START, /* 许可法32 */
                     SILENT_ACCEPTED_AT_END,     /* 复议法30 */
                     SILENT_RENEWED,             /* 许可法50 */
                     SILENT_AGREES,              /* 信息公开条例34, 取水条例34 */
                     SILENT_ABANDONED,           /* the applicant lets it lapse: 复议法31 */
                     SILENT_TERMINATED           /* 复议法41 */
};

struct timer {
    const char *id;        /* LIC1 */
    const char *name;      /* 受理审查 */
    const char *procedure; /* 行政许可 */
    struct span length;    /* UNIT_NONE with START_FIXED */
    enum timer_bound bound;
    enum timer_start start;
    const char *starts;    /* 收到申请 */
    const char *ends;      /* 作出受理或者不予受理决定 */
    struct span extension; /* UNIT_NONE: none; else of the unit of length, added to it */
    const char *extension_by;
    const char *excluded; /* what is not counted, in words; "" nothing */
    enum timer_silence silence;
    bool rolls; /* CD, MO that end on a day off move on (民法典203; a publicity ends on a working
                   day); false: 追责时效, and gaps such as 投标截止 that may end on any day */
    const char *law, *article;
    const char *grade; /* law: read in its text; local: a local rule; memory: check it; own: ours */
};

/* When it ends for an event at that instant: the last day in time (upper), the first day allowed
 * (lower: nothing is ever late), the last day before the day of the event (before).  extended: with
 * its extension, if it has one.  stands count for upper bounds only. */
struct due timer_due(const struct calendar *c, const struct timer *t, instant_t event,
                     bool extended, const struct stand *stands, size_t n);
/* The start day timer_due reckons from. */
day_t timer_start_day(const struct calendar *c, const struct timer *t, instant_t event);

/* Words in data files; NULL, false: no such. */
const char *timer_bound_name(enum timer_bound b);
bool timer_bound_parse(const char *s, enum timer_bound *out);
const char *timer_start_name(enum timer_start s);
bool timer_start_parse(const char *s, enum timer_start *out);
const char *timer_silence_name(enum timer_silence s);
bool timer_silence_parse(const char *s, enum timer_silence *out);

#endif
