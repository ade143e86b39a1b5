/* Supervision cards (牌) and notices: recorded facts, one of each, never deleted (domain.md D.1).
 */
#ifndef YC_OFFICE_CARDS_H
#define YC_OFFICE_CARDS_H

#include "office/deed.h"

enum card_level { CARD_NOTICE, CARD_YELLOW, CARD_RED }; /* 预警 黄牌 红牌 */

/* Raises a card of a rule for what a clock or an act did.  at: the instant it was due.  about: the
 * clock, NULL none; the card's key is rule, level, clock, due day and why (a word, for rules with
 * several grounds), so it is issued once.  It names who held the clock's step, or the matter, in
 * the last second before at.  Tells owner, section head and leader. Returns NULL when it is there
 * already. */
Yc__Card *card_raise(struct deed *d, const char *rule, enum card_level level, instant_t at,
                     const Yc__Clock *about, const char *why, const char *facts);
/* Who answers for a clock (NULL: for the matter) that came to its end at an instant; NULL: nobody
 * ever held it. */
const Yc__Holding *card_keeper(const struct deed *d, const Yc__Clock *about, instant_t at);
const char *card_level_name(enum card_level l); /* notice yellow red */
bool card_issued(const Yc__Card *c);            /* and not cancelled: only these count */
/* It stays, cancelled and with the reason; everybody told of it is told. */
void card_cancel(struct deed *d, Yc__Card *c, const char *why);

/* Puts a line into the inbox of a person or post. msgid takes {1} = the matter's number, {2} = arg.
 */
void notice_send(struct deed *d, const char *to, const char *msgid, const char *arg);

#endif
