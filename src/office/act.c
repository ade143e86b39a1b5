#include "office/act.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/money.h"

static const struct act *const lists[] = {acts_intake, acts_steps,   acts_decide, acts_closing,
                                          acts_people, acts_silence, acts_system, acts_seal};

void act_each(act_visit *visit, void *arg)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct act *a = lists[i]; a->name; a++)
            if (!visit(arg, a)) return;
}

const struct act *act_find(const char *name)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct act *a = lists[i]; a->name; a++)
            if (strcmp(a->name, name) == 0) return a;
    return NULL;
}

static const struct param *param_named(const struct act *a, const char *name)
{
    for (size_t i = 0; i < a->nparams; i++)
        if (strcmp(a->params[i].name, name) == 0) return &a->params[i];
    return NULL;
}

static bool whole_number(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && n <= 9 && strspn(s, "0123456789") == n;
}

static bool fits(enum param_type type, const char *v)
{
    day_t day;
    int64_t fen;

    if (!*v) return true;
    switch (type) {
    case PARAM_INT:
        return whole_number(v);
    case PARAM_DATE:
        return day_parse(v, &day);
    case PARAM_BOOL:
        return strcmp(v, "true") == 0 || strcmp(v, "false") == 0;
    case PARAM_MONEY:
        return money_parse(v, &fen);
    case PARAM_KEY:
        return strlen(v) <= 64 && !strpbrk(v, " \t\n");
    default:
        return strlen(v) <= 20000;
    }
}

/* Contents have checks of their own (domain/form.h, catalog/yaml.h). */
static enum rc check_text(const char *name, const char *text, bool lines, struct fault *f)
{
    if (text_clean(text, lines)) return RC_OK;
    return fault_set(f, RC_REFUSED, "parameter", N_("'{1}' holds control or invisible characters"),
                     name, NULL);
}

static enum rc check_given(const struct act *a, const Yc__Pair *p, struct fault *f)
{
    if (a->takes_form && strncmp(p->key, "form.", 5) == 0) return RC_OK;
    if (a->takes_files && strncmp(p->key, "file.", 5) == 0) return RC_OK;
    const struct param *pm = param_named(a, p->key);
    if (!pm)
        return fault_set(f, RC_REFUSED, "parameter", N_("'{1}' takes no parameter '{2}'"), a->name,
                         p->key, NULL);
    if (!fits(pm->type, p->value))
        return fault_set(f, RC_REFUSED, "parameter", N_("parameter '{1}' cannot be '{2}'"), p->key,
                         p->value, NULL);
    return check_text(p->key, p->value, true, f);
}

enum rc act_check_params(const struct act *a, const Yc__Request *q, struct fault *f)
{
    const struct {
        const char *name, *text;
    } place[] = {{"post", TEXT(q->post)}, {"desk", TEXT(q->desk)}};

    for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
        enum rc rc = check_text(place[i].name, place[i].text, false, f);
        if (rc != RC_OK) return rc;
    }
    for (size_t i = 0; i < q->n_with; i++) {
        enum rc rc = check_given(a, q->with[i], f);
        if (rc != RC_OK) return rc;
    }
    for (size_t i = 0; i < a->nparams; i++)
        if (a->params[i].required && !*door_request_get(q, a->params[i].name))
            return fault_set(f, RC_REFUSED, "parameter", N_("'{1}' needs the parameter '{2}': {3}"),
                             a->name, a->params[i].name, a->params[i].help, NULL);
    return RC_OK;
}
