#include "tui/screen/seat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "domain/ids.h"
#include "door/now.h"
#include "tui/screen/habits.h"
#include "tui/screen/prove.h"
#include "tui/screen/words.h"
#include "tui/term/term.h"

/* --- Opening --- */

static enum rc refused(const Yc__Reply *r, struct fault *f)
{
    char *text = words_reply(r);
    enum rc rc = fault_set(f, RC_REFUSED, "door", N_("the office refuses: {1}"), text, NULL);

    free(text);
    return rc;
}

static enum rc get(struct door *d, const char *name, const char *page, Yc__Reply **r,
                   struct fault *f)
{
    Yc__Request *q = door_request_new(name);

    if (page) door_request_set(&q->page, page);
    enum rc rc = door_call(d, q, r, f);
    door_request_free(q);
    if (rc == RC_OK && !(*r)->ok) {
        rc = refused(*r, f);
        door_reply_free(*r);
        *r = NULL;
    }
    return rc;
}

static void take_hall(struct seat *s, const Yc__Reply *r)
{
    s->simulation = strcmp(door_reply_get(r, "simulation"), "true") == 0;
    s->sample = strcmp(door_reply_get(r, "sample"), "true") == 0;
    if (!instant_parse(door_reply_get(r, "now"), &s->now)) s->now = time(NULL);
}

static void first_finding(void *arg, const char *path, int line, int column, bool warning,
                          const struct fault *what)
{
    char *text = words_fault(what), **first = arg;

    if (!warning && !*first) {
        struct buf b = {0};
        buf_printf(&b, "%s:%d:%d: %s", path, line, column, text);
        *first = buf_take(&b);
    }
    free(text);
}

static enum rc fetch_catalog(struct seat *s, struct fault *f)
{
    struct catalog_files files = {0};
    char *page = NULL, *first = NULL;
    enum rc rc;

    do {
        Yc__Reply *r = NULL;
        rc = get(s->door, "catalog", page, &r, f);
        free(page);
        page = NULL;
        if (rc != RC_OK) break;
        for (size_t i = 0; i < r->n_row; i++) {
            const char *text = door_reply_cell(r, i, "text");
            catalog_files_add(&files, door_reply_cell(r, i, "path"), text, strlen(text));
        }
        page = mem_strdup(r->page && *r->page ? r->page : NULL);
        door_reply_free(r);
    } while (page);
    if (rc == RC_OK && catalog_load(&files, first_finding, &first, &s->catalog) != RC_OK)
        rc = fault_set(f, RC_REFUSED, "catalogue", N_("the hall's definitions cannot be used: {1}"),
                       first ? first : "", NULL);
    free(first);
    catalog_files_free(&files);
    return rc;
}

enum rc seat_open(struct seat *s, struct door *door, struct fault *f)
{
    Yc__Reply *r = NULL;

    s->door = door;
    enum rc rc = get(door, "hall", NULL, &r, f);
    if (rc != RC_OK) return rc;
    take_hall(s, r);
    door_reply_free(r);
    return fetch_catalog(s, f);
}

void seat_close(struct seat *s)
{
    catalog_free(s->catalog);
    if (s->help) door_reply_free(s->help);
    habits_free(s->habits);
    burst_end(&s->burst);
    free(s->drafts);
    free(s->person);
    free(s->post);
    free(s->desk);
    free(s->watched);
    free(s->last);
    free(s->say);
    free(s->status);
    free(s->new_pin);
    *s = (struct seat){0};
}

void seat_keymap(struct seat *s, const char *name)
{
    s->keymap = name ? catalog_keymap(s->catalog, name) : NULL;
    if (!s->keymap) s->keymap = catalog_keymap(s->catalog, "default");
}

/* --- Who and when --- */

instant_t seat_now(const struct seat *s)
{
    return s->simulation ? s->now : time(NULL);
}

day_t seat_today(const struct seat *s)
{
    return day_of_instant(seat_now(s));
}

const struct person *seat_person(const struct seat *s)
{
    return s->person ? catalog_person(s->catalog, s->person) : NULL;
}

const char *seat_desk_name(const struct seat *s)
{
    size_t n;
    const struct desk *d = catalog_desks(s->catalog, &n);

    for (size_t i = 0; s->desk && i < n; i++)
        if (strcmp(d[i].key, s->desk) == 0) return d[i].name;
    return "";
}

const char *seat_item_name(const struct seat *s, const char *item)
{
    const struct item *it = catalog_item(s->catalog, item);

    return it ? it->name : item;
}

/* --- Calls --- */

void seat_say(struct seat *s, enum bar_kind kind, char *fresh)
{
    free(s->say);
    s->say = fresh;
    s->kind = kind;
    if (kind != BAR_ERROR) return;
    term_bell();
    term_drop_typeahead(); /* what was typed ahead was meant for another state */
}

void seat_tell(struct seat *s, enum bar_kind kind, const char *text)
{
    seat_say(s, kind, mem_strdup(text));
}

Yc__Request *seat_request(const struct seat *s, const char *name, const char *number)
{
    Yc__Request *q = door_request_new(name);

    if (s->person) door_request_set(&q->as, s->person);
    if (s->desk && *s->desk) door_request_set(&q->desk, s->desk);
    if (number) door_request_set(&q->number, number);
    if (s->unattended) door_request_with(q, "unattended", "true");
    return q;
}

static Yc__Reply *call(struct seat *s, Yc__Request *q)
{
    struct fault f = {0};
    Yc__Reply *r = NULL;

    s->code[0] = '\0';
    if (!s->unattended) s->asked = now_ms();
    if (door_call(s->door, q, &r, &f) != RC_OK) {
        bool away = f.code && strcmp(f.code, "unavailable") == 0;
        snprintf(s->code, sizeof s->code, "%s", f.code ? f.code : "");
        if (away)
            seat_tell(
                s, BAR_ERROR,
                _("the office does not answer; what you typed is kept: try again in a moment"));
        else
            seat_say(s, BAR_ERROR, words_fault(&f));
        if (r) door_reply_free(r);
        return NULL;
    }
    if (r->ok) return r;
    snprintf(s->code, sizeof s->code, "%s", r->code && *r->code ? r->code : "refused");
    seat_say(s, BAR_ERROR, words_reply(r));
    door_reply_free(r);
    return NULL;
}

static bool refused_as(const struct seat *s, const char *code)
{
    return strcmp(s->code, code) == 0;
}

Yc__Reply *seat_try(struct seat *s, Yc__Request *q)
{
    Yc__Reply *r = call(s, q);

    if (!r && refused_as(s, "reauth") && !s->unattended && prove_ask(s)) {
        seat_say(s, BAR_INFO, NULL);
        r = call(s, q);
    }
    s->locked |= refused_as(s, "locked");
    if (refused_as(s, "sign-in") || refused_as(s, "taken")) s->ended = END_BY_OFFICE;
    return r;
}

Yc__Reply *seat_ask(struct seat *s, Yc__Request *q)
{
    Yc__Reply *r = seat_try(s, q);

    door_request_free(q);
    return r;
}

void seat_tick(struct seat *s)
{
    if (!s->simulation) return;
    Yc__Reply *r = seat_ask(s, seat_request(s, "hall", NULL));
    if (!r) return;
    take_hall(s, r);
    door_reply_free(r);
}

const Yc__Reply *seat_help(struct seat *s)
{
    if (!s->help) s->help = seat_ask(s, seat_request(s, "help", NULL));
    return s->help;
}

/* --- Pushes --- */

static void watch_clerks(const struct seat *s, Yc__Request *q)
{
    size_t n;
    const struct department *d = catalog_departments(s->catalog, &n);

    for (size_t i = 0; i < n; i++) {
        char *topic = mem_printf("%s/clerk", d[i].key);
        door_request_with(q, "topic", topic);
        free(topic);
    }
}

static void watch_posts(const struct seat *s, Yc__Request *q, const struct person *p)
{
    for (size_t i = 0; i < p->nposts; i++) {
        const char *slash = strchr(p->posts[i], '/'), *role = slash ? slash + 1 : p->posts[i];
        const struct role *r = catalog_role(s->catalog, role);
        door_request_with(q, "topic", p->posts[i]);
        if (r && strcmp(r->stands_for, "clerk") == 0) watch_clerks(s, q);
        if (strcmp(role, "sup") == 0 || strcmp(role, "director") == 0)
            door_request_with(q, "topic", "*");
    }
}

Yc__Request *seat_watch_request(const struct seat *s, const char *number)
{
    const struct person *p = seat_person(s);
    Yc__Request *q = seat_request(s, "watch", NULL);
    size_t n;
    uint64_t id;
    const struct person *all = catalog_people(s->catalog, &n);

    if (p) {
        door_request_with(q, "topic", p->key);
        watch_posts(s, q, p);
        for (size_t i = 0; i < n; i++) /* whom he may have to stand in for */
            if (strcmp(all[i].deputy, p->key) == 0) watch_posts(s, q, &all[i]);
    }
    if (number && ids_number_parse(number, &id)) {
        char *topic = mem_printf("m%llu", (unsigned long long)id);
        door_request_with(q, "topic", topic);
        free(topic);
    }
    return q;
}

void seat_watch(struct seat *s, const char *number)
{
    char *fresh = mem_strdup(number);

    free(s->watched);
    s->watched = fresh;
    Yc__Reply *r = seat_ask(s, seat_watch_request(s, number));
    if (r) door_reply_free(r);
}
