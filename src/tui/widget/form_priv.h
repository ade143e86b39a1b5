/* Inside the form: shared by form.c (focus, checks, keys), form_pick.c (fields one chooses in),
 * form_text.c (masks, initials, the second time, undo), form_cells.c (tables), form_layout.c
 * (places) and form_draw.c. Every value, of whatever kind, is the text of the slot's editor: undo
 * and change are then one thing. */
#ifndef YC_TUI_WIDGET_FORM_PRIV_H
#define YC_TUI_WIDGET_FORM_PRIV_H

#include "tui/widget/area.h"
#include "tui/widget/form.h"

struct slot {
    struct form *form;
    const struct form_field *fd;
    const struct choice *choice; /* fd's, or yes and no */
    int nchoice;
    struct area a; /* a.e is the value; rows and wrapping only for FORM_AREA */
    char *error, *note;
    char *first; /* FORM_TWICE: typed once, and now again */
    char *sure;  /* FORM_TWICE: the value before what is not typed again yet, else NULL */
    bool shown;
    int row, label_col, col, width, rows; /* place within the form; col is that of the bracket */
};

struct change {
    int field;
    char *was;
};

struct form {
    struct slot *slot;
    int n;
    struct change *undo;
    int nundo;
    bool drawn;             /* there is room for the places fields are drawn at */
    int left, cols, height; /* columns drawn in, rows laid out */
    struct form_hooks hooks;
    struct choice yesno[2];
    int at, top;
    int item;         /* FORM_MULTI, FORM_CHECKS: where the caret is */
    struct buf typed; /* FORM_CHOICE: code, initials or Han so far */
    bool settled;     /* typed names one choice, which is the value */
    char *message;    /* of the last key */
    bool popup;
    struct pick pick;
    struct choice *arranged; /* what pick picks from, in the owner's order */
    char *rest;              /* form_rest */
};

static inline struct slot *form_slot(const struct form *f, int i)
{
    return &f->slot[i];
}

/* form_pick.c */
int form_chosen(const struct slot *s);     /* number of the value among the choices, -1 */
bool form_has_items(const struct slot *s); /* FORM_MULTI, FORM_CHECKS */
char form_item_mark(const struct slot *s, int j);
enum did form_items_key(struct form *f, struct slot *s, struct key k);
enum did form_choice_key(struct form *f, struct slot *s, struct key k);
void form_open_popup(struct form *f, struct slot *s);
void form_close_popup(struct form *f);                 /* if there is one */
enum did form_popup_key(struct form *f, struct key k); /* DID_TAKE: taken, go on */
void form_forget_typed(struct form *f);

/* form_cells.c; DID_NOTHING: a key of the area's or the form's */
enum did form_cells_key(struct form *f, struct slot *s, struct key k);
void form_cells_status(const struct slot *s, struct buf *out); /* "2: 姓名 [关系] 1户主 2子女" */

/* form_text.c */
enum did form_text_key(struct form *f, struct slot *s, struct key k);
bool form_date_open(const struct slot *s); /* a date that goes on with + */
/* FORM_TWICE: asks for the second time, or compares; false: the field may be left. */
bool form_twice(struct form *f, struct slot *s);
void form_once_only(struct slot *s); /* the second time is given up: back to what was typed first */
/* Changed fields, the last one on top. */
void form_remember_change(struct form *f, int i);
int form_take_change(struct form *f); /* gives its value back; the field, -1 none */
void form_forget_changes(struct form *f);

/* form_layout.c */
void form_layout(struct form *f);
/* Where item j of a FORM_MULTI or FORM_CHECKS starts, from the field's place. */
struct area_place form_item_place(const struct slot *s, int j);
int form_item_cols(const struct slot *s, int j);

#endif
