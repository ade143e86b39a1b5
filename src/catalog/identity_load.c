/* How people prove who they are: "identity" in data/hall/hall.yaml. */
#include <stdlib.h>
#include <string.h>

#include "catalog/build.h"

/* What two schools ask for.  mlps3: GB/T 22239-2019, level 3 (unique, changed from time to time,
 * failures handled).  nist: SP 800-63B (no change without a reason).  open: for trying out. */
static const struct {
    const char *name;
    struct identity is;
} profiles[] = {
    {"open", {"open", false, PIN_OPTIONAL, 0, {5, 15}, 10, 720, 5}},
    {"mlps3", {"mlps3", false, PIN_REQUIRED, 90, {5, 15}, 10, 720, 5}},
    {"nist", {"nist", false, PIN_REQUIRED, 0, {5, 15}, 10, 720, 5}},
};
enum { PROFILES = sizeof profiles / sizeof *profiles };

/* --- Words --- */

/* A number from least to most and its unit; plain "0" where that is allowed. */
static bool measure(const char *s, const char *unit, int least, int most, int *out)
{
    size_t n = strspn(s, "0123456789");
    int value = n > 0 && n < 5 ? atoi(s) : -1;

    if (value < least || value > most || (value ? strcmp(s + n, unit) != 0 : s[n] != '\0'))
        return false;
    *out = value;
    return true;
}

static bool word_profile(const char *s, void *to)
{
    for (size_t i = 0; i < PROFILES; i++)
        if (strcmp(profiles[i].name, s) == 0) {
            *(const char **)to = profiles[i].name;
            return true;
        }
    return false;
}

static bool word_pin(const char *s, void *to)
{
    static const char *const words[] = {
        [PIN_OPTIONAL] = "optional", [PIN_SIGNING] = "signing", [PIN_REQUIRED] = "required"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], s) == 0) {
            *(enum pin_rule *)to = (enum pin_rule)i;
            return true;
        }
    return false;
}

static bool word_expire(const char *s, void *to)
{
    return measure(s, "d", 0, 3650, to);
}

/* "5/15min": how many wrong ones in how long. */
static bool word_wrong(const char *s, void *to)
{
    struct wrong_pins w;
    char tries[4] = "";
    size_t n = strcspn(s, "/");

    if (n == 0 || n >= sizeof tries || s[n] != '/') return false;
    memcpy(tries, s, n);
    if (!measure(tries, "", 1, 20, &w.tries) || !measure(s + n + 1, "min", 1, 1440, &w.minutes))
        return false;
    *(struct wrong_pins *)to = w;
    return true;
}

static bool word_minutes(const char *s, void *to)
{
    return measure(s, "min", 1, 1440, to);
}

static bool word_hours(const char *s, void *to)
{
    int hours;

    if (!measure(s, "h", 1, 24, &hours)) return false;
    *(int *)to = hours * 60;
    return true;
}

static const struct slot slots[] = {
    SLOT("profile", SLOT_WORD, false, struct identity, profile, .parse = word_profile,
         .expect = "open, mlps3, nist"),
    SLOT("choose", SLOT_BOOL, false, struct identity, choose),
    SLOT("pin", SLOT_WORD, false, struct identity, pin, .parse = word_pin,
         .expect = "optional, signing, required"),
    SLOT("expire", SLOT_WORD, false, struct identity, expire_days, .parse = word_expire,
         .expect = "90d"),
    SLOT("wrong", SLOT_WORD, false, struct identity, wrong, .parse = word_wrong,
         .expect = "5/15min"),
    SLOT("hold", SLOT_WORD, false, struct identity, hold_minutes, .parse = word_minutes,
         .expect = "10min"),
    SLOT("session", SLOT_WORD, false, struct identity, session_minutes, .parse = word_hours,
         .expect = "12h"),
    SLOT("fresh", SLOT_WORD, false, struct identity, fresh_minutes, .parse = word_minutes,
         .expect = "5min"),
};
const struct schema identity_schema = {SLOTS(slots), .size = sizeof(struct identity)};

struct identity identity_profile(const char *name)
{
    for (size_t i = 0; i < PROFILES; i++)
        if (strcmp(profiles[i].name, name) == 0) return profiles[i].is;
    return profiles[0].is;
}
