/* An office of one table for the tests of the screens: it answers from what the test laid ready and
 * writes down every request as a line "name number key=value ...".  The definitions are the sample
 * hall's own.
 *
 * Included once by a test program, after fake_term.h; without it only the office is there. */
#ifndef YC_TESTS_SCRIPTED_OFFICE_H
#define YC_TESTS_SCRIPTED_OFFICE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "catalog/catalog.h"
#include "door/door.h"
#include "model/matter.pb-c.h"
#include "tui/screen/sign_in.h"
#include "tui/screen/stage.h"
#include "tui/screen/words.h"

enum { SCRIPTED_ROWS = 40, SCRIPTED_CELLS = 20 };

/* The answer to a query by name: columns and rows separated by '|'; pairs "key=value" before a row
 * line. */
struct scripted_answer {
    const char *name, *columns;
    const char *rows[SCRIPTED_ROWS]; /* ended by NULL */
    const char *pairs[24];           /* key, value, ... ended by NULL */
};

static struct {
    struct catalog_files files;
    const struct scripted_answer *answer; /* ended by an empty name */
    Yc__Matter *matter;                   /* what the query "matter" gives */
    const char *refuse, *msgid;           /* this act is refused with this sentence */
    const char *code;                     /* and this word; NULL: state */
    bool away;                            /* nobody answers */
    /* Asked before all that is laid ready; NULL none, false: not its question. */
    bool (*special)(const Yc__Request *q, Yc__Reply *r);
    struct buf log;
    char drafts[64];
    struct seat seat;
} office;

static const char *const office_help[][5] = {
    {"register", "", "Register", "form",
     "write a new application into the office; it gets its number"},
    {"register", "item", "required", "key", "item of the catalogue"},
    {"accept", "", "Accept", "form", "accept the application: the clock starts"},
    {"accept", "step", "", "key", "step, when several are open"},
    {"accept", "opinion", "", "text", "opinion"},
    {"notice", "", "One-time notice", "", "tell the applicant once everything that is missing"},
    {"notice", "step", "", "key", "step, when several are open"},
    {"notice", "reject", "", "list", "materials handed in that do not meet the legal form"},
    {"notice", "remark", "", "text", "anything else the applicant must mend"},
    {"pass", "", "Pass", "form", "close your step with an opinion; the next one opens"},
    {"pass", "step", "", "key", "step, when several are open"},
    {"pass", "opinion", "", "text", "opinion"},
    {"pass", "result", "", "text", "agree, conditions, disagree, or what came from outside"},
    {"pass", "officers", "", "list", "officers on site, at least two where the law says so"},
    {"charge", "", "Charge", "", "make out the charge from the item's fee table"},
    {"pay", "", "Pay", "", "take the money and give the receipt"},
    {"pay", "channel", "required", "key", "cash, card, bank or code"},
    {"pay", "amount", "required", "money", "amount taken, in yuan"},
    {"verify", "", "Verify", "form", "compare paper and record; the loop closes"},
    {"verify", "result", "required", "key", "result as on the paper: granted, denied, refused ..."},
    {"verify", "cert_no", "", "text", "certificate number as on the paper"},
    {"verify", "fee", "", "money", "fee as on the receipt, in yuan"},
    {"take", "", "Take", "", "take a step into your hands; nobody else can then do it"},
    {"take", "step", "", "key", "step, when several are open"},
    {"archive", "", "Archive", "", "close the file"},
};

static void office_log(const Yc__Request *q)
{
    buf_printf(&office.log, "%s%s%s", q->name, q->number ? " " : "", q->number ? q->number : "");
    for (size_t i = 0; i < q->n_with; i++)
        buf_printf(&office.log, " %s=%s", q->with[i]->key, q->with[i]->value);
    if (q->has_version) buf_printf(&office.log, " v%llu", (unsigned long long)q->version);
    buf_addc(&office.log, '\n');
}

static void office_row(Yc__Reply *r, const char *text, bool columns)
{
    char *copy = mem_strdup(text), *p = copy;
    const char *cell[SCRIPTED_CELLS];
    size_t n = 0;

    for (char *c; n < SCRIPTED_CELLS && (c = strsep(&p, "|")) != NULL;)
        cell[n++] = c;
    if (columns)
        door_reply_columns(r, cell, n);
    else
        door_reply_row(r, cell, n);
    free(copy);
}

static void office_hall(Yc__Reply *r)
{
    static const char *const pairs[][2] = {{"name", "青溪县行政服务中心"},
                                           {"language", "zh_CN"},
                                           {"sample", "true"},
                                           {"simulation", "true"},
                                           {"now", "2026-11-23T09:14:05"}};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        door_reply_with(r, pairs[i][0], pairs[i][1]);
}

static void office_matter(Yc__Reply *r)
{
    r->has_record = true;
    r->record.len = yc__matter__get_packed_size(office.matter);
    r->record.data = mem_alloc(r->record.len);
    yc__matter__pack(office.matter, r->record.data);
}

static void office_catalog(Yc__Reply *r)
{
    office_row(r, "path|text", true);
    for (size_t i = 0; i < office.files.n; i++) {
        const char *cells[] = {office.files.file[i].path, office.files.file[i].text};
        door_reply_row(r, cells, 2);
    }
}

static void office_scripted(Yc__Reply *r, const char *name)
{
    for (const struct scripted_answer *a = office.answer; a && a->name; a++) {
        if (strcmp(a->name, name) != 0) continue;
        if (a->columns) office_row(r, a->columns, true);
        for (int i = 0; a->rows[i]; i++)
            office_row(r, a->rows[i], false);
        for (int i = 0; a->pairs[i]; i += 2)
            door_reply_with(r, a->pairs[i], a->pairs[i + 1]);
    }
}

static Yc__Reply *office_answers(void *arg, const Yc__Request *q)
{
    Yc__Reply *r = door_reply_new(q);

    (void)arg;
    if (strcmp(q->name, "hall") == 0)
        office_hall(r);
    else if (strcmp(q->name, "catalog") == 0)
        office_catalog(r);
    else if (strcmp(q->name, "help") == 0) {
        office_row(r, "act|param|title|type|help", true);
        for (size_t i = 0; i < sizeof office_help / sizeof *office_help; i++)
            door_reply_row(r, office_help[i], 5);
    } else {
        office_log(q);
        if (office.special && office.special(q, r)) return r;
        if (office.away || (office.refuse && strcmp(office.refuse, q->name) == 0)) {
            struct fault f;
            fault_set(&f, RC_REFUSED,
                      office.away   ? "away"
                      : office.code ? office.code
                                    : "state",
                      office.msgid ? office.msgid : "refused", NULL);
            door_reply_fault(r, &f);
        } else if (strcmp(q->name, "matter") == 0 && office.matter)
            office_matter(r);
        else
            office_scripted(r, q->name);
        if (strcmp(q->name, "register") == 0) {
            door_request_set(&r->number, "370299202611230000428");
            door_reply_with(r, "query_code", "K7Q2WX");
        }
    }
    return r;
}

/* Milliseconds as the seat sees them: only a test moves them. */
static int64_t office_ms __attribute__((unused));

static inline int64_t office_clock(void)
{
    return office_ms;
}

#ifdef YC_TESTS_FAKE_TERM_H
/* English of the msgids, so that pictures can be read beside the source. */
static inline void office_start(const struct scripted_answer *answers, const char *person)
{
    struct fault f;

    fake_start(24, 80);
    office.answer = answers;
    office.refuse = office.msgid = office.code = NULL;
    office.away = false;
    office.special = NULL;
    buf_clear(&office.log);
    snprintf(office.drafts, sizeof office.drafts, "/tmp/yc_drafts_XXXXXX");
    if (!mkdtemp(office.drafts)) abort();
    if (!office.files.n && catalog_files_read(SOURCE_DIR, &office.files, &f) != RC_OK) abort();
    words_open(NULL, "en");
    if (seat_open(&office.seat, door_local(office_answers, NULL), &f) != RC_OK) {
        char *text = words_fault(&f);
        fprintf(stderr, "%s\n", text);
        abort();
    }
    seat_keymap(&office.seat, NULL);
    office.seat.burst.clock = office_clock;
    office.seat.drafts = mem_strdup(office.drafts);
    sign_in_open(&office.seat, person, person ? "d03" : NULL);
    stage_changed(&office.seat);
    stage_paint(&office.seat);
    buf_clear(&office.log);
}

static inline void office_end(void)
{
    struct door *door = office.seat.door;
    char *cmd = mem_printf("rm -rf '%s'", office.drafts);

    if (office.matter) yc__matter__free_unpacked(office.matter, NULL);
    office.matter = NULL;
    stage_close(&office.seat);
    seat_close(&office.seat);
    door_close(door);
    buf_free(&office.log);
    if (system(cmd) != 0) abort();
    free(cmd);
}

/* Names of function keys besides those of fake_next_key: "<F2>". */
static inline struct key office_key(const char **script)
{
    struct key k = {.code = KEY_NONE};

    if ((*script)[0] == '<' && (*script)[1] == 'F' && strchr("0123456789", (*script)[2])) {
        int n = atoi(*script + 2);
        k.code = (enum key_code)(KEY_F1 + n - 1);
        *script = strchr(*script, '>') + 1;
        return k;
    }
    return fake_next_key(script);
}

/* Presses the script's keys and paints once, as after type-ahead.  Returns what they cost a person:
 * a key is 1, a Han character 3.5 through an input method; in tenths. */
static inline int office_type(const char *script)
{
    int cost = 0;

    while (*script && office.seat.top) {
        struct key k = office_key(&script);
        cost += k.code == KEY_TEXT && k.ch >= 0x2E80 ? 35 : 10;
        stage_key(&office.seat, k);
    }
    stage_paint(&office.seat);
    return cost;
}

#endif

/* The keystroke-level model (Card, Moran, Newell): K 0.2 s a key of a skilled typist, M 1.35 s for
 * each group of fields one looks at the paper for.  A sum to compare forms by, not a measurement.
 */
static inline double office_klm(int cost, int groups)
{
    return cost * 0.2 / 10 + groups * 1.35;
}

/* --- A matter to show ----------------------------------------------------------------------------
 */

#define OFFICE_ADD(list, message, type)                                                            \
    (office.matter->list =                                                                         \
         mem_resize(office.matter->list, (office.matter->n_##list + 1) * sizeof(void *)),          \
     office.matter->list[office.matter->n_##list] = mem_alloc(sizeof(type)),                       \
     message##__init(office.matter->list[office.matter->n_##list]),                                \
     office.matter->list[office.matter->n_##list++])

static inline void office_new_matter(const char *item, const char *number, Yc__Phase phase,
                                     uint64_t version)
{
    if (office.matter) yc__matter__free_unpacked(office.matter, NULL);
    office.matter = mem_alloc(sizeof *office.matter);
    yc__matter__init(office.matter);
    office.matter->item = mem_strdup(item);
    office.matter->number = mem_strdup(number);
    office.matter->dept = mem_strdup("scj");
    office.matter->has_phase = office.matter->has_version = office.matter->has_outcome =
        office.matter->has_registered_at = true;
    office.matter->phase = phase;
    office.matter->outcome = YC__OUTCOME__OUTCOME_OPEN;
    office.matter->version = version;
    instant_parse("2026-11-23T08:50", &office.matter->registered_at);
    office.matter->registered_by = mem_strdup("lixiaomei");
    office.matter->query_code = mem_strdup("K7Q2WX");
}

static inline void office_value(const char *key, const char *value)
{
    Yc__Value *v = OFFICE_ADD(values, yc__value, Yc__Value);

    v->key = mem_strdup(key);
    v->value = mem_strdup(value);
}

static inline Yc__Material *office_material(const char *key, const char *state)
{
    Yc__Material *m = OFFICE_ADD(materials, yc__material, Yc__Material);

    m->key = mem_strdup(key);
    m->state = mem_strdup(state);
    return m;
}

static inline Yc__StepRun *office_run(const char *step, const char *post, const char *work)
{
    Yc__StepRun *r = OFFICE_ADD(steps, yc__step_run, Yc__StepRun);

    r->key = mem_strdup(step);
    r->step = mem_strdup(step);
    r->post = mem_strdup(post);
    r->work = mem_strdup(work);
    r->state = mem_strdup("open");
    r->has_opened_at = true;
    instant_parse("2026-11-23T09:00", &r->opened_at);
    return r;
}

static inline const char *office_requests(void)
{
    return buf_str(&office.log);
}

static inline bool office_began_with(const char *requests)
{
    if (strncmp(office_requests(), requests, strlen(requests)) == 0) return true;
    fprintf(stderr, "--- wanted\n%s--- sent\n%s", requests, office_requests());
    return false;
}

#endif
