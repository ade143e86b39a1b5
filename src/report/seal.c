/* The newest head of the sealed journal: printed, it is what a copy is compared with later. */
#include "report/sections.h"

#include <libintl.h>
#include <string.h>

static void add(struct table *t, const char *name, const char *value)
{
    const char *cells[] = {name, value};

    table_row(t, cells);
}

/* Half of a root, in groups of four: it will be read aloud and typed. */
static const char *groups(struct table *t, const char *hex)
{
    char *out = arena_alloc(&t->arena, 41), *to = out;

    for (int i = 0; i < 32 && hex[i]; i++) {
        if (i && i % 4 == 0) *to++ = ' ';
        *to++ = hex[i];
    }
    return out;
}

static void add_head(struct table *t, const Yc__Reply *r)
{
    const char *root = door_reply_get(r, "seal_root");
    bool is_signed = strcmp(door_reply_get(r, "seal_signed"), "true") == 0;

    add(t, gettext("Head"), door_reply_get(r, "seal_head"));
    add(t, gettext("Made"), door_reply_get(r, "seal_at"));
    add(t, gettext("Events"), door_reply_get(r, "seal_size"));
    add(t, gettext("Hash"), door_reply_get(r, "seal_hash"));
    add(t, gettext("Root"), groups(t, root));
    add(t, "", groups(t, strlen(root) > 32 ? root + 32 : ""));
    add(t, gettext("Signature"),
        is_signed ? gettext("signed")
                  : arena_printf(&t->arena, "%s: %s", gettext("NOT SIGNED"),
                                 door_reply_get(r, "seal_signer")));
}

enum rc section_seal(struct door *d, const struct report_request *q, struct table *t,
                     struct fault *f)
{
    const struct table_column columns[] = {{"name", gettext("Journal seal"), false},
                                           {"value", "", false}};
    Yc__Reply *r = NULL;
    enum rc rc = section_ask(d, q, "seal_state", NULL, &r, f);

    if (rc != RC_OK) return rc;
    table_begin(t, "seal", gettext("The seal of the journal"), columns,
                sizeof columns / sizeof *columns);
    if (strcmp(door_reply_get(r, "seal_head"), "0") != 0) add_head(t, r);
    door_reply_free(r);
    return RC_OK;
}
