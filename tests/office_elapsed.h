/* An office whose food licences are promised and limited by elapsed time.  After office_home.h,
 * office_forms.h, calendar_file.h. */
#ifndef YC_TESTS_OFFICE_ELAPSED_H
#define YC_TESTS_OFFICE_ELAPSED_H

#include "base/mem.h"

/* A03, its promise 7 and its limit 10 working days at the time of day, its decision
 * without a limit of its own. */
static inline void home_open_elapsed(struct home *h)
{
    static const char *const changes[][2] = {{"statutory: 10wd,", "statutory: 10wd elapsed,"},
                                             {"commitment: 5wd,", "commitment: 7wd elapsed,"},
                                             {"role: head, limit: 1wd", "role: head"}};
    char *text = file_text("data/items/A03.yaml");

    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char *at = strstr(text, changes[i][0]);
        assert_non_null(at);
        char *changed = mem_printf("%.*s%s%s", (int)(at - text), text, changes[i][1],
                                   at + strlen(changes[i][0]));
        free(text);
        text = changed;
    }
    home_open(h, true);
    h->at = "2018-10-12T08:30";
    MUST(h, "zhoumingyuan", "publish", NULL, "file.data/items/A03.yaml", text);
    free(text);
}

#endif
