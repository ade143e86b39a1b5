/* What the office asks of whoever holds the key, and what it is told: fixed structs, passed between
 * processes of one program. */
#ifndef YC_OFFICE_SIGN_H
#define YC_OFFICE_SIGN_H

#include "office/seal_head.h"
#include "office/seal_key.h"

struct sign_request {
    uint64_t tag;            /* comes back with the answer */
    char head[SEAL_TEXT];    /* to be signed; "": only tell the last one */
    struct merkle_path path; /* that it extends the last one signed */
};

enum sign_word {
    SIGN_DONE = 1,
    SIGN_LAST,    /* as asked */
    SIGN_BAD,     /* no head */
    SIGN_ORDER,   /* its number, instant or prev do not follow from the last one */
    SIGN_SHORTER, /* fewer leaves than were signed */
    SIGN_FORKED,  /* not the same leaves and more */
    SIGN_FAILED   /* what was signed cannot be kept, or the key fails */
};

struct sign_reply {
    uint64_t tag;
    uint32_t word;        /* enum sign_word */
    char last[SEAL_TEXT]; /* the last head signed, "" none */
    struct seal_bytes signature, key;
};

/* false: nobody answers. */
typedef bool office_sign(void *arg, const struct sign_request *q, struct sign_reply *r);

#endif
