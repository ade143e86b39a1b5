#include "cli/list.h"

#include <stdlib.h>

#include "cli/json_request.h"
#include "cli/json_text.h"
#include "cli/say.h"

void list_print(const struct table *t)
{
    struct buf out = {0};

    table_text(t, &out);
    say_text(buf_str(&out));
    buf_free(&out);
}

void list_print_value(json_t *v)
{
    char *text = json_text(v, JSON_INDENT(1));

    say_text(text);
    say_text("\n");
    free(text);
    json_decref(v);
}

void list_print_json(const Yc__Reply *r)
{
    json_t *o = json_reply(r, "", NULL);

    json_object_del(o, "ok");
    list_print_value(o);
}
