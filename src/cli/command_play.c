/* play: a sample day of a hall with its own clock, in a folder that is gone afterwards, and its
 * report. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/file.h"
#include "cli/lang.h"
#include "cli/say.h"
#include "cli/stream.h"
#include "door/now.h"
#include "office/office.h"
#include "report/report.h"

enum { BAR = 40, PAINT_MS = 500 };

struct bar {
    size_t all;      /* bytes of the script */
    int64_t painted; /* ms */
    bool tty;
};

static void paint(const struct bar *b, size_t bytes, unsigned long line)
{
    int full = b->all ? (int)(bytes * BAR / b->all) : BAR;

    fprintf(stderr, "\r[%.*s%*s] %lu", full, "########################################", BAR - full,
            "", line);
}

/* Not a terminal: one line at the end is enough. */
static void progress(void *arg, size_t bytes, unsigned long line)
{
    struct bar *b = arg;

    if (!b->tty || (now_ms() - b->painted < PAINT_MS && bytes < b->all)) return;
    b->painted = now_ms();
    paint(b, bytes, line);
}

static Yc__Reply *answer(void *office, const Yc__Request *q)
{
    struct office_caller who = {.uid = geteuid()};

    return office_answer(office, &who, q);
}

static void say_end(const struct stream *s, const struct bar *b)
{
    char lines[24], refused[24];

    if (b->tty) fputc('\n', stderr);
    snprintf(lines, sizeof lines, "%lu", s->lines);
    snprintf(refused, sizeof refused, "%lu", s->refused);
    complain(_("{1} acts played, {2} of them refused"), lines, refused, NULL);
}

static enum rc play_script(struct door *d, int script, struct fault *f)
{
    struct bar bar = {.tty = isatty(STDERR_FILENO)};
    struct stat st;

    if (fstat(script, &st) == 0) bar.all = (size_t)st.st_size;
    struct stream s = {
        .door = d, .in = script, .refusals = stderr, .progress = progress, .arg = &bar};
    enum rc rc = stream_run(&s, f);
    if (rc == RC_OK) say_end(&s, &bar);
    return rc;
}

static enum rc print_report(struct office *o, struct door *d, struct fault *f)
{
    day_t today = day_of_instant(office_now(o));
    struct report_request q = {.name = "day", .from = today, .to = today};
    struct buf out = {0};
    enum rc rc = report_write(d, &q, &out, f);

    if (rc == RC_OK) say_text(buf_str(&out));
    buf_free(&out);
    return rc;
}

static enum rc play(const struct cli *c, const char *home, int script, struct fault *f)
{
    struct office_init how = {.source = c->source, .sample = true, .simulation = true};
    struct office *o = NULL;
    enum rc rc = office_create(home, &how, f);

    if (rc == RC_OK) rc = office_open(home, OFFICE_ALONE, &o, f);
    if (rc != RC_OK) return rc;
    struct door *d = door_local(answer, o);
    rc = play_script(d, script, f);
    if (rc == RC_OK) rc = print_report(o, d, f);
    door_close(d);
    office_close(o);
    return rc;
}

static enum status play_in_folder(const struct cli *c, int script)
{
    const char *tmp = getenv("TMPDIR");
    char *folder = mem_printf("%s/yichuang-play-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    struct fault f = {0};
    enum rc rc = mkdtemp(folder) ? RC_OK
                                 : fault_set(&f, RC_REFUSED, "file", N_("{1} cannot be made: {2}"),
                                             folder, strerror(errno), NULL);

    if (rc == RC_OK) {
        char *home = mem_printf("%s/home", folder);
        rc = play(c, home, script, &f);
        free(home);
        file_remove(folder);
    }
    free(folder);
    return rc == RC_OK ? STATUS_DONE : complain_fault(&f);
}

static enum status run(struct cli *c, struct args *a)
{
    if (!args_words(a, 0, 1)) return cli_usage(&command_play);
    char *path = a->n ? mem_strdup(a->v[0])
                      : mem_printf("%s/data/sample/day.jsonl", c->source ? c->source : ".");
    int script = open(path, O_RDONLY | O_CLOEXEC);
    enum status status = STATUS_UNAVAILABLE;

    if (script < 0)
        complain(_("{1} cannot be read: {2}"), path, strerror(errno), NULL);
    else
        status = play_in_folder(c, script);
    if (script >= 0) close(script);
    free(path);
    return status;
}

const struct command command_play = {
    "play", "[SCRIPT]", N_("play a sample day in an office of its own and print its report"), run};
