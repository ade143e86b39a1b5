/* explain: why a limit ends on the day it ends (逐日账), of a matter's clocks or of a timer of the
 * law. */
#include "base/day.h"
#include "cli/connect.h"
#include "cli/explain_timer.h"
#include "cli/explained.h"
#include "cli/lang.h"
#include "cli/list.h"

static enum status explain(const struct cli *c, struct door *d, const char *number,
                           const char *clock)
{
    enum status status;
    Yc__Reply *clocks =
        connect_ask(d, connect_request(c, "clocks", number, "clock", clock, NULL), &status);
    struct explained e;

    if (!clocks) return status;
    explained_begin(&e, clocks, c->json);
    status = connect_pages(d, connect_request(c, "ledger", number, "clock", clock, NULL),
                           explained_days, &e);
    json_t *all = explained_end(&e);
    if (all) list_print_value(all);
    door_reply_free(clocks);
    return status;
}

static enum status run(struct cli *c, struct args *a)
{
    const char *clock = args_option(a, "--clock");
    bool extended = args_flag(a, "--extended");
    instant_t event;

    if (!args_words(a, 1, 2)) return cli_usage(&command_explain);
    if (a->n == 2 && instant_parse(a->v[1], &event))
        return explain_timer(c, a->v[0], a->v[1], extended);
    if (extended || (clock && a->n == 2)) return cli_usage(&command_explain);
    struct door *d = connect_door(c);
    if (!d) return STATUS_UNAVAILABLE;
    enum status status = explain(c, d, a->v[0], a->n == 2 ? a->v[1] : clock);
    door_close(d);
    return status;
}

const struct command command_explain = {
    "explain", "NUMBER [CLOCK] [--json] | TIMER INSTANT [--extended] [--json]",
    N_("the day-by-day account of a matter's clocks, or of a timer of the law"), run};
