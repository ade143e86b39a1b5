/* What the stages of a clock bring: the card of a rule (domain.md D.1 M-T1..M-T7), and what the
 * card says. */
#ifndef YC_OFFICE_STAGES_H
#define YC_OFFICE_STAGES_H

#include "office/cards.h"
#include "office/clocks.h"

struct stage_card {
    const char *clock; /* review total step ... */
    enum clock_stage stage;
    const char *rule;
    enum card_level level;
};

const struct stage_card *stage_card(const Yc__Clock *c, enum clock_stage s); /* NULL: no card */
/* The stage a card of this clock speaks of; NULL: none (another rule, or a second yellow card). */
const struct stage_card *stage_of_card(const Yc__Clock *c, const Yc__Card *card);
/* The issued card of this clock and stage, under whatever date it was issued; NULL none. */
Yc__Card *stage_issued(const Yc__Matter *m, const Yc__Clock *c, const struct stage_card *sc);
/* A part (M-T2) that is late when the whole is late already says nothing. */
bool stage_speaks(const struct deed *d, const Yc__Clock *c, const struct stage_card *sc,
                  instant_t at);
/* What the card says for itself, in the hall's language: the values as they are now. */
const char *stage_facts(struct deed *d, const Yc__Clock *c);

bool card_is_second(const Yc__Card *card); /* M-T4 for a second yellow card */

#endif
