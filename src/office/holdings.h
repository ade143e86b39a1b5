/* Who held a matter, from which second to which: the spans the time of a matter is divided by
 * (domain/split.h), and where the name on a card comes from. */
#ifndef YC_OFFICE_HOLDINGS_H
#define YC_OFFICE_HOLDINGS_H

#include "domain/split.h"
#include "office/deed.h"

/* Called once for every act, before the record is written: holdings that are over are closed, new
 * ones begun, both now. */
void holdings_note(struct deed *d);

/* Who held a step run (run NULL: the matter; a department comes before others) in the second at;
 * where nobody did, who had it last before, else first.  NULL: nobody ever. */
const Yc__Holding *holdings_at(const Yc__Matter *m, const char *run, instant_t at);

/* Somebody of the hall had to act: not the applicant, not another system. */
bool holdings_hall(const Yc__Holding *h);

struct stretch {
    instant_t from, to;
    bool open; /* not over: to is the present */
};
/* 全程: registered until the loop is closed (verified). */
struct stretch holdings_whole(const Yc__Matter *m, instant_t now);
/* 办理: registered until it is decided or ended otherwise. */
struct stretch holdings_handling(const Yc__Matter *m, instant_t now);
/* 法定: accepted (where silence accepted it: received) until decided.  false: not accepted. */
bool holdings_legal(const Yc__Matter *m, instant_t now, struct stretch *out);

/* The seconds of a stretch each had; they add up to it. */
void holdings_split(const Yc__Matter *m, const struct stretch *s, int64_t out[HOLDERS]);
/* Seconds in which at least one step was open with a department ("scj/") or with a post
 * ("scj/exam") and person ("": nobody had taken it) of the hall, suspensions left out.  Two that
 * hold at once have their time each: these add up to no whole. */
int64_t holdings_own(const Yc__Matter *m, const struct stretch *s, const char *post,
                     const char *person);

#endif
