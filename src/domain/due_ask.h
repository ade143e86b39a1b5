/* One question to the time law while it is answered: for due.c and due_*.c alone.  After the first
 * error reading goes on with harmless values, and what was written is thrown away. */
#ifndef YC_DOMAIN_DUE_ASK_H
#define YC_DOMAIN_DUE_ASK_H

#include "base/buf.h"
#include "domain/clock.h"
#include "domain/due.h"
#include "domain/ledger.h"

enum { ASK_PAIRS = 8, ASK_STANDS = 32, ASK_PARTS = 32, ASK_DATES = ASK_PARTS + 2 };
enum { ASK_NAME = 32 }; /* bytes of the name of a part */
enum { ASK_N_MAX = 9999, ASK_MINUTES_MAX = 99999 };

/* What a date was counted from. */
struct count {
    struct span len;
    day_t start;
    instant_t start_at; /* hours, office minutes, elapsed limits; else INSTANT_NONE */
    instant_t event;    /* INSTANT_NONE: on the start day */
    bool bare;          /* no limit that suspensions move and that rolls: bounds, 追责时效 */
};

struct ask {
    const struct due_law *law;
    const char *op;
    struct buf inputs; /* cut into pairs */
    struct pair {
        const char *key, *value;
    } pair[ASK_PAIRS];
    size_t npair;
    struct buf list; /* the value of a list, cut into its parts */
    struct stand stand[ASK_STANDS];
    size_t nstand;

    struct buf answer, error;
    bool provisional;
    struct dated {        /* for the ledger */
        size_t key, nkey; /* bytes of the answer */
        struct count count;
        day_t end;
    } dated[ASK_DATES];
    size_t ndated;
};

struct due_desk {
    struct ask ask;
    struct ledger_line *line; /* of one date */
    size_t lines_room;
    struct buf ledger;
};

/* --- due_read.c --- */

/* Starts over; false: the inputs are not pairs, or not of those keys (parted by blanks). */
bool ask_begin(struct ask *a, const char *op, const char *inputs, const char *keys);
void ask_fail(struct ask *a, const char *what, const char *shown);
bool ask_failed(const struct ask *a);

bool ask_has(const struct ask *a, const char *key);
const char *ask_text(struct ask *a, const char *key); /* "" when missing */
day_t ask_day(struct ask *a, const char *key);
instant_t ask_instant(struct ask *a, const char *key);
int ask_int(struct ask *a, const char *key, int max);
int ask_int_or(struct ask *a, const char *key, int otherwise);
bool ask_flag(struct ask *a, const char *key);                    /* absent: false */
int ask_minute_or(struct ask *a, const char *key, int otherwise); /* of the day */
int64_t ask_money(struct ask *a, const char *key);                /* fen, not negative */
void ask_stands(struct ask *a);                                   /* susp */

/* "market:1,tax:2"; names become keys of the answer.  The names last as long as the question. */
struct part {
    const char *name;
    int n;
};
size_t ask_parts(struct ask *a, const char *key, struct part out[ASK_PARTS]);

/* --- due_put.c --- */

void ask_add_number(struct buf *b, int v);
void ask_put(struct ask *a, const char *key, const char *value);
void ask_put_int(struct ask *a, const char *key, int v);
/* The end of that count as reckoned by whoever asks. */
void ask_put_due(struct ask *a, const char *key, struct count count, struct due due);
/* Reckons it under the suspensions read, and puts it. */
day_t ask_put_count(struct ask *a, const char *key, struct count count);
day_t ask_put_days(struct ask *a, const char *key, day_t start, enum unit unit, int n);
/* A date d that counts n from start, or n back to d, whether anybody works on it or not. */
void ask_put_bare(struct ask *a, const char *key, day_t start, enum unit unit, int n, day_t d);

/* --- due_days.c, due_case.c: what can be asked; a row without op is the end --- */

struct question {
    const char *op, *keys;
    void (*answer)(struct ask *a);
};
extern const struct question due_days[], due_cases[];

#endif
