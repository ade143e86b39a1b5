#include "office/papers.h"

#include <stdio.h>
#include <string.h>

#include "domain/ids.h"
#include "office/account.h"
#include "office/tables.h"

/* mark: the words before 〔year〕; NULL: the document carries the matter's number instead. */
static const struct {
    const char *name, *title, *mark;
} kinds[PAPER_KINDS] = {
    [PAPER_SLIP] = {"slip", "收件凭证", NULL},
    [PAPER_ACCEPTANCE] = {"acceptance", "受理通知书", "政务受"},
    [PAPER_CORRECTION] = {"correction", "一次性补正告知书", "政务补"},
    [PAPER_REFUSAL] = {"refusal", "不予受理决定书", "政务不受"},
    [PAPER_NOT_NEEDED] = {"not_needed", "无需行政许可告知书", "政务告"},
    [PAPER_SUSPENSION] = {"suspension", "特别程序告知书", "政务特"},
    [PAPER_EXTENSION] = {"extension", "延长审查期限告知书", "政务延"},
    [PAPER_GRANT] = {"grant", "准予决定书", "政务准"},
    [PAPER_DENIAL] = {"denial", "不予行政许可决定书", "政务不准"},
    [PAPER_CERTIFICATE] = {"certificate", "证照", NULL},
    [PAPER_RECEIPT] = {"receipt", "财政票据", NULL},
    [PAPER_DELIVERY] = {"delivery", "送达回证", "政务送"},
    [PAPER_VERIFICATION] = {"verification", "验证单", NULL},
    [PAPER_WITHDRAWAL] = {"withdrawal", "撤回申请确认书", "政务撤"},
    [PAPER_TRANSFER] = {"transfer", "移送函", "政务移"},
    [PAPER_SHEET] = {"sheet", "办理意见单", NULL},
    [PAPER_FORWARD] = {"forward", "上报函", "政务报"},
    [PAPER_EVIDENCE] = {"evidence", "默认事项证据清单", "政务默"},
};

const char *paper_title(enum paper_kind kind)
{
    return kinds[kind].title;
}

const char *paper_kind_name(enum paper_kind kind)
{
    return kinds[kind].name;
}

char *paper_date(struct deed *d, day_t day)
{
    struct civil c = day_civil(day);

    return deed_print(d, "%d年%d月%d日", c.year, c.month, c.dom);
}

const char *paper_limit(struct deed *d, const char *clock)
{
    const Yc__Clock *c = matter_clock(d->m, clock);
    struct account account;
    struct buf b = {0};

    if (!c || strcmp(TEXT(c->state), "ended") == 0 ||
        !account_open(d->calendar, d->m, c, false, &account))
        return "";
    buf_printf(&b, "\n%s：", clocks_name(d->item, d->m, c));
    account_sentence(&account, LEDGER_CHINESE, &b);
    const char *line = arena_strdup(d->arena, buf_str(&b));
    buf_free(&b);
    return line;
}

static enum rc next_number(struct deed *d, enum paper_kind kind, char **number, struct fault *f)
{
    int year = day_civil(d->today).year;
    uint64_t n = 0;
    char pattern[64], text[96], name[32];

    if (!kinds[kind].mark) {
        *number = d->m->number;
        return RC_OK;
    }
    snprintf(name, sizeof name, "%s/%d", kinds[kind].name, year);
    enum rc rc = deed_number(d, series_yearly((int)kind, year), name, &n, f);
    if (rc != RC_OK) return rc;
    snprintf(pattern, sizeof pattern, "%s〔{YYYY}〕{N}号", kinds[kind].mark);
    ids_document(pattern, year, n, text, sizeof text);
    *number = arena_strdup(d->arena, text);
    return RC_OK;
}

static char *compose(struct deed *d, enum paper_kind kind, const char *number, const char *body)
{
    char grouped[IDS_NUMBER_GROUPED] = "";
    const Yc__Party *p = matter_party(d->m, "applicant");
    struct buf b = {0};

    ids_number_grouped(d->m->number, grouped);
    buf_printf(&b, "%s\n%s\n%s\n\n", catalog_hall(d->catalog)->name, kinds[kind].title, number);
    buf_printf(&b, "受理编号：%s\n事项：%s\n申请人：%s\n", grouped, d->item->name,
               p ? TEXT(p->name) : "");
    buf_printf(&b, "%s\n%s\n", body, paper_date(d, d->today));
    char *text = arena_strdup(d->arena, buf_str(&b));
    buf_free(&b);
    return text;
}

enum rc paper_issue(struct deed *d, enum paper_kind kind, const char *number, const char *body,
                    Yc__Paper **out, struct fault *f)
{
    char *no = number ? arena_strdup(d->arena, number) : NULL;
    enum rc rc = number ? RC_OK : next_number(d, kind, &no, f);

    if (rc != RC_OK) return rc;
    Yc__Paper *p = record_add(d->arena, &d->m->n_papers, &d->m->papers, &yc__paper__descriptor);
    p->key = deed_print(d, "p%zu", d->m->n_papers);
    p->kind = (char *)(uintptr_t)kinds[kind].name;
    p->number = no;
    SET(p, at, d->now);
    p->by = arena_strdup(d->arena, d->actor);
    p->state = (char *)(uintptr_t) "issued";
    /* The text stays with the event: the record is written anew at every act and should be small.
     */
    Yc__Paper *t =
        record_add(d->arena, &d->event->n_papers, &d->event->papers, &yc__paper__descriptor);
    t->key = p->key;
    t->text = compose(d, kind, no, body);
    door_reply_with(d->reply, "paper", no);
    if (out) *out = p;
    return RC_OK;
}
