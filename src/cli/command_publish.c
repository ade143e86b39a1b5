/* publish: puts changed definition files into force; running matters keep theirs. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/lang.h"
#include "cli/published.h"
#include "cli/say.h"

static const struct catalog_file *file_named(const struct catalog_files *fs, const char *path)
{
    for (size_t i = 0; i < fs->n; i++)
        if (strcmp(fs->file[i].path, path) == 0) return &fs->file[i];
    return NULL;
}

static bool same(const struct catalog_file *a, const struct catalog_file *b)
{
    return a && a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static int add_changed(Yc__Request *q, const struct catalog_files *now,
                       const struct catalog_files *fresh)
{
    int n = 0;

    for (size_t i = 0; i < fresh->n; i++) {
        const struct catalog_file *file = &fresh->file[i];
        if (same(file_named(now, file->path), file)) continue;
        char *key = mem_printf("file.%s", file->path);
        door_request_with(q, key, file->text);
        say("{1}", file->path, NULL);
        free(key);
        n++;
    }
    return n;
}

/* An edition never loses a file: matters under way may still need it. */
static void tell_gone(const struct catalog_files *now, const struct catalog_files *fresh)
{
    for (size_t i = 0; i < now->n; i++)
        if (!file_named(fresh, now->file[i].path))
            complain(_("yichuang: {1} is in force but not here; it stays in force"),
                     now->file[i].path, NULL);
}

static enum status publish(const struct cli *c, struct door *d, const struct catalog_files *fresh)
{
    struct catalog_files now;
    enum status status = published_files(c, d, &now);
    Yc__Request *q = connect_request(c, "publish", NULL, NULL);

    if (status == STATUS_DONE) {
        tell_gone(&now, fresh);
        if (add_changed(q, &now, fresh) == 0) {
            say(_("Nothing has changed."), NULL);
        } else {
            Yc__Reply *r = connect_ask(d, q, &status);
            q = NULL;
            if (r) say(_("In force as edition {1}."), door_reply_get(r, "edition"), NULL);
            if (r) door_reply_free(r);
        }
    }
    if (q) door_request_free(q);
    catalog_files_free(&now);
    return status;
}

static enum status run(struct cli *c, struct args *a)
{
    struct catalog_files fresh = {0};
    struct fault f = {0};
    enum status status = STATUS_UNAVAILABLE;

    if (!args_words(a, 0, 1)) return cli_usage(&command_publish);
    const char *dir = a->n ? a->v[0] : c->source;
    if (!dir) return cli_usage(&command_publish);
    if (catalog_files_read(dir, &fresh, &f) != RC_OK) return complain_fault(&f);
    struct door *d = connect_door(c);
    if (d) status = publish(c, d, &fresh);
    door_close(d);
    catalog_files_free(&fresh);
    return status;
}

const struct command command_publish = {"publish", "[DIR] --as PERSON",
                                        N_("put changed definitions into force"), run};
