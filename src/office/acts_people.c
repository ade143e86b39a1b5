/* People: absence (AB角), read notices; and publishing definitions. */
#include <string.h>

#include "office/act.h"
#include "office/priv.h"
#include "office/publish.h"

/* A marked absent: his open tasks appear with B, both names stay on the record, no clock stops
 * (A.1). */
static enum rc absent(struct deed *d, struct fault *f)
{
    const char *who = d->self->key;

    if (!catalog_person(d->catalog, who))
        return fault_set(f, RC_REFUSED, "identity", N_("there is no person '{1}' in this hall"),
                         who, NULL);
    SET(d->self, absent, strcmp(deed_param(d, "absent"), "false") != 0);
    return RC_OK;
}

static enum rc read_notice(struct deed *d, struct fault *f)
{
    const char *key = deed_param(d, "notice");

    for (size_t i = 0; i < d->m->n_notices; i++) {
        Yc__Notice *n = d->m->notices[i];
        if (strcmp(n->key, key) != 0) continue;
        if (n->has_read_at) return RC_OK;
        SET(n, read_at, d->now);
        n->read_by = arena_strdup(d->arena, d->actor);
        return RC_OK;
    }
    return fault_set(f, RC_REFUSED, "notice", N_("there is no notice '{1}'"), key, NULL);
}

static const struct param absent_params[] = {
    {"person", PARAM_KEY, false, N_("who; yourself by default")},
    {"absent", PARAM_BOOL, false, N_("true: absent (default), false: back")},
};
static const struct param notice_params[] = {{"notice", PARAM_KEY, true, N_("key of the notice")}};

#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_people[] = {
    {"absent", N_("Absence"), N_("mark a person absent or back; the stand-in takes over"),
     ON_PERSON, PH_ANY, PARAMS(absent_params), .run = absent},
    {"read_notice", N_("Read"), N_("mark a notice as read"), ON_MATTER, PH_ANY,
     PARAMS(notice_params), .run = read_notice},
    {"publish", N_("Publish"),
     N_("put changed definitions into force; running matters keep theirs"), ON_CATALOG, PH_ANY,
     .takes_files = true, .run = publish_act},
    {.name = NULL},
};
