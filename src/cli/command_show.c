/* show: a matter with everything it carries and its trail. */
#include <stdlib.h>
#include <string.h>

#include "cli/connect.h"
#include "cli/json_record.h"
#include "cli/json_request.h"
#include "cli/json_text.h"
#include "cli/lang.h"
#include "cli/list.h"
#include "cli/matter_shown.h"
#include "cli/published.h"
#include "cli/say.h"

static bool add_trail(void *arg, const Yc__Reply *r)
{
    for (size_t i = 0; i < r->n_row; i++) {
        const char *cells[] = {door_reply_cell(r, i, "at"),
                               lang_text(door_reply_cell(r, i, "title")),
                               door_reply_cell(r, i, "actor"), door_reply_cell(r, i, "post"),
                               door_reply_cell(r, i, "note")};
        table_row(arg, cells);
    }
    return true;
}

static bool add_trail_json(void *arg, const Yc__Reply *r)
{
    json_t *page = json_reply(r, "trail", NULL);

    json_array_extend(arg, json_object_get(page, "rows"));
    json_decref(page);
    return true;
}

static enum status show_text(const struct cli *c, struct door *d, const Yc__Matter *m)
{
    const struct table_column columns[] = {{"at", _("When"), false},
                                           {"title", _("Act"), false},
                                           {"actor", _("Person"), false},
                                           {"post", _("Post"), false},
                                           {"note", _("Remark"), false}};
    struct catalog *names = published_catalog(c, d);
    struct buf out = {0};
    struct table trail;

    if (!names) return STATUS_UNAVAILABLE;
    matter_shown(m, names, &out);
    say_text(buf_str(&out));
    say_text("\n");
    table_begin(&trail, "trail", _("Trail"), columns, 5);
    enum status status =
        connect_pages(d, connect_request(c, "trail", m->number, NULL), add_trail, &trail);
    list_print(&trail);
    table_free(&trail);
    buf_free(&out);
    catalog_free(names);
    return status;
}

static enum status show_json(const struct cli *c, struct door *d, const Yc__Matter *m)
{
    json_t *all = json_record(&m->base), *trail = json_array();
    enum status status =
        connect_pages(d, connect_request(c, "trail", m->number, NULL), add_trail_json, trail);

    json_object_set_new(all, "trail", trail);
    char *text = json_text(all, JSON_INDENT(1));
    say_text(text);
    say_text("\n");
    free(text);
    json_decref(all);
    return status;
}

static enum status run(struct cli *c, struct args *a)
{
    enum status status = STATUS_UNAVAILABLE;

    if (!args_words(a, 1, 1)) return cli_usage(&command_show);
    struct door *d = connect_door(c);
    if (!d) return status;
    Yc__Reply *r = connect_ask(d, connect_request(c, "matter", a->v[0], NULL), &status);
    Yc__Matter *m = r ? yc__matter__unpack(NULL, r->record.len, r->record.data) : NULL;
    if (m)
        status = c->json ? show_json(c, d, m) : show_text(c, d, m);
    else if (r)
        complain(_("yichuang: the record of this matter cannot be read by this program; is it an "
                   "older one?"),
                 NULL);
    if (m) yc__matter__free_unpacked(m, NULL);
    if (r) door_reply_free(r);
    door_close(d);
    return status;
}

const struct command command_show = {"show", "NUMBER [--json]",
                                     N_("a matter with everything it carries, and its trail"), run};
