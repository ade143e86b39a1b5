/* One matter: its record, its trail, and what may be done with it now. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/act.h"
#include "office/journal.h"
#include "office/privacy.h"
#include "office/query.h"

struct filling {
    struct asking *a;
    Yc__Matter *m;
};

static bool fill_texts(void *arg, const Yc__Event *e, const void *bytes, size_t n)
{
    struct filling *fi = arg;

    (void)bytes;
    (void)n;
    for (size_t i = 0; i < e->n_papers; i++)
        for (size_t k = 0; k < fi->m->n_papers; k++)
            if (strcmp(fi->m->papers[k]->key, e->papers[i]->key) == 0)
                fi->m->papers[k]->text = arena_strdup(fi->a->arena, e->papers[i]->text);
    return true;
}

static enum rc matter(struct asking *a, struct fault *f)
{
    Yc__Matter *m;
    enum rc rc = asking_matter(a, &m, f);
    struct filling fi = {a, m};
    struct buf packed = {0};
    const Yc__Clock *worst;
    int left;

    if (rc == RC_OK)
        rc = journal_read(a->txn, &(struct stream){'m', m->id, NULL}, 0, fill_texts, &fi, f);
    if (rc != RC_OK) return rc;
    const struct item *it = asking_item(a, m);
    bool clear = privacy_clear(a, m, it);
    if (!clear) privacy_listed(a, m);
    if (!clear) privacy_mask_matter(a, m, it);
    record_pack(m, &packed);
    a->reply->has_record = 1;
    a->reply->record.len = packed.len;
    a->reply->record.data = (uint8_t *)buf_take(&packed);
    door_request_set(&a->reply->number, m->number);
    SET(a->reply, version, m->version);
    door_reply_with(a->reply, "masked", clear ? "" : "true");
    door_reply_with(a->reply, "item_name", it ? it->name : "");
    door_reply_with(a->reply, "lamp", lamp_name(asking_lamp(a, m, NULL, &left, &worst)));
    return RC_OK;
}

/* --- Trail --- */

struct trailing {
    struct asking *a;
    const Yc__Matter *m;
    const struct item *item;
    bool clear;
    unsigned limit;
};

static bool trail_row(void *arg, const Yc__Event *e, const void *bytes, size_t n)
{
    struct trailing *t = arg;
    struct asking *a = t->a;
    const struct person *p = catalog_person(a->catalog, TEXT(e->actor));
    const struct act *act = act_find(TEXT(e->act));
    const struct person *principal = catalog_person(a->catalog, TEXT(e->on_behalf));
    const char *note =
        t->clear ? TEXT(e->note) : privacy_mask_text(a, t->m, t->item, TEXT(e->note));
    char seq[24], when[INSTANT_TEXT], post[96] = "";

    (void)bytes;
    (void)n;
    if (a->reply->n_row >= t->limit) {
        snprintf(seq, sizeof seq, "%llu", (unsigned long long)(e->seq - 1));
        door_request_set(&a->reply->page, seq);
        return false;
    }
    snprintf(seq, sizeof seq, "%llu", (unsigned long long)e->seq);
    if (*TEXT(e->post)) catalog_post_title(a->catalog, e->post, post, sizeof post);
    const char *cells[] = {seq,
                           instant_text(e->at, when),
                           p ? p->name : TEXT(e->actor),
                           post,
                           act ? act->title : TEXT(e->act),
                           note,
                           TEXT(e->act),
                           principal ? principal->name : TEXT(e->on_behalf)};
    door_reply_row(a->reply, cells, 8);
    return true;
}

static enum rc trail(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"seq",   "at",   "actor", "post",
                                       "title", "note", "act",   "on_behalf"};
    struct trailing t = {.a = a, .limit = asking_limit(a, 100, 500)};
    Yc__Matter *m;
    enum rc rc = asking_matter(a, &m, f);

    if (rc != RC_OK) return rc;
    t.m = m;
    t.item = asking_item(a, m);
    t.clear = privacy_clear(a, m, t.item);
    door_reply_columns(a->reply, cols, 8);
    return journal_read(a->txn, &(struct stream){'m', m->id, NULL},
                        strtoull(TEXT(a->q->page), NULL, 10), trail_row, &t, f);
}

/* --- What may be done --- */

struct trying {
    struct asking *a;
    Yc__Matter *m;
    const struct item *item;
};

static void offer(struct trying *t, const struct act *act, const Yc__Request *q)
{
    struct asking *a = t->a;
    struct deed d = {0};
    struct fault f;

    office_deed_begin(&d, a->o, a->txn, a->arena, act, q, a->now);
    d.caller = a->caller;
    d.person = a->person;
    d.actor = a->person->key;
    d.was = d.m = t->m;
    d.item = t->item;
    d.reply = a->reply;
    if (office_may(&d, &f) != RC_OK) return;
    const char *cells[] = {
        act->name,   act->title, act->help, d.run ? d.run->key : "", d.step ? d.step->name : "",
        TEXT(d.post)};
    door_reply_row(a->reply, cells, 6);
}

/* An act on a step is offered for each open step this person may do it on. */
static bool try_act(void *arg, const struct act *act)
{
    struct trying *t = arg;
    Yc__Pair step = YC__PAIR__INIT, *with[] = {&step};
    Yc__Request q = *t->a->q;

    if (act->system_only || act->on != ON_MATTER || strcmp(act->name, "read_notice") == 0)
        return true;
    if (!act->steps) {
        offer(t, act, t->a->q);
        return true;
    }
    step.key = (char *)(uintptr_t) "step";
    q.n_with = 1;
    q.with = with;
    for (size_t i = 0; i < t->m->n_steps; i++) {
        step.value = t->m->steps[i]->key;
        if (strcmp(TEXT(t->m->steps[i]->state), "open") == 0) offer(t, act, &q);
    }
    return true;
}

static enum rc acts(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"act", "title", "help", "step", "step_name", "post"};
    struct trying t = {.a = a};
    enum rc rc = asking_matter(a, &t.m, f);

    if (rc == RC_OK && !a->person)
        rc = fault_set(f, RC_REFUSED, "identity", N_("say who you are: give 'as'"), NULL);
    if (rc != RC_OK) return rc;
    t.item = asking_item(a, t.m);
    if (!t.item)
        return fault_set(f, RC_FATAL, "catalogue",
                         N_("the definition of item {1} of matter {2} is missing"), TEXT(t.m->item),
                         t.m->number, NULL);
    door_reply_columns(a->reply, cols, 6);
    act_each(try_act, &t);
    return RC_OK;
}

const struct query queries_matter[] = {
    {"matter", N_("a matter with everything it carries"), matter},
    {"trail", N_("the events of a matter"), trail},
    {"acts", N_("what a person may do with a matter now"), acts},
    {.name = NULL},
};
