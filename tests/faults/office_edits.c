/* Stored bytes are changed at random: every change is detected or harmless.
 *
 *     office_edits smoke|full|NUMBER [SEED [EDIT]]     (EDIT: that one alone, told)
 *
 * A home after a day's work, closed in order, and a backup of it.  Each time one file is changed in
 * one place: a bit, a byte, some bytes, a sector of zeros, a cut, a block written to the wrong
 * place.  Then what an operator would do: open it, verify it (pages, log records, journal, indexes,
 * archive), ask everything again.  Either somebody says what is wrong, or the office holds and
 * answers exactly what it did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <ctype.h>
#include <ftw.h>
#include <sys/stat.h>

#include "../torture/scoreboard.h"
#include "child.h"
#include "day.h"
#include "store/upkeep.h"

enum { FILES_MOST = 200, KINDS = 6, PLACES = 6 };
enum outcome { OPENING, VERIFYING, FILES_CHECK, HARMLESS, SILENT, CRASHED, HUNG, OUTCOMES };
static const char *const outcome_name[] = {"refused at opening",
                                           "found by verify",
                                           "found in the files",
                                           "harmless",
                                           "SILENT",
                                           "the process died",
                                           "HUNG"};
static const char *const kind_name[] = {"bit", "byte", "bytes", "zeros", "cut", "block"};
static const struct place {
    const char *below; /* the base folder */
    int weight;
} places[PLACES] = {{"home/data/", 40}, {"home/log/", 15}, {"home/archive/", 10},
                    {"copy/data/", 20}, {"copy/log/", 10}, {"", 5}};

struct verdict {
    enum outcome outcome;
    char text[900];
};

static struct edits {
    char dir[80];
    struct day day;
    char *file[PLACES][FILES_MOST]; /* relative to the base folder */
    size_t nfiles[PLACES];
    struct day_found whole, copied; /* shared hashes */
    struct verdict *v;              /* shared */
    bool copy;                      /* the edit is in the backup */
    unsigned dice;
    int number[OUTCOMES], by_place[PLACES][OUTCOMES];
} E;

static const char pin[] = "258369";

/* --- The base --- */

static void must(bool ok, const char *what)
{
    if (ok) return;
    printf("FAIL  %s: %s %s\n0 passed, 1 failed\n", what, E.day.code, E.day.said);
    exit(1);
}

/* Refused: d->code says why. */
static bool do_pin(struct day *d, const char *act, const char *p)
{
    struct office_caller who = {getuid(), false};
    Yc__Request *q = door_request_new(act);

    door_request_set(&q->as, "zhangmin");
    door_request_with(q, "pin", p);
    Yc__Reply *r = office_answer(d->office, &who, q);
    bool ok = r->ok && strcmp(door_reply_get(r, "right"), "false") != 0;
    snprintf(d->code, sizeof d->code, "%s", r->ok ? "" : r->code);
    door_reply_free(r);
    door_request_free(q);
    return ok;
}

static void live_base(void *arg, int say)
{
    struct day *d = &E.day;
    struct fault f = {0};

    (void)arg;
    (void)say;
    if (day_create(d, &f) != RC_OK || !day_open(d, OFFICE_OWNER)) _exit(1);
    for (int i = 0; i < DAY_STEPS; i++)
        if (!day_do(d, i)) _exit(2);
    if (!do_pin(d, "set_pin", pin)) _exit(3);
    office_close(d->office);
}

static int note_file(const char *path, const struct stat *st, int type, struct FTW *at)
{
    size_t n = strlen(E.dir) + strlen("/base/");

    (void)at;
    if (type != FTW_F || st->st_size == 0) return 0;
    int k = 0;
    while (strncmp(path + n, places[k].below, strlen(places[k].below)) != 0)
        k++;
    if (E.nfiles[k] < FILES_MOST) E.file[k][E.nfiles[k]++] = mem_strdup(path + n);
    return 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void note_files(void)
{
    char *base = mem_printf("%s/base", E.dir);

    nftw(base, note_file, 16, FTW_PHYS);
    for (int k = 0; k < PLACES; k++)
        qsort(E.file[k], E.nfiles[k], sizeof E.file[k][0], by_text);
    free(base);
}

static void run(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void run(const char *fmt, ...)
{
    char cmd[600];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(cmd, sizeof cmd, fmt, ap);
    va_end(ap);
    if (system(cmd) != 0) abort();
}

static void fresh(void)
{
    run("cd '%s' && rm -rf home copy check && cp -a base/home base/copy .", E.dir);
}

/* --- What an operator does --- */

static void found(void *arg, const char *text)
{
    struct verdict *v = arg;

    v->outcome = FILES_CHECK;
    snprintf(v->text, sizeof v->text, "%s", text);
}

static bool same(const struct day_found *a, const struct day_found *b)
{
    return a->n == b->n && memcmp(a->hash, b->hash, a->n * sizeof *a->hash) == 0 &&
           memcmp(a->done, b->done, sizeof a->done) == 0;
}

/* false: v says what was found. */
static bool opens(struct verdict *v, enum office_mode mode, struct day_found *w)
{
    struct day *d = &E.day;

    v->outcome = OPENING;
    if (!day_open(d, mode)) {
        snprintf(v->text, sizeof v->text, "%s: %s", d->code, d->said);
        return false;
    }
    v->outcome = VERIFYING;
    if (!day_look(d, w)) {
        snprintf(v->text, sizeof v->text, "%s: %s", d->code, d->said);
        return false;
    }
    snprintf(v->text, sizeof v->text, "%s", w->first);
    return w->bad == 0;
}

/* The copy at d->backup, as `yichuang verify` and a restore look at one. */
static bool copy_is_sound(struct verdict *v)
{
    struct day *d = &E.day;
    struct fault f = {0};

    v->outcome = HARMLESS;
    if (!store_check_pages(d->backup, found, v)) return false;
    v->outcome = OPENING;
    if (store_recover_copy(d->backup, &f) != RC_OK) {
        day_keep_fault(d, &f);
        snprintf(v->text, sizeof v->text, "restoring: %s", d->said);
        return false;
    }
    v->outcome = HARMLESS;
    store_check_files(d->backup, found, v);
    return v->outcome == HARMLESS;
}

static const char *answers_differ(struct day *d)
{
    static char text[200];

    for (int i = 0; i < DAY_STEPS; i++) {
        if (day_steps[i].kind != DAY_ACT || day_do(d, i)) continue;
        snprintf(text, sizeof text, "step %d: %.150s", i, d->said);
        return text;
    }
    d->code[0] = '\0';
    if (!do_pin(d, "check_pin", pin)) return "the right PIN is wrong";
    return do_pin(d, "check_pin", "147036") ? "a wrong PIN is right" : NULL;
}

static void look_at_copy(struct verdict *v)
{
    struct day_found w;

    if (!copy_is_sound(v)) return;
    snprintf(E.day.home, sizeof E.day.home, "%.*s", (int)sizeof E.day.home - 1, E.day.backup);
    if (!opens(v, OFFICE_ALONE, &w)) return;
    v->outcome = E.copied.n && !same(&w, &E.copied) ? SILENT : HARMLESS;
    snprintf(v->text, sizeof v->text, "%zu events", w.n);
    if (!E.copied.n) {
        memcpy(E.copied.hash, w.hash, w.n * sizeof *w.hash);
        memcpy((bool *)(E.copied.hash + 10000), w.done, sizeof w.done);
        snprintf(v->text, sizeof v->text, "%zu", w.n);
    }
    office_close(E.day.office);
}

static void look_at_home(struct verdict *v)
{
    struct day *d = &E.day;
    struct day_found w;
    struct fault f = {0};

    if (!opens(v, OFFICE_OWNER, &w)) return;
    if (E.whole.n && !same(&w, &E.whole)) {
        v->outcome = SILENT;
        snprintf(v->text, sizeof v->text, "%zu events, not %zu", w.n, E.whole.n);
        return;
    }
    if (!E.whole.n) {
        memcpy(E.whole.hash, w.hash, w.n * sizeof *w.hash);
        memcpy((bool *)(E.whole.hash + 10000), w.done, sizeof w.done);
    }
    v->outcome = HARMLESS;
    store_check_archive(d->home, found, v);
    if (v->outcome != HARMLESS) return;
    snprintf(d->backup, sizeof d->backup, "%s/check", E.dir);
    if (office_backup(d->office, d->backup, &f) != RC_OK) {
        v->outcome = FILES_CHECK;
        snprintf(v->text, sizeof v->text, "backup: %s", f.msgid);
        return;
    }
    if (!copy_is_sound(v)) return;
    const char *differ = answers_differ(d);
    if (differ) v->outcome = strcmp(d->code, "pin") == 0 ? VERIFYING : SILENT; /* told at its use */
    snprintf(v->text, sizeof v->text, "%s", differ ? differ : "");
    if (!differ && !E.whole.n) snprintf(v->text, sizeof v->text, "%zu", w.n);
    office_close(d->office);
}

static void live_look(void *arg, int say)
{
    (void)arg;
    (void)say;
    (E.copy ? look_at_copy : look_at_home)(E.v);
}

static enum outcome look(void)
{
    *E.v = (struct verdict){0};
    int status = child_run(live_look, NULL, NULL);

    bool ended = status == CHILD_HUNG || WIFSIGNALED(status);
    /* after such an end the next data process looks at the files first (hall/data.c) */
    if (ended && !E.copy && !store_check_pages(E.day.home, found, E.v)) return FILES_CHECK;
    if (status == CHILD_HUNG) return HUNG;
    if (WIFSIGNALED(status)) {
        snprintf(E.v->text, sizeof E.v->text, "signal %d after: %s", WTERMSIG(status),
                 outcome_name[E.v->outcome]);
        return CRASHED;
    }
    if (WEXITSTATUS(status) != 0) { /* the supervisor would start it again, and again */
        snprintf(E.v->text, sizeof E.v->text, "left with %d", WEXITSTATUS(status));
        return VERIFYING;
    }
    return E.v->outcome;
}

static void learn(struct day_found *w, bool copy)
{
    fresh();
    E.copy = copy;
    w->hash = child_shared(10000 * sizeof *w->hash + sizeof w->done);
    enum outcome o = look();
    if (o != HARMLESS) {
        printf("FAIL  undamaged, yet %s: %s\n0 passed, 1 failed\n", outcome_name[o], E.v->text);
        exit(1);
    }
    w->n = strtoul(E.v->text, NULL, 10);
    memcpy(w->done, w->hash + 10000, sizeof w->done);
}

/* --- Edits --- */

static int dice(int n)
{
    return (int)((unsigned)rand_r(&E.dice) % (unsigned)n);
}

struct file_bytes {
    unsigned char *p;
    size_t n;
};

static struct file_bytes load(const char *path)
{
    struct stat st;
    FILE *in = fopen(path, "re");
    struct file_bytes b = {NULL, 0};

    if (!in || fstat(fileno(in), &st) != 0) abort();
    b.p = mem_alloc((size_t)st.st_size + 1);
    b.n = fread(b.p, 1, (size_t)st.st_size, in);
    fclose(in);
    return b;
}

static void store(const char *path, const struct file_bytes *b)
{
    FILE *to = fopen(path, "we");

    if (!to || fwrite(b->p, 1, b->n, to) != b->n || fclose(to) != 0) abort();
}

/* Where the bytes are: half of the time somewhere that is not zero. */
static size_t somewhere(const struct file_bytes *b)
{
    size_t at = (size_t)dice((int)b->n);

    for (int i = 0; dice(2) && i < 1000 && !b->p[at]; i++)
        at = (size_t)dice((int)b->n);
    return at;
}

static size_t edit(struct file_bytes *b, int kind)
{
    size_t at = somewhere(b), len = b->n - at;

    switch (kind) {
    case 0:
        b->p[at] ^= (unsigned char)(1 << dice(8));
        break;
    case 1:
        b->p[at] = (unsigned char)dice(256);
        break;
    case 2:
        for (size_t i = 0, n = 2 + (size_t)dice(62); i < n && i < len; i++)
            b->p[at + i] = (unsigned char)dice(256);
        break;
    case 3:
        at -= at % 512;
        memset(b->p + at, 0, b->n - at < 512 ? b->n - at : 512);
        break;
    case 4:
        b->n = at;
        break;
    default:
        at -= at % 4096;
        if (b->n >= 8192)
            memmove(b->p + at, b->p + (size_t)dice((int)(b->n / 4096)) * 4096,
                    b->n - at < 4096 ? b->n - at : 4096);
        break;
    }
    return at;
}

static int any_place(void)
{
    int r = dice(100), k = 0;

    while (r >= places[k].weight)
        r -= places[k++].weight;
    return E.nfiles[k] ? k : 0;
}

static int any_kind(void)
{
    static const int weight[KINDS] = {50, 20, 10, 10, 5, 5};
    int r = dice(100), k = 0;

    while (r >= weight[k])
        r -= weight[k++];
    return k;
}

static void one(int nr, unsigned seed, bool tell)
{
    E.dice = seed * 1000003u + (unsigned)nr;
    for (int i = 0; i < 8; i++)
        dice(2);
    for (;;) {
        int k = any_place(), kind = any_kind();
        const char *file = E.file[k][dice((int)E.nfiles[k])];
        char *from = mem_printf("%s/base/%s", E.dir, file), *to = mem_printf("%s/%s", E.dir, file);
        struct file_bytes was = load(from), b = load(from);
        size_t at = edit(&b, kind);
        bool changed = b.n != was.n || memcmp(b.p, was.p, b.n) != 0;
        if (changed) {
            fresh();
            store(to, &b);
            E.copy = strncmp(file, "copy/", 5) == 0;
            enum outcome o = look();
            E.number[o]++;
            E.by_place[k][o]++;
            if (tell || o >= SILENT)
                printf("      edit %d: %s, %s at %zu: %s: %s\n", nr, file, kind_name[kind], at,
                       outcome_name[o], E.v->text);
        }
        free(was.p);
        free(b.p);
        free(from);
        free(to);
        if (changed) return;
    }
}

int main(int argc, char **argv)
{
    bool full = argc > 1 && strcmp(argv[1], "full") == 0;
    unsigned seed = argc > 2 ? (unsigned)atoi(argv[2]) : 1;
    int edits = full ? 10000 : argc > 1 && atoi(argv[1]) ? atoi(argv[1]) : 60;

    snprintf(E.dir, sizeof E.dir, "%s/yc-edits-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(E.dir)) abort();
    char *log = mem_printf("%s/log.txt", E.dir);
    log_open("office_edits", log);
    day_init(&E.day, E.dir);
    E.v = child_shared(sizeof *E.v);
    must(child_run(live_base, NULL, NULL) == 0, "the day");
    run("cd '%s' && mkdir base && mv home copy base", E.dir);
    note_files();
    learn(&E.whole, false);
    learn(&E.copied, true);
    if (argc > 3) {
        one(atoi(argv[3]), seed, true);
        return 0;
    }
    int64_t began = now_ms();
    for (int i = 0; i < edits; i++)
        one(i, seed, false);
    for (int k = 0; k < PLACES; k++)
        if (E.nfiles[k])
            printf("      %-13s %3zu files: %d at opening, %d by verify, %d in the files, %d "
                   "harmless, %d bad\n",
                   *places[k].below ? places[k].below : "other", E.nfiles[k],
                   E.by_place[k][OPENING], E.by_place[k][VERIFYING], E.by_place[k][FILES_CHECK],
                   E.by_place[k][HARMLESS],
                   E.by_place[k][SILENT] + E.by_place[k][CRASHED] + E.by_place[k][HUNG]);
    check(E.number[SILENT] + E.number[CRASHED] + E.number[HUNG] == 0,
          "%d edits, seed %u: %d refused at opening, %d found by verify, %d found in the files, %d "
          "harmless; %d silent, %d "
          "crashes, %d hung; %lld ms",
          edits, seed, E.number[OPENING], E.number[VERIFYING], E.number[FILES_CHECK],
          E.number[HARMLESS], E.number[SILENT], E.number[CRASHED], E.number[HUNG],
          (long long)(now_ms() - began));
    day_remove(E.dir);
    return tally();
}
