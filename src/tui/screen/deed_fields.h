/* The fields of an act: its parameters as the office describes them, with what can be chosen and
 * what is likely. */
#ifndef YC_TUI_SCREEN_DEED_FIELDS_H
#define YC_TUI_SCREEN_DEED_FIELDS_H

#include "base/mem.h"
#include "model/matter.pb-c.h"
#include "tui/screen/seat.h"
#include "tui/widget/form.h"

struct deed_fields {
    struct arena arena;
    struct form_field *field;
    const char **param;      /* name of the parameter, or "form.KEY" */
    const char **initial;    /* shown as a default that the first key replaces, NULL none */
    const struct field **of; /* of "form.KEY", else NULL */
    int n, nrequired;        /* those that Enter walks through come first */
};

/* step: the run it works on; its own parameter is then not asked for. */
void deed_fields_open(struct deed_fields *d, struct seat *s, const Yc__Reply *help, const char *act,
                      const Yc__Matter *m, const char *step);
void deed_fields_close(struct deed_fields *d);
struct form *deed_fields_form(struct deed_fields *d);
/* What was typed into it, not only offered, as draft lines (draft.h); and back. */
void deed_fields_draft(const struct deed_fields *d, const struct form *form, struct buf *out);
void deed_fields_undraft(const struct deed_fields *d, struct form *form, const char *text);
void deed_fields_put(const struct deed_fields *d, const struct form *form, Yc__Request *q);

#endif
