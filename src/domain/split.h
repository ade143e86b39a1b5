/* Whose time it was: the span of a matter divided between those who held it.
 *
 * The caller gives intervals, each with who; where several lie over each other the first kind in
 * the order of the enum has the second, where none lies it is the desk's.  The parts always add up
 * to the whole, to the second. */
#ifndef YC_DOMAIN_SPLIT_H
#define YC_DOMAIN_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/day.h"

enum holder {
    HOLDER_SUSPENDED,  /* 特别程序, not counted by law */
    HOLDER_DEPARTMENT, /* a step of a department is open */
    HOLDER_DESK,       /* registration, acceptance, fee, print, delivery: the hall itself */
    HOLDER_OUTSIDE,    /* another system, a higher organ */
    HOLDER_APPLICANT,  /* corrections, payment */
    HOLDERS
};
struct held {
    instant_t from, to; /* [from, to) */
    enum holder who;
};

/* Seconds of [from, to) each had; an interval that ends before it begins counts nothing. */
void split_time(const struct held *held, size_t n, instant_t from, instant_t to,
                int64_t out[HOLDERS]);
const char *holder_name(enum holder h); /* "department" ... */
bool holder_parse(const char *s, enum holder *h);

#endif
