/* Sixty-four desks walk matters through a real hall while its processes are killed at random, and
 * afterwards everything is counted.
 *
 *     hall_torture YICHUANGD SOURCE smoke|full|herd|log [SEED]
 *
 * In smoke and full a blow falls every 100 to 300 ms, whether the hall has recovered from the one
 * before or not.  herd has as many terminals as the hall has people, and lets it come to rest
 * before the next blow; log lets a whole interval between two checkpoints be written before it. The
 * desks (desk.h) keep their own account of what was acknowledged; count.h holds it against the hall
 * and a verified copy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <sys/resource.h>

#include "count.h"

enum { BLOWS = 8000, WAKE_MS = 200 };

static const struct regime {
    const char *name;
    int desks, seconds, think_ms;
    int gap_ms;                    /* between blows, and up to twice as much more */
    bool data_only;                /* only the data process, now and then the supervisor */
    int log_mb;                    /* written before each blow */
    int64_t pause_p99, pause_most; /* ms, from a blow to the first reply to a new request; 0: too
                                      few to judge */
} regimes[] = {
    {"smoke", 64, 6, 250, 100, false, 0, 0, 0},
    {"full", 64, 600, 250, 100, false, 0, 1000, 3000},
    {"herd", 346, 40, 2000, 1000, true, 0, 1000, 3000},
    {"log", 64, 90, 20, 1000, true, 15, 1000, 3000},
};

enum blow {
    DATA,
    RECOVERING, /* the data process, soon after another blow */
    SUPERVISOR,
    NIGHT,
    DESK,
    DATA_STOPPED,
    DESK_STOPPED,
    NO_MEMORY, /* the data process gets no more: it ends by itself, at once or later */
    BLOW_KINDS
};
static const struct {
    const char *name;
    int weight; /* of a hundred */
    bool interrupts;
} blow[] = {{"data process", 20, true}, {"data process again while it recovers", 4, true},
            {"supervisor", 8, true},    {"night batch", 12, true},
            {"desk", 48, false},        {"data process stopped", 2, true},
            {"desk stopped", 4, false}, {"data process without memory", 2, true}};

static struct torture {
    const struct regime *regime;
    int count[BLOW_KINDS];
    struct {
        enum blow kind;
        int64_t at, back; /* back: the first reply to a request sent after it */
        int waiting;      /* requests under way then */
        bool alone;       /* no other blow on the office fell before it was back */
    } blow[BLOWS];
    size_t nblows;
    pid_t asleep; /* a stopped desk, woken at wake_at; 0: none */
    int64_t wake_at;
    pid_t asker; /* asks for the night batch, or for much at once */
} T;

/* --- Blows --------------------------------------------------------------------------------------
 */

static bool deal(pid_t pid, enum blow kind)
{
    if (kind == NO_MEMORY) return prlimit(pid, RLIMIT_DATA, &(struct rlimit){0, 0}, NULL) == 0;
    return kill(pid, kind == DATA_STOPPED || kind == DESK_STOPPED ? SIGSTOP : SIGKILL) == 0;
}

static void strike(pid_t pid, enum blow kind)
{
    if (pid <= 0 || T.nblows == BLOWS) return;
    T.blow[T.nblows].kind = kind;
    T.blow[T.nblows].at = now_ms();
    if (!deal(pid, kind)) return;
    T.nblows++;
    T.count[kind]++;
}

static void wake(void)
{
    if (!T.asleep || now_ms() < T.wake_at) return;
    kill(T.asleep, SIGCONT);
    T.asleep = 0;
}

/* In a process of its own: nobody waits for the hall here. */
static void have_asked(Yc__Reply *(*question)(void))
{
    if (T.asker && kill(T.asker, 0) == 0) return;
    fflush(NULL);
    T.asker = fork();
    if (T.asker) return;
    B.door = NULL;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    door_reply_free(question());
    _exit(0);
}

static Yc__Reply *ask_much(void)
{
    return ask(door_request_new("journal"));
}

/* One is running nearly always, and may die in any part of it. */
static void strike_night(void)
{
    if (B.night)
        strike(B.night, NIGHT);
    else
        have_asked(ask_night);
}

static void stop_desk(void)
{
    wake();
    if (T.asleep) return;
    T.asleep = B.pid[dice(B.ndesks)];
    T.wake_at = now_ms() + WAKE_MS + dice(WAKE_MS);
    strike(T.asleep, DESK_STOPPED);
}

static void strike_again(void)
{
    strike(B.data, DATA);
    wait_ms(30 + dice(70));
    look_at_processes();
    strike(B.data, RECOVERING);
}

static enum blow choose_blow(void)
{
    int d = dice(100), k = 0;

    if (T.regime->data_only) return d < 80 ? DATA : SUPERVISOR;
    while (k < BLOW_KINDS - 1 && (d -= blow[k].weight) >= 0)
        k++;
    return (enum blow)k;
}

static void strike_something(void)
{
    look_at_processes();
    switch (choose_blow()) {
    case DATA:
        strike(B.data, DATA);
        break;
    case RECOVERING:
        strike_again();
        break;
    case SUPERVISOR:
        strike(B.supervisor, SUPERVISOR);
        break;
    case NIGHT:
        strike_night();
        break;
    case DESK:
        strike(B.pid[dice(B.ndesks)], DESK);
        break;
    case DATA_STOPPED:
        strike(B.data, DATA_STOPPED);
        break;
    case NO_MEMORY:
        strike(B.data, NO_MEMORY);
        have_asked(ask_much);
        break;
    default:
        stop_desk();
    }
}

/* Bytes of log since the data process opened, or since the last checkpoint: what a death now costs.
 */
static void wait_for_log(int64_t end)
{
    double from = stat_number("log_bytes");

    while (stat_number("log_bytes") - from < T.regime->log_mb * 1048576.0 && now_ms() < end)
        wait_ms(20);
}

/* true: all desks have done their work. */
static bool play(void)
{
    int64_t began = now_ms(), end = began + T.regime->seconds * 1000;

    seat_all(T.regime->desks, T.regime->think_ms, T.regime->seconds * 1000);
    while (desks_working() && now_ms() < end) {
        wait_ms(T.regime->gap_ms + dice(2 * T.regime->gap_ms));
        if (T.regime->log_mb) wait_for_log(end);
        strike_something();
        wake();
    }
    T.wake_at = 0;
    wake();
    while (desks_working() && now_ms() < end + 60000)
        wait_ms(20);
    printf("seed %u: %d desks, %.1f s\n      %zu blows:", B.seed, B.ndesks,
           (double)(now_ms() - began) / 1000, T.nblows);
    for (int i = 0; i < BLOW_KINDS; i++)
        printf("%s %s %d", i ? "," : "", blow[i].name, T.count[i]);
    printf("\n      desks taken over: %d, also where the reply was never noted\n", B.taken_over);
    return desks_working() == 0;
}

/* --- Pauses -------------------------------------------------------------------------------------
 */

static int by_began(const void *a, const void *b)
{
    int64_t x = ((const struct fact *)a)->began, y = ((const struct fact *)b)->began;

    return (x > y) - (x < y);
}

/* facts are in the order of their beginnings: of those that began after a blow, the one that ended
 * first began no later than that end. */
static void find_backs(void)
{
    size_t from = 0;

    for (size_t b = 0; b < T.nblows; b++) {
        int64_t at = T.blow[b].at, back = INT64_MAX;
        while (from < nfacts && facts[from].began <= at)
            from++;
        for (size_t i = from; i < nfacts && facts[i].began < back; i++)
            if (facts[i].ended && facts[i].ended < back) back = facts[i].ended;
        for (size_t i = from; i-- > 0 && i + 2000 > from;)
            T.blow[b].waiting += facts[i].ended > at;
        T.blow[b].back = back == INT64_MAX ? 0 : back;
        T.blow[b].alone = true;
        for (size_t n = b + 1; n < T.nblows && T.blow[n].at < back; n++)
            if (blow[T.blow[n].kind].interrupts) T.blow[b].alone = false;
    }
}

/* Whether a request was under way when a blow that interrupts fell. */
static bool waited(const struct fact *f)
{
    size_t lo = 0, hi = T.nblows;

    while (lo < hi) { /* the first blow after it began */
        size_t mid = (lo + hi) / 2;
        if (T.blow[mid].at < f->began)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < T.nblows && T.blow[lo].at <= f->ended; lo++)
        if (blow[T.blow[lo].kind].interrupts) return true;
    return false;
}

/* In a hall that came to rest after each blow, every death is followed by one recovery. */
static void print_openings(void)
{
    struct spans s = {0};
    size_t due = 1 + (size_t)T.count[DATA] + (size_t)T.count[SUPERVISOR];
    char *path = mem_printf("%s/yichuangd.log", B.home), line[400];
    FILE *in = fopen(path, "re");

    while (in && fgets(line, sizeof line, in)) {
        const char *at = strstr(line, "office open after ");
        if (at) spans_add(&s, atoll(at + 18));
    }
    if (in) fclose(in);
    free(path);
    if (T.regime->data_only) check(s.n == due, "%zu deaths, %zu recoveries", due - 1, s.n - 1);
    spans_print("from the start of a data process to its open office", &s);
}

static void report_pauses(void)
{
    struct spans calm = {0}, through = {0}, all = {0}, alone = {0}, who = {0};
    struct spans one[BLOW_KINDS] = {0};

    qsort(facts, nfacts, sizeof *facts, by_began);
    find_backs();
    for (size_t i = 0; i < nfacts; i++)
        spans_add(waited(&facts[i]) ? &through : &calm, facts[i].ended - facts[i].began);
    for (size_t b = 0; b < T.nblows; b++) {
        if (!T.blow[b].back || !blow[T.blow[b].kind].interrupts) continue;
        spans_add(&one[T.blow[b].kind], T.blow[b].back - T.blow[b].at);
        spans_add(&all, T.blow[b].back - T.blow[b].at);
        if (T.blow[b].alone) spans_add(&alone, T.blow[b].back - T.blow[b].at);
        spans_add(&who, T.blow[b].waiting);
    }
    int64_t p99 = spans_at(&all, 99), most = spans_at(&all, 100);
    spans_print("requests no blow fell on", &calm);
    spans_print("requests under way when a blow fell", &through);
    for (int k = 0; k < BLOW_KINDS; k++) {
        char *what = mem_printf("pause after: %s", blow[k].name);
        if (one[k].n) spans_print(what, &one[k]);
        free(what);
    }
    spans_print("pause after those no other fell on before it was over", &alone);
    spans_print("pause after any of these", &all);
    printf("      requests under way at such a blow: p50 %lld, most %lld\n",
           (long long)spans_at(&who, 50), (long long)spans_at(&who, 100));
    free(who.ms);
    print_openings();
    if (T.regime->pause_p99)
        check(p99 <= T.regime->pause_p99 && most <= T.regime->pause_most,
              "the hall paused at most %lld ms in 99 of 100 blows, %lld ms at most",
              (long long)T.regime->pause_p99, (long long)T.regime->pause_most);
}

/* --- The whole ----------------------------------------------------------------------------------
 */

static const struct regime *choose(const char *name)
{
    for (size_t i = 0; i < sizeof regimes / sizeof *regimes; i++)
        if (strcmp(regimes[i].name, name) == 0) return &regimes[i];
    fprintf(stderr, "smoke or full\n");
    exit(64);
}

int main(int argc, char **argv)
{
    if (argc < 4) exit(64);
    B.service = argv[1];
    T.regime = choose(argv[3]);
    B.dice = B.seed = argc > 4 ? (unsigned)atoi(argv[4]) : 1;
    make_home("torture", argv[2]);
    check(play() && B.desks_failed == 0, "every desk did all its work");
    check_accounts();
    check_journal();
    check_records();
    check_found(2000);
    check_night();
    check_copy();
    report_pauses();
    check_end();
    clear_away();
    free(facts);
    return tally();
}
