/* The power fails: at every sync of a day's work, before it and after it, and at places between.
 *
 *     office_power smoke|full [SEED]
 *
 * A day is lived once and everything it does to files is written down (shim.h), with every act
 * acknowledged.  From that the states a power cut may leave are built (disk.h).  Each is opened,
 * verified and compared: the acts there are a prefix of the day that holds all acknowledged ones,
 * every event is one of the undisturbed day's, and the rest of the day can be done.
 *
 * Pages written whole or not at all: every state must recover.  Pages torn inside (4096, 512):
 * recovery may refuse, and then yesterday's copy with the logs that are there must give the same;
 * nothing may be lost in silence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "../torture/scoreboard.h"
#include "child.h"
#include "day.h"
#include "disk.h"
#include "shim.h"
#include "store/upkeep.h"

enum outcome { GOOD, REFUSED, FOUND, SILENT, DIED, OUTCOMES };
static const char *const outcome_name[] = {"good", "refused", "found by verify", "SILENT", "DIED"};
enum { WHOLE = 1 << 20, TEARS = 3, EVERY_NTH_GOES_ON = 4 };
static const size_t tears[TEARS] = {WHOLE, 4096, 512};

struct verdict {
    bool opened, looked;
    uint64_t bad;
    bool done[DAY_STEPS];
    size_t n, strange; /* events; those the undisturbed day has not */
    bool went_on;
    char text[900];
};

static struct power {
    char dir[80], region[200], trace_path[120];
    struct day day;
    struct day_found whole;
    struct verdict *v; /* shared */
    bool init;
    bool going_on; /* do the rest of the day */
    enum office_mode mode;
    char home[160]; /* to be looked at */
} P;

/* --- The day, written down --- */

static void live_traced(void *arg, int say)
{
    char text[64];
    struct fault f = {0};
    struct day *d = &P.day;
    int fd = open(P.trace_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    (void)arg;
    (void)say;
    shim_trace(fd, P.dir);
    if (P.init) {
        if (day_create(d, &f) != RC_OK) _exit(1);
        shim_told("init");
        shim_trace(-1, NULL);
        _exit(0);
    }
    if (!day_open(d, OFFICE_OWNER)) _exit(1);
    for (int i = 0; i < DAY_STEPS; i++) {
        if (!day_do(d, i)) _exit(1);
        snprintf(text, sizeof text, "%d", i);
        shim_told(text);
    }
    office_close(d->office);
    shim_trace(-1, NULL);
    if (!day_open(d, OFFICE_OWNER) || !day_look(d, &P.whole)) _exit(1);
    FILE *to = fopen(P.trace_path, "re");
    if (to) fclose(to);
    char *path = mem_printf("%s/whole", P.dir);
    to = fopen(path, "we");
    if (!to || fwrite(P.whole.hash, sizeof *P.whole.hash, P.whole.n, to) != P.whole.n) _exit(1);
    fclose(to);
    office_close(d->office);
}

static void read_whole(void)
{
    char *path = mem_printf("%s/whole", P.dir);
    FILE *in = fopen(path, "re");

    P.whole.hash = mem_alloc(10000 * sizeof *P.whole.hash);
    P.whole.n = in ? fread(P.whole.hash, sizeof *P.whole.hash, 10000, in) : 0;
    if (in) fclose(in);
    free(path);
}

/* --- Looking at a state --- */

static void live_look(void *arg, int say)
{
    struct day *d = &P.day;
    struct day_found w;
    struct fault f = {0};
    struct verdict *v = P.v;

    (void)arg;
    (void)say;
    if (P.mode == OFFICE_ALONE && store_recover_copy(P.home, &f) != RC_OK) {
        day_keep_fault(d, &f);
        snprintf(v->text, sizeof v->text, "restoring: %s", d->said);
        return;
    }
    memcpy(d->home, P.home, sizeof d->home);
    if (!day_open(d, P.mode)) {
        snprintf(v->text, sizeof v->text, "open: %s", d->said);
        return;
    }
    v->opened = true;
    v->looked = day_look(d, &w);
    v->bad = w.bad;
    v->n = w.n;
    memcpy(v->done, w.done, sizeof v->done);
    for (size_t i = 0; i < w.n; i++)
        v->strange += !bsearch(&w.hash[i], P.whole.hash, P.whole.n, sizeof *w.hash, day_order);
    snprintf(v->text, sizeof v->text, "%s", v->looked ? w.first : d->said);
    if (!v->looked) _exit(0);
    v->went_on = true;
    for (int i = 0; P.going_on && i < DAY_STEPS && v->went_on; i++) {
        if (day_steps[i].kind == DAY_BACKUP) day_remove(d->backup);
        v->went_on = day_do(d, i);
        if (!v->went_on) snprintf(v->text, sizeof v->text, "going on, step %d: %s", i, d->said);
    }
    office_close(d->office);
}

static int acts_done(const struct verdict *v, bool *gap)
{
    int last = -1, n = 0;

    *gap = false;
    for (int i = 0; i < DAY_STEPS; i++) {
        if (day_steps[i].kind != DAY_ACT) continue;
        if (v->done[i] && last != n - 1) *gap = true;
        if (v->done[i]) last = n;
        n++;
    }
    return last + 1;
}

static int acts_before(int step)
{
    int n = 0;

    for (int i = 0; i <= step; i++)
        n += day_steps[i].kind == DAY_ACT;
    return n;
}

/* acked: the last step acknowledged, -1 none. */
static enum outcome judge(int status, int acked)
{
    bool gap;
    struct verdict *v = P.v;

    if (status != 0) {
        snprintf(v->text, sizeof v->text, "wait status %#x", (unsigned)status);
        return WIFEXITED(status) ? REFUSED : DIED;
    }
    if (!v->opened || !v->looked) return REFUSED;
    if (v->bad) return FOUND;
    int done = acts_done(v, &gap);
    if (P.init) acked = -1; /* all there is to lose is the office itself */
    if (done < acts_before(acked) || gap || (v->strange && !P.init)) {
        snprintf(v->text, sizeof v->text, "%d acts, acknowledged %d, gap %d, %zu strange events",
                 done, acts_before(acked), gap, v->strange);
        return SILENT;
    }
    return v->went_on ? GOOD : FOUND;
}

static enum outcome look(const char *home, enum office_mode mode, int acked, bool go_on)
{
    *P.v = (struct verdict){0};
    snprintf(P.home, sizeof P.home, "%s", home);
    P.mode = mode;
    P.going_on = go_on;
    return judge(child_run(live_look, NULL, NULL), acked);
}

/* Yesterday's copy and the logs found. */
static bool heals(int acked)
{
    char *scratch = mem_printf("%s/healed", P.dir);
    char *cmd = mem_printf(
        "rm -rf '%s' && mkdir -m 700 '%s' && cp -a '%s/template/data' '%s' && mkdir -m 700 "
        "'%s/log' && cp -a '%s'/home/archive/log.* '%s/log' 2>/dev/null; cp -a "
        "'%s'/home/log/log.* '%s/log'",
        scratch, scratch, P.dir, scratch, scratch, P.dir, scratch, P.dir, scratch);
    bool ok = system(cmd) == 0 && look(scratch, OFFICE_ALONE, acked, false) == GOOD;

    day_remove(scratch);
    free(cmd);
    free(scratch);
    return ok;
}

/* --- All states --- */

struct tally_of {
    int states, same, outcome[OUTCOMES], healed, shown;
};

static uint64_t seen[200000];
static size_t nseen;

static bool seen_before(uint64_t hash, int acked)
{
    hash = hash * 31 + (uint64_t)acked;
    for (size_t i = 0; i < nseen; i++)
        if (seen[i] == hash) return true;
    if (nseen < sizeof seen / sizeof *seen) seen[nseen++] = hash;
    return false;
}

static void clear(void)
{
    char *cmd = mem_printf("rm -rf '%s/home' '%s/copy' '%s'", P.dir, P.dir, P.region);

    if (system(cmd) != 0) abort();
    free(cmd);
}

static void one_state(const struct disk *begin, const struct trace *t, int before, int acked,
                      struct chance c, struct tally_of *tally_to)
{
    struct disk *d = mem_alloc(sizeof *d);

    disk_cut(d, begin, t, before, c);
    tally_to->states++;
    if (seen_before(disk_hash(d), acked)) {
        tally_to->same++;
    } else {
        clear();
        disk_make(d);
        enum outcome o =
            access(P.day.home, F_OK) != 0 && acked < 0
                ? GOOD /* not even begun */
                : look(P.day.home, OFFICE_OWNER, acked, tally_to->states % EVERY_NTH_GOES_ON == 0);
        bool beginning = P.init && acked < 0 && o == REFUSED; /* never said to be there */
        if (beginning) o = GOOD;
        tally_to->outcome[o]++;
        char text[900];
        snprintf(text, sizeof text, "%s", P.v->text);
        bool healed = o != GOOD && o != DIED && heals(acked);
        tally_to->healed += healed;
        if (o != GOOD && tally_to->shown++ < 6)
            printf(
                "      %s%s at operation %d of %d (acknowledged %d), cut %d tear %zu seed %u: %s\n",
                outcome_name[o], healed ? ", healed" : "", before, t->n, acked, c.cut, c.tear,
                c.seed, text);
    }
    disk_free(d);
    free(d);
}

static int acked_before(const struct trace *t, int before)
{
    int acked = -1;

    for (int i = 0; i < before; i++)
        if (t->op[i].r.op == OP_TOLD) acked = atoi(t->op[i].data);
    return acked;
}

static void at_boundary(const struct disk *begin, const struct trace *t, int before, int each,
                        unsigned *dice, struct tally_of r[TEARS])
{
    int acked = acked_before(t, before);

    one_state(begin, t, before, acked, (struct chance){.cut = CUT_NONE}, &r[0]);
    one_state(begin, t, before, acked, (struct chance){.cut = CUT_ALL}, &r[0]);
    for (int i = 0; i < each; i++) {
        one_state(begin, t, before, acked,
                  (struct chance){.cut = CUT_PREFIX, .until = rand_r(dice) % (before + 1)}, &r[0]);
        for (int k = 0; k < TEARS; k++)
            one_state(begin, t, before, acked,
                      (struct chance){CUT_RANDOM, 0, tears[k], (unsigned)rand_r(dice)}, &r[k]);
    }
}

static void report(const char *what, const struct tally_of r[TEARS])
{
    for (int k = 0; k < TEARS; k++) {
        const int *o = r[k].outcome;
        int bad = o[SILENT] + o[DIED] +
                  (k ? o[REFUSED] + o[FOUND] + o[SILENT] - r[k].healed : o[REFUSED] + o[FOUND]);
        check(
            bad == 0,
            "%s, %s: %d states, %d distinct: %d good, %d refused, %d found by verify (%d of these "
            "healed), %d silent, %d died",
            what,
            k == 0   ? "pages whole"
            : k == 1 ? "torn at 4096"
                     : "torn at 512",
            r[k].states, r[k].states - r[k].same, o[GOOD], o[REFUSED], o[FOUND], r[k].healed,
            o[SILENT], o[DIED]);
    }
}

static void replay(const char *what, const struct disk *begin, int stride, int each, unsigned dice)
{
    struct trace t = trace_read(P.trace_path);
    struct tally_of r[TEARS] = {0};
    int syncs = 0;

    trace_syncs(&t, begin);
    for (int i = 0; i < t.n; i++) {
        bool sync = t.op[i].r.op == OP_SYNC, between = rand_r(&dice) % 40 == 0;
        if (sync && syncs++ % stride == 0) {
            at_boundary(begin, &t, i, each, &dice, r);
            at_boundary(begin, &t, i + 1, each, &dice, r);
        } else if (!sync && between && stride == 1) {
            at_boundary(begin, &t, i, each, &dice, r);
        }
    }
    at_boundary(begin, &t, t.n, each, &dice, r);
    printf("      %s: %d operations, %d syncs\n", what, t.n, syncs);
    report(what, r);
    free(t.bytes);
    free(t.op);
}

static void note_region(void)
{
    char *path = mem_printf("%s/home/region", P.dir), *text = day_file(path);

    snprintf(P.region, sizeof P.region, "%s", text);
    free(path);
    free(text);
}

static void begin_with(struct disk *d)
{
    char *path = mem_printf("%s/template", P.dir), *cmd;

    clear();
    cmd = mem_printf("cp -a '%s' '%s/home'", path, P.dir);
    if (system(cmd) != 0) abort();
    disk_load(d, P.dir);
    /* only the home is of interest, and the folder it is in */
    for (size_t i = 0; i < d->now.n;) {
        size_t n = strlen(P.day.home);
        const char *p = d->now.entry[i].path;
        bool keep =
            strcmp(p, P.dir) == 0 || (strncmp(p, P.day.home, n) == 0 && (!p[n] || p[n] == '/'));
        if (keep) {
            i++;
            continue;
        }
        tree_drop(&d->kept, p, strlen(p));
        tree_drop(&d->now, p, strlen(p));
    }
    free(path);
    free(cmd);
}

int main(int argc, char **argv)
{
    bool full = argc > 1 && strcmp(argv[1], "full") == 0;
    unsigned seed = argc > 2 ? (unsigned)atoi(argv[2]) : 1;
    struct disk *d = mem_alloc(sizeof *d), *empty = mem_alloc(sizeof *empty);

    snprintf(P.dir, sizeof P.dir, "%s/yc-power-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(P.dir)) abort();
    P.v = child_shared(sizeof *P.v);
    char *log = mem_printf("%s/log.txt", P.dir);
    snprintf(P.trace_path, sizeof P.trace_path, "%s.trace", P.dir);
    log_open("office_power", log);
    day_init(&P.day, P.dir);
    printf("      seed %u\n", seed);

    P.init = true;
    disk_load(empty, P.dir);
    if (child_run(live_traced, NULL, NULL) != 0) abort();
    note_region();
    char *cmd = mem_printf("mv '%s/home' '%s/template'", P.dir, P.dir);
    if (system(cmd) != 0) abort();
    replay("init", empty, full ? 1 : 12, full ? 3 : 1, seed);

    P.init = false;
    begin_with(d);
    if (child_run(live_traced, NULL, NULL) != 0) abort();
    read_whole();
    replay("day", d, full ? 1 : 5, full ? 6 : 1, seed);

    clear();
    if (!failed) day_remove(P.dir);
    unlink(P.trace_path);
    return tally();
}
