/* What the office itself costs, without door or network.
 *
 *     office_scale shape            sizes of what one register and one note write, for raw_acts and
 * sqlite_acts office_scale load [MATTERS]   a hall with that many open matters: due work, inbox,
 * find, lamps office_scale acts SECONDS     register after register, for a profiler
 *
 * One JSON line each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "base/mem.h"
#include "bench/figures.h"
#include "model/matter.pb-c.h"
#include "office/record.h"
#include "office/tables.h"
#include "office_home.h"
#include "office_forms.h"

enum { LOADERS = 4, REPEAT = 200 };

static void need(struct home *h, bool ok)
{
    if (ok) return;
    fprintf(stderr, "refused: %s\n", h->text);
    exit(1);
}

/* --- Shape --------------------------------------------------------------------------------------
 */

struct entries {
    unsigned n;
    size_t bytes;
};

static void count_entry(void *to, const void *key, size_t n)
{
    struct entries *e = to;

    (void)key;
    e->n++;
    e->bytes += n;
}

static bool belongs(const Yc__Event *e, const char *stream)
{
    return e && strcmp(e->stream, stream) == 0;
}

/* The size of the last event of a matter. */
static size_t event_size(struct home *h, uint64_t id)
{
    struct office_caller who = {getuid(), true};
    char stream[32], page[200] = "";
    size_t size = 0;

    snprintf(stream, sizeof stream, "m%llu", (unsigned long long)id);
    do {
        Yc__Request *q = door_request_new("journal");
        door_request_set(&q->page, page);
        Yc__Reply *r = office_answer(h->office, &who, q);
        for (size_t i = 0; i < r->n_event; i++) {
            Yc__Event *e = yc__event__unpack(NULL, r->event[i].len, r->event[i].data);
            if (belongs(e, stream)) size = r->event[i].len;
            yc__event__free_unpacked(e, NULL);
        }
        snprintf(page, sizeof page, "%s", r->page ? r->page : "");
        door_reply_free(r);
        door_request_free(q);
    } while (page[0]);
    return size;
}

/* Prints "name":"record event done-record index-entries*7 index-bytes". */
static void print_shape(struct home *h, const char *name, bool fresh)
{
    char number[32];
    size_t reply = protobuf_c_message_get_packed_size(&h->reply->base), bytes = 0;
    struct buf key = {0};

    snprintf(number, sizeof number, "%s", h->number);
    need(h, home_do(h, "zhangmin", "matter", number, NULL));
    struct buf record = {0};
    buf_add(&record, h->reply->record.data, h->reply->record.len);
    Yc__Matter *m = yc__matter__unpack(NULL, record.len, (uint8_t *)record.data);
    for (size_t i = 0; i < m->n_papers; i++) { /* filled in for reading, kept with their events */
        free(m->papers[i]->text);
        m->papers[i]->text = NULL;
    }
    printf("\"%s\":\"%zu %zu %zu", name, yc__matter__get_packed_size(m), event_size(h, m->id),
           reply + 32 + 16);
    key_matter(&key, m->id);
    const struct store_table *table = &office_tables[T_MATTER];
    void *seen = table->decode(record.data, record.len);
    for (size_t i = 0; i < table->nindex; i++) {
        struct entries n = {0};
        if (fresh) table->index[i].keys(key.data, key.len, seen, 0, count_entry, &n);
        printf(" %u", n.n);
        bytes += n.bytes;
    }
    printf(" %zu\"", bytes);
    table->forget(seen);
    yc__matter__free_unpacked(m, NULL);
    buf_free(&record);
    buf_free(&key);
}

static void shape(void)
{
    struct home h;

    home_open(&h, false);
    need(&h, home_do(&h, "zhangmin", "register", NULL, "id", "0123456789abcdef", "item", "A03",
                     A03_ALL, A03_FORM, NULL));
    printf("{");
    print_shape(&h, "register", true);
    need(&h, home_do(&h, "zhangmin", "note", h.number, "id", "0123456789abcdeg", "text",
                     "a remark of the bench", NULL));
    printf(",");
    print_shape(&h, "note", false); /* its index keys stay as they are */
    printf("}\n");
    home_close(&h);
}

/* --- Load ---------------------------------------------------------------------------------------
 */

struct loading {
    struct office *office;
    atomic_int left, refused;
};

static void register_one(struct loading *l, unsigned *seed)
{
    static const char *const form[] = {A03_FORM, A03_ALL};
    static const char *const people[] = {"zhangmin", "liuyang"};
    struct office_caller who = {getuid(), false};
    Yc__Request *q = door_request_new("register");

    door_request_set(&q->as, people[rand_r(seed) % 2]);
    door_request_with(q, "item", "A03");
    for (size_t i = 0; i < sizeof form / sizeof *form; i += 2)
        door_request_with(q, form[i], form[i + 1]);
    Yc__Reply *r = office_answer(l->office, &who, q);
    l->refused += !r->ok;
    door_reply_free(r);
    door_request_free(q);
}

static void *load_some(void *arg)
{
    struct loading *l = arg;
    unsigned seed = (unsigned)(uintptr_t)&seed;

    while (l->left-- > 0)
        register_one(l, &seed);
    return NULL;
}

static double load_all(struct home *h, int matters)
{
    struct loading l = {.office = h->office};
    pthread_t t[LOADERS];
    double before = figures_now();

    l.left = matters;
    for (int i = 0; i < LOADERS; i++)
        pthread_create(&t[i], NULL, load_some, &l);
    for (int i = 0; i < LOADERS; i++)
        pthread_join(t[i], NULL);
    if (l.refused) fprintf(stderr, "%d of %d refused\n", l.refused, matters);
    return figures_now() - before;
}

/* Median, in microseconds. */
static double ask_us(struct home *h, const char *as, const char *name, const char *key,
                     const char *value, int repeat)
{
    float us[REPEAT];

    for (int i = 0; i < repeat; i++) {
        double before = figures_now();
        need(h, home_do(h, as, name, NULL, key, value, NULL));
        us[i] = (float)((figures_now() - before) * 1e6);
    }
    return (double)figures_at(us, (size_t)repeat, 50);
}

static double tick_us(struct home *h)
{
    double before = figures_now();
    struct fault f = {0};
    instant_t next;

    for (int i = 0; i < REPEAT; i++)
        if (office_tick(h->office, time(NULL), &next, &f) != RC_OK) exit(1);
    return (figures_now() - before) * 1e6 / REPEAT;
}

static void load(int matters)
{
    struct home h;
    struct fault f = {0};

    home_open(&h, false);
    double took = load_all(&h, matters);
    if (office_checkpoint(h.office, true, &f) != RC_OK) exit(1);
    printf("{\"matters\":%d,\"registered_per_s\":%.0f,\"tick_nothing_due_us\":%.1f", matters,
           matters / took, tick_us(&h));
    printf(",\"inbox_us\":%.0f", ask_us(&h, "zhangmin", "inbox", "tab", "a", REPEAT));
    printf(",\"find_number_us\":%.0f",
           ask_us(&h, "zhangmin", "find", "words", h.number[0] ? h.number : "370299202603020000012",
                  REPEAT));
    printf(",\"find_name_us\":%.0f", ask_us(&h, "zhangmin", "find", "words", "宏盛食品店", 20));
    printf(",\"lamps_ms\":%.0f}\n", ask_us(&h, "sunjing", "lamps", "x", "", 1) / 1000);
    home_close(&h);
}

static void acts(double seconds)
{
    struct home h;
    unsigned n = 0, seed = 1;

    home_open(&h, false);
    struct loading l = {.office = h.office};
    double before = figures_now();
    for (; figures_now() - before < seconds; n++)
        register_one(&l, &seed);
    printf("{\"name\":\"office, in process\",\"clients\":1,\"commits_per_s\":%.0f}\n",
           n / (figures_now() - before));
    home_close(&h);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "shape") == 0)
        shape();
    else if (argc > 1 && strcmp(argv[1], "load") == 0)
        load(argc > 2 ? atoi(argv[2]) : 20000);
    else if (argc > 2 && strcmp(argv[1], "acts") == 0)
        acts(atof(argv[2]));
    else
        return 64;
    return 0;
}
