#include "office/tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/catalog.h"
#include "catalog/initials.h"
#include "model/matter.pb-c.h"
#include "office/record.h"

/* --- Keys ---------------------------------------------------------------------------------------
 */

void key_matter(struct buf *b, uint64_t id)
{
    buf_clear(b);
    buf_add_u8(b, (uint8_t)(id & 15));
    buf_add_u64(b, id);
}

uint64_t key_matter_id(const void *key, size_t n)
{
    return n == 9 ? buf_read_u64((const unsigned char *)key + 1) : 0;
}

uint64_t key_tail_id(const void *key, size_t n, size_t tail)
{
    return n >= 8 + tail ? buf_read_u64((const unsigned char *)key + n - 8 - tail) : 0;
}

void key_text(struct buf *b, const char *text)
{
    buf_clear(b);
    buf_adds(b, text);
}

void key_person(struct buf *b, const char *person)
{
    key_text(b, person);
}

void key_part_text(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text) + 1);
}

void key_part_day(struct buf *b, char kind, day_t day)
{
    buf_addc(b, kind);
    buf_add_i64(b, day);
}

void key_definition(struct buf *b, const char *path, uint32_t number)
{
    buf_clear(b);
    key_part_text(b, path);
    buf_add_u32(b, number);
}

void key_done(struct buf *b, const char *as, const void *id, size_t n)
{
    buf_clear(b);
    key_part_text(b, as);
    buf_add(b, id, n);
}

void key_journal(struct buf *b, char kind, uint64_t id, const char *name, uint64_t seq)
{
    buf_clear(b);
    buf_addc(b, kind);
    if (kind == 'm') {
        buf_add_u8(b, (uint8_t)(id & 15));
        buf_add_u64(b, id);
    } else {
        key_part_text(b, TEXT(name));
    }
    if (seq) buf_add_u32(b, (uint32_t)seq);
}

/* All who write add here at once, so an event's place is far from the next one's; those of one
 * stream stay together and in order. */
void key_unsealed(struct buf *b, const void *event, size_t n)
{
    const unsigned char *p = event;
    uint32_t h = 2166136261u;

    for (size_t i = 0; i + 4 < n; i++) /* all but seq */
        h = (h ^ p[i]) * 16777619u;
    buf_clear(b);
    buf_add_u8(b, (uint8_t)(h >> 24 ^ h >> 8));
    buf_add(b, event, n);
}

void key_number(struct buf *b, uint64_t number)
{
    buf_clear(b);
    buf_add_u64(b, number);
}

/* --- Index keys of a matter --- */

struct sink {
    store_emit *emit;
    void *to;
    struct buf key;
};

static void flush(struct sink *s)
{
    s->emit(s->to, s->key.data, s->key.len);
    buf_clear(&s->key);
}

/* The clock that is late first: the work's own, or one of the matter as a whole. */
static const Yc__Clock *work_clock(const Yc__Matter *m, const Yc__StepRun *r)
{
    const Yc__Clock *first = NULL;

    for (size_t i = 0; i < m->n_clocks; i++) {
        const Yc__Clock *c = m->clocks[i];
        bool mine = !*TEXT(c->step_run) || strcmp(c->step_run, r->key) == 0;
        if (!mine || strcmp(TEXT(c->state), "running") != 0) continue;
        if (!first || c->due_at < first->due_at) first = c;
    }
    return first;
}

static void post_key(const Yc__Matter *m, struct sink *s, const char *post, const char *kind,
                     size_t run)
{
    const Yc__Clock *c = run < m->n_steps ? work_clock(m, m->steps[run]) : NULL;

    key_part_text(&s->key, post);
    buf_addc(&s->key, kind[0]);
    buf_add_i64(&s->key, c ? c->due_at : INT64_MAX);
    buf_add_u8(&s->key, (uint8_t)(c ? c->warn : 0));
    key_part_text(&s->key, TEXT(m->item));
    buf_add_u64(&s->key, m->id);
    buf_add_u8(&s->key, (uint8_t)run);
    flush(s);
}

static void index_post(const Yc__Matter *m, struct sink *s)
{
    for (size_t i = 0; i < m->n_steps; i++) {
        const Yc__StepRun *r = m->steps[i];
        bool waiting = strcmp(TEXT(r->state), "waiting") == 0;
        if (strcmp(TEXT(r->state), "open") != 0 && !waiting) continue;
        post_key(m, s, TEXT(r->post), waiting ? "b" : *TEXT(r->work) ? r->work : "c", i);
    }
    if (m->phase == YC__PHASE__PHASE_VERIFIED) post_key(m, s, "centre/reg", "i", m->n_steps);
}

static void index_due(const Yc__Matter *m, struct sink *s)
{
    for (size_t i = 0; i < m->n_clocks; i++) {
        const Yc__Clock *c = m->clocks[i];
        if (strcmp(TEXT(c->state), "running") != 0 || !c->has_next_at || c->next_at <= 0) continue;
        buf_add_i64(&s->key, c->next_at);
        buf_add_u64(&s->key, m->id);
        buf_add_u8(&s->key, (uint8_t)i);
        flush(s);
    }
}

static void index_live(const Yc__Matter *m, struct sink *s)
{
    struct live l = {INT64_MAX, INT64_MAX, m->suspended, false, m->id};

    if (m->phase == YC__PHASE__PHASE_ARCHIVED) return;
    for (size_t i = 0; i < m->n_clocks; i++) {
        const Yc__Clock *c = m->clocks[i];
        bool running = strcmp(TEXT(c->state), "running") == 0;
        l.running |= running;
        l.standing |= strcmp(TEXT(c->state), "standing") == 0;
        if (running && c->due_at < l.red_at) l.red_at = c->due_at;
        if (running && c->yellow_at < l.yellow_at) l.yellow_at = c->yellow_at;
    }
    key_part_text(&s->key, TEXT(m->dept));
    buf_add_i64(&s->key, l.red_at);
    buf_add_i64(&s->key, l.yellow_at);
    buf_add_u8(&s->key, (uint8_t)(l.standing | l.running << 1));
    buf_add_u64(&s->key, l.id);
    flush(s);
}

bool live_read(struct live *out, const void *key, size_t n)
{
    const unsigned char *p = key, *end = memchr(key, 0, n);

    if (!end || n - (size_t)(end - p) != 1 + 8 + 8 + 1 + 8) return false;
    p = end + 1;
    *out = (struct live){buf_read_i64(p), buf_read_i64(p + 8), p[16] & 1, p[16] >> 1 & 1,
                         buf_read_u64(p + 17)};
    return true;
}

static void find_word(const Yc__Matter *m, struct sink *s, char kind, const char *word)
{
    if (!word || !*word) return;
    buf_addc(&s->key, kind);
    key_part_text(&s->key, word);
    buf_add_u64(&s->key, m->id);
    flush(s);
}

static void find_initials(const Yc__Matter *m, struct sink *s, const char *name)
{
    char spelling[INITIALS_MOST][INITIALS_SIZE];
    size_t n = catalog_spellings(name, spelling);

    for (size_t i = 0; i < n; i++)
        find_word(m, s, 'a', spelling[i]);
}

static void index_find(const Yc__Matter *m, struct sink *s)
{
    for (size_t i = 0; i < m->n_parties; i++) {
        const Yc__Party *p = m->parties[i];
        if (strcmp(TEXT(p->key), "applicant") != 0) continue;
        char *name = text_fold(TEXT(p->name));
        find_word(m, s, 'n', name);
        find_initials(m, s, TEXT(p->name));
        find_word(m, s, 'i', p->id_no);
        find_word(m, s, 'p', p->phone);
        free(name);
    }
    find_word(m, s, 'c', m->cert_no);
}

static void day_key(const Yc__Matter *m, struct sink *s, char kind, day_t day)
{
    key_part_day(&s->key, kind, day);
    buf_add_u64(&s->key, m->id);
    flush(s);
}

static void index_day(const Yc__Matter *m, struct sink *s)
{
    day_key(m, s, 'r', day_of_instant(m->registered_at));
    if (m->has_accepted_at) day_key(m, s, 'a', day_of_instant(m->accepted_at));
    if (m->has_finished_at) day_key(m, s, 'f', day_of_instant(m->finished_at));
}

static void reminder_key(const Yc__Matter *m, const Yc__Card *c, size_t i, struct sink *s)
{
    bool third = strcmp(TEXT(c->rule), "M-T5") == 0;

    buf_addc(&s->key, 'o');
    key_part_text(&s->key, TEXT(c->post));
    buf_add_i64(&s->key, c->at);
    buf_add_u64(&s->key, m->id);
    buf_add_u8(&s->key, third ? CARD_KEY_THIRD : CARD_KEY_REMINDER);
    buf_add_u8(&s->key, (uint8_t)i);
    flush(s);
}

static void index_card(const Yc__Matter *m, struct sink *s)
{
    for (size_t i = 0; i < m->n_cards; i++) {
        const Yc__Card *c = m->cards[i];
        buf_addc(&s->key, 'd');
        buf_add_i64(&s->key, c->at);
        buf_add_u64(&s->key, m->id);
        buf_add_u8(&s->key, (uint8_t)i);
        flush(s);
        if (strcmp(TEXT(c->level), "notice") == 0 && strcmp(TEXT(c->state), "issued") == 0)
            reminder_key(m, c, i, s);
    }
}

static void index_note(const Yc__Matter *m, struct sink *s)
{
    for (size_t i = 0; i < m->n_notices; i++) {
        const Yc__Notice *n = m->notices[i];
        if (n->has_read_at) continue;
        key_part_text(&s->key, TEXT(n->to));
        buf_add_i64(&s->key, n->at);
        buf_add_u64(&s->key, m->id);
        buf_add_u8(&s->key, (uint8_t)i);
        flush(s);
    }
}

static void index_judged(const Yc__Matter *m, struct sink *s)
{
    for (size_t i = 0; i < m->n_rejudgements; i++) {
        buf_add_u32(&s->key, m->rejudgements[i]->calendar);
        buf_add_u64(&s->key, m->id);
        buf_add_u32(&s->key, (uint32_t)i);
        flush(s);
    }
}

struct judged_key judged_read(const void *key)
{
    const unsigned char *p = key;

    return (struct judged_key){buf_read_u32(p), buf_read_u32(p + 12), buf_read_u64(p + 4)};
}

/* A matter is unpacked once for all its indexes. */
struct seen {
    struct arena arena;
    const Yc__Matter *m;
};

static void *see_matter(const void *rec, size_t n)
{
    struct seen *s = mem_alloc(sizeof *s);

    s->m = record_unpack(&s->arena, &yc__matter__descriptor, rec, n);
    return s;
}

static void forget_matter(void *seen)
{
    struct seen *s = seen;

    arena_free(&s->arena);
    free(s);
}

static void with_matter(const struct seen *seen, store_emit *emit, void *to,
                        void (*index)(const Yc__Matter *, struct sink *))
{
    struct sink s = {emit, to, {0}};

    if (seen->m) index(seen->m, &s);
    buf_free(&s.key);
}

#define MATTER_INDEX(name)                                                                         \
    static void keys_##name(const void *k, size_t nk, const void *seen, size_t n,                  \
                            store_emit *emit, void *to)                                            \
    {                                                                                              \
        (void)k;                                                                                   \
        (void)nk;                                                                                  \
        (void)n;                                                                                   \
        with_matter(seen, emit, to, index_##name);                                                 \
    }
MATTER_INDEX(post)
MATTER_INDEX(due)
MATTER_INDEX(live)
MATTER_INDEX(find)
MATTER_INDEX(day)
MATTER_INDEX(card)
MATTER_INDEX(note)
MATTER_INDEX(judged)

static const struct store_index matter_indexes[] = {
    [IX_POST] = {"matter_post", keys_post}, [IX_DUE] = {"matter_due", keys_due},
    [IX_LIVE] = {"matter_live", keys_live}, [IX_FIND] = {"matter_words", keys_find},
    [IX_DAY] = {"matter_day", keys_day},    [IX_CARD] = {"matter_cards", keys_card},
    [IX_NOTE] = {"matter_note", keys_note}, [IX_JUDGED] = {"matter_judged", keys_judged},
};

static void keys_event(const void *k, size_t nk, const void *rec, size_t n, store_emit *emit,
                       void *to)
{
    (void)k;
    (void)nk;
    emit(to, rec, n);
}

static const struct store_index leaf_indexes[] = {[IX_EVENT] = {"leaf_event", keys_event}};

const struct store_table office_tables[T_COUNT] = {
    [T_MATTER] = {"matter", matter_indexes, sizeof matter_indexes / sizeof *matter_indexes,
                  see_matter, forget_matter},
    [T_PERSON] = {.name = "person"},
    [T_DEFINITION] = {.name = "definition"},
    [T_JOURNAL] = {.name = "journal"},
    [T_DONE] = {.name = "done"},
    [T_COUNTER] = {.name = "counter"},
    [T_META] = {.name = "meta"},
    [T_UNSEALED] = {.name = "unsealed"},
    [T_LEAF] = {"leaf", leaf_indexes, sizeof leaf_indexes / sizeof *leaf_indexes, NULL, NULL},
    [T_TREE] = {.name = "tree"},
    [T_HEAD] = {.name = "head"},
};

/* --- Series --- */

/* Queue counters are an array: 32 kinds for each year from 2004 to 2203, then one a day. */
enum { FIRST_YEAR = 2004, KINDS = 32, DAYS_AT = 200 * KINDS + 1 };

uint32_t series_yearly(int kind, int year)
{
    int y = year < FIRST_YEAR ? 0 : year - FIRST_YEAR;

    return (uint32_t)((y > 199 ? 199 : y) * KINDS + kind + 1);
}

uint32_t series_register(day_t day)
{
    return (uint32_t)(DAYS_AT + (day - day_of_civil(FIRST_YEAR, 1, 1)));
}
