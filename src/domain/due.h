/* The time law as questions and answers: one line of text in, one out.
 *
 * op is the kind of question ("licence"), inputs its "k=v;k=v"; the answer is "k=v;k=v" in a fixed
 * order.  The worked cases of the law (tests/data/deadline_cases.tsv) are written in these words,
 * so they can be asked here by anybody.
 *
 *   receive     ts [cutoff]                        eff
 *   accept      ts limit [review=5 cutoff]         receipt review_due deemed_accept decision_due
 *   accept_end  the same; silence accepts at the end of the review, limit in days (复议法30)
 *   wd cd mo    start n [susp]                     due
 *   elapsed     start n [susp]                     after: working days, same time of day
 *   hr  bh      ts hours, ts minutes               due
 *   licence     accepted limit [commit=limit ext ext_on susp decided]
 *                          commit_due statutory_due [ext=refused] [result late_wd]
 *   sus_proj    accepted limit since today         used left due_if_resumed_today
 *   lamp        due today warn                     lamp, remaining_wd or overdue_wd
 *   silent      due                                deemed_on opinion_due
 *   renew       expiry [lead=30]                   apply_by decide_by last_office_day (许可法50)
 *   min_gap     start n       min_gap_wd: same     earliest
 *   before      event n       before_wd: same      latest
 *   joint       accepted depts=a:1,b:2 total       a_due b_due barrier total_due tail_wd
 *   stages      accepted stages=a:1,b:2 commit     a b commit_due plan=ok|rejected
 *   timer       id event [extended=1 susp]         due, earliest or latest: a timer of the law's
 *                                                  table (domain/timer.h)
 *   surcharge   fine=1000.00 due paid [susp]       days surcharge=300.00 (行政处罚法72, 73)
 *   limitation  act [harm=1]                       until: last day on which it may still be
 *                                                  punished when found out (行政处罚法36)
 *
 * susp=S/E,S/E are suspensions after S through E; "S/" is still open, and what it holds up is
 * "none".  An extension without ext_on was granted in time.  A due date that leans on days past the
 * published calendar adds ";provisional=1" at the end.  Office hours and cut-off are the
 * calendar's.
 *
 * Anything unknown, missing, doubled or out of range gives "error: ..." with the reason in English:
 * a date that nobody asked for would be worse. */
#ifndef YC_DOMAIN_DUE_H
#define YC_DOMAIN_DUE_H

#include "domain/calendar.h"
#include "domain/timer.h"

/* What a desk answers by; outlives it. */
struct due_law {
    const struct calendar *calendar;
    /* The timer of that id, NULL: none.  The function itself NULL: no table at hand. */
    const struct timer *(*timer)(void *arg, const char *id);
    void *arg;
};

/* Answers one question after the other in memory that it keeps. */
struct due_desk;
struct due_desk *due_open(const struct due_law *law);
void due_close(struct due_desk *d);

/* One clean line without its end; the desk's, until its next question. */
const char *due_answer(struct due_desk *d, const char *op, const char *inputs);

/* The day ledgers (domain/ledger.h) behind the dates of the last answer, in its order; "" after an
 * error.  A line for each day: TAB, key, day, kind, number of a counted day or 0, festival, office
 * minutes; TABs between.  A date counted back has its days backwards.  The desk's, until the next
 * call. */
const char *due_ledger(struct due_desk *d);

#endif
