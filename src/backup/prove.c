#include "backup/prove.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "door/now.h"
#include "office/office.h"
#include "store/upkeep.h"

struct proving {
    struct proof *out;
    void (*said)(void *arg, const char *line);
    void *arg;
};

static void hear(void *arg, const char *line)
{
    struct proving *p = arg;

    if (!p->out->first[0]) snprintf(p->out->first, sizeof p->out->first, "%s", line);
    if (p->said) p->said(p->arg, line);
}

static Yc__Reply *ask(struct office *o, const char *name, const char *page)
{
    struct office_caller who = {.uid = geteuid(), .system = true};
    Yc__Request *q = door_request_new(name);

    door_request_set(&q->as, "system");
    door_request_set(&q->page, page);
    Yc__Reply *r = office_answer(o, &who, q);
    door_request_free(q);
    return r;
}

static uint32_t figure(struct office *o, const char *query, const char *key)
{
    Yc__Reply *r = ask(o, query, "");
    uint32_t n = (uint32_t)strtoul(door_reply_get(r, key), NULL, 10);

    door_reply_free(r);
    return n;
}

static uint64_t count_events(struct office *o)
{
    uint64_t n = 0;
    char *page = mem_strdup("");

    do {
        Yc__Reply *r = ask(o, "journal", page);
        n += r->n_event;
        free(page);
        page = mem_strdup(r->page ? r->page : "");
        door_reply_free(r);
    } while (*page);
    free(page);
    return n;
}

static enum rc verify(const char *dir, struct proving *p, struct fault *f)
{
    struct office *o = NULL;
    enum rc rc = office_open(dir, OFFICE_ALONE, &o, f);

    if (rc == RC_OK) rc = office_verify(o, hear, p, &p->out->bad, f);
    if (rc == RC_OK) {
        p->out->events = count_events(o);
        p->out->edition = figure(o, "hall", "edition");
        p->out->calendar = figure(o, "calendar", "calendar");
    }
    office_close(o);
    return rc;
}

enum rc backup_prove(const char *dir, instant_t until, void (*said)(void *arg, const char *line),
                     void *arg, struct proof *out, struct fault *f)
{
    struct proving p = {out, said, arg};
    int64_t began = now_ms();

    *out = (struct proof){0};
    enum rc rc = store_recover_copy_to(dir, until, f);
    int64_t recovered = now_ms();
    if (rc == RC_OK) rc = verify(dir, &p, f);
    out->recover_ms = (uint32_t)(recovered - began);
    out->verify_ms = (uint32_t)(now_ms() - recovered);
    return rc;
}
