/* publish: puts changed definition files into force; running matters keep theirs. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cli/file.h"
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

static void tell_calendar(const struct cli *c, struct door *d, const char *edition)
{
    enum status status;
    Yc__Reply *r = connect_ask(d, connect_request(c, "calendar", NULL, NULL), &status);

    if (r && strcmp(door_reply_get(r, "calendar"), edition) == 0)
        say(_("It brings a new calendar: every matter is judged again. What changes is listed by "
              "'yichuang report calendar'."),
            NULL);
    if (r) door_reply_free(r);
}

static enum status publish(const struct cli *c, struct door *d, const struct catalog_files *fresh,
                           bool one)
{
    struct catalog_files now;
    enum status status = published_files(c, d, &now);
    Yc__Request *q = connect_request(c, "publish", NULL, NULL);

    if (status == STATUS_DONE) {
        if (!one) tell_gone(&now, fresh);
        if (add_changed(q, &now, fresh) == 0) {
            say(_("Nothing has changed."), NULL);
        } else {
            Yc__Reply *r = connect_ask(d, q, &status);
            q = NULL;
            if (r) say(_("In force as edition {1}."), door_reply_get(r, "edition"), NULL);
            if (r) tell_calendar(c, d, door_reply_get(r, "edition"));
            if (r) door_reply_free(r);
        }
    }
    if (q) door_request_free(q);
    catalog_files_free(&now);
    return status;
}

/* "…/data/calendar/cn.tsv" is data/calendar/cn.tsv of a source folder; NULL: of none. */
static const char *path_in_source(const char *path)
{
    static const char *const folders[] = {"data/", "forms/", "keymaps/"};
    const char *found = NULL;

    for (const char *p = path; p; p = strchr(p, '/')) {
        if (*p == '/') p++;
        for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
            if (strncmp(p, folders[i], strlen(folders[i])) == 0) found = p;
    }
    return found;
}

static enum rc read_one(const char *path, struct catalog_files *fresh, struct fault *f)
{
    const char *name = path_in_source(path);
    struct buf text = {0};

    if (!name)
        return fault_set(f, RC_REFUSED, "file",
                         N_("{1} lies under no folder data, forms or keymaps"), path, NULL);
    enum rc rc = file_read(path, &text, f);
    if (rc == RC_OK) catalog_files_add(fresh, name, buf_str(&text), text.len);
    buf_free(&text);
    return rc;
}

static enum status run(struct cli *c, struct args *a)
{
    struct catalog_files fresh = {0};
    struct fault f = {0};
    struct stat st;
    enum status status = STATUS_UNAVAILABLE;

    if (!args_words(a, 0, 1)) return cli_usage(&command_publish);
    const char *from = a->n ? a->v[0] : c->source;
    if (!from) return cli_usage(&command_publish);
    bool one = stat(from, &st) == 0 && S_ISREG(st.st_mode);
    enum rc rc = one ? read_one(from, &fresh, &f) : catalog_files_read(from, &fresh, &f);
    if (rc != RC_OK) return complain_fault(&f);
    struct door *d = connect_door(c);
    if (d) status = publish(c, d, &fresh, one);
    door_close(d);
    catalog_files_free(&fresh);
    return status;
}

const struct command command_publish = {"publish", "[DIR|FILE] --as PERSON",
                                        N_("put changed definitions into force"), run};
