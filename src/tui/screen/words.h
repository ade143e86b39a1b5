/* Words of the screens: msgids to the reader's language, and the few texts that are made of
 * numbers.
 *
 * One process has one reader, so the language is kept here and not passed about. */
#ifndef YC_TUI_SCREEN_WORDS_H
#define YC_TUI_SCREEN_WORDS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/rc.h"
#include "domain/item.h"
#include "model/door.pb-c.h"

const char *words(const char *msgid); /* "" stays "" */
#define _(s) words(s)

/* translate NULL: English.  lang "zh_CN" or "en"; the catalogue of messages is read again. */
void words_open(const char *(*translate)(const char *msgid), const char *lang);
void words_language(const char *lang);
bool words_chinese(void);

/* The sentence of a msgid with {1}.. (const char *, ended by NULL).  Fresh string. */
char *words_fill(const char *msgid, ...) __attribute__((sentinel));
char *words_fault(const struct fault *f);
/* What the office answered; its arguments may be msgids themselves (names of acts, states). */
char *words_reply(const Yc__Reply *r);

const char *words_lamp(const char *lamp); /* green yellow red blue white */
/* What is left of a limit: "3日", "超1日", "5时", "停钟".  due "2026-11-24T11:30:00" or "". */
void words_left(const char *lamp, int left, const char *due, instant_t now, struct buf *out);
void words_duration(int64_t seconds, struct buf *out); /* "2日03:15:20" */
const char *words_weekday(int weekday);                /* 1 Monday .. 7 */
void words_span(struct span s, struct buf *out);
void words_number(const char *number,
                  struct buf *out); /* 370299-20261103-000017; others as they are */
void words_number_brief(const char *number, struct buf *out); /* 261103-000017 */
const char *words_phase(const char *phase);                   /* "REVIEW" as in lists */
const char *words_outcome(const char *outcome);               /* "GRANTED" */
const char *words_state(const char *state);   /* of materials, steps, clocks, receipts ... */
const char *words_day_kind(const char *kind); /* of the day ledger */
const char *words_provisional(void); /* beside a date that leans on holidays not yet published */

#endif
