#include "office/evidence.h"

#include <string.h>

#include "office/account.h"
#include "office/content.h"
#include "office/papers.h"
#include "office/silence.h"

static const char *name_of(const struct deed *d, const char *person)
{
    const struct person *p = catalog_person(d->catalog, person);

    return p ? p->name : *person ? person : "无人领办";
}

static const char *post_of(struct deed *d, const char *post)
{
    char title[96];

    return arena_strdup(d->arena, catalog_post_title(d->catalog, post, title, sizeof title));
}

static void write_facts(struct deed *d, struct buf *b, const Yc__Clock *c, const Yc__Default *def)
{
    buf_printf(b, "一、事实\n收件日：%s\n受理日：%s\n", paper_date(d, d->m->receipt_day),
               paper_date(d, d->m->accepted_day));
    buf_printf(b, "届满时限：%s，到期%s\n", clocks_name(d->item, d->m, c),
               paper_date(d, c->due_day));
    buf_printf(b, "默认类型：%s，经确认后自%s零时起生效\n依据：%s\n", silence_kind_title(def),
               paper_date(d, def->day), d->item->silence_rule);
}

static void write_clock(struct deed *d, struct buf *b, const Yc__Clock *c)
{
    struct account account;

    if (!account_open(d->calendar, d->m, c, false, &account)) return;
    buf_printf(b, "%s：", clocks_name(d->item, d->m, c));
    account_sentence(&account, LEDGER_CHINESE, b);
    buf_addc(b, '\n');
}

/* Renewals end on a fixed date and opinions have only begun: nothing to account for. */
static void write_clocks(struct deed *d, struct buf *b)
{
    buf_adds(b, "二、时限账\n");
    for (size_t i = 0; i < d->m->n_clocks; i++) {
        const Yc__Clock *c = d->m->clocks[i];
        if (*TEXT(c->length) && strncmp(c->key, "opinion", 7) != 0) write_clock(d, b, c);
    }
}

static void write_hands(struct deed *d, struct buf *b)
{
    char from[INSTANT_TEXT], to[INSTANT_TEXT];

    buf_adds(b, "三、经手\n");
    for (size_t i = 0; i < d->m->n_steps; i++) {
        const Yc__StepRun *r = d->m->steps[i];
        const struct step *st = item_step(d->item, TEXT(r->step));
        const char *who = *TEXT(r->by) ? r->by : TEXT(r->holder);
        if (strcmp(TEXT(r->state), "skipped") == 0) continue;
        buf_printf(b, "%s：%s %s，%s至%s\n", st ? st->name : r->key, post_of(d, TEXT(r->post)),
                   name_of(d, who), instant_text(r->opened_at, from),
                   r->has_closed_at ? instant_text(r->closed_at, to) : "今未办结");
    }
}

static void write_undone(struct deed *d, struct buf *b)
{
    buf_adds(b, "四、未完成\n");
    for (size_t i = 0; i < d->m->n_steps; i++) {
        const struct step *st = item_step(d->item, TEXT(d->m->steps[i]->step));
        if (st && strcmp(TEXT(d->m->steps[i]->state), "open") == 0)
            buf_printf(b, "在办环节：%s\n", st->name);
    }
    for (size_t i = 0; i < d->item->nsteps; i++) {
        const struct step *st = &d->item->steps[i];
        if ((st->act == STEP_PASS || st->act == STEP_DECIDE) && !st->optional &&
            !st->after_decision && !st->outside_limit && !matter_last_run(d->m, st->key))
            buf_printf(b, "未到环节：%s\n", st->name);
    }
    for (size_t i = 0; i < d->item->nmaterials; i++) {
        const struct material *mt = &d->item->materials[i];
        if (content_needs(d, mt) && !content_has(d, mt->key))
            buf_printf(b, "材料未齐：%s\n", mt->name);
    }
}

static void write_liability(struct deed *d, struct buf *b, const Yc__Default *def)
{
    buf_printf(b, "五、责任认定\n到期日责任岗位：%s\n责任人：%s\n", post_of(d, TEXT(def->post)),
               name_of(d, TEXT(def->person)));
    buf_printf(b, "处理：红牌M-L1；%s前补出意见，逾期记黄牌M-L2\n",
               paper_date(d, def->opinion_due));
    buf_adds(b, "本清单不产生效力；经两名与本件无关的有权人员确认后生效，确认前作出决定或被制止的，"
                "默认不成立。");
}

char *evidence_text(struct deed *d, const Yc__Clock *c, const Yc__Default *def)
{
    struct buf b = {0};

    write_facts(d, &b, c, def);
    write_clocks(d, &b);
    write_hands(d, &b);
    write_undone(d, &b);
    write_liability(d, &b, def);
    char *text = arena_strdup(d->arena, buf_str(&b));
    buf_free(&b);
    return text;
}
