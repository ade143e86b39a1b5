/* At every named instant of src/base/killpoint.h a process of the office dies, one after the other,
 * while desks work; and everything is counted.
 *
 *     points YICHUANGD SOURCE smoke|full [SEED]
 *
 * YICHUANGD is the one with the points in it (BUILD/points).  smoke dies once at each point and
 * counts at the end; full dies at several passages of each and verifies a copy after every death.
 * The two points of a terminal are passed in tests/screen/test_away.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <sys/mman.h>

#include "base/killpoint.h"
#include "count.h"

enum {
    DESKS = 6,
    THINK_MS = 10,
    PATIENCE_MS = 20000,
    OLD_MATTERS = 40,
    NOTE = 20000, /* bytes */
    NOTES = 900   /* more than a log file of 16 MB */
};

static const struct {
    const char *name, *who, *what;
} point[KILLPOINT_COUNT] = {
#define POINT(name, who, what) [KP_##name] = {#name, #who, what},
    KILLPOINTS(POINT)
#undef POINT
};

/* What brings a process to a point, other than the desks' work. */
enum occasion {
    WORK,
    DUE,             /* deadlines passed while the hall was closed */
    DATA_DIES,       /* a death before, and the recovery from it */
    SUPERVISOR_DIES, /* likewise */
    STOPPED,         /* in order */
    BATCH,           /* of the night */
    NEW_RULES,       /* a calendar is published */
    LONG_LOG,        /* a log file is full, and the batch archives it */
    LOST_INDEX,
    TYPING
};

static const struct {
    enum killpoint point;
    enum occasion occasion;
    int most; /* deaths in full */
} occasions[] = {
    {KP_CLOCK_READ, DUE, 5},
    {KP_CLOCK_STRUCK, DUE, 5},
    {KP_CLOCKS_DONE, DUE, 1},
    {KP_REGION_READY, DATA_DIES, 3},
    {KP_RECOVERED, DATA_DIES, 3},
    {KP_FILE_OPENED, DATA_DIES, 5},
    {KP_DATA_STARTED, DATA_DIES, 3},
    {KP_OFFICE_OPEN, DATA_DIES, 3},
    {KP_FORKED, DATA_DIES, 3},
    {KP_DATA_ENDED, DATA_DIES, 3},
    {KP_ALL_ENDED, DATA_DIES, 3},
    {KP_REDIALLED, DATA_DIES, 4},
    {KP_LOCKED, SUPERVISOR_DIES, 3},
    {KP_UNLINKED, SUPERVISOR_DIES, 3},
    {KP_LISTENING, SUPERVISOR_DIES, 3},
    {KP_CLOSING, STOPPED, 2},
    {KP_CLOSED, STOPPED, 2},
    {KP_CHECKPOINT_BEGIN, BATCH, 2},
    {KP_CHECKPOINT_DONE, BATCH, 2},
    {KP_COPIED_FILE, BATCH, 8},
    {KP_COPIED_DATA, BATCH, 2},
    {KP_FILE_PUT, BATCH, 4},
    {KP_NIGHT_FORKED, BATCH, 2},
    {KP_NIGHT_SEEN, BATCH, 2},
    {KP_NIGHT_RECORDED, BATCH, 2},
    {KP_NIGHT_OPEN, BATCH, 2},
    {KP_NIGHT_REPORT, BATCH, 5},
    {KP_NIGHT_FILE, BATCH, 6},
    {KP_NIGHT_CHECKPOINT, BATCH, 2},
    {KP_NIGHT_COPIED, BATCH, 2},
    {KP_NIGHT_PLACED, BATCH, 2},
    {KP_NIGHT_DONE, BATCH, 2},
    {KP_PUBLISH_FILE, NEW_RULES, 2},
    {KP_PUBLISHED, NEW_RULES, 2},
    {KP_JUDGED_ONE, NEW_RULES, 5},
    {KP_JUDGED_PAGE, NEW_RULES, 1},
    {KP_JUDGED_ALL, NEW_RULES, 1},
    {KP_LOG_LINKED, LONG_LOG, 1},
    {KP_LOG_MOVED, LONG_LOG, 1},
    {KP_INDEX_MADE, LOST_INDEX, 1},
    {KP_DRAFT_WRITTEN, TYPING, 0},
    {KP_DRAFT_NAMED, TYPING, 0},
};
enum { WORK_DEATHS = 5, OCCASIONS = sizeof occasions / sizeof *occasions };

static struct {
    bool full;
    struct killpoint_table *table;
    pid_t hand; /* does what somebody at the hall does now and then; 0: nobody */
    int deaths, silent, unverified;
    struct spans pause;
    unsigned long *published; /* shared: how many times new rules were acknowledged ... */
    unsigned long *edition;   /* ... and the edition said last */
    char anybody[32];         /* number of a matter */
} P;

/* The office asks this program too what time it is, when the matters of last month are made. */
static time_t ago;

time_t time(time_t *out)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    if (out) *out = t.tv_sec - ago;
    return t.tv_sec - ago;
}

/* --- Occasions ----------------------------------------------------------------------------------
 */

static void in_hand(void (*work)(void))
{
    int status;

    if (P.hand && waitpid(P.hand, &status, WNOHANG) == 0) return;
    fflush(NULL);
    P.hand = fork();
    if (P.hand) return;
    B.door = NULL;
    killpoint_spared = false;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    work();
    _exit(0);
}

static void hand_down(void)
{
    if (!P.hand) return;
    kill(P.hand, SIGKILL);
    waitpid(P.hand, NULL, 0);
    P.hand = 0;
}

static void night(void)
{
    door_reply_free(ask_night());
}

/* Two files in one act; each time another Wednesday is off, so that open matters are judged anew.
 * Whoever takes over from a killed one sends the same again. */
static void new_rules(void)
{
    unsigned long n = *P.published;
    day_t day = day_of_instant(time(NULL)) + 7;
    char date[DAY_TEXT], id[40];
    Yc__Request *q = door_request_new("publish");

    while (day_weekday(day) != 3)
        day++;
    day_text(day + 7 * (day_t)(n % 2), date);
    snprintf(id, sizeof id, "rules/%lu", n);
    q->has_id = 1;
    q->id.len = strlen(id);
    q->id.data = (uint8_t *)strdup(id);
    door_request_set(&q->as, "zhoumingyuan");
    char *tsv = mem_printf("# hall.tsv\n%s\tholiday\t停办\t青政务〔2026〕%lu号\n", date, n),
         *region = mem_printf("# region.tsv %lu\n", n);
    door_request_with(q, "file.data/calendar/hall.tsv", tsv);
    door_request_with(q, "file.data/calendar/region.tsv", region);
    Yc__Reply *r = ask(q);
    if (!r->ok) printf("      publish: %s\n", door_reply_text(r, NULL));
    if (r->ok) {
        *P.edition = strtoul(door_reply_get(r, "edition"), NULL, 10);
        *P.published = n + 1;
    }
    door_reply_free(r);
}

static void long_log(void)
{
    char *text = mem_alloc(NOTE + 1);

    memset(text, 'x', NOTE);
    for (int i = 0; i < NOTES; i++) {
        Yc__Request *q = door_request_new("note");
        door_request_set(&q->as, "zhoumingyuan");
        door_request_set(&q->number, P.anybody);
        door_request_with(q, "text", text);
        Yc__Reply *r = ask(q);
        if (!r->ok) printf("      note: %s\n", r->code);
        door_reply_free(r);
    }
    free(text);
    night();
}

static void desks_pause(bool on)
{
    for (int i = 0; i < B.ndesks; i++)
        if (B.pid[i]) kill(B.pid[i], on ? SIGSTOP : SIGCONT);
}

static void stop_hall(void)
{
    look_at_processes();
    if (!B.supervisor) return;
    pid_t was = B.supervisor;
    kill(was, SIGTERM);
    for (int i = 0; i < 1000 && is_supervisor(was); i++)
        wait_ms(5);
    if (B.door) door_close(B.door);
    B.door = NULL;
}

static void lose_index(void)
{
    char *path = mem_printf("%s/data/matter.matter_due.db", B.home);

    if (access(path, F_OK) != 0) printf("      no %s\n", path);
    desks_pause(true);
    stop_hall();
    unlink(path);
    desks_pause(false);
    free(path);
}

static void strike_data(void)
{
    look_at_processes();
    if (B.data) kill(B.data, SIGKILL);
}

static void strike_supervisor(void)
{
    look_at_processes();
    if (B.supervisor) kill(B.supervisor, SIGKILL);
}

/* Once when the point is armed (first), and then now and then until it is passed. */
static void bring_about(enum occasion o, bool first)
{
    switch (o) {
    case DATA_DIES:
        strike_data();
        break;
    case SUPERVISOR_DIES:
        strike_supervisor();
        break;
    case STOPPED:
        stop_hall();
        break;
    case LOST_INDEX:
        if (first) lose_index();
        break;
    case BATCH:
        in_hand(night);
        break;
    case NEW_RULES:
        in_hand(new_rules);
        break;
    case LONG_LOG:
        in_hand(long_log);
        break;
    default:
        break;
    }
}

/* --- Deaths -------------------------------------------------------------------------------------
 */

static void arm(enum killpoint p, int passage)
{
    P.table->victim = 0;
    P.table->left = passage;
    P.table->armed = p;
}

static bool somebody_died(enum occasion o)
{
    int64_t until = now_ms() + PATIENCE_MS, again = 0;
    bool first = true;

    while (!P.table->victim && now_ms() < until) {
        if (now_ms() >= again) {
            bring_about(o, first);
            first = false;
            again = now_ms() + (o == DATA_DIES || o == SUPERVISOR_DIES ? 700 : 60);
        }
        wait_ms(2);
    }
    P.table->armed = KILLPOINT_COUNT;
    return P.table->victim != 0;
}

/* The hall is asked at once what it is asked first after any death. */
static void die_at(enum killpoint p, enum occasion o, int passage)
{
    arm(p, passage);
    if (!somebody_died(o)) {
        P.silent++;
        check(false, "%s: its passage %d never came", point[p].name, passage);
        return;
    }
    int64_t at = now_ms();
    P.deaths++;
    look_at_hall();
    spans_add(&P.pause, now_ms() - at);
    if (!P.full) return;
    hand_down();
    uint64_t bad = verify_copy("point");
    if (bad) P.unverified++;
    printf("      %-17s %-10s %d  %5lld ms  %s%s\n", point[p].name, point[p].who, passage,
           (long long)(now_ms() - at), point[p].what, bad ? "  *** NOT VERIFIED" : "");
}

static void die(enum killpoint p, enum occasion o, int most)
{
    for (int n = 1; n <= (P.full ? most : most > 0); n++)
        die_at(p, o, n);
    hand_down();
}

/* While what fell due goes on being done, so the next point is armed before the hall is asked
 * anything. */
static void die_at_deadlines(void)
{
    for (size_t i = 0; i < OCCASIONS; i++)
        for (int n = 1; occasions[i].occasion == DUE && n <= (P.full ? occasions[i].most : 1);
             n++) {
            arm(occasions[i].point, n);
            in_hand(look_at_hall);
            if (somebody_died(DUE))
                P.deaths++;
            else
                check(false, "%s: its passage %d never came", point[occasions[i].point].name, n);
        }
    hand_down();
}

static void die_everywhere(void)
{
    for (int p = 0; p < KILLPOINT_COUNT; p++) {
        enum occasion o = WORK;
        int most = WORK_DEATHS;
        for (size_t i = 0; i < OCCASIONS; i++)
            if ((int)occasions[i].point == p) {
                o = occasions[i].occasion;
                most = occasions[i].most;
            }
        if (o != DUE && o != TYPING) die((enum killpoint)p, o, most);
    }
}

/* --- Before and after ---------------------------------------------------------------------------
 */

static void register_old(struct home *h)
{
    if (!home_do(h, "zhangmin", "register", NULL, "item", "A03", A03_ALL, A03_FORM, NULL) ||
        !home_do(h, "zhangmin", "accept", h->number, NULL)) {
        printf("      %s\n", h->text);
        give_up("an old matter", &(struct fault){.msgid = h->code});
    }
}

/* Accepted a month ago and left alone: reminders, yellow and red cards are due by now. */
static void fill_last_month(void)
{
    struct home h = {0};
    struct fault f = {0};

    ago = 30 * 86400;
    if (office_create(B.home, &(struct office_init){SOURCE_DIR, true, false}, &f) != RC_OK ||
        office_open(B.home, OFFICE_OWNER, &h.office, &f) != RC_OK)
        give_up("the old home", &f);
    for (int i = 0; i < OLD_MATTERS; i++)
        register_old(&h);
    snprintf(P.anybody, sizeof P.anybody, "%s", h.number);
    door_reply_free(h.reply);
    office_close(h.office);
    ago = 0;
}

static void share(void)
{
    char *path = mem_printf("%s/points", B.dir);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const int how = PROT_READ | PROT_WRITE;

    if (fd < 0 || ftruncate(fd, sizeof *P.table) != 0) give_up(path, &(struct fault){0});
    P.table = mmap(NULL, sizeof *P.table, how, MAP_SHARED, fd, 0);
    P.published = mmap(NULL, 2 * sizeof *P.published, how, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (P.table == MAP_FAILED || P.published == MAP_FAILED) give_up(path, &(struct fault){0});
    P.edition = P.published + 1;
    P.table->armed = KILLPOINT_COUNT;
    setenv("YC_KILLPOINTS", path, 1);
    close(fd);
    free(path);
}

static void check_points(void)
{
    int never = 0;

    for (int p = 0; p < KILLPOINT_COUNT; p++) {
        if (P.table->passed[p] || p == KP_DRAFT_WRITTEN || p == KP_DRAFT_NAMED) continue;
        printf("      %s was never passed\n", point[p].name);
        never++;
    }
    check(never == 0 && P.silent == 0, "%d deaths at %d points", P.deaths, KILLPOINT_COUNT - 2);
    if (P.full) check(P.unverified == 0, "%d copies after a death not in order", P.unverified);
    check(*P.edition == *P.published + 1, "new rules acknowledged %lu times, the edition is %lu",
          *P.published, *P.edition);
    spans_print("from a death to the first reply", &P.pause);
}

static void end_work(void)
{
    char *stop = mem_printf("%s.stop", B.home);
    int fd = open(stop, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    if (fd >= 0) close(fd);
    for (int64_t until = now_ms() + 60000; desks_working() && now_ms() < until;)
        wait_ms(10);
    check(desks_working() == 0 && B.desks_failed == 0, "every desk did all its work");
    free(stop);
}

int main(int argc, char **argv)
{
    if (argc < 4) exit(64);
    killpoint_spared = true;
    B.service = argv[1];
    P.full = strcmp(argv[3], "full") == 0;
    B.dice = B.seed = argc > 4 ? (unsigned)atoi(argv[4]) : 1;
    make_place("points");
    fill_last_month();
    share();
    die_at_deadlines();
    seat_all(DESKS, THINK_MS, 3600 * 1000);
    die_everywhere();
    end_work();
    check_accounts();
    check_journal();
    check_records();
    check_night();
    check_copy();
    check_points();
    check_end();
    clear_away();
    free(facts);
    return tally();
}
