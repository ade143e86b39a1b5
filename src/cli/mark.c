#include "cli/mark.h"

#include <pwd.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/lang.h"

char *mark_line(const char *who, const char *at, const char *why)
{
    const char *args[] = {who, at, why ? why : ""};

    return fault_text(
        why ? _("# taken out by {1} at {2} for: {3}") : _("# taken out by {1} at {2}"), args, 3);
}

static const char *account(void)
{
    const struct passwd *pw = getpwuid(geteuid());

    return pw ? pw->pw_name : "?";
}

char *mark_of_run(const struct cli *c, struct door *d, const char *why)
{
    enum status status;
    Yc__Reply *r = connect_ask(d, connect_request(c, "hall", NULL, NULL), &status);

    if (!r) return NULL;
    char *line = mark_line(c->as && *c->as ? c->as : account(), door_reply_get(r, "now"), why);
    door_reply_free(r);
    return line;
}
