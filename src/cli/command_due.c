/* due: questions about time limits, without an office (domain/due.h says what can be asked). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "catalog/timers.h"
#include "cli/file.h"
#include "cli/lang.h"
#include "cli/lines.h"
#include "cli/say.h"
#include "domain/due.h"

enum { QUESTION_MAX = 64 * 1024, OUTPUT = 64 * 1024 };

/* The table alone: a limit that reaches past its end is provisional, whatever is expected of the
 * next year. */
static enum rc read_calendar(const char *source, struct calendar **out, struct fault *f)
{
    char *path = mem_printf("%s/data/calendar/cn.tsv", source);
    struct buf published = {0};
    enum rc rc = file_read(path, &published, f);

    if (rc == RC_OK)
        rc = calendar_read(&(struct calendar_parts){.published = buf_str(&published)}, out, f);
    free(path);
    buf_free(&published);
    return rc;
}

static struct calendar *open_calendar(const struct cli *c)
{
    struct calendar *cal = NULL;
    struct fault f = {0};

    if (!c->source)
        complain(
            _("yichuang: the table of holidays data/calendar/cn.tsv is not beside the program"),
            NULL);
    else if (read_calendar(c->source, &cal, &f) != RC_OK)
        complain_fault(&f);
    return cal;
}

/* The timers of the law, read when the first one is asked for. */
struct timers {
    const char *source;
    bool asked;
    struct catalog *catalog;
};

static const struct timer *find_timer(void *arg, const char *id)
{
    struct timers *t = arg;
    struct catalog_files files = {0};
    struct fault f = {0};

    if (!t->asked && catalog_files_read(t->source, &files, &f) == RC_OK &&
        catalog_build(&files, NULL, NULL, &t->catalog) != RC_OK)
        complain(_("yichuang: the definitions have faults: see 'yichuang lint'"), NULL);
    t->asked = true;
    catalog_files_free(&files);
    return t->catalog ? catalog_timer(t->catalog, id) : NULL;
}

static void answer(struct due_desk *d, char *line, size_t n, bool with_ledger)
{
    char *tab = strchr(line, '\t');

    if (strlen(line) < n) {
        puts("error: the line holds a NUL byte");
        return;
    }
    if (!*line || *line == '#') return;
    if (tab) *tab = '\0';
    puts(due_answer(d, line, tab ? tab + 1 : ""));
    if (with_ledger) fputs(due_ledger(d), stdout);
}

/* false: the input cannot be read (errno). */
static bool answer_all(struct due_desk *d, bool with_ledger)
{
    struct lines *l = lines_open(STDIN_FILENO, QUESTION_MAX);
    enum line_end end;
    char *line;
    size_t n;

    while ((end = lines_next(l, &line, &n)) <= LINE_LONG) {
        if (end == LINE_LONG)
            puts("error: the line is too long");
        else
            answer(d, line, n, with_ledger);
        if (lines_would_wait(l)) fflush(stdout);
    }
    lines_close(l);
    return end == LINE_OVER;
}

static enum status run(struct cli *c, struct args *a)
{
    struct calendar *cal;
    bool with_ledger = args_flag(a, "--ledger");

    if (!args_words(a, 0, 0)) return cli_usage(&command_due);
    if (!(cal = open_calendar(c))) return STATUS_UNAVAILABLE;
    setvbuf(stdout, NULL, _IOFBF, OUTPUT);
    struct timers timers = {.source = c->source};
    struct due_law law = {cal, find_timer, &timers};
    struct due_desk *d = due_open(&law);
    bool read = answer_all(d, with_ledger);
    if (!read) complain(_("the input cannot be read: {1}"), strerror(errno), NULL);
    due_close(d);
    catalog_free(timers.catalog);
    calendar_free(cal);
    return read ? STATUS_DONE : STATUS_UNAVAILABLE;
}

const struct command command_due = {
    "due", "[--ledger] < QUESTIONS",
    N_("questions about time limits: OP<TAB>INPUTS, one answer a line"), run};
