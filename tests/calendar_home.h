/* A home whose calendar changes: the country's table with days of our own, and what a matter says
 * afterwards.  Include once in a test program, after cmocka. */
#ifndef YC_TESTS_CALENDAR_HOME_H
#define YC_TESTS_CALENDAR_HOME_H

#include "model/matter.pb-c.h"
#include "office/record.h"

#include "calendar_file.h"
#include "office_home.h"
#include "office_forms.h"

/* Rows of our own in the country's table; a day listed there already is replaced. */
struct own_day {
    const char *day, *kind; /* kind "" takes a row away */
};

static inline char *calendar_with(const struct own_day *own, size_t n)
{
    char *all = file_text("data/calendar/cn.tsv"), *rest = all, *line;
    struct buf out = {0};
    size_t i = 0;

    while ((line = strsep(&rest, "\n"))) {
        bool row = line[0] == '2', replaced = false;
        for (; row && i < n && strncmp(own[i].day, line, 10) <= 0; i++) {
            if (*own[i].kind) buf_printf(&out, "%s\t%s\t试验\n", own[i].day, own[i].kind);
            replaced |= strncmp(own[i].day, line, 10) == 0;
        }
        if (!replaced && *line) buf_printf(&out, "%s\n", line);
    }
    for (; i < n; i++)
        if (*own[i].kind) buf_printf(&out, "%s\t%s\t试验\n", own[i].day, own[i].kind);
    free(all);
    return buf_take(&out);
}

static inline void publish_as(struct home *h, const char *as, const struct own_day *own, size_t n)
{
    char *text = calendar_with(own, n);

    MUST(h, as, "publish", NULL, "file.data/calendar/cn.tsv", text);
    free(text);
}

static inline void until(struct home *h, const char *at, const char *number)
{
    h->at = at;
    MUST(h, "sunjing", "note", number, "text", "time passes");
}

static inline Yc__Matter *matter(struct home *h, const char *number)
{
    MUST(h, "sunjing", "matter", number);
    return yc__matter__unpack(NULL, h->reply->record.len, h->reply->record.data);
}

static inline void note_line(void *arg, const char *line)
{
    (void)arg;
    print_error("verify: %s\n", line);
}

static inline void verified(struct home *h)
{
    struct fault f;
    uint64_t bad = 1;

    assert_int_equal(office_verify(h->office, note_line, NULL, &bad, &f), RC_OK);
    assert_int_equal(bad, 0);
}

static inline void reopen(struct home *h)
{
    char home[80];
    struct fault f;

    office_close(h->office);
    snprintf(home, sizeof home, "%s/home", h->dir);
    assert_int_equal(office_open(home, OFFICE_OWNER, &h->office, &f), RC_OK);
}

#endif
