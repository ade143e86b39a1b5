/* Office hours of a day: a morning and an afternoon, lunch left out (domain.md B.2, unit BH).
 *
 * All times are minutes since midnight.  A hall has its ordinary hours and, where it keeps summer
 * time, seasons with their own; which hours hold on a day is the calendar's to say (calendar.h). */
#ifndef YC_DOMAIN_HOURS_H
#define YC_DOMAIN_HOURS_H

#include <stdbool.h>

struct hours {
    int am_from, am_to, pm_from, pm_to; /* a session that is left out has from = to */
    int cutoff; /* from this minute on, what is handed in belongs to the next working day (B.3) */
};
/* 08:30-12:00, 13:30-17:00, cut-off 17:00 (7 h = 1 working day). */
extern const struct hours hours_default;

struct season {
    int from, to; /* month * 100 + day, both included; from > to: over the turn of the year */
    struct hours hours;
};
bool season_holds(const struct season *s, int month, int dom);

/* Those of a half day: the other session left out, and handing in ends with the one that is
 * kept. */
struct hours hours_half(const struct hours *h, bool morning);

int hours_minutes(const struct hours *h);                  /* of the whole day */
int hours_gone(const struct hours *h, int minute);         /* office minutes before this minute */
int hours_minute_after(const struct hours *h, int office); /* the reverse; a session filled exactly
                                                              ends at its closing time */

#endif
