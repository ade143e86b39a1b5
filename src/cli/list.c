#include "cli/list.h"

#include <stdlib.h>

#include "cli/json_request.h"
#include "cli/say.h"

void list_print(const struct table *t)
{
    struct buf out = {0};

    table_text(t, &out);
    say_text(buf_str(&out));
    buf_free(&out);
}

void list_print_json(const Yc__Reply *r)
{
    json_t *o = json_reply(r, "", NULL);
    char *text = json_dumps(o, JSON_INDENT(1));

    json_object_del(o, "ok");
    say_text(text);
    say_text("\n");
    free(text);
    json_decref(o);
}
