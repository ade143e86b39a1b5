/* The permission table, exhaustively: the sample day is played, and in every state a matter comes
 * to each person is asked to do each act.  What must come of it is reckoned from the table as it
 * stands in data/hall (permit_table.h), with nothing of src/office/permit.c or src/catalog's
 * reading of it.
 *
 * Nothing is ever done: each request carries a version that cannot be right, which the office looks
 * at after permission and duties. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <jansson.h>

#include "catalog/catalog.h"
#include "cli/json_request.h"
#include "domain/item.h"
#include "model/matter.pb-c.h"

#include "office_home.h"
#include "permit_table.h"

static struct table acts, duties, people, roles, desks;
static struct catalog *items; /* for the steps of items */

/* --- The acts, from the words of the manual: where, in which phases, on which kinds of step --- */

enum { ON_STEP, ON_MATTER_, ON_NEW, ON_SELF, ON_ANYBODY, ON_ALL, SYSTEM };
enum {
    REVIEW = 2,
    CORRECTING = 4,
    HANDLING = 8,
    CLOSING = 16,
    DELIVERED = 32,
    VERIFIED = 64,
    ANY = 0xFE
};
enum {
    PASS = 1 << STEP_PASS,
    ACCEPT = 1 << STEP_ACCEPT,
    DECIDE = 1 << STEP_DECIDE,
    PAY = 1 << STEP_PAY,
    PRINT = 1 << STEP_PRINT,
    DELIVER = 1 << STEP_DELIVER,
    VERIFY = 1 << STEP_VERIFY,
    OUTER = 1 << STEP_EXTERNAL
};

static const struct {
    const char *name;
    int on;
    unsigned phases, kinds;
} known[] = {
    {"register", ON_NEW, ANY, 0},
    {"correct_on_spot", ON_MATTER_, REVIEW, 0},
    {"notice", ON_STEP, REVIEW, ACCEPT},
    {"resubmit", ON_MATTER_, CORRECTING, 0},
    {"supplement", ON_MATTER_, HANDLING | CLOSING, 0},
    {"accept", ON_STEP, REVIEW, ACCEPT},
    {"refuse", ON_STEP, REVIEW, ACCEPT},
    {"not_needed", ON_STEP, REVIEW, ACCEPT},
    {"take", ON_STEP, ANY, 0xFF},
    {"release", ON_STEP, ANY, 0xFF},
    {"pass", ON_STEP, ANY, PASS | OUTER},
    {"send_back", ON_STEP, HANDLING, PASS | DECIDE},
    {"open_step", ON_MATTER_, HANDLING, 0},
    {"suspend", ON_MATTER_, HANDLING, 0},
    {"resume", ON_MATTER_, HANDLING, 0},
    {"extend", ON_MATTER_, HANDLING, 0},
    {"confirm_default", ON_MATTER_, HANDLING, 0},
    {"stop_default", ON_MATTER_, HANDLING, 0},
    {"grant", ON_STEP, HANDLING, DECIDE},
    {"deny", ON_STEP, HANDLING, DECIDE},
    {"charge", ON_STEP, HANDLING | CLOSING, PAY},
    {"pay", ON_STEP, HANDLING | CLOSING, PAY},
    {"void_receipt", ON_MATTER_, CLOSING, 0},
    {"print", ON_STEP, CLOSING, PRINT},
    {"deliver", ON_STEP, CLOSING, DELIVER},
    {"verify", ON_STEP, DELIVERED, VERIFY},
    {"archive", ON_MATTER_, VERIFIED, 0},
    {"withdraw", ON_MATTER_, REVIEW | CORRECTING | HANDLING, 0},
    {"terminate", ON_MATTER_, REVIEW | CORRECTING | HANDLING, 0},
    {"transfer", ON_MATTER_, REVIEW | CORRECTING | HANDLING, 0},
    {"note", ON_MATTER_, ANY, 0},
    {"read_notice", ON_MATTER_, ANY, 0},
    {"clock", SYSTEM, ANY, 0},
    {"rejudge", SYSTEM, ANY, 0},
    {"judged", SYSTEM, ANY, 0},
    {"refused", SYSTEM, ANY, 0},
    {"refused_nobody", SYSTEM, ANY, 0},
    {"unmask", ON_SELF, ANY, 0},
    {"export", ON_SELF, ANY, 0},
    {"sign_out", ON_SELF, ANY, 0},
    {"absent", ON_ANYBODY, ANY, 0},
    {"delegate", ON_ANYBODY, ANY, 0},
    {"end_delegation", ON_ANYBODY, ANY, 0},
    {"publish", ON_ALL, ANY, 0},
};
enum { KNOWN = sizeof known / sizeof *known };

/* --- Who stands in for whom, as the test itself has arranged it --- */

static struct {
    char principal[48], deputy[48], post[48], items[48];
} lent[4];
static int nlent;

struct hand { /* a post somebody can work at */
    const char *post, *principal, *items;
};

static int hands_of(const char *person, struct hand *out)
{
    const struct cell *own = row_cell(table_row(&people, person), "posts");
    int n = 0;

    for (int i = 0; own && i < own->n; i++)
        out[n++] = (struct hand){own->text[i], person, ""};
    for (int i = 0; i < nlent; i++)
        if (strcmp(lent[i].deputy, person) == 0)
            out[n++] = (struct hand){lent[i].post, lent[i].principal, lent[i].items};
    return n;
}

static bool one_with(const char *person, const char *who)
{
    if (!who || !*who) return false;
    if (strcmp(person, who) == 0) return true;
    for (int i = 0; i < nlent; i++)
        if (strcmp(lent[i].deputy, person) == 0 && strcmp(lent[i].principal, who) == 0) return true;
    return false;
}

/* --- Roles and departments --- */

static const char *role_in(const char *post)
{
    return strchr(post, '/') + 1;
}

static bool dept_is(const char *post, const char *dept)
{
    return strncmp(post, dept, strlen(dept)) == 0 && post[strlen(dept)] == '/';
}

static bool same_dept(const char *a, const char *b)
{
    char dept[32];

    snprintf(dept, sizeof dept, "%.*s", (int)strcspn(b, "/"), b);
    return dept_is(a, dept);
}

static bool whole_hall(const char *role)
{
    return strcmp(row_text(table_row(&roles, role), "hall_wide"), "true") == 0;
}

/* 综合受理 closes the clerks' steps, within the list of its desk (none is said here). */
static bool can_close(const char *post, const char *work)
{
    const char *mine = role_in(post), *need = role_in(work);

    if (strcmp(mine, need) == 0) return whole_hall(mine) || same_dept(post, work);
    return strcmp(row_text(table_row(&roles, mine), "stands_for"), need) == 0;
}

/* own 1, dept 2, hall 3; 0: no row lets the role do it on the item */
static int how_far(const char *act, const char *role, const char *item)
{
    int far = 0;

    for (int i = 0; i < acts.n; i++) {
        const struct row *r = &acts.row[i];
        const char *scope = row_text(r, "scope");
        if (!row_has(r, "act", act) || !row_has(r, "roles", role)) continue;
        if (item && row_cell(r, "items") && !row_has(r, "items", item)) continue;
        if (item && row_has(r, "not_items", item)) continue;
        int s = strcmp(scope, "own") == 0    ? 1
                : strcmp(scope, "dept") == 0 ? 2
                : strcmp(scope, "hall") == 0 ? 3
                : whole_hall(role)           ? 3
                                             : 2;
        if (s > far) far = s;
    }
    return far;
}

/* --- What must come of it --- */

struct asked {
    const char *act, *person, *target; /* target: of acts on a person */
    const Yc__Matter *m;
    const struct item *item;
    int how; /* in known */
};

static bool serves(const struct asked *q, const Yc__StepRun *r)
{
    struct hand h[32];
    int n = hands_of(q->person, h);

    for (int i = 0; i < n; i++)
        if ((!*h[i].items || strcmp(h[i].items, q->item->id) == 0) && can_close(h[i].post, r->post))
            return true;
    return false;
}

static bool text_is(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The one open step of these kinds that is his; failing that any, which he will be refused. */
static const Yc__StepRun *which_step(const struct asked *q, bool *several)
{
    const Yc__StepRun *any = NULL, *mine = NULL;
    int count = 0;

    for (size_t i = 0; i < q->m->n_steps; i++) {
        const Yc__StepRun *r = q->m->steps[i];
        const struct step *s = item_step(q->item, r->step);
        if (!text_is(r->state, "open") || !s || !(known[q->how].kinds & 1u << s->act)) continue;
        if (!any) any = r;
        if (!serves(q, r)) continue;
        if (!mine || text_is(r->holder, q->person)) mine = r;
        count++;
    }
    *several = mine && count > 1 && !text_is(mine->holder, q->person);
    return mine ? mine : any;
}

static bool his_own(const struct asked *q, const Yc__StepRun *run, const char *who)
{
    if (run) return text_is(run->holder, who);
    if (text_is(q->m->registered_by, who)) return true;
    for (size_t i = 0; i < q->m->n_steps; i++)
        if (text_is(q->m->steps[i]->state, "open") && text_is(q->m->steps[i]->holder, who))
            return true;
    return false;
}

static bool far_enough(const struct asked *q, const Yc__StepRun *run, const struct hand *h, int far)
{
    if (known[q->how].on == ON_SELF || known[q->how].on == ON_ANYBODY) {
        const struct cell *posts = row_cell(table_row(&people, q->target), "posts");
        if (far == 3 || strcmp(q->target, q->person) == 0) return true;
        for (int i = 0; far == 2 && posts && i < posts->n; i++)
            if (same_dept(posts->text[i], h->post)) return true;
        return false;
    }
    if (known[q->how].on == ON_ALL) return true;
    if (run && !can_close(h->post, run->post)) return false;
    if (far == 1) return known[q->how].on == ON_NEW || his_own(q, run, h->principal);
    return run || far == 3 || dept_is(h->post, q->item->dept);
}

/* NULL: nobody's duty; else the code. */
static const char *duty(const struct asked *q, const Yc__StepRun *run)
{
    static const struct {
        const char *act;
        size_t at;
    } names[] = {{"register", offsetof(Yc__Matter, registered_by)},
                 {"accept", offsetof(Yc__Matter, accepted_by)},
                 {"grant", offsetof(Yc__Matter, decided_by)},
                 {"deny", offsetof(Yc__Matter, decided_by)},
                 {"verify", offsetof(Yc__Matter, verified_by)}};
    const Yc__Matter *m = q->m;
    const struct step *s = run ? item_step(q->item, run->step) : NULL;

    if (!m || !q->item->separate || known[q->how].on > ON_MATTER_) return NULL;
    for (int i = 0; i < duties.n; i++) {
        const char *one = row_text(&duties.row[i], "one");
        if (strcmp(row_text(&duties.row[i], "other"), q->act) != 0) continue;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strcmp(names[k].act, one) == 0 &&
                one_with(q->person, *(char *const *)(const void *)((const char *)m + names[k].at)))
                return "duty";
        if (strcmp(one, "pay") == 0 && m->n_receipts &&
            one_with(q->person, m->receipts[m->n_receipts - 1]->by))
            return "duty";
        for (size_t k = 0; k < m->n_by_proxy; k++)
            if (text_is(m->by_proxy[k]->act, one) && one_with(q->person, m->by_proxy[k]->principal))
                return "duty";
    }
    /* 审批分离: what closes a judging step is not for who closed the one before it */
    bool closes =
        strcmp(q->act, "pass") == 0 || strcmp(q->act, "grant") == 0 || strcmp(q->act, "deny") == 0;
    if (!s || !closes || s->outside_limit || (s->act != STEP_PASS && s->act != STEP_DECIDE))
        return NULL;
    for (size_t i = 0; i < s->nafter; i++) {
        const Yc__StepRun *last = NULL;
        for (size_t k = 0; k < m->n_steps; k++)
            if (text_is(m->steps[k]->step, s->after[i])) last = m->steps[k];
        if (last && one_with(q->person, last->by)) return "duty";
    }
    return NULL;
}

/* "": allowed as far as the table goes. */
static const char *must_be(const struct asked *q)
{
    struct hand h[32];
    const Yc__StepRun *run = NULL;
    bool several = false, short_of = false, in_place_of_holder = false;
    int n = hands_of(q->person, h), on = known[q->how].on, good = 0;

    if (on == SYSTEM) return "role";
    if (on <= ON_MATTER_ && !(known[q->how].phases & 1u << q->m->phase)) return "state";
    if (on == ON_STEP) {
        run = which_step(q, &several);
        if (!run || several) return "step";
    }
    for (int i = 0; i < n; i++) {
        const char *item = q->item && on <= ON_NEW ? q->item->id : NULL;
        int far = how_far(q->act, role_in(h[i].post), item);
        if (!far || (item && *h[i].items && strcmp(h[i].items, item) != 0)) continue;
        if (far_enough(q, run, &h[i], far)) {
            good++;
            in_place_of_holder |= run && text_is(h[i].principal, run->holder);
        } else {
            short_of |= far == 1 || on == ON_SELF || on == ON_ANYBODY;
        }
    }
    if (!good) return short_of ? "scope" : "role";
    if (duty(q, run)) return "duty";
    if (run && run->holder && *run->holder && !text_is(run->holder, q->person) &&
        !in_place_of_holder)
        return "held";
    if (strcmp(q->act, "delegate") == 0 && strcmp(q->target, q->person) != 0) return "delegation";
    return "";
}

/* --- Asking the office --- */

static unsigned long cells, allowed, by_code[8], wrong, states;
static const char *const watched[] = {"role", "scope", "duty",       "held",
                                      "step", "state", "delegation", "identity"};

static int code_at(const char *code)
{
    for (int i = 0; i < 8; i++)
        if (strcmp(watched[i], code) == 0) return i;
    return -1;
}

static Yc__Reply *help;

static const char *something(const char *type)
{
    return strcmp(type, "date") == 0                                ? "2026-01-05"
           : strcmp(type, "int") == 0 || strcmp(type, "money") == 0 ? "1"
           : strcmp(type, "bool") == 0                              ? "false"
                                                                    : "x";
}

/* What the office's own acts take, which help does not tell. */
static const struct {
    const char *act, *param;
} inside[] = {{"clock", "clock"},         {"clock", "stage"},    {"judged", "calendar"},
              {"judged", "matters"},      {"judged", "changed"}, {"judged", "clocks"},
              {"judged", "cancelled"},    {"judged", "raised"},  {"refused_nobody", "code"},
              {"refused_nobody", "count"}};

static Yc__Request *request_of(const struct asked *q, instant_t at)
{
    Yc__Request *r = door_request_new(q->act);

    door_request_set(&r->as, q->person);
    if (q->m) door_request_set(&r->number, q->m->number);
    r->has_at = r->has_version = true;
    r->at = at;
    r->version = 1u << 30;
    for (size_t i = 0; i < help->n_row; i++) {
        const char *param = door_reply_cell(help, i, "param");
        if (strcmp(door_reply_cell(help, i, "act"), q->act) != 0 || !*param) continue;
        if (strcmp(param, "item") == 0 && q->item)
            door_request_with(r, "item", q->item->id);
        else if (strcmp(param, "person") == 0 && known[q->how].on == ON_ANYBODY)
            door_request_with(r, "person", q->target);
        else if (strcmp(param, "deputy") == 0)
            door_request_with(r, "deputy", strcmp(q->target, "wuyue") == 0 ? "yuyin" : "wuyue");
        else if (strcmp(param, "absent") == 0)
            door_request_with(r, "absent", "false");
        else if (strcmp(door_reply_cell(help, i, "title"), "required") == 0)
            door_request_with(r, param, something(door_reply_cell(help, i, "type")));
    }
    for (size_t i = 0; known[q->how].on == SYSTEM && i < sizeof inside / sizeof *inside; i++)
        if (strncmp(inside[i].act, q->act, strlen(q->act)) == 0)
            door_request_with(r, inside[i].param, "1");
    if (known[q->how].on == ON_NEW) door_request_with(r, "form.none", "x");
    if (known[q->how].on == ON_ALL) door_request_with(r, "file.data/hall/hall.yaml", "{");
    return r;
}

static void ask(struct home *h, const struct asked *q, instant_t at)
{
    struct office_caller who = {getuid(), false};
    Yc__Request *r = request_of(q, at);
    Yc__Reply *got = office_answer(h->office, &who, r);
    const char *code = got->ok ? "" : got->code, *want = must_be(q);
    int c = code_at(code);

    cells++;
    if (c >= 0) by_code[c]++;
    if (!*want) allowed++;
    /* Allowed: the office goes on to what is no matter of permission (version, guards, values). */
    bool right = *want ? strcmp(code, want) == 0 : c < 0 || (c == 4 || c == 5);
    if (got->ok && known[q->how].on <= ON_NEW) right = false;
    if (!right && ++wrong < 20) {
        char *said = got->ok ? NULL : door_reply_text(got, NULL);
        print_error("%s by %s%s%s on %s %s: wanted '%s', got '%s' %s\n", q->act, q->person,
                    q->target ? " about " : "", q->target ? q->target : "",
                    q->item ? q->item->id : "", q->m ? q->m->number : "", want, code,
                    said ? said : "ok");
        free(said);
    }
    door_reply_free(got);
    door_request_free(r);
}

static void ask_all(struct home *h, const char *person, const Yc__Matter *m,
                    const struct item *item, instant_t at)
{
    for (int i = 0; i < KNOWN; i++) {
        struct asked q = {known[i].name, person, person, m, item, i};
        if (known[i].on <= ON_NEW || known[i].on == SYSTEM) ask(h, &q, at);
    }
}

/* --- Every state --- */

static char seen[2000][160];
static int nseen;

static bool is_new_state(const Yc__Matter *m)
{
    char key[160];
    size_t n = (size_t)snprintf(key, sizeof key, "%s %d %d", m->item, m->phase, m->suspended);

    for (size_t i = 0; i < m->n_steps; i++)
        if (text_is(m->steps[i]->state, "open") && n < sizeof key)
            n += (size_t)snprintf(key + n, sizeof key - n, " %s%s", m->steps[i]->step,
                                  m->steps[i]->holder && *m->steps[i]->holder ? "!" : "");
    for (int i = 0; i < nseen; i++)
        if (strcmp(seen[i], key) == 0) return false;
    assert_true(nseen < 2000);
    strcpy(seen[nseen++], key);
    return true;
}

static bool is_new_phase(const Yc__Matter *m)
{
    static unsigned phases[100];
    size_t n;
    const struct item *const *all = catalog_items(items, &n);

    for (size_t i = 0; i < n && i < 100; i++) {
        if (strcmp(all[i]->id, m->item) != 0) continue;
        bool is_new = !(phases[i] & 1u << m->phase);
        phases[i] |= 1u << m->phase;
        return is_new;
    }
    return false;
}

/* One of each role in the item's department and everybody who had a hand in it; once for a phase
 * of an item one of each role in another department too. */
static bool in_panel(const Yc__Matter *m, const struct item *item, int row, bool new_phase)
{
    const char *key = row_text(&people.row[row], "key"),
               *post = row_text(&people.row[row], "posts");
    bool home = dept_is(post, item->dept) || whole_hall(role_in(post)), first = true;

    const char *names[] = {m->registered_by, m->accepted_by, m->decided_by, m->verified_by};
    for (size_t i = 0; i < 4; i++)
        if (text_is(names[i], key)) return true;
    for (size_t i = 0; i < m->n_steps; i++)
        if (text_is(m->steps[i]->by, key) || text_is(m->steps[i]->holder, key)) return true;
    if (!home && !new_phase) return false;
    for (int i = 0; i < row && first; i++) {
        const char *other = row_text(&people.row[i], "posts");
        bool other_home = dept_is(other, item->dept) || whole_hall(role_in(other));
        first = strcmp(role_in(other), role_in(post)) != 0 || home != other_home;
    }
    return first;
}

static void act(struct home *h, const char *as, instant_t at, const char *name, ...)
    __attribute__((sentinel));
static void act(struct home *h, const char *as, instant_t at, const char *name, ...)
{
    struct office_caller who = {getuid(), false};
    Yc__Request *q = door_request_new(name);
    va_list ap;

    door_request_set(&q->as, as);
    q->has_at = true;
    q->at = at;
    va_start(ap, name);
    for (const char *k; (k = va_arg(ap, const char *));)
        door_request_with(q, k, va_arg(ap, const char *));
    va_end(ap);
    Yc__Reply *r = office_answer(h->office, &who, q);
    if (!r->ok) fail_msg("%s by %s: %s %s", name, as, r->code, r->msgid);
    snprintf(h->text, sizeof h->text, "%s", door_reply_get(r, "delegation"));
    door_reply_free(r);
    door_request_free(q);
}

static const char *holder_of_post(const char *work)
{
    for (int i = 0; i < people.n; i++)
        if (row_has(&people.row[i], "posts", work)) return row_text(&people.row[i], "key");
    return NULL;
}

/* The person at the open step lends his post to somebody of another trade; then he is away, and his
 * B is asked. */
static void ask_stand_ins(struct home *h, const Yc__Matter *m, const struct item *item,
                          instant_t at)
{
    char day[DAY_TEXT], post[48] = "";

    for (size_t i = 0; i < m->n_steps; i++)
        if (text_is(m->steps[i]->state, "open"))
            snprintf(post, sizeof post, "%s", m->steps[i]->post);
    const char *principal = *post ? holder_of_post(post) : NULL;
    if (!principal) return;
    const char *other[] = {item->id, "A02"},
               *to = strcmp(principal, "xuzhigang") ? "xuzhigang" : "qubo";
    for (int i = 0; i < 2; i++) { /* for this item; for another one */
        act(h, principal, at, "delegate", "deputy", to, "post", post, "items", other[i], "to",
            day_text(day_of_instant(at), day), "reason", "外出", NULL);
        char key[sizeof h->text];
        strcpy(key, h->text);
        nlent = 1;
        snprintf(lent[0].principal, 48, "%s", principal);
        snprintf(lent[0].deputy, 48, "%s", to);
        snprintf(lent[0].post, 48, "%s", post);
        snprintf(lent[0].items, 48, "%s", other[i]);
        ask_all(h, to, m, item, at);
        act(h, principal, at, "end_delegation", "delegation", key, NULL);
        nlent = 0;
    }
    const char *b = row_text(table_row(&people, principal), "deputy");
    const struct cell *posts = row_cell(table_row(&people, principal), "posts");
    if (!*b) return;
    act(h, "sunjing", at, "absent", "person", principal, NULL);
    for (nlent = 0; nlent < posts->n && nlent < 4; nlent++) {
        snprintf(lent[nlent].principal, 48, "%s", principal);
        snprintf(lent[nlent].deputy, 48, "%s", b);
        snprintf(lent[nlent].post, 48, "%s", posts->text[nlent]);
        *lent[nlent].items = '\0';
    }
    ask_all(h, b, m, item, at);
    act(h, "sunjing", at, "absent", "person", principal, "absent", "false", NULL);
    nlent = 0;
}

static void look(struct home *h, const char *number, instant_t at)
{
    struct office_caller system = {getuid(), true};
    Yc__Request *q = door_request_new("matter");

    door_request_set(&q->number, number);
    Yc__Reply *r = office_answer(h->office, &system, q);
    Yc__Matter *m = yc__matter__unpack(NULL, r->record.len, r->record.data);
    const struct item *item = catalog_item(items, m->item);
    if (is_new_state(m)) {
        bool new_phase = is_new_phase(m);
        states++;
        for (int i = 0; i < people.n; i++)
            if (in_panel(m, item, i, new_phase))
                ask_all(h, row_text(&people.row[i], "key"), m, item, at);
        ask_stand_ins(h, m, item, at);
    }
    yc__matter__free_unpacked(m, NULL);
    door_reply_free(r);
    door_request_free(q);
}

/* Every act that is on no matter, by everybody, about himself and one near and one far. */
static void people_acts(struct home *h, instant_t at)
{
    for (int p = 0; p < people.n; p++)
        for (int i = 0; i < KNOWN; i++) {
            const char *person = row_text(&people.row[p], "key");
            const char *about[] = {person, row_text(&people.row[(p + 1) % people.n], "key"),
                                   "yuyin", "qubo"};
            struct asked q = {known[i].name, person, person, NULL, NULL, i};
            if (known[i].on < ON_SELF || known[i].on == SYSTEM) continue;
            for (int k = 0; k < (known[i].on == ON_ANYBODY ? 4 : 1); k++) {
                q.target = about[k];
                ask(h, &q, at);
            }
        }
}

static void whole_table(void **state)
{
    struct home h;
    json_t *lets = json_object();
    FILE *in = fopen(SOURCE_DIR "/data/sample/day.jsonl", "r");
    char *line = NULL;
    size_t cap = 0;
    instant_t at = 0;

    (void)state;
    home_open(&h, true);
    if (home_do(&h, "system", "help", NULL, NULL)) help = h.reply;
    h.reply = NULL;
    while (getline(&line, &cap, in) > 0) {
        struct fault f;
        json_t *v = json_loads(line, 0, NULL);
        Yc__Request *q = NULL;
        if (json_request(v, lets, &q, &f) != RC_OK) fail_msg("%s: %s", line, f.msgid);
        Yc__Reply *r = office_answer(h.office, &(struct office_caller){getuid(), false}, q);
        if (!r->ok) fail_msg("%s: %s %s", line, r->code, r->msgid);
        if (q->has_at) at = q->at;
        const char *let = json_string_value(json_object_get(v, "let"));
        if (let) json_object_set_new(lets, let, json_string(r->number));
        if (r->number && *r->number) look(&h, r->number, at);
        door_reply_free(r);
        door_request_free(q);
        json_decref(v);
    }
    people_acts(&h, at);
    print_message("permission: %lu states, %lu cells: %lu allowed", states, cells, allowed);
    for (int i = 0; i < 8; i++)
        print_message(", %s %lu", watched[i], by_code[i]);
    print_message("; %lu wrong\n", wrong);
    assert_int_equal(wrong, 0);
    assert_true(cells >= 20000);
    for (int i = 0; i < 7; i++)
        assert_true(by_code[i] > 0);
    free(line);
    fclose(in);
    json_decref(lets);
    door_reply_free(help);
    home_close(&h);
}

/* An act nobody has told this test of is not tested by it. */
static void every_act_known(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    home_do(&h, "system", "help", NULL, NULL);
    for (size_t i = 0; i < h.reply->n_row; i++) {
        static const char *const elsewhere[] = {"sign_in", "set_pin", "check_pin", "file_opinion"};
        const char *name = door_reply_cell(h.reply, i, "act");
        bool found = false;
        for (int k = 0; k < KNOWN && !found; k++)
            found = strcmp(known[k].name, name) == 0;
        for (size_t k = 0; k < sizeof elsewhere / sizeof *elsewhere && !found; k++)
            found = strcmp(elsewhere[k], name) == 0;
        if (!found) fail_msg("the act '%s' is not in the table of this test", name);
    }
    home_close(&h);
}

static int setup(void **state)
{
    struct catalog_files fs = {0};
    struct fault f;

    (void)state;
    table_read(&acts, "acts.yaml", "acts:");
    table_read(&duties, "acts.yaml", "duties:");
    table_read(&people, "people.yaml", "people:");
    table_read(&roles, "roles.yaml", "roles:");
    table_read(&desks, "desks.yaml", "desks:");
    if (catalog_files_read(SOURCE_DIR, &fs, &f) != RC_OK) return -1;
    if (catalog_build(&fs, NULL, NULL, &items) != RC_OK) return -1;
    catalog_files_free(&fs);
    return people.n > 100 && acts.n > 50 && roles.n > 15 && duties.n > 5 ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    catalog_free(items);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_act_known),
                                       cmocka_unit_test(whole_table)};

    return cmocka_run_group_tests(tests, setup, teardown);
}
