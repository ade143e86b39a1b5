/* For every N: the Nth write, sync, open, rename or allocation of a whole day's work fails, once or
 * from then on.
 *
 *     office_fails smoke|full [KIND HOW once|sticky N]     (the last four: that run alone, told)
 *
 * A life of the office is what the supervisor makes of it: a process that ends by itself is started
 * again.  A refused act is sent once more, as a person would; refused again, the work stops there.
 * Afterwards the cause is gone and the same requests are all sent again.  Then every act is there
 * once, nothing acknowledged has changed, the journal proves it; and whatever went wrong was said
 * in words that name the cause. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "child.h"
#include "day.h"
#include "../torture/scoreboard.h"
#include "shim.h"

enum { LIVES = 4, BROKEN = 75, NO_MEMORY = 71 };

static const char *const kind_name[] = {"write", "sync", "open", "name", "alloc", "db_alloc"};
static const char *const how_name[] = {"EIO", "ENOSPC", "EROFS", "short", "kill"};
/* What a sentence about it must hold. */
static const char *const cause[] = {"nput/output error", "disk is full", "ead-only file system", "",
                                    ""};

static const struct scenario {
    const char *name;
    int from, to; /* steps */
    bool init;    /* the home is made too */
} scenarios[] = {{"day", 0, DAY_STEPS, false}, {"init", 0, 1, true}};

static struct run {
    const struct scenario *what;
    struct shim_plan *plan; /* shared */
    struct day day;
    int next; /* the step not yet acknowledged */
    bool acked[DAY_STEPS];
    char number[DAY_STEPS][32]; /* as acknowledged */
    char code[32], said[700];   /* the last refusal */
    int refusals, wordless, lives;
    bool noticed; /* somebody was told, or the process ended */
    bool tell;
    char dir[80], log[100];
} R;

static size_t reference; /* events of an undisturbed day */

/* --- The process under test --- */

static void say(int to, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(int to, const char *fmt, ...)
{
    char line[900];
    va_list ap;

    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line - 1, fmt, ap);
    va_end(ap);
    if (n >= (int)sizeof line - 1) n = sizeof line - 2;
    for (char *p = line; *p; p++)
        if (*p == '\n') *p = ' ';
    line[n] = '\n';
    dprintf(to, "%.*s", n + 1, line);
}

static bool act_or_say(struct day *d, int i, int to)
{
    for (int tries = 0; tries < 2; tries++) {
        if (day_steps[i].kind == DAY_BACKUP) day_remove(d->backup);
        if (day_do(d, i)) {
            int m = day_steps[i].matter;
            say(to, "ok %d %s %s", i, m >= 0 ? d->number[m] : "-", d->cert);
            return true;
        }
        say(to, "no %d %s %s", i, d->code, d->said);
    }
    return false;
}

/* As often as it takes; there already is fine. */
static bool make_home(const struct day *d, struct fault *f)
{
    return day_create(d, f) == RC_OK || strstr(f->msgid, "already");
}

static void live(void *arg, int to)
{
    struct day *d = &R.day;
    struct fault f = {0};

    (void)arg;
    shim_follow(R.plan);
    if (R.what->init && !make_home(d, &f)) {
        day_keep_fault(d, &f);
        say(to, "open %s %s", d->code, d->said);
        _exit(1);
    }
    if (!day_open(d, OFFICE_OWNER)) {
        say(to, "open %s %s", d->code, d->said);
        _exit(1);
    }
    for (int i = R.next; i < R.what->to; i++)
        if (!act_or_say(d, i, to)) break;
    office_close(d->office);
    shim_follow(NULL);
}

static bool names_cause(const char *text)
{
    if (R.plan->kind >= SHIM_ALLOC) return *text != '\0';
    return strstr(text, cause[R.plan->how]) ||
           (R.plan->how == SHIM_ENOSPC && strstr(text, "No space left"));
}

static void heard(void *arg, char *line)
{
    int i = 0;

    (void)arg;
    if (R.tell) printf("      %s\n", line);
    if (strncmp(line, "ok ", 3) == 0) {
        char number[32] = "";
        sscanf(line, "ok %d %31s %63s", &i, number, R.day.cert);
        R.acked[i] = true;
        snprintf(R.number[i], sizeof R.number[0], "%s", number);
        if (day_steps[i].matter >= 0) snprintf(R.day.number[day_steps[i].matter], 32, "%s", number);
        R.next = i + 1;
        R.refusals = 0;
        return;
    }
    R.refusals++;
    R.noticed = true;
    if (R.plan->kind < SHIM_ALLOC && !names_cause(line) && !R.wordless++)
        snprintf(R.said, sizeof R.said, "%s", line);
}

/* --- One run --- */

static bool log_names_cause(void)
{
    char line[1200];
    bool named = false;
    FILE *in = fopen(R.log, "re");

    while (in && fgets(line, sizeof line, in)) {
        if (R.tell) printf("      log: %s", line);
        named |= names_cause(line);
    }
    if (in) fclose(in);
    return named;
}

static bool bad(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static bool bad(const char *fmt, ...)
{
    va_list ap;

    printf("BAD   %s %s %s %s N=%ld: ", R.what->name, kind_name[R.plan->kind],
           how_name[R.plan->how], R.plan->sticky ? "sticky" : "once", R.plan->at);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    printf("\n");
    return false;
}

static bool under_fault(void)
{
    for (R.lives = 1; R.lives <= LIVES; R.lives++) {
        R.refusals = 0;
        int status = child_run(live, NULL, heard);
        if (R.tell)
            printf("      -- wait status %#x, failed %ld\n", (unsigned)status, R.plan->failed);
        if (status == CHILD_HUNG) return bad("hung at step %d", R.next);
        if (WIFSIGNALED(status) && R.plan->how != SHIM_KILL)
            return bad("signal %d at step %d", WTERMSIG(status), R.next);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return true;
        R.noticed = true;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 1) continue; /* said why */
        if (WIFEXITED(status) && WEXITSTATUS(status) != BROKEN && WEXITSTATUS(status) != NO_MEMORY)
            return bad("exit status %d at step %d", WEXITSTATUS(status), R.next);
        if (!WIFSIGNALED(status) && WEXITSTATUS(status) == BROKEN && !log_names_cause())
            return bad("left without naming the cause, at step %d", R.next);
    }
    return true;
}

struct after {
    bool ok;
    int i;
    size_t n;
    uint64_t bad;
    char text[800];
};
static struct after *after; /* shared */

/* The cause is gone. */
static void live_after(void *arg, int to)
{
    struct day *d = &R.day;
    struct day_found w;
    struct fault f = {0};

    (void)arg;
    (void)to;
    after->i = -1;
    if (R.what->init && !make_home(d, &f)) {
        snprintf(after->text, sizeof after->text, "init: %s", f.msgid);
        return;
    }
    if (!day_open(d, OFFICE_OWNER)) {
        snprintf(after->text, sizeof after->text, "open: %s", d->said);
        return;
    }
    for (int i = 0; i < R.what->to; i++) {
        int m = day_steps[i].matter;
        after->i = i;
        if (day_steps[i].kind == DAY_BACKUP) day_remove(d->backup);
        if (!day_do(d, i)) {
            snprintf(after->text, sizeof after->text, "%s: %s", d->code, d->said);
            return;
        }
        if (R.acked[i] && m >= 0 && strcmp(R.number[i], d->number[m]) != 0) {
            snprintf(after->text, sizeof after->text, "acknowledged %s, now %s", R.number[i],
                     d->number[m]);
            return;
        }
    }
    if (!day_look(d, &w)) {
        snprintf(after->text, sizeof after->text, "look: %s", d->said);
        return;
    }
    after->n = w.n;
    after->bad = w.bad;
    snprintf(after->text, sizeof after->text, "%s", w.first);
    office_close(d->office);
    after->ok = true;
}

static void fresh_home(void)
{
    char *cmd =
        mem_printf("rm -rf '%s/home' '%s/copy' && { [ %d = 1 ] || cp -a '%s/template' '%s/home'; }",
                   R.dir, R.dir, R.what->init, R.dir, R.dir);

    if (system(cmd) != 0) abort();
    free(cmd);
    if (truncate(R.log, 0) != 0) abort();
    day_init(&R.day, R.dir);
    R.next = 0;
    R.wordless = 0;
    R.noticed = false;
    memset(R.acked, 0, sizeof R.acked);
    *after = (struct after){0};
}

static bool one(const struct scenario *what, struct shim_plan p)
{
    R.what = what;
    fresh_home();
    snprintf(p.under, sizeof p.under, "%s", R.dir);
    *R.plan = p;
    if (!under_fault()) return false;
    if (p.kind == SHIM_SYNC && R.plan->failed && !R.noticed && !log_names_cause())
        return bad("a sync that failed was passed over");
    if (R.wordless) return bad("no word of the cause: %s", R.said);
    int status = child_run(live_after, NULL, NULL);
    if (status != 0) return bad("afterwards: wait status %#x", (unsigned)status);
    if (!after->ok) return bad("afterwards, step %d: %s", after->i, after->text);
    if (after->bad) return bad("verify: %s", after->text);
    size_t want = what->init ? 0 : reference;
    if (want && after->n != want) return bad("%zu events, not %zu", after->n, want);
    return true;
}

/* --- All runs --- */

static const struct loop {
    enum shim_kind kind;
    enum shim_how how;
    bool sticky;
    long smoke, full; /* at most so many runs, spread evenly */
} loops[] = {
    {SHIM_WRITE, SHIM_EIO, false, 2, 5000},    {SHIM_WRITE, SHIM_EIO, true, 2, 5000},
    {SHIM_WRITE, SHIM_ENOSPC, false, 2, 5000}, {SHIM_WRITE, SHIM_ENOSPC, true, 2, 5000},
    {SHIM_WRITE, SHIM_SHORT, false, 2, 5000},  {SHIM_WRITE, SHIM_KILL, false, 2, 5000},
    {SHIM_WRITE, SHIM_EROFS, true, 2, 5000},   {SHIM_SYNC, SHIM_EIO, false, 2, 5000},
    {SHIM_SYNC, SHIM_EIO, true, 2, 5000},      {SHIM_SYNC, SHIM_ENOSPC, false, 1, 5000},
    {SHIM_OPEN, SHIM_EIO, false, 2, 5000},     {SHIM_OPEN, SHIM_EIO, true, 2, 5000},
    {SHIM_OPEN, SHIM_ENOSPC, false, 1, 5000},  {SHIM_OPEN, SHIM_ENOSPC, true, 1, 5000},
    {SHIM_NAME, SHIM_EIO, false, 2, 5000},     {SHIM_NAME, SHIM_EIO, true, 2, 5000},
    {SHIM_NAME, SHIM_ENOSPC, true, 1, 5000},   {SHIM_ALLOC, SHIM_EIO, false, 4, 1000},
    {SHIM_ALLOC, SHIM_EIO, true, 1, 300},      {SHIM_DB_ALLOC, SHIM_EIO, false, 6, 5000},
    {SHIM_DB_ALLOC, SHIM_EIO, true, 2, 300},
};

static void run_loop(const struct scenario *s, const struct loop *l, bool full)
{
    long most = full ? l->full : l->smoke, runs = 0, failures = 0;
    struct shim_plan p = {.kind = l->kind, .how = l->how, .sticky = l->sticky};
    int64_t began = now_ms();

    one(s, p);
    long places = R.plan->seen[l->kind], step = places > most ? (places + most - 1) / most : 1;
    for (p.at = 1 + (step > 1 ? (l - loops) % step : 0); p.at <= places; p.at += step, runs++)
        failures += !one(s, p);
    check(failures == 0, "%-4s %-8s %-6s %-6s %6ld places, %5ld tried, %ld bad, %lld ms", s->name,
          kind_name[l->kind], how_name[l->how], l->sticky ? "sticky" : "once", places, runs,
          failures, (long long)(now_ms() - began));
}

static void count_reference(void)
{
    R.what = &scenarios[0];
    if (!one(R.what, (struct shim_plan){0})) exit(1);
    reference = after->n;
    printf("      an undisturbed day: %zu events\n", reference);
}

static void make_template(void)
{
    struct fault f = {0};

    snprintf(R.dir, sizeof R.dir, "%s/yc-fails-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(R.dir)) abort();
    snprintf(R.log, sizeof R.log, "%s/log.txt", R.dir);
    day_init(&R.day, R.dir);
    if (day_create(&R.day, &f) != RC_OK) abort();
    char *template = mem_printf("%s/template", R.dir);
    if (rename(R.day.home, template) != 0) abort();
    free(template);
}

static int named(const char *w, const char *const *among, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(w, among[i]) == 0) return i;
    abort();
}

int main(int argc, char **argv)
{
    bool full = argc > 1 && strcmp(argv[1], "full") == 0;

    R.plan = child_shared(sizeof *R.plan);
    after = child_shared(sizeof *after);
    make_template();
    log_open("office_fails", R.log);
    count_reference();
    if (argc > 5) {
        R.tell = true;
        struct shim_plan p = {.kind = (enum shim_kind)named(argv[2], kind_name, SHIM_KINDS),
                              .how = (enum shim_how)named(argv[3], how_name, SHIM_HOWS),
                              .sticky = strcmp(argv[4], "sticky") == 0,
                              .at = atol(argv[5])};
        check(one(&scenarios[argc > 6], p), "that one");
        return tally();
    }
    for (size_t s = 0; s < sizeof scenarios / sizeof *scenarios; s++)
        for (size_t i = 0; i < sizeof loops / sizeof *loops; i++)
            if (full || s == 0) run_loop(&scenarios[s], &loops[i], full);
    day_remove(R.dir);
    return tally();
}
