/* The time law as questions and answers: one line of text in, one out.
 *
 * op is the kind of question ("licence"), inputs its "k=v;k=v"; the answer is "k=v;k=v" in a fixed
 * order.  The worked cases of the law (tests/data/deadline_cases.tsv) are written in these words,
 * so they can be asked here by anybody.
 *
 *   receive     ts [cutoff=17:00]                  eff
 *   accept      ts limit [review=5 cutoff]         receipt review_due deemed_accept decision_due
 * (许可法32) accept_end  ts limit [review=5 cutoff]         the same; silence accepts at the end,
 * limit in days (复议法30) wd cd mo    start n [susp]                     due hr          ts hours
 * due           bh: ts minutes licence     accepted limit [commit=limit ext ext_on susp decided]
 *               commit_due statutory_due [ext=refused] [result late_wd]
 *   sus_proj    accepted limit since today         used left due_if_resumed_today
 *   lamp        due today warn                     lamp, remaining_wd or overdue_wd
 *   silent      due                                deemed_on opinion_due
 *   renew       expiry [lead=30]                   apply_by decide_by last_office_day (许可法50)
 *   min_gap     start n       min_gap_wd: same     earliest
 *   before      event n       before_wd: same      latest
 *   joint       accepted depts=a:1,b:2 total       a_due b_due barrier total_due tail_wd
 *   stages      accepted stages=a:1,b:2 commit     a b commit_due plan=ok|rejected
 *
 * susp=S/E,S/E are suspensions after S through E; "S/" is still open, and what it holds up is
 * "none".  An extension without ext_on was granted in time.  A due date that leans on days past the
 * published calendar adds ";provisional=1" at the end.  Office hours are hours_default.
 *
 * Anything unknown, missing, doubled or out of range gives "error=..." with the reason in English:
 * a date that nobody asked for would be worse. */
#ifndef YC_DOMAIN_DUE_H
#define YC_DOMAIN_DUE_H

#include "domain/calendar.h"

/* Fresh string without line breaks, the caller's to free. */
char *due_answer(const struct calendar *c, const char *op, const char *inputs);

#endif
