/* Acts through the door of a running hall, from client processes or from many doors that think.
 *
 *     door_acts HOME CLIENTS SECONDS register|note      as fast as they can, a process each
 *     door_acts HOME CLIENTS SECONDS think MS           a thread each, thinking MS between two acts
 * (four notes, one register)
 *
 * Each client first registers a matter of its own, which is not counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "bench/figures.h"
#include "door/door.h"
#include "office_home.h"
#include "office_forms.h"

enum { SAMPLES = 1 << 17, STACK = 512 * 1024 };

/* Shared by all processes. */
static struct ground {
    pthread_barrier_t ready;
    atomic_bool stop;
    atomic_uint n, refused;
    float ms[SAMPLES];
} * G;

static char sock[108];
static bool registers, thinks;
static int think_ms;

static struct door *connect_door(void)
{
    struct door_options opt = {.socket = sock, .wait_ms = 120000};
    struct door *d;
    struct fault f = {0};

    if (door_connect(&opt, &d, &f) == RC_OK) return d;
    fprintf(stderr, "%s: %s\n", sock, f.msgid);
    exit(1);
}

/* The number of the matter, in number; false: refused. */
static bool do_one(struct door *d, bool fresh, char number[32])
{
    static const char *const form[] = {A03_FORM, A03_ALL};
    Yc__Request *q = door_request_new(fresh ? "register" : "note");
    Yc__Reply *r = NULL;
    struct fault f = {0};

    door_request_set(&q->as, "zhangmin");
    if (fresh) {
        door_request_with(q, "item", "A03");
        for (size_t i = 0; i < sizeof form / sizeof *form; i += 2)
            door_request_with(q, form[i], form[i + 1]);
    } else {
        door_request_set(&q->number, number);
        door_request_with(q, "text", "a remark of the bench");
    }
    bool ok = door_call(d, q, &r, &f) == RC_OK && r->ok;
    if (ok && fresh) snprintf(number, 32, "%s", r->number);
    if (!ok) fprintf(stderr, "refused: %s\n", r ? r->msgid : f.msgid);
    if (r) door_reply_free(r);
    door_request_free(q);
    return ok;
}

static void think(unsigned *seed)
{
    int ms = think_ms / 2 + rand_r(seed) % (think_ms + 1);

    for (; ms > 0 && !G->stop; ms -= 100)
        usleep((useconds_t)(ms < 100 ? ms : 100) * 1000);
}

static void *be_client(void *arg)
{
    unsigned seed = (unsigned)(uintptr_t)arg * 2654435761u + 1;
    struct door *d = connect_door();
    char own[32], fresh[32];

    G->refused += !do_one(d, true, own);
    pthread_barrier_wait(&G->ready);
    if (thinks) usleep((useconds_t)(rand_r(&seed) % (think_ms * 1000)));
    while (!G->stop) {
        bool reg = thinks ? rand_r(&seed) % 5 == 0 : registers;
        double before = figures_now();
        G->refused += !do_one(d, reg, reg ? fresh : own);
        unsigned at = G->n++;
        if (at < SAMPLES) G->ms[at] = (float)((figures_now() - before) * 1e3);
        if (thinks) think(&seed);
    }
    door_close(d);
    return NULL;
}

static void start_clients(int clients)
{
    pthread_attr_t attr;
    pthread_t t;

    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    for (intptr_t i = 0; i < clients; i++) {
        if (thinks) {
            if (pthread_create(&t, &attr, be_client, (void *)i) != 0) exit(1);
        } else if (fork() == 0) {
            be_client((void *)i);
            _exit(0);
        }
    }
}

int main(int argc, char **argv)
{
    struct rlimit files = {4096, 4096};
    pthread_barrierattr_t attr;
    int clients = argc > 4 ? atoi(argv[2]) : 0;
    double seconds = argc > 4 ? atof(argv[3]) : 0;

    if (clients < 1 || seconds <= 0) return 64;
    snprintf(sock, sizeof sock, "%s/door.sock", argv[1]);
    registers = strcmp(argv[4], "register") == 0;
    thinks = argc > 5;
    think_ms = thinks ? atoi(argv[5]) : 0;
    setrlimit(RLIMIT_NOFILE, &files);
    G = mmap(NULL, sizeof *G, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_barrierattr_init(&attr);
    pthread_barrierattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&G->ready, &attr, (unsigned)clients + 1);
    start_clients(clients);
    pthread_barrier_wait(&G->ready);
    double before = figures_now();
    figures_sleep(seconds);
    G->stop = true;
    double took = figures_now() - before;
    unsigned n = G->n;
    while (wait(NULL) > 0)
        continue;
    figures_print("door", clients, G->ms, n < SAMPLES ? n : SAMPLES, took);
    return G->refused ? 1 : 0;
}
