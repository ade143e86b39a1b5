/* What the night batch has written under HOME/reports/DATE: a list, and the texts. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office/query.h"

enum { TEXT_PAGE = 48 * 1024, LIST_PAGE = 200, NAME_MOST = 64 };

/* --- Names --- */

static bool is_date(const char *name)
{
    day_t d;

    return strlen(name) == DAY_TEXT - 1 && day_parse(name, &d);
}

/* Only what the batch writes: a plain word and its ending ("day.txt"). Nothing else of the disk can
 * be named. */
static bool is_file(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_.";
    const char *dot = strchr(name, '.');

    return dot && dot > name && dot[1] && !strchr(dot + 1, '.') && strlen(name) < NAME_MOST &&
           strspn(name, letters) == strlen(name);
}

static bool is_written(const char *name)
{
    size_t n = strlen(name);

    return is_file(name) && !(n > 4 && strcmp(name + n - 4, ".new") == 0); /* not yet whole */
}

struct names {
    struct asking *a;
    char **name;
    size_t n;
};

/* A folder that is not there is an empty one. */
static void gather(struct names *to, const char *path, bool (*wanted)(const char *name))
{
    DIR *dir = opendir(path);

    for (struct dirent *e; dir && (e = readdir(dir));) {
        if (!wanted(e->d_name)) continue;
        to->name = mem_resize(to->name, (to->n + 1) * sizeof *to->name);
        to->name[to->n++] = arena_strdup(to->a->arena, e->d_name);
    }
    if (dir) closedir(dir);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int newest_first(const void *a, const void *b)
{
    return -by_name(a, b);
}

static void sort(struct names *n, int (*order)(const void *a, const void *b))
{
    if (n->n) qsort(n->name, n->n, sizeof *n->name, order);
}

/* --- The list --- */

static void list_day(struct asking *a, const char *date)
{
    struct names files = {.a = a};

    gather(&files, arena_printf(a->arena, "%s/reports/%s", a->o->home, date), is_written);
    sort(&files, by_name);
    for (size_t i = 0; i < files.n; i++) {
        const char *cells[] = {date, files.name[i],
                               arena_printf(a->arena, "%s/%s", date, files.name[i])};
        door_reply_row(a->reply, cells, 3);
    }
    free(files.name);
}

/* Newest day first; page = the last day listed. */
static enum rc reports(struct asking *a, struct fault *f)
{
    static const char *const cols[] = {"date", "file", "name"};
    const char *after = a->q->page ? a->q->page : "";
    struct names days = {.a = a};
    unsigned limit = asking_limit(a, LIST_PAGE, LIST_PAGE);
    size_t i = 0;

    (void)f;
    door_reply_columns(a->reply, cols, 3);
    gather(&days, arena_printf(a->arena, "%s/reports", a->o->home), is_date);
    sort(&days, newest_first);
    while (i < days.n && *after && strcmp(days.name[i], after) >= 0)
        i++;
    for (; i < days.n && a->reply->n_row < limit; i++)
        list_day(a, days.name[i]);
    if (i < days.n && i > 0) door_request_set(&a->reply->page, days.name[i - 1]);
    free(days.name);
    return RC_OK;
}

/* --- A text --- */

/* name = "DATE/FILE" as in the list, or date and file apart. */
static bool read_name(struct asking *a, const char **date, const char **file)
{
    const char *name = asking_param(a, "name"), *slash = strchr(name, '/');

    *date = slash ? arena_strndup(a->arena, name, (size_t)(slash - name)) : asking_param(a, "date");
    *file = slash ? slash + 1 : asking_param(a, "file");
    return is_date(*date) && is_written(*file);
}

/* Bytes of the first n that end with a whole character. */
static size_t whole(const char *s, size_t n)
{
    size_t back = 0;

    while (back < n && back < 3 && ((unsigned char)s[n - 1 - back] & 0xC0) == 0x80)
        back++;
    if (back >= n || (unsigned char)s[n - 1 - back] < 0xC0) return n;
    unsigned char first = (unsigned char)s[n - 1 - back];
    size_t wants = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    return back + 1 < wants ? n - 1 - back : n;
}

static void send_text(struct asking *a, FILE *in, long from)
{
    char *text = arena_alloc(a->arena, TEXT_PAGE + 1), page[24];
    size_t got = fseek(in, from, SEEK_SET) == 0 ? fread(text, 1, TEXT_PAGE, in) : 0;
    bool more = got == TEXT_PAGE && getc(in) != EOF;
    size_t n = more ? whole(text, got) : got;

    text[n] = '\0';
    door_reply_with(a->reply, "text", text);
    if (!more) return;
    snprintf(page, sizeof page, "%ld", from + (long)n);
    door_request_set(&a->reply->page, page);
}

/* page = bytes sent so far. */
static enum rc report_text(struct asking *a, struct fault *f)
{
    const char *date, *file;
    long from = a->q->page ? strtol(a->q->page, NULL, 10) : 0;

    if (!read_name(a, &date, &file))
        return fault_set(f, RC_REFUSED, "report",
                         N_("a report is named by date and file, like 2026-11-24/day.txt"), NULL);
    FILE *in = fopen(arena_printf(a->arena, "%s/reports/%s/%s", a->o->home, date, file), "re");
    if (!in)
        return fault_set(f, RC_REFUSED, "report", N_("there is no report {2} of {1}"), date, file,
                         NULL);
    send_text(a, in, from > 0 ? from : 0);
    fclose(in);
    return RC_OK;
}

const struct query queries_files[] = {
    {"reports", N_("the reports written at night"), reports},
    {"report_text", N_("the text of a written report"), report_text},
    {.name = NULL},
};
