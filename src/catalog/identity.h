/* How people prove who they are: "identity" in data/hall/hall.yaml.  Kept by the office
 * (office/session.h). */
#ifndef YC_CATALOG_IDENTITY_H
#define YC_CATALOG_IDENTITY_H

#include <stdbool.h>

enum pin_rule {
    PIN_OPTIONAL, /* who has a PIN needs it; who has none works without */
    PIN_SIGNING,  /* who has none may not do the acts that want it typed again */
    PIN_REQUIRED  /* nobody works without */
};
struct wrong_pins {
    int tries, minutes;
};
struct identity { /* how people prove who they are */
    const char *profile;
    bool choose; /* a shared account may say who it is */
    enum pin_rule pin;
    int expire_days;         /* an older PIN has to be changed; 0: never */
    struct wrong_pins wrong; /* so many in so long, and the next ones are not looked at */
    int hold_minutes;        /* for so long */
    int session_minutes;     /* then one has to sign in again */
    int fresh_minutes;       /* how long a typed PIN is good for acts with reauth */
};

#endif
