/* Closing the loop: charge, pay, print, deliver, verify, archive (domain.md A.3, C.1; 许可法 Art
 * 44, 58). */
#include <stdio.h>
#include <string.h>

#include "domain/ids.h"
#include "domain/money.h"
#include "office/act.h"
#include "office/cards.h"
#include "office/clocks.h"
#include "office/content.h"
#include "office/papers.h"
#include "office/tables.h"
#include "office/walk.h"

enum { SERIES_RECEIPT = 31 }; /* beside the kinds of papers */

/* --- money --- */

static int64_t total_fen(const Yc__Matter *m)
{
    int64_t sum = 0;

    for (size_t i = 0; i < m->n_charges; i++)
        sum += m->charges[i]->fen;
    return sum;
}

/* A fee is what the item's published formula gives, in fen, rounded half up; nothing else can be
 * charged. */
static enum rc fee_fen(struct deed *d, const struct fee *fee, int64_t *fen, struct fault *f)
{
    struct expr_env env = deed_env(d);
    struct expr_value v;

    *fen = 0;
    enum rc rc = expr_eval(fee->formula_x, &env, d->arena, &v, f);
    if (rc != RC_OK) return rc;
    if (v.type == EXPR_NUMBER) *fen = (v.number + EXPR_SCALE / 2) / EXPR_SCALE;
    if (*fen < 0)
        return fault_set(f, RC_REFUSED, "fee", N_("the formula of '{1}' gives a negative amount"),
                         fee->name, NULL);
    return RC_OK;
}

static enum rc charge_guard(struct deed *d, struct fault *f)
{
    if (d->m->charged)
        return fault_set(f, RC_REFUSED, "charged", N_("the charge has been made out already"),
                         NULL);
    return RC_OK;
}

static enum rc charge(struct deed *d, struct fault *f)
{
    char money[MONEY_TEXT];

    for (size_t i = 0; i < d->item->nfees; i++) {
        const struct fee *fee = &d->item->fees[i];
        int64_t fen;
        enum rc rc = fee_fen(d, fee, &fen, f);
        if (rc != RC_OK) return rc;
        if (fen == 0) continue;
        Yc__Charge *c =
            record_add(d->arena, &d->m->n_charges, &d->m->charges, &yc__charge__descriptor);
        c->key = deed_print(d, "c%zu", d->m->n_charges);
        c->code = arena_strdup(d->arena, fee->code);
        c->name = arena_strdup(d->arena, fee->name);
        SET(c, fen, fen);
        c->basis = arena_strdup(d->arena, fee->basis);
    }
    SET(d->m, charged, true);
    door_reply_with(d->reply, "amount", money_text(total_fen(d->m), money));
    if (total_fen(d->m) == 0) {
        SET(d->m, paid, true);
        walk_close(d, "free", "");
    }
    return RC_OK;
}

static enum rc pay_guard(struct deed *d, struct fault *f)
{
    if (!d->m->charged)
        return fault_set(f, RC_REFUSED, "charged", N_("make out the charge first"), NULL);
    return RC_OK;
}

static enum rc receipt_number(struct deed *d, char **number, struct fault *f)
{
    int year = day_civil(d->today).year;
    char name[32];
    uint64_t n;

    snprintf(name, sizeof name, "money_receipt/%d", year);
    enum rc rc = deed_number(d, series_yearly(SERIES_RECEIPT, year), name, &n, f);
    if (rc == RC_OK) *number = deed_print(d, "3702%02d%08llu", year % 100, (unsigned long long)n);
    return rc;
}

static enum rc pay(struct deed *d, struct fault *f)
{
    int64_t due = total_fen(d->m), given;
    char want[MONEY_TEXT], capital[MONEY_CAPITAL], *number = NULL;

    if (!money_parse(deed_param(d, "amount"), &given) || given != due)
        return fault_set(f, RC_REFUSED, "amount", N_("the amount due is {1}; take exactly that"),
                         money_text(due, want), NULL);
    enum rc rc = receipt_number(d, &number, f);
    if (rc != RC_OK) return rc;
    Yc__Receipt *r =
        record_add(d->arena, &d->m->n_receipts, &d->m->receipts, &yc__receipt__descriptor);
    r->key = deed_print(d, "r%zu", d->m->n_receipts);
    r->number = number;
    SET(r, fen, due);
    r->channel = arena_strdup(d->arena, deed_param(d, "channel"));
    SET(r, at, d->now);
    r->by = arena_strdup(d->arena, d->actor);
    r->state = (char *)(uintptr_t) "issued";
    SET(d->m, paid, true);
    walk_close(d, "paid", "");
    door_reply_with(d->reply, "receipt", number);
    return paper_issue(
        d, PAPER_RECEIPT, number,
        deed_print(d, "人民币%s（￥%s）", money_capital(due, capital), money_text(due, want)), NULL,
        f);
}

static enum rc void_receipt(struct deed *d, struct fault *f)
{
    Yc__Receipt *last = d->m->n_receipts ? d->m->receipts[d->m->n_receipts - 1] : NULL;

    if (!last || strcmp(TEXT(last->state), "void") == 0)
        return fault_set(f, RC_REFUSED, "receipt", N_("there is no receipt to void"), NULL);
    if (d->m->printed)
        return fault_set(f, RC_REFUSED, "printed",
                         N_("the certificate is printed: the receipt can no longer be voided"),
                         NULL);
    last->state = (char *)(uintptr_t) "void";
    for (size_t i = d->m->n_papers; i-- > 0;)
        if (strcmp(TEXT(d->m->papers[i]->number), last->number) == 0)
            d->m->papers[i]->state = (char *)(uintptr_t) "void";
    SET(d->m, paid, false);
    for (size_t i = 0; i < d->item->nsteps; i++)
        if (d->item->steps[i].act == STEP_PAY)
            walk_send_back(d, &d->item->steps[i], deed_param(d, "reason"));
    return RC_OK;
}

/* --- print --- */

/* K.1: no path prints a certificate without grant, payment, signatures. */
static enum rc print_guard(struct deed *d, struct fault *f)
{
    bool granted = d->m->outcome == YC__OUTCOME__OUTCOME_GRANTED ||
                   d->m->outcome == YC__OUTCOME__OUTCOME_DEEMED_GRANTED;

    if (!granted)
        return fault_set(f, RC_REFUSED, "outcome", N_("only a granted matter is printed"), NULL);
    if (total_fen(d->m) > 0 && !d->m->paid)
        return fault_set(f, RC_REFUSED, "paid",
                         N_("the fee is not paid: the certificate may not be printed"), NULL);
    for (size_t i = 0; i < d->m->n_materials; i++) {
        const struct material *mt = item_material(d->item, d->m->materials[i]->key);
        if (mt && strcmp(TEXT(d->m->materials[i]->state), "tolerated") == 0)
            return fault_set(f, RC_REFUSED, "material",
                             N_("'{1}' was tolerated as missing and has not come yet"), mt->name,
                             NULL);
    }
    return RC_OK;
}

static enum rc certificate_number(struct deed *d, char **number, struct fault *f)
{
    const char *given = deed_param(d, "cert_no");
    int year = day_civil(d->today).year;
    char text[96], name[64];
    uint64_t n;

    if (*given) {
        *number = arena_strdup(d->arena, given);
        return RC_OK;
    }
    if (!*d->item->no_rule)
        return fault_set(f, RC_REFUSED, "cert_no",
                         N_("the number of this paper comes from outside: give 'cert_no'"), NULL);
    snprintf(name, sizeof name, "cert/%s/%d", d->item->id, year);
    enum rc rc = deed_named_number(d, name, &n, f);
    if (rc != RC_OK) return rc;
    ids_document(d->item->no_rule, year, n, text, sizeof text);
    *number = arena_strdup(d->arena, text);
    return RC_OK;
}

static const char *valid_until(struct deed *d)
{
    struct due due = clock_due(d->calendar, d->today, d->now, d->item->valid, NULL, 0);

    return d->item->valid.unit == UNIT_NONE ? "长期" : paper_date(d, due.day);
}

static enum rc print(struct deed *d, struct fault *f)
{
    char *number = NULL;
    enum rc rc = certificate_number(d, &number, f);

    if (rc != RC_OK) return rc;
    d->m->cert_no = number;
    SET(d->m, printed, d->m->printed + 1);
    SET(d->m, printed_at, d->now);
    walk_close(d, "printed", "");
    door_reply_with(d->reply, "cert_no", number);
    return paper_issue(
        d, PAPER_CERTIFICATE, number,
        deed_print(d, "%s\n编号：%s\n有效期：%s", d->item->cert, number, valid_until(d)), NULL, f);
}

/* --- deliver, verify, archive --- */

static enum rc deliver(struct deed *d, struct fault *f)
{
    const char *who = deed_param(d, "recipient"), *way = deed_param(d, "way");

    SET(d->m, delivered_at, d->now);
    d->m->delivered_to = arena_strdup(d->arena, who);
    clocks_end(d, "deliver");
    walk_close(d, "delivered", *way ? way : "window");
    return paper_issue(
        d, PAPER_DELIVERY, NULL,
        deed_print(d, "受送达人：%s\n证件号码：%s", who, deed_param(d, "recipient_id")), NULL, f);
}

static const char *outcome_word(Yc__Outcome o)
{
    static const char *const words[] = {[YC__OUTCOME__OUTCOME_OPEN] = "open",
                                        [YC__OUTCOME__OUTCOME_GRANTED] = "granted",
                                        [YC__OUTCOME__OUTCOME_DENIED] = "denied",
                                        [YC__OUTCOME__OUTCOME_REFUSED] = "refused",
                                        [YC__OUTCOME__OUTCOME_NOT_NEEDED] = "not_needed",
                                        [YC__OUTCOME__OUTCOME_WITHDRAWN] = "withdrawn",
                                        [YC__OUTCOME__OUTCOME_TERMINATED] = "terminated",
                                        [YC__OUTCOME__OUTCOME_TRANSFERRED] = "transferred",
                                        [YC__OUTCOME__OUTCOME_DEEMED_GRANTED] = "deemed_granted"};

    return words[o];
}

/* What the verifier reads off the paper must be what the record says (A.3: the loop closes only on
 * agreement). */
static enum rc compare(struct deed *d, const char *param, const char *label, const char *record,
                       struct fault *f)
{
    const char *paper = deed_param(d, param);

    if (strcmp(paper, record) == 0) return RC_OK;
    return fault_set(f, RC_REFUSED, "differs",
                     N_("{1} on the paper is '{2}' but the record says '{3}': find out why first"),
                     label, paper, record, NULL);
}

static int64_t paid_fen(const Yc__Matter *m)
{
    int64_t sum = 0;

    for (size_t i = 0; i < m->n_receipts; i++)
        if (strcmp(TEXT(m->receipts[i]->state), "void") != 0) sum += m->receipts[i]->fen;
    return sum;
}

static enum rc verify(struct deed *d, struct fault *f)
{
    int64_t fee = 0;
    char money[MONEY_TEXT];
    enum rc rc = content_take_form(d, f);

    if (rc == RC_OK && d->m->outcome == YC__OUTCOME__OUTCOME_GRANTED)
        rc = content_check(d, NEED_VERIFY, f);
    if (rc == RC_OK) rc = compare(d, "result", N_("The result"), outcome_word(d->m->outcome), f);
    if (rc == RC_OK && d->item->printed_outside && *deed_param(d, "cert_no"))
        d->m->cert_no = arena_strdup(d->arena, deed_param(d, "cert_no"));
    if (rc == RC_OK)
        rc = compare(d, "cert_no", N_("The certificate number"), TEXT(d->m->cert_no), f);
    if (rc != RC_OK) return rc;
    if (*deed_param(d, "fee") && !money_parse(deed_param(d, "fee"), &fee))
        return fault_set(f, RC_REFUSED, "amount", N_("'{1}' is not an amount"),
                         deed_param(d, "fee"), NULL);
    if (fee != paid_fen(d->m))
        return fault_set(
            f, RC_REFUSED, "differs",
            N_("{1} on the paper is '{2}' but the record says '{3}': find out why first"),
            N_("The fee"), deed_param(d, "fee"), money_text(paid_fen(d->m), money), NULL);
    SET(d->m, verified_at, d->now);
    d->m->verified_by = arena_strdup(d->arena, d->actor);
    SET(d->m, phase, YC__PHASE__PHASE_VERIFIED);
    walk_close(d, "verified", "");
    return paper_issue(d, PAPER_VERIFICATION, NULL,
                       "结果、证照编号、收费与记录核对一致，闭环完成。", NULL, f);
}

static enum rc archive_guard(struct deed *d, struct fault *f)
{
    if (walk_finished(d)) return RC_OK;
    return fault_set(f, RC_REFUSED, "step", N_("a step is still open: the file cannot be closed"),
                     NULL);
}

static enum rc archive(struct deed *d, struct fault *f)
{
    (void)f;
    SET(d->m, archived_at, d->now);
    SET(d->m, phase, YC__PHASE__PHASE_ARCHIVED);
    clocks_end_all(d);
    return RC_OK;
}

/* --- table --- */

static const struct param pay_params[] = {
    {"channel", PARAM_KEY, true, N_("cash, card, bank or code")},
    {"amount", PARAM_MONEY, true, N_("amount taken, in yuan")},
};
static const struct param reason_params[] = {{"reason", PARAM_TEXT, true, N_("reason")}};
static const struct param print_params[] = {
    {"cert_no", PARAM_TEXT, false, N_("number, when it comes from outside")}};
static const struct param deliver_params[] = {
    {"recipient", PARAM_TEXT, true, N_("who takes it")},
    {"recipient_id", PARAM_TEXT, true, N_("his ID number")},
    {"way", PARAM_TEXT, false, N_("window, post or visit")},
};
static const struct param verify_params[] = {
    {"result", PARAM_KEY, true, N_("result as on the paper: granted, denied, refused ...")},
    {"cert_no", PARAM_TEXT, false, N_("certificate number as on the paper")},
    {"fee", PARAM_MONEY, false, N_("fee as on the receipt, in yuan")},
};

#define PARAMS(p) .params = p, .nparams = sizeof p / sizeof *p

const struct act acts_closing[] = {
    {"charge", N_("Charge"), N_("make out the charge from the item's fee table"), ON_MATTER,
     PH_HANDLING | PH_CLOSING, .steps = 1u << STEP_PAY, .guard = charge_guard, .run = charge},
    {"pay", N_("Pay"), N_("take the money and give the receipt"), ON_MATTER,
     PH_HANDLING | PH_CLOSING, .steps = 1u << STEP_PAY, PARAMS(pay_params), .guard = pay_guard,
     .run = pay},
    {"void_receipt", N_("Void the receipt"), N_("void the last receipt; both copies are kept"),
     ON_MATTER, PH_CLOSING, PARAMS(reason_params), .run = void_receipt},
    {"print", N_("Print"), N_("print the certificate; it gets its number"), ON_MATTER, PH_CLOSING,
     .steps = 1u << STEP_PRINT, PARAMS(print_params), .guard = print_guard, .run = print},
    {"deliver", N_("Deliver"), N_("hand the result over to a recipient"), ON_MATTER, PH_CLOSING,
     .steps = 1u << STEP_DELIVER, PARAMS(deliver_params), .run = deliver},
    {"verify", N_("Verify"), N_("compare paper and record; the loop closes"), ON_MATTER,
     PH_DELIVERED, .takes_form = true, .steps = 1u << STEP_VERIFY, PARAMS(verify_params),
     .run = verify},
    {"archive", N_("Archive"), N_("close the file"), ON_MATTER, PH_VERIFIED, .guard = archive_guard,
     .run = archive},
    {.name = NULL},
};
