#include "cli/words.h"

#include <stddef.h>
#include <strings.h>

#include "cli/lang.h"

static const struct entry {
    enum word_kind kind;
    const char *key, *msgid;
} entries[] = {
    {WORD_LAMP, "green", N_("green")},
    {WORD_LAMP, "yellow", N_("yellow")},
    {WORD_LAMP, "red", N_("red")},
    {WORD_LAMP, "blue", N_("standing")},
    {WORD_LAMP, "white", N_("done")},
    {WORD_PHASE, "review", N_("waiting for acceptance")},
    {WORD_PHASE, "correcting", N_("with the applicant for corrections")},
    {WORD_PHASE, "handling", N_("being handled")},
    {WORD_PHASE, "closing", N_("decided, on its way out")},
    {WORD_PHASE, "delivered", N_("delivered, waiting for verification")},
    {WORD_PHASE, "verified", N_("verified")},
    {WORD_PHASE, "archived", N_("archived")},
    {WORD_OUTCOME, "open", N_("open")},
    {WORD_OUTCOME, "granted", N_("granted")},
    {WORD_OUTCOME, "denied", N_("denied")},
    {WORD_OUTCOME, "refused", N_("not accepted")},
    {WORD_OUTCOME, "not_needed", N_("no licence needed")},
    {WORD_OUTCOME, "withdrawn", N_("withdrawn")},
    {WORD_OUTCOME, "terminated", N_("terminated")},
    {WORD_OUTCOME, "transferred", N_("transferred")},
    {WORD_OUTCOME, "deemed_granted", N_("deemed granted")},
    {WORD_MATERIAL, "missing", N_("missing")},
    {WORD_MATERIAL, "received", N_("received")},
    {WORD_MATERIAL, "shared", N_("from a shared source")},
    {WORD_MATERIAL, "promised", N_("promised")},
    {WORD_MATERIAL, "tolerated", N_("tolerated as missing")},
    {WORD_MATERIAL, "rejected", N_("rejected")},
    {WORD_STEP, "open", N_("open")},
    {WORD_STEP, "done", N_("done")},
    {WORD_STEP, "skipped", N_("skipped")},
    {WORD_STEP, "sent_back", N_("sent back")},
    {WORD_CLOCK, "running", N_("running")},
    {WORD_CLOCK, "standing", N_("standing")},
    {WORD_CLOCK, "ended", N_("ended")},
    {WORD_CLOCK, "proposed", N_("proposed")},
    {WORD_CLOCK, "confirmed", N_("confirmed")},
    {WORD_CLOCK, "stopped", N_("stopped")},
    {WORD_CLOCK, "on_time", N_("on time")},
    {WORD_CLOCK, "late", N_("late")},
    {WORD_CLOCK, "over_limit", N_("over the statutory limit")},
    {WORD_CLOCK, "void", N_("void")},
    {WORD_CLOCK_NAME, "review", N_("acceptance review")},
    {WORD_CLOCK_NAME, "total", N_("decision")},
    {WORD_CLOCK_NAME, "deliver", N_("delivery")},
    {WORD_CLOCK_NAME, "supplement", N_("tolerated papers")},
    {WORD_CLOCK_NAME, "renewal", N_("renewal")},
    {WORD_CLOCK_NAME, "opinion", N_("late opinion")},
    {WORD_CARD, "notice", N_("warning")},
    {WORD_CARD, "yellow", N_("yellow card")},
    {WORD_CARD, "red", N_("red card")},
    {WORD_WEEKDAY, "1", N_("Mon")},
    {WORD_WEEKDAY, "2", N_("Tue")},
    {WORD_WEEKDAY, "3", N_("Wed")},
    {WORD_WEEKDAY, "4", N_("Thu")},
    {WORD_WEEKDAY, "5", N_("Fri")},
    {WORD_WEEKDAY, "6", N_("Sat")},
    {WORD_WEEKDAY, "7", N_("Sun")},
};

const char *word(enum word_kind kind, const char *key)
{
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (entries[i].kind == kind && strcasecmp(entries[i].key, key) == 0)
            return _(entries[i].msgid);
    return key;
}
