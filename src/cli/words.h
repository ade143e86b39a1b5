/* Machine words of the office in the reader's language: lamps, phases, kinds of days, states. */
#ifndef YC_CLI_WORDS_H
#define YC_CLI_WORDS_H

enum word_kind {
    WORD_LAMP,
    WORD_PHASE,
    WORD_OUTCOME,
    WORD_MATERIAL,
    WORD_STEP,
    WORD_CLOCK,
    WORD_CLOCK_NAME,
    WORD_CARD,
    WORD_WEEKDAY
};

/* The word as it is when it is not known; case does not matter. */
const char *word(enum word_kind kind, const char *key);

#endif
