#include "cli/published.h"

#include <string.h>

#include "cli/lang.h"
#include "cli/say.h"

static bool add_files(void *arg, const Yc__Reply *r)
{
    for (size_t i = 0; i < r->n_row; i++) {
        const char *text = door_reply_cell(r, i, "text");
        catalog_files_add(arg, door_reply_cell(r, i, "path"), text, strlen(text));
    }
    return true;
}

enum status published_files(const struct cli *c, struct door *d, struct catalog_files *out)
{
    *out = (struct catalog_files){0};
    return connect_pages(d, connect_request(c, "catalog", NULL, NULL), add_files, out);
}

struct catalog *published_catalog(const struct cli *c, struct door *d)
{
    struct catalog_files files;
    struct catalog *catalog = NULL;

    if (published_files(c, d, &files) == STATUS_DONE &&
        catalog_load(&files, NULL, NULL, &catalog) != RC_OK)
        complain(_("yichuang: the definitions of the office cannot be read by this program; is it "
                   "an older one?"),
                 NULL);
    catalog_files_free(&files);
    return catalog;
}
