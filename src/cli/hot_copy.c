#include "cli/hot_copy.h"

#include <stdlib.h>

#include "cli/connect.h"
#include "cli/lang.h"

static enum rc refused(const Yc__Reply *r, struct fault *f)
{
    char *text = door_reply_text(r, lang_text);
    enum rc rc = fault_set(f, RC_REFUSED, "copy", N_("the service makes no copy: {1}"), text, NULL);

    free(text);
    return rc;
}

enum rc hot_copy(void *cli, const char *dir, struct fault *f)
{
    const struct cli *c = cli;
    struct door *d = connect_door(c);
    Yc__Reply *r = NULL;

    if (!d)
        return fault_set(f, RC_REFUSED, "unavailable", N_("no service answers for {1}"), c->home,
                         NULL);
    Yc__Request *q = connect_request(c, "backup", NULL, "dir", dir, NULL);
    enum rc rc = door_call(d, q, &r, f);
    if (rc == RC_OK && !r->ok) rc = refused(r, f);
    if (r) door_reply_free(r);
    door_request_free(q);
    door_close(d);
    return rc;
}
