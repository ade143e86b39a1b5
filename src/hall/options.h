/* What the processes of one home are told when they start. */
#ifndef YC_HALL_OPTIONS_H
#define YC_HALL_OPTIONS_H

enum { HALL_WORKERS = 6, HALL_WORKERS_MIN = 4, HALL_WORKERS_MAX = 8 };

struct hall_options {
    const char *home;
    int workers;                   /* 0: HALL_WORKERS */
    const char *const *night_argv; /* the night batch, run with "--date", "2026-11-24" added; NULL:
                                      there is none */
    const char *const
        *ship_argv; /* ships logs until it is killed (shipper.h); NULL: there is none */
};

#endif
