/* The closed loop (domain.md A.3): what came in must be somewhere, and money and paper must agree.
 */
#include "report/sections.h"

#include <inttypes.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/money.h"

enum { SIDE_MOST = 4 };

/* left = the sum of right, each a result of the query "loop". */
static const struct equation {
    const char *key, *name; /* name: msgid */
    const char *left;
    struct {
        const char *result, *label; /* label: msgid, {1} the number */
    } right[SIDE_MOST];
    bool money;
} equations[] = {
    {"matters",
     N_("Matters registered"),
     "registered",
     {{"verified", N_("{1} verified")},
      {"returned", N_("{1} returned")},
      {"withdrawn", N_("{1} withdrawn")},
      {"open", N_("{1} still open")}},
     false},
    {"certificates",
     N_("Certificates printed"),
     "printed",
     {{"cert_verified", N_("{1} verified")}, {"cert_waiting", N_("{1} waiting")}},
     false},
    {"money", N_("Receipts, yuan"), "receipts_fen", {{"charges_fen", N_("{1} charged")}}, true},
};

static const char *number(int64_t n, bool is_money, char out[MONEY_TEXT])
{
    if (is_money) return money_text(n, out);
    snprintf(out, MONEY_TEXT, "%" PRId64, n);
    return out;
}

static void add_equation(struct table *t, const Yc__Reply *r, const struct equation *e)
{
    int64_t left = strtoll(door_reply_get(r, e->left), NULL, 10), sum = 0;
    struct buf parts = {0};
    char text[MONEY_TEXT], whole[MONEY_TEXT];

    for (size_t i = 0; i < SIDE_MOST && e->right[i].result; i++) {
        int64_t n = strtoll(door_reply_get(r, e->right[i].result), NULL, 10);
        const char *args[] = {number(n, e->money, text)};
        char *part = fault_text(gettext(e->right[i].label), args, 1);
        sum += n;
        buf_printf(&parts, "%s%s", i ? " + " : "", part);
        free(part);
    }
    const char *cells[] = {gettext(e->name), number(left, e->money, whole), buf_str(&parts),
                           left == sum ? gettext("OK") : gettext("differs")};
    table_row(t, cells);
    buf_free(&parts);
}

enum rc section_loop(struct door *d, const struct report_request *q, struct table *t,
                     struct fault *f)
{
    const struct table_column columns[] = {{"what", gettext("What"), false},
                                           {"total", gettext("Total"), true},
                                           {"parts", gettext("Must equal"), false},
                                           {"check", gettext("Check"), false}};
    Yc__Reply *r = NULL;
    enum rc rc = section_ask(d, q, "loop", NULL, &r, f);

    if (rc != RC_OK) return rc;
    table_begin(t, "loop", gettext("The closed loop, all matters up to this day"), columns, 4);
    for (size_t i = 0; i < sizeof equations / sizeof *equations; i++)
        add_equation(t, r, &equations[i]);
    door_reply_free(r);
    return RC_OK;
}

/* Whatever hangs outside the loop (体外循环). */
enum rc section_orphans(struct door *d, const struct report_request *q, struct table *t,
                        struct fault *f)
{
    const struct table_column columns[] = {{"number", gettext("Number"), false},
                                           {"dept", gettext("Department"), false},
                                           {"item", gettext("Item"), false},
                                           {"what", gettext("What"), false}};
    Yc__Reply *r = NULL;
    enum rc rc = section_ask(d, q, "loop", NULL, &r, f);

    if (rc != RC_OK) return rc;
    table_begin(t, "orphans", gettext("Outside the loop"), columns, 4);
    for (size_t i = 0; i < r->n_row; i++) {
        const char *what = door_reply_cell(r, i, "what");
        const char *cells[] = {door_reply_cell(r, i, "number"), door_reply_cell(r, i, "dept"),
                               door_reply_cell(r, i, "item"), *what ? gettext(what) : ""};
        table_row(t, cells);
    }
    door_reply_free(r);
    return RC_OK;
}
