/* report: figures of a span of days as text, CSV or JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/connect.h"
#include "cli/lang.h"
#include "cli/mark.h"
#include "cli/say.h"
#include "report/report.h"

static bool read_day(const char *text, day_t *out)
{
    if (!text || day_parse(text, out)) return true;
    complain(_("yichuang: '{1}' is not a date like 2026-11-24"), text, NULL);
    return false;
}

static enum status write_report(struct door *d, const struct report_request *q)
{
    struct buf out = {0};
    struct fault f = {0};
    enum rc rc = report_write(d, q, &out, &f);

    if (rc == RC_OK && q->format == REPORT_TEXT)
        say_text(buf_str(&out));
    else if (rc == RC_OK)
        fwrite(buf_str(&out), 1, out.len, stdout);
    buf_free(&out);
    return rc == RC_OK ? STATUS_DONE : complain_fault(&f);
}

static enum status run(struct cli *c, struct args *a)
{
    const char *from = args_option(a, "--from"), *to = args_option(a, "--to"),
               *format = args_option(a, "--format"), *why = args_option(a, "--why");
    struct report_request q = {
        .as = c->as, .by = args_option(a, "--by"), .bom = args_flag(a, "--bom")};
    enum status status = STATUS_UNAVAILABLE;

    q.format = c->json ? REPORT_JSON : REPORT_TEXT;
    bool fits = args_words(a, 1, 1) && (!format || report_format_parse(format, &q.format)) &&
                (!q.by || strcmp(q.by, "dept") == 0 || strcmp(q.by, "item") == 0);
    if (!fits) return cli_usage(&command_report);
    q.name = a->v[0];
    struct door *d = connect_door(c);
    if (!d) return status;
    status = connect_today(c, d, &q.to);
    q.any_day = !from && !to;
    if (status == STATUS_DONE && !read_day(to, &q.to)) status = STATUS_USAGE;
    q.from = q.to;
    if (status == STATUS_DONE && !read_day(from, &q.from)) status = STATUS_USAGE;
    char *mark = status == STATUS_DONE && q.format != REPORT_TEXT ? mark_of_run(c, d, why) : NULL;
    q.mark = mark;
    if (status == STATUS_DONE) status = write_report(d, &q);
    free(mark);
    door_close(d);
    return status;
}

const struct command command_report = {
    "report",
    "NAME [--from D] [--to D] [--by dept|item] [--format text|csv|json] [--bom] [--why PURPOSE]",
    N_("a report: day, figures, split, loop, cards, calendar"), run};
