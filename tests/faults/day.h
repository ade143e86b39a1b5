/* One day of one office as a list of steps, each of which can be sent again: two matters from
 * registration to archive, money and a certificate, checkpoints, a backup, a publishing.
 *
 * Included once.  The home of a test is DIR/home; what a step needs of an earlier one (the matter's
 * number, the certificate's) is in struct day, which is filled by answers alone, first or second.
 */
#ifndef YC_TESTS_FAULTS_DAY_H
#define YC_TESTS_FAULTS_DAY_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "door/message.h"
#include "model/matter.pb-c.h"
#include "office/office.h"
#include "office_home.h"
#include "office_forms.h"

#define A14_FORM                                                                                   \
    "form.name", "朱雪莲", "form.id_type", "居民身份证", "form.id_no", "370299197302141131",       \
        "form.phone", "13805320013", "form.address", "青溪县云溪镇文昌路14号", "form.unit_no",     \
        "370299001002GB00013F00010001", "form.house", "住宅", "form.price", "860000",              \
        "form.books", "1", "form.buyers",                                                          \
        "[{\"b_name\":\"朱雪莲\",\"b_id\":\"370299197302141131\",\"b_pct\":\"100\"}]"

enum day_kind { DAY_ACT, DAY_CHECKPOINT, DAY_BACKUP, DAY_TICK };
struct day_step {
    const char *act, *as;
    int matter; /* 0, 1; -1 none */
    const char *with[34];
    enum day_kind kind;
};

static const struct day_step day_steps[] = {
    {"register",
     "lixiaomei",
     0,
     {"item", "A14", "materials", "m1,m3,m4,m5", "shared", "m2", A14_FORM},
     DAY_ACT},
    {"accept", "lianjie", 0, {"opinion", "齐全"}, DAY_ACT},
    {"pass", "qixin", 0, {"opinion", "税款已缴"}, DAY_ACT},
    {"register", "zhangmin", 1, {"item", "A03", A03_ALL, A03_FORM}, DAY_ACT},
    {"checkpoint", NULL, -1, {0}, DAY_CHECKPOINT},
    {"accept", "zhangmin", 1, {"opinion", "齐全"}, DAY_ACT},
    {"pass", "xuefeng", 0, {"opinion", "权属清楚"}, DAY_ACT},
    {"take", "xujianping", 1, {0}, DAY_ACT},
    {"suspend",
     "xujianping",
     1,
     {"kind", "检测", "planned", "3", "approved_by", "yangguoqing"},
     DAY_ACT},
    {"grant", "henian", 0, {"opinion", "准予登簿"}, DAY_ACT},
    {"charge", "chenlihua", 0, {0}, DAY_ACT},
    {"pay", "chenlihua", 0, {"channel", "code", "amount", "80.00"}, DAY_ACT},
    {"backup", NULL, -1, {0}, DAY_BACKUP},
    {"publish", "zhoumingyuan", -1, {"file.data/hall/hall.yaml", "*"}, DAY_ACT},
    {"tick", NULL, -1, {0}, DAY_TICK},
    {"print", "majun", 0, {0}, DAY_ACT},
    {"deliver", "majun", 0, {"recipient", "朱雪莲", "recipient_id", "370299197302141131"}, DAY_ACT},
    {"verify", "wangshufen", 0, {"result", "granted", "fee", "80.00", "cert_no", "*"}, DAY_ACT},
    {"checkpoint", NULL, -1, {0}, DAY_CHECKPOINT},
    {"archive", "wangshufen", 0, {0}, DAY_ACT},
    {"note", "zhangmin", 1, {"text", "日终"}, DAY_ACT},
};
enum { DAY_STEPS = sizeof day_steps / sizeof *day_steps };

struct day {
    char home[160], backup[180];
    struct office *office;
    char number[2][32], cert[64];
    char *hall;               /* data/hall/hall.yaml with one more comment */
    char code[32], said[700]; /* of the last refusal */
};

static inline char *day_file(const char *path)
{
    FILE *in = fopen(path, "re");
    char *text = mem_alloc(1 << 16);
    size_t n = in ? fread(text, 1, (1 << 16) - 1, in) : 0;

    if (in) fclose(in);
    text[n] = '\0';
    return text;
}

static inline void day_init(struct day *d, const char *dir)
{
    *d = (struct day){0};
    snprintf(d->home, sizeof d->home, "%s/home", dir);
    snprintf(d->backup, sizeof d->backup, "%s/copy", dir);
    char *was = day_file(SOURCE_DIR "/data/hall/hall.yaml");
    d->hall = mem_printf("%s# 已核对\n", was);
    free(was);
}

static inline enum rc day_create(const struct day *d, struct fault *f)
{
    struct office_init how = {SOURCE_DIR, true, false};

    return office_create(d->home, &how, f);
}

static inline void day_keep_fault(struct day *d, const struct fault *f)
{
    const char *args[FAULT_ARGS];

    for (int i = 0; i < FAULT_ARGS; i++)
        args[i] = f->arg[i];
    snprintf(d->code, sizeof d->code, "%s", f->code ? f->code : "");
    char *text = fault_sentence(f->msgid ? f->msgid : "", args, FAULT_ARGS, NULL);
    snprintf(d->said, sizeof d->said, "%s", text);
    free(text);
}

static inline bool day_open(struct day *d, enum office_mode mode)
{
    struct fault f = {0};

    d->office = NULL;
    if (office_open(d->home, mode, &d->office, &f) == RC_OK) return true;
    day_keep_fault(d, &f);
    return false;
}

static inline const char *day_value(const struct day *d, const char *key, const char *value)
{
    if (strcmp(value, "*") != 0) return value;
    return strcmp(key, "cert_no") == 0 ? d->cert : d->hall;
}

static inline bool day_act(struct day *d, int i)
{
    const struct day_step *s = &day_steps[i];
    struct office_caller who = {getuid(), false};
    Yc__Request *q = door_request_new(s->act);
    char id[16];

    snprintf(id, sizeof id, "day/%02d", i);
    q->has_id = 1;
    q->id.len = strlen(id);
    q->id.data = (uint8_t *)mem_strdup(id);
    door_request_set(&q->as, s->as);
    if (s->matter >= 0 && strcmp(s->act, "register") != 0)
        door_request_set(&q->number, d->number[s->matter]);
    for (size_t k = 0; s->with[k]; k += 2)
        door_request_with(q, s->with[k], day_value(d, s->with[k], s->with[k + 1]));
    Yc__Reply *r = office_answer(d->office, &who, q);
    bool ok = r->ok;
    if (ok && s->matter >= 0) snprintf(d->number[s->matter], 32, "%s", r->number);
    if (ok && strcmp(s->act, "print") == 0)
        snprintf(d->cert, sizeof d->cert, "%s", door_reply_get(r, "cert_no"));
    if (!ok) {
        char *text = door_reply_text(r, NULL);
        snprintf(d->code, sizeof d->code, "%s", r->code ? r->code : "");
        snprintf(d->said, sizeof d->said, "%s", text ? text : "");
        free(text);
    }
    door_reply_free(r);
    door_request_free(q);
    return ok;
}

static inline void day_remove(const char *path)
{
    char *cmd = mem_printf("rm -rf '%s'", path);

    if (system(cmd) != 0) abort();
    free(cmd);
}

/* false: refused, d->code and d->said say why. */
static inline bool day_do(struct day *d, int i)
{
    struct fault f = {0};
    enum rc rc = RC_OK;
    instant_t next;

    switch (day_steps[i].kind) {
    case DAY_ACT:
        return day_act(d, i);
    case DAY_CHECKPOINT:
        rc = office_checkpoint(d->office, true, &f);
        break;
    case DAY_BACKUP:
        rc = office_backup(d->office, d->backup, &f);
        break;
    case DAY_TICK:
        rc = office_tick(d->office, office_now(d->office), &next, &f);
        break;
    }
    if (rc != RC_OK) day_keep_fault(d, &f);
    return rc == RC_OK;
}

/* --- What a home holds --- */

struct day_found {
    bool done[DAY_STEPS]; /* an event carries this step's request */
    size_t n;             /* events */
    uint64_t *hash;       /* of each, sorted */
    uint64_t bad;         /* findings of verify */
    char first[300];      /* the first of them */
};

static inline uint64_t day_hash(const void *p, size_t n)
{
    const unsigned char *c = p;
    uint64_t h = 0xCBF29CE484222325u;

    while (n--)
        h = (h ^ *c++) * 0x100000001B3u;
    return h;
}

static inline int day_order(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Its events stand in the streams of the files and carry no request. */
static inline int day_publishing(void)
{
    int i = 0;

    while (strcmp(day_steps[i].act, "publish") != 0)
        i++;
    return i;
}

static inline void day_event(struct day_found *w, const void *bytes, size_t n)
{
    Yc__Event *e = yc__event__unpack(NULL, n, bytes);
    char id[16] = "";
    int i = -1;

    if (e && e->has_request && e->request.len < sizeof id)
        memcpy(id, e->request.data, e->request.len);
    if (sscanf(id, "day/%d", &i) == 1 && i >= 0 && i < DAY_STEPS) w->done[i] = true;
    if (e && strcmp(e->act, "publish") == 0 && e->seq > 1) w->done[day_publishing()] = true;
    if (e) yc__event__free_unpacked(e, NULL);
    w->hash = mem_resize(w->hash, (w->n + 1) * sizeof *w->hash);
    w->hash[w->n++] = day_hash(bytes, n);
}

static inline void day_finding(void *arg, const char *line)
{
    struct day_found *w = arg;

    if (!w->first[0]) snprintf(w->first, sizeof w->first, "%s", line);
}

/* Reads all of the journal and verifies; false: d->code, d->said. */
static inline bool day_look(struct day *d, struct day_found *w)
{
    struct office_caller self = {getuid(), true};
    struct fault f = {0};
    char page[200] = "";
    bool ok = true;

    *w = (struct day_found){0};
    do {
        Yc__Request *q = door_request_new("journal");
        door_request_set(&q->as, "system");
        if (page[0]) door_request_set(&q->page, page);
        Yc__Reply *r = office_answer(d->office, &self, q);
        for (size_t i = 0; i < r->n_event; i++)
            day_event(w, r->event[i].data, r->event[i].len);
        snprintf(page, sizeof page, "%s", r->page ? r->page : "");
        ok = r->ok;
        if (!ok) snprintf(d->code, sizeof d->code, "%s", r->code ? r->code : "");
        if (!ok) snprintf(d->said, sizeof d->said, "%s", r->msgid ? r->msgid : "");
        door_reply_free(r);
        door_request_free(q);
    } while (ok && page[0]);
    if (w->n) qsort(w->hash, w->n, sizeof *w->hash, day_order);
    if (ok && office_verify(d->office, day_finding, w, &w->bad, &f) != RC_OK) {
        day_keep_fault(d, &f);
        ok = false;
    }
    return ok;
}

#endif
