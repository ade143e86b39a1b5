/* The form of an item on the screen: its fields in sections and its materials, as a widget form
 * (tui/widget/form.h).
 *
 * Values go in and come out in canonical text (domain/form.h).  Leaving a field canonicalises it,
 * derives what an ID card says, computes computed fields, and then tells the owner (left, changed).
 */
#ifndef YC_TUI_SCREEN_SHEET_H
#define YC_TUI_SCREEN_SHEET_H

#include "base/mem.h"
#include "domain/expr.h"
#include "model/matter.pb-c.h"
#include "tui/screen/choose.h"
#include "tui/screen/seat.h"
#include "tui/widget/form.h"

struct sheet {
    struct seat *seat;
    const struct item *item;
    struct arena arena;
    struct form *form;
    struct form_field *field;
    const struct field **of; /* of each widget field; NULL: a heading, or the materials */
    const char **offered;    /* of each: what fill offered last */
    bool recorded;           /* filled from a record: nothing is offered any more */
    int n, materials;        /* materials: the widget field, -1 none */
    /* Marks of materials: ' ' missing, x paper, s shared, p promised, t tolerated. */
    const char *states;
    /* To the owner; may be NULL.  left: an ID number or credit code is complete. */
    void *arg;
    void (*left)(void *arg, const struct field *fd, const char *value);
    void (*changed)(void *arg);
    char *(*dup)(void *arg, const struct field *fd); /* previous value, fresh; NULL none */
};

/* The struct must stay where it is.  tolerate: missing materials may be marked as tolerated. */
void sheet_open(struct sheet *h, struct seat *s, const struct item *item, bool tolerate);
void sheet_close(struct sheet *h);

int sheet_find(const struct sheet *h, const char *key); /* widget field, -1 none */
/* Canonical text (what cannot be made canonical as it is typed); "" none. */
char *sheet_value(const struct sheet *h, const char *key);
void sheet_set(struct sheet *h, const char *key, const char *value);
/* Offers what fill expressions give; the values carried over from the record before (dup). */
void sheet_offer(struct sheet *h);
void sheet_carry(struct sheet *h);
/* Marks the values that are wrong by themselves. */
void sheet_mark_wrong(struct sheet *h);
char *sheet_refusal(const struct fault *f);     /* of form_canonical, in words; fresh */
struct form_hooks sheet_hooks(struct sheet *h); /* sheet_hooks.c, for sheet_open */
/* The widget puts the label in front of a sentence itself. */
const char *sheet_without_label(const char *sentence, const char *label);
/* What the value says by itself, behind the field. */
void sheet_note(struct sheet *h, int i, const char *value);
struct expr_env sheet_env(struct sheet *h); /* valid while the sheet is; texts live in its arena */

char sheet_material(const struct sheet *h, size_t i); /* mark of the item's i-th material */
void sheet_set_materials(struct sheet *h, const char *marks);
void sheet_all_materials(struct sheet *h); /* those needed and still missing: here on paper */
bool sheet_needs(struct sheet *h, const struct material *mt);

/* Marks all that is wrong and focuses the first; returns how many errors.  materials: needed ones
 * must be there. hard (may be NULL): how many are values that cannot be stored at all. */
int sheet_check(struct sheet *h, bool materials, int *hard);
/* All sentences; the value of each is the number of its field. */
void sheet_errors(const struct sheet *h, struct choosing *out);

/* Adds form.KEY for every value that differs from was (NULL: that is not empty), and the lists of
 * materials. */
void sheet_put(struct sheet *h, Yc__Request *q, const Yc__Matter *was);
void sheet_fill(struct sheet *h, const Yc__Matter *m);
const char *sheet_was(const Yc__Matter *m, const char *key); /* its value there, "" none */
/* The whole as draft lines, and back. */
void sheet_draft(const struct sheet *h, struct buf *text);
void sheet_undraft(struct sheet *h, const char *text);

/* How a domain field is typed; shared with the forms of acts (deed.c). */
void sheet_describe(struct arena *a, const struct field *fd, struct form_field *out);
/* Canonical text of what a widget holds: replaces out. */
enum rc sheet_canonical(const struct field *fd, const char *held, struct buf *out, struct fault *f);
void sheet_held(const struct field *fd, const char *canonical, struct buf *out); /* and back */

#endif
