/* For every N, as office_fails: a draft saved at the terminal, and the night batch.
 *
 *     cli_fails smoke|full
 *
 * A draft is the old one or the new one, whole; saved is said only of one that is there.  The night
 * batch does all or says why not; run again it leaves what an undisturbed one leaves, and its copy
 * of the office is sound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <time.h>

#include "../torture/scoreboard.h"
#include "child.h"
#include "cli/night.h"
#include "day.h"
#include "shim.h"
#include "store/upkeep.h"
#include "tui/screen/draft.h"

enum { BROKEN = 75, NO_MEMORY = 71, COPY_EVERY = 10 };
static const char old_text[] = "name=旧\n", new_text[] = "name=新的，更长一些的一份草稿\n";

static struct fails {
    char dir[80], drafts[100], night[200];
    struct day day;
    day_t date;
    struct shim_plan *plan; /* shared */
    pid_t owner;
    char said[700];
    bool told, ok;
    char *report; /* of an undisturbed night */
} C;

static bool bad(const char *what, const char *how) __attribute__((noinline));
static bool bad(const char *what, const char *how)
{
    printf("BAD   kind %d how %d %s N=%ld: %s: %s\n", C.plan->kind, C.plan->how,
           C.plan->sticky ? "sticky" : "once", C.plan->at, what, how);
    return false;
}

static void heard(void *arg, char *line)
{
    (void)arg;
    C.told = true;
    C.ok = strcmp(line, "ok") == 0;
    snprintf(C.said, sizeof C.said, "%.600s", line);
}

static bool ended_well(int status)
{
    if (WIFSIGNALED(status)) return C.plan->how == SHIM_KILL;
    return status != CHILD_HUNG && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == BROKEN ||
                                    WEXITSTATUS(status) == NO_MEMORY);
}

/* --- A draft --- */

static struct seat seat(void)
{
    return (struct seat){.drafts = C.drafts, .person = (char *)(uintptr_t) "zhangmin"};
}

static bool save(const char *text)
{
    struct seat s = seat();
    struct buf b = {0};

    buf_adds(&b, text);
    bool ok = draft_save(&s, "A03", &b);
    buf_free(&b);
    return ok;
}

static bool holds(const char *text)
{
    struct seat s = seat();
    char *is = draft_load(&s, "A03");
    bool same = is && strcmp(is, text) == 0;

    free(is);
    return same;
}

static void live_draft(void *arg, int to)
{
    (void)arg;
    shim_follow(C.plan);
    bool ok = save(new_text);
    shim_follow(NULL);
    dprintf(to, ok ? "ok\n" : "no\n");
}

static bool one_draft(void)
{
    day_remove(C.drafts);
    if (!save(old_text) || !holds(old_text)) return bad("draft", "the first");
    C.told = C.ok = false;
    int status = child_run(live_draft, NULL, heard);
    if (!ended_well(status)) return bad("draft", "ended badly");
    if (C.ok && !holds(new_text)) return bad("draft", "said to be saved and is not");
    if (!holds(new_text) && !holds(old_text)) return bad("draft", "lost");
    return save(new_text) && holds(new_text) ? true : bad("draft", "cannot be saved afterwards");
}

/* --- A night --- */

/* The service: holds the office open until it is told to end. */
static void own(void)
{
    int fd[2];
    char c;

    if (pipe(fd) != 0) abort();
    fflush(NULL);
    C.owner = fork();
    if (C.owner == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (!day_open(&C.day, OFFICE_OWNER) || write(fd[1], "o", 1) != 1) _exit(1);
        for (;;)
            pause();
    }
    close(fd[1]);
    if (read(fd[0], &c, 1) != 1) abort();
    close(fd[0]);
}

/* What the supervisor does after a bad end of an attached process. */
static void own_anew(void)
{
    kill(C.owner, SIGKILL);
    waitpid(C.owner, NULL, 0);
    own();
}

static void live_night(void *arg, int to)
{
    struct fault f = {0};

    (void)arg;
    shim_follow(C.plan);
    enum rc rc = night_run(C.day.home, C.date, ".", &f);
    shim_follow(NULL);
    if (rc != RC_OK) day_keep_fault(&C.day, &f);
    dprintf(to, "%s\n", rc == RC_OK ? "ok" : C.day.said);
    _exit(0); /* closing is not what is tried */
}

static char *report_text(void)
{
    char *path = mem_printf("%s/day.txt", C.night), *text = day_file(path);

    free(path);
    return text;
}

static bool copy_is_sound(void)
{
    struct fault f = {0};
    char date[DAY_TEXT], *from = mem_printf("%s/backup/%s", C.day.home, day_text(C.date, date)),
                         *to = mem_printf("%s/copy", C.dir),
                         *cmd = mem_printf("rm -rf '%s' && cp -a '%s' '%s'", to, from, to);
    struct day d;
    struct day_found w;

    bool ok = system(cmd) == 0 && store_recover_copy(to, &f) == RC_OK;
    day_init(&d, C.dir);
    snprintf(d.home, sizeof d.home, "%s", to);
    ok = ok && day_open(&d, OFFICE_ALONE) && day_look(&d, &w) && w.bad == 0;
    if (ok) office_close(d.office);
    free(from);
    free(to);
    free(cmd);
    return ok;
}

static bool one_night(void)
{
    /* by the night in the hall's language */
    static const char *const words[SHIM_HOWS] = {"/输出错误", "", "", "", ""};
    char *done = mem_printf("%s/done", C.night);

    unlink(done);
    C.told = C.ok = false;
    int status = child_run(live_night, NULL, heard);
    bool said = C.ok || !C.told || (*C.said && strstr(C.said, words[C.plan->how])),
         claimed = access(done, F_OK) == 0;
    if (status != 0) own_anew();
    if (!ended_well(status)) return bad("night", "ended badly");
    if (C.plan->kind < SHIM_ALLOC && !said) return bad("night", C.said);
    if (C.ok && !claimed) return bad("night", "said to be done and is not");
    free(done);
    C.plan->at = 0;
    status = child_run(live_night, NULL, heard);
    if (status != 0 || !C.ok) return bad("night, once more", C.said);
    char *text = report_text();
    bool same = !C.report || strcmp(text, C.report) == 0;
    free(text);
    if (!same) return bad("night, once more", "another report");
    return true;
}

/* --- All --- */

static const struct loop {
    enum shim_kind kind;
    enum shim_how how;
    bool sticky;
    long full; /* at most so many */
} loops[] = {
    {SHIM_WRITE, SHIM_EIO, false, 500},   {SHIM_WRITE, SHIM_ENOSPC, true, 500},
    {SHIM_WRITE, SHIM_SHORT, false, 500}, {SHIM_WRITE, SHIM_KILL, false, 500},
    {SHIM_SYNC, SHIM_EIO, false, 500},    {SHIM_OPEN, SHIM_EIO, false, 500},
    {SHIM_OPEN, SHIM_ENOSPC, true, 500},  {SHIM_NAME, SHIM_EIO, false, 500},
    {SHIM_NAME, SHIM_KILL, false, 500},   {SHIM_ALLOC, SHIM_EIO, false, 500},
};

static void run_loop(const char *name, bool (*one)(void), const struct loop *l, long most)
{
    struct shim_plan p = {.kind = l->kind, .how = l->how, .sticky = l->sticky};
    long runs = 0, failures = 0;

    snprintf(p.under, sizeof p.under, "%s", C.dir);
    *C.plan = p;
    one();
    long places = C.plan->seen[l->kind] / (one == one_night ? 2 : 1),
         step = places > most ? (places + most - 1) / most : 1;
    for (long n = 1; n <= places; n += step, runs++) {
        *C.plan = p;
        C.plan->at = n;
        failures += !one();
        if (one == one_night && runs % COPY_EVERY == 0 && !copy_is_sound())
            failures += !bad("night", "its copy is not sound");
    }
    check(failures == 0, "%-5s kind %d how %d %-6s %6ld places, %4ld tried, %ld bad", name, l->kind,
          l->how, l->sticky ? "sticky" : "once", places, runs, failures);
}

int main(int argc, char **argv)
{
    bool full = argc > 1 && strcmp(argv[1], "full") == 0;
    struct fault f = {0};
    char date[DAY_TEXT];

    snprintf(C.dir, sizeof C.dir, "%s/yc-cli-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(C.dir)) abort();
    snprintf(C.drafts, sizeof C.drafts, "%s/drafts", C.dir);
    C.plan = child_shared(sizeof *C.plan);
    C.date = day_of_instant(time(NULL));
    day_init(&C.day, C.dir);
    snprintf(C.night, sizeof C.night, "%s/reports/%s", C.day.home, day_text(C.date, date));
    char *log = mem_printf("%s/log.txt", C.dir);
    log_open("cli_fails", log);
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++)
        if (full || i % 3 == 0) run_loop("draft", one_draft, &loops[i], full ? loops[i].full : 6);
    if (day_create(&C.day, &f) != RC_OK) abort();
    own();
    one_night();
    C.report = report_text();
    for (size_t i = 0; i < sizeof loops / sizeof *loops; i++)
        if (full || i % 3 == 1) run_loop("night", one_night, &loops[i], full ? loops[i].full : 2);
    kill(C.owner, SIGKILL);
    waitpid(C.owner, NULL, 0);
    day_remove(C.dir);
    return tally();
}
