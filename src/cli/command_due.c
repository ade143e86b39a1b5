/* due: questions about time limits, without an office (domain/due.h says what can be asked). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/lang.h"
#include "cli/lines.h"
#include "cli/say.h"
#include "domain/due.h"

enum { QUESTION_MAX = 64 * 1024 };

/* NULL: errno. */
static char *read_all(const char *folder, const char *name)
{
    char *path = mem_printf("%s/data/calendar/%s", folder, name), part[8192];
    FILE *in = fopen(path, "re");
    struct buf b = {0};

    free(path);
    if (!in) return NULL;
    for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;) buf_add(&b, part, n);
    fclose(in);
    return buf_take(&b);
}

static struct calendar *open_calendar(const struct cli *c)
{
    char *published = c->source ? read_all(c->source, "cn.tsv") : NULL;
    char *guessed = published ? read_all(c->source, "cn_2027_provisional.tsv") : NULL;
    struct calendar *cal = NULL;
    struct fault f = {0};

    if (!published) complain(_("yichuang: the table of holidays data/calendar/cn.tsv is not beside the program"), NULL);
    else if (calendar_read(published, guessed, &cal, &f) != RC_OK) complain_fault(&f);
    free(published);
    free(guessed);
    return cal;
}

static void answer(const struct calendar *cal, char *line)
{
    char *tab = strchr(line, '\t');

    if (!*line || *line == '#') return;
    if (tab) *tab = '\0';
    char *text = due_answer(cal, line, tab ? tab + 1 : "");
    puts(text);
    free(text);
}

static enum status run(struct cli *c, struct args *a)
{
    struct calendar *cal;
    enum line_end end;
    char *line;
    size_t n;

    if (!args_words(a, 0, 0)) return cli_usage(&command_due);
    if (!(cal = open_calendar(c))) return STATUS_UNAVAILABLE;
    struct lines *l = lines_open(STDIN_FILENO, QUESTION_MAX);
    while ((end = lines_next(l, &line, &n)) <= LINE_LONG) {
        if (end == LINE_LONG) puts("error=the line is too long");
        else answer(cal, line);
        if (lines_would_wait(l)) fflush(stdout);
    }
    if (end == LINE_BAD) complain(_("the input cannot be read: {1}"), strerror(errno), NULL);
    lines_close(l);
    calendar_free(cal);
    return end == LINE_BAD ? STATUS_UNAVAILABLE : STATUS_DONE;
}

const struct command command_due = {"due", " < QUESTIONS", N_("questions about time limits: OP<TAB>INPUTS, one answer a line"), run};
