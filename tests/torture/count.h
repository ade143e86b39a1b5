/* Afterwards everything is counted: what the desks were told, what the journal says, what the
 * records hold, and whether a copy adds up from its first event.  Included once. */
#ifndef YC_TESTS_TORTURE_COUNT_H
#define YC_TESTS_TORTURE_COUNT_H

#include "besieged.h"
#include "domain/ids.h"
#include "model/matter.pb-c.h"
#include "store/store.h"
#include "store/upkeep.h"

/* --- What the desks were told -------------------------------------------------------------------
 */

static inline int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Frees the list. */
static inline size_t doubles_of(char **list, size_t n)
{
    size_t twice = 0;

    qsort(list, n, sizeof *list, by_text);
    for (size_t i = 1; i < n; i++)
        twice += strcmp(list[i], list[i - 1]) == 0;
    free(list);
    return twice;
}

/* The numbers in the replies to some steps; matter numbers or what was told. */
static inline size_t count_told(const char *steps, bool numbers, size_t *n)
{
    char **list = mem_alloc((nfacts + 1) * sizeof *list);

    *n = 0;
    for (size_t i = 0; i < nfacts; i++)
        if (facts[i].number[0] && strchr(steps, fact_step(&facts[i])))
            list[(*n)++] = numbers ? facts[i].number : facts[i].told;
    return doubles_of(list, *n);
}

static inline void check_accounts(void)
{
    size_t open = 0, n[3], twice[3];

    nfacts = refused = 0;
    for (int i = 0; i < B.ndesks; i++)
        read_account(&B.desk[i]);
    for (size_t i = 0; i < nfacts; i++)
        open += !facts[i].number[0];
    check(open == 0 && refused == 0, "%zu acts acknowledged, %zu never answered, %zu refused",
          nfacts - open, open, refused);
    twice[0] = count_told("rRq", true, &n[0]);
    twice[1] = count_told("P", false, &n[1]);
    twice[2] = count_told("m", false, &n[2]);
    check(twice[0] + twice[1] + twice[2] == 0 && n[0],
          "%zu matters, %zu certificates, %zu receipts: %zu, %zu, %zu numbers told twice", n[0],
          n[1], n[2], twice[0], twice[1], twice[2]);
}

/* --- What the journal says ----------------------------------------------------------------------
 */

static struct journal_count {
    size_t events, strange, registered;
} journal;

static inline void note_event(const ProtobufCBinaryData *bytes)
{
    Yc__Event *e = yc__event__unpack(NULL, bytes->len, bytes->data);
    struct fact key = {0};

    journal.events++;
    if (!e) give_up("journal", &(struct fault){.msgid = "an event that cannot be read"});
    if (e->request.len && e->request.len < sizeof key.id &&
        memcmp(e->request.data, "torture/", 8) == 0) {
        memcpy(key.id, e->request.data, e->request.len);
        journal.registered += strcmp(e->act, "register") == 0;
        struct fact *f = bsearch(&key, facts, nfacts, sizeof *facts, by_id);
        if (f) {
            f->events++;
            f->matter = strtoull(e->stream + 1, NULL, 10);
        } else {
            journal.strange++;
        }
    }
    yc__event__free_unpacked(e, NULL);
}

static inline void read_journal(void)
{
    char page[200] = "";

    journal = (struct journal_count){0};
    do {
        Yc__Request *q = door_request_new("journal");
        door_request_set(&q->page, page);
        Yc__Reply *r = ask(q);
        for (size_t i = 0; i < r->n_event; i++)
            note_event(&r->event[i]);
        snprintf(page, sizeof page, "%s", r->page ? r->page : "");
        door_reply_free(r);
    } while (page[0]);
}

static inline void check_journal(void)
{
    size_t lost = 0, doubled = 0, elsewhere = 0, registered = 0;

    qsort(facts, nfacts, sizeof *facts, by_id);
    read_journal();
    for (size_t i = 0; i < nfacts; i++) {
        uint64_t id = 0;
        lost += facts[i].events == 0;
        doubled += facts[i].events > 1;
        registered += fact_registers(&facts[i]);
        elsewhere += !ids_number_parse(facts[i].number, &id) || id != facts[i].matter;
    }
    check(lost == 0, "%zu acknowledged acts missing from the journal (%zu events)", lost,
          journal.events);
    check(doubled == 0 && journal.strange == 0,
          "%zu acts done twice, %zu done that nobody asked for", doubled, journal.strange);
    check(elsewhere == 0, "%zu acts that hit another matter than the reply said", elsewhere);
    check(journal.registered == registered, "%zu matters in the journal, %zu asked for",
          journal.registered, registered);
}

/* --- What the records hold ----------------------------------------------------------------------
 */

struct held {
    char **paper; /* numbers of all papers */
    size_t npapers, wrong, key_twice, missing;
};

/* A slip and the like carry the number of the matter. */
static inline bool has_number(const Yc__Matter *m, const Yc__Paper *p)
{
    return strcmp(p->number, m->number) != 0;
}

/* "acceptance decision ..." in the order of the alphabet. */
static inline void kinds_of(const Yc__Matter *m, char *out, size_t size)
{
    const char *kind[64];
    size_t n = 0, at = 0;

    for (size_t i = 0; i < m->n_papers && n < 64; i++)
        kind[n++] = m->papers[i]->kind;
    qsort(kind, n, sizeof *kind, by_text);
    out[0] = '\0';
    for (size_t i = 0; i < n && at < size; i++)
        at += (size_t)snprintf(out + at, size - at, "%s%s", i ? " " : "", kind[i]);
}

#define COUNT_KEYS(list)                                                                           \
    for (size_t i = 0; i < m->n_##list; i++)                                                       \
        for (size_t k = 0; k < i; k++)                                                             \
            h->key_twice += strcmp(m->list[i]->key, m->list[k]->key) == 0;

static inline void count_matter(struct held *h, const struct fact *f, const Yc__Matter *m)
{
    char kinds[400];

    COUNT_KEYS(cards)
    COUNT_KEYS(notices)
    COUNT_KEYS(papers)
    COUNT_KEYS(receipts)
    kinds_of(m, kinds, sizeof kinds);
    bool paid = strchr(f->path->steps, 'm') != NULL, printed = strchr(f->path->steps, 'P') != NULL;
    bool wrong =
        strcmp(kinds, f->path->papers) != 0 || m->n_receipts != paid || m->printed != printed;
    if (wrong && !h->wrong++)
        printf("      %s (%s): %s, %zu receipts, printed %d\n", f->number, f->path->steps, kinds,
               m->n_receipts, m->printed);
    h->paper = mem_resize(h->paper, (h->npapers + m->n_papers + 1) * sizeof *h->paper);
    for (size_t i = 0; i < m->n_papers; i++)
        if (has_number(m, m->papers[i]))
            h->paper[h->npapers++] = mem_printf("%s %s", m->papers[i]->kind, m->papers[i]->number);
}

/* Every matter that came to its end holds each paper of its path once, and no card, notice, ticket
 * or paper is there twice; and it is found by its number. */
static inline void check_records(void)
{
    struct held h = {0};
    size_t looked = 0;

    for (size_t i = 0; i < nfacts; i++) {
        if (!fact_ends(&facts[i])) continue;
        Yc__Request *q = door_request_new("matter");
        door_request_set(&q->as, "sunjing");
        door_request_set(&q->number, facts[i].number);
        Yc__Reply *r = ask(q);
        Yc__Matter *m = r->ok ? yc__matter__unpack(NULL, r->record.len, r->record.data) : NULL;
        h.missing += !m;
        looked++;
        if (m) count_matter(&h, &facts[i], m);
        if (m) yc__matter__free_unpacked(m, NULL);
        door_reply_free(r);
    }
    size_t npapers = h.npapers;
    char **all = mem_alloc((npapers + 1) * sizeof *all);
    memcpy(all, h.paper, npapers * sizeof *all);
    size_t twice = doubles_of(all, npapers);
    check(looked && !h.missing && !h.wrong,
          "%zu matters walked to their end: %zu missing, %zu without exactly their papers", looked,
          h.missing, h.wrong);
    check(h.key_twice == 0 && twice == 0,
          "%zu cards, notices, tickets, papers twice in a matter; %zu of %zu paper numbers twice",
          h.key_twice, twice, npapers);
    for (size_t i = 0; i < npapers; i++)
        free(h.paper[i]);
    free(h.paper);
}

static inline void check_found(size_t most)
{
    size_t missing = 0, asked = 0;

    for (size_t i = 0; i < nfacts && asked < most; i++) {
        if (!fact_registers(&facts[i])) continue;
        Yc__Request *q = door_request_new("find");
        door_request_set(&q->as, "zhangmin");
        door_request_with(q, "words", facts[i].number);
        Yc__Reply *r = ask(q);
        missing += r->n_row != 1 || strcmp(door_reply_cell(r, 0, "number"), facts[i].number) != 0;
        asked++;
        door_reply_free(r);
    }
    check(missing == 0, "%zu of %zu matters not found by their number", missing, asked);
}

/* --- Whether it adds up -------------------------------------------------------------------------
 */

/* However often it was killed, the batch can be run to its end. */
static inline void check_night(void)
{
    char date[DAY_TEXT], path[160];
    bool done = false;

    day_text(day_of_instant(time(NULL)), date);
    door_reply_free(ask_night()); /* it may be running already */
    for (int i = 0; i < 600 && !done; i++) {
        usleep(50000);
        Yc__Reply *r = ask(door_request_new("hall_stat"));
        done = !*door_reply_get(r, "night") && strcmp(door_reply_get(r, "night_last"), date) == 0;
        door_reply_free(r);
    }
    snprintf(path, sizeof path, "%s/reports/%s/done", B.home, date);
    check(done && access(path, F_OK) == 0, "the night batch ran to its end");
}

static inline void print_line(void *arg, const char *line)
{
    (void)arg;
    printf("      verify: %s\n", line);
}

/* A backup copy, verified from the journal up; removed when it is in order.  Findings. */
static inline uint64_t verify_copy(const char *name)
{
    Yc__Request *q = door_request_new("backup");
    struct office *o = NULL;
    struct fault f = {0};
    uint64_t bad = 0;
    char *dir = mem_printf("%s/%s", B.dir, name), *rm = mem_printf("rm -rf %s", dir);

    door_request_with(q, "dir", dir);
    Yc__Reply *r = ask(q);
    enum rc rc = r->ok ? RC_OK : RC_REFUSED;
    char *why = r->ok ? NULL : door_reply_text(r, NULL);
    if (why) printf("      backup: %s\n", why);
    free(why);
    door_reply_free(r);
    if (rc == RC_OK) rc = store_recover_copy(dir, &f);
    if (rc == RC_OK) rc = office_open(dir, OFFICE_ALONE, &o, &f);
    if (rc == RC_OK) rc = office_verify(o, print_line, NULL, &bad, &f);
    if (rc != RC_OK) printf("      copy: %s %s %s\n", f.msgid, f.arg[0], f.arg[1]);
    office_close(o);
    if (rc == RC_OK && !bad && system(rm) != 0) printf("      %s stays\n", dir);
    free(dir);
    free(rm);
    return rc == RC_OK ? bad : bad + 1;
}

static inline void check_copy(void)
{
    uint64_t bad = verify_copy("copy");

    check(bad == 0, "a backup copy was verified: %llu findings", (unsigned long long)bad);
}

#endif
