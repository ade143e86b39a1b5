#include "tui/screen/earlier.h"

#include <string.h>

#include "tui/screen/matter.h"
#include "tui/screen/words.h"

static const char *text(const char *s)
{
    return s ? s : "";
}

bool earlier_names_applicant(const struct field *fd)
{
    return strcmp(fd->key, "id_no") == 0 || strcmp(fd->key, "uscc") == 0;
}

static const char *applicant_of(const Yc__Matter *m)
{
    for (size_t i = 0; i < m->n_parties; i++)
        if (strcmp(m->parties[i]->key, "applicant") == 0) return text(m->parties[i]->name);
    return "";
}

static void tell(struct seat *s, const Yc__Matter *m)
{
    struct buf number = {0};

    words_number(text(m->number), &number);
    seat_say(s, BAR_WARN,
             words_fill(N_("{1} was here before ({2}): Ctrl-D fills in what is known"),
                        applicant_of(m), buf_str(&number), NULL));
    buf_free(&number);
}

Yc__Matter *earlier_find(struct seat *s, const char *id)
{
    if (s->away) return NULL; /* a help, not worth waiting for */
    Yc__Request *q = seat_request(s, "find", NULL);
    Yc__Matter *m = NULL;

    door_request_with(q, "words", id);
    q->has_limit = true;
    q->limit = 1;
    Yc__Reply *r = seat_ask(s, q);
    if (!r) return NULL;
    if (r->n_row) m = matter_fetch(s, door_reply_cell(r, 0, "number"));
    door_reply_free(r);
    if (m) tell(s, m);
    return m;
}

static bool is_common(const struct sheet *h, const struct item *other, const Yc__Value *v, int at)
{
    const struct field *of = other ? item_field(other, v->key) : NULL;

    return of && (other == h->item || strcmp(of->label, h->of[at]->label) == 0);
}

static int first_empty(const struct sheet *h)
{
    for (int i = 0; i < h->n; i++)
        if (h->of[i] && h->of[i]->need == NEED_ACCEPT && !*form_value(h->form, i)) return i;
    return h->materials;
}

int earlier_fill(struct sheet *h, const Yc__Matter *m)
{
    const struct item *other = catalog_item(h->seat->catalog, text(m->item));
    int filled = 0;

    for (size_t i = 0; i < m->n_values; i++) {
        const Yc__Value *v = m->values[i];
        int at = sheet_find(h, v->key);
        if (at < 0 || *form_value(h->form, at) || !*text(v->value) || !is_common(h, other, v, at))
            continue;
        sheet_set(h, v->key, v->value);
        filled++;
    }
    form_refresh(h->form);
    form_focus(h->form, first_empty(h));
    return filled;
}
