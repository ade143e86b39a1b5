/* Whose time it was (责任划分): the matters that ended in the days of a report. */
#include "report/sections.h"

#include <inttypes.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>

/* The columns of the query "splits" behind key and name; the first counts, the others are seconds.
 */
enum { FIGURES = 8 };
static const struct table_column figures[FIGURES] = {
    {"finished", N_("Finished"), true},           {"whole", N_("In all"), true},
    {"applicant", N_("Applicant"), true},         {"desk", N_("Window"), true},
    {"department", N_("Department"), true},       {"outside", N_("Outside"), true},
    {"suspended", N_("Special procedure"), true}, {"own", N_("Own steps"), true}};

static void add_row(struct table *t, const char *key, const char *name, const int64_t v[FIGURES])
{
    char text[FIGURES][DURATION_TEXT];
    const char *cells[FIGURES + 2] = {key, name};

    for (int i = 0; i < FIGURES; i++)
        cells[i + 2] = duration_text(v[i], text[i]);
    snprintf(text[0], sizeof text[0], "%" PRId64, v[0]);
    table_row(t, cells);
}

static void fill(struct table *t, const Yc__Reply *r)
{
    int64_t all[FIGURES] = {0};

    for (size_t row = 0; row < r->n_row; row++) {
        int64_t v[FIGURES];
        for (int i = 0; i < FIGURES; i++) {
            v[i] = strtoll(door_reply_cell(r, row, figures[i].key), NULL, 10);
            all[i] += v[i];
        }
        add_row(t, door_reply_cell(r, row, "key"), door_reply_cell(r, row, "name"), v);
    }
    if (r->n_row) add_row(t, "", gettext("All"), all);
}

enum rc section_split(struct door *d, const struct report_request *q, struct table *t,
                      struct fault *f)
{
    struct table_column column[FIGURES + 2] = {{"key", gettext("Code"), false},
                                               {"name", gettext("Department"), false}};
    Yc__Reply *r = NULL;
    enum rc rc = section_ask(d, q, "splits", NULL, &r, f);

    if (rc != RC_OK) return rc;
    for (int i = 0; i < FIGURES; i++) {
        column[i + 2] = figures[i];
        column[i + 2].label = gettext(figures[i].label);
    }
    table_begin(t, "split", gettext("Whose time it was"), column, FIGURES + 2);
    fill(t, r);
    if (r->n_row)
        table_note(t, gettext("Hours, minutes, seconds from registration to the decision or other "
                              "end. Own steps: what a department had open, in matters of any."));
    door_reply_free(r);
    return RC_OK;
}
