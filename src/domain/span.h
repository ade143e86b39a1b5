/* Lengths of time, as laws and halls write them. */
#ifndef YC_DOMAIN_SPAN_H
#define YC_DOMAIN_SPAN_H

#include <stdbool.h>

/* Lengths of time (domain.md B.2).  n counts units; office hours and minutes are held in minutes.
 *
 * elapsed: the end is the same time of day, n counted days on, and one second more is late; for
 * WD, CD, MO.  Otherwise whole days: the day of the event is not counted and the limit ends with
 * its last day (民法典201). */
enum unit { UNIT_NONE, UNIT_NOW, UNIT_WD, UNIT_CD, UNIT_MO, UNIT_HR, UNIT_BH };
struct span {
    enum unit unit;
    int n; /* UNIT_BH: office minutes */
    bool elapsed;
};

/* "3wd", "7cd", "3mo", "24hr", "2bh" (hours, may be "3.5bh"), "30min" (office minutes), "now", ""
 * none; "7wd elapsed".  n is at most 9999, for office minutes too.  span_text gives a text that
 * span_parse reads back to the same span. */
enum { SPAN_TEXT = 24 };
bool span_parse(const char *s, struct span *out);
char *span_text(struct span s, char out[SPAN_TEXT]);

#endif
