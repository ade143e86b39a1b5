/* A desk: one client process through which the people of the hall walk matters, and its own account
 * of what was acknowledged.
 *
 * The account is a file only ever added to: "> TURN STEP" before a request is sent, "< TURN STEP
 * NUMBER BEGAN ENDED TOLD" once its reply is here ("! ..." when it was refused).  What is written
 * outlives the process; nobody here pulls the plug, so nothing is synced.  A request's id and text
 * follow from desk, turn and step, so whoever takes over a killed desk sends what was under way
 * again, the very same.  Times are milliseconds of the monotonic clock.  Included once. */
#ifndef YC_TESTS_TORTURE_DESK_H
#define YC_TESTS_TORTURE_DESK_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/day.h"
#include "base/mem.h"
#include "door/door.h"
#include "door/now.h"
#include "office_home.h"
#include "office_forms.h"

enum {
    DESK_LOST_S = 60,
    DESK_DIES = 2, /* of a hundred acts: with the reply in hand, before it is noted down */
    DESK_PAIRS = 32,
    DESK_TOLD = 96
};

struct desk {
    const char *home;    /* its socket is in it */
    const char *service; /* started when nobody listens */
    int nr;
    int64_t until; /* ms: no new matter is begun after that, or when HOME.stop is there */
    int think_ms;  /* at most, between two requests */
    unsigned seed;
    char next_week[DAY_TEXT];
    struct door *door;
    FILE *account;
    bool heir; /* the first act is one that a killed desk has sent */

    int turn;
    const struct desk_path *path;
    size_t step;
    char number[32], cert[DESK_TOLD]; /* of the matter in hand */
};

/* --- What is done -------------------------------------------------------------------------------
 */

#define A07_FORM                                                                                   \
    "form.org_name", "青溪燃气公司", "form.uscc", "91370299MA3F000739", "form.legal_rep",          \
        "赵文斌", "form.legal_rep_id", "370299196607071061", "form.contact", "赵文斌",             \
        "form.contact_phone", "13805320006", "form.mode", "挖掘", "form.road", "北京路",           \
        "form.built", "2019-06-30", "form.area", "120.5", "form.from", "$week", "form.days", "30", \
        "form.digs",                                                                               \
        "[{\"surface\":\"沥青混凝土\",\"sq\":\"60\"},{\"surface\":\"人行道砖\",\"sq\":\"22.5\"}]"

/* 120.5 ㎡ x 30 days x 0.30 + 60 ㎡ x 450 + 22.5 ㎡ x 165 (城市道路管理条例第三十七条, sample
 * rates) */
#define A07_FEE "31797.00"

static const struct desk_step {
    char letter;
    const char *act, *as;
    const char *with[DESK_PAIRS]; /* pairs; $week, $cert are filled in */
} desk_steps[] = {
    /* a food licence: committed, with a special procedure */
    {'r', "register", "zhangmin", {"item", "A03", A03_FORM, A03_ALL}},
    {'a', "accept", "zhangmin", {"opinion", "齐全"}},
    {'t', "take", "xujianping", {0}},
    {'s', "suspend", "xujianping", {"kind", "检验", "planned", "3", "approved_by", "yangguoqing"}},
    {'u', "resume", "xujianping", {0}},
    {'p', "pass", "xujianping", {"officers", "许建平,沈佳", "opinion", "现场符合"}},
    {'v', "pass", "hanxuesong", {"opinion", "同意"}},
    {'g', "grant", "yangguoqing", {"opinion", "准予"}},
    {'P', "print", "zhaoying", {0}},
    {'d', "deliver", "zhaoying", {"recipient", "李宏盛", "recipient_id", "370299198801150010"}},
    {'V', "verify", "wangshufen", {"result", "granted", "cert_no", "$cert"}},
    {'A', "archive", "wangshufen", {0}},
    /* a road to be dug up: with a fee */
    {'R', "register", "zhangmin", {"item", "A07", A07_FORM, "materials", "m1,m2,m3,m4"}},
    {'w', "pass", "shuiqing", {"officers", "水清,窦刚", "opinion", "可行"}},
    {'G', "grant", "yunfei", {"opinion", "准予"}},
    {'c', "charge", "chenlihua", {0}},
    {'m', "pay", "chenlihua", {"channel", "bank", "amount", A07_FEE}},
    {'F', "verify", "wangshufen", {"result", "granted", "cert_no", "$cert", "fee", A07_FEE}},
    /* papers are missing, are told of once, and come */
    {'q', "register", "zhangmin", {"item", "A03", A03_FORM, "materials", "m1,m2,m3"}},
    {'n', "notice", "zhangmin", {"remark", "布局图须标明清洗消毒间"}},
    {'b', "resubmit", "zhangmin", {"materials", "m4,m5"}},
    {'x', "withdraw", "zhangmin", {"reason", "不办了"}},
    {'y', "note", "zhoumingyuan", {"text", "主任巡查"}},
};

/* papers: what the record of a matter walked to the end of the path holds, each once. */
static const struct desk_path {
    const char *steps;
    int weight; /* of a hundred */
    const char *papers;
} desk_paths[] = {
    {"ratsupvgPdVA", 30, "acceptance certificate delivery grant slip suspension verification"},
    {"RawGcmPdFA", 25, "acceptance certificate delivery grant receipt slip verification"},
    {"qnbay", 15, "acceptance correction slip slip"},
    {"rx", 10, "slip withdrawal"},
    {"r", 20, "slip"},
};
enum { DESK_PATHS = sizeof desk_paths / sizeof *desk_paths };

static inline const struct desk_step *desk_step_of(char letter)
{
    for (size_t i = 0; i < sizeof desk_steps / sizeof *desk_steps; i++)
        if (desk_steps[i].letter == letter) return &desk_steps[i];
    abort();
}

/* The same for every incarnation of a desk. */
static inline const struct desk_path *desk_path_of(unsigned seed, int nr, int turn)
{
    unsigned r = seed * 31u + (unsigned)nr * 1009u + (unsigned)turn * 9176u;
    int dice = rand_r(&r) % 100, i = 0;

    while (i < DESK_PATHS - 1 && (dice -= desk_paths[i].weight) >= 0)
        i++;
    return &desk_paths[i];
}

static inline bool desk_dies(const struct desk *d)
{
    unsigned r =
        d->seed * 17u + (unsigned)d->nr * 4021u + (unsigned)d->turn * 131u + (unsigned)d->step;

    return rand_r(&r) % 100 < DESK_DIES;
}

static inline void desk_id(unsigned seed, int nr, int turn, char letter, char out[40])
{
    snprintf(out, 40, "torture/%u/%d/%d/%c", seed, nr, turn, letter);
}

/* --- Its account --------------------------------------------------------------------------------
 */

static inline void desk_account_path(const char *home, int nr, char *out, size_t size)
{
    snprintf(out, size, "%s.desk%d", home, nr);
}

static inline void desk_note(struct desk *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static inline void desk_note(struct desk *d, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vfprintf(d->account, fmt, ap);
    va_end(ap);
    if (fflush(d->account) != 0) _exit(3);
}

static inline void desk_begin(struct desk *d, int turn)
{
    d->turn = turn;
    d->path = desk_path_of(d->seed, d->nr, turn);
    d->step = 0;
    d->number[0] = d->cert[0] = '\0';
}

static inline void desk_learn(struct desk *d, const char *number, const char *told)
{
    snprintf(d->number, sizeof d->number, "%s", number);
    if (desk_step_of(d->path->steps[d->step])->letter == 'P')
        snprintf(d->cert, sizeof d->cert, "%s", told);
}

/* Where the account ends: the first step not yet acknowledged. */
static inline void desk_resume(struct desk *d)
{
    char path[200], line[600], letter, number[32], told[DESK_TOLD];
    int turn;

    desk_begin(d, 0);
    d->heir = false;
    desk_account_path(d->home, d->nr, path, sizeof path);
    FILE *in = fopen(path, "re");
    while (in && fgets(line, sizeof line, in)) {
        d->heir = line[0] == '>';
        told[0] = '\0';
        if (sscanf(line, "< %d %c %31s %*d %*d %95s", &turn, &letter, number, told) < 3) continue;
        if (turn != d->turn) desk_begin(d, turn);
        d->step = (size_t)(strchr(d->path->steps, letter) - d->path->steps);
        desk_learn(d, number, told);
        if (!d->path->steps[++d->step]) desk_begin(d, turn + 1);
    }
    if (in) fclose(in);
    d->account = fopen(path, "ae");
}

/* --- Its requests -------------------------------------------------------------------------------
 */

static inline bool desk_connect(struct desk *d)
{
    static const char *argv[] = {NULL, "--home", NULL, NULL}; /* the door keeps it */
    char socket[108];
    struct door_options opt = {.socket = socket, .start = d->service, .start_argv = argv};
    struct fault f = {0};

    argv[0] = d->service;
    argv[2] = d->home;
    snprintf(socket, sizeof socket, "%s/door.sock", d->home);
    return door_connect(&opt, &d->door, &f) == RC_OK;
}

static inline Yc__Request *desk_request(const struct desk *d, const struct desk_step *s)
{
    Yc__Request *q = door_request_new(s->act);
    char id[40];

    desk_id(d->seed, d->nr, d->turn, s->letter, id);
    q->has_id = 1;
    q->id.len = strlen(id);
    q->id.data = (uint8_t *)strdup(id);
    door_request_set(&q->as, s->as);
    for (size_t i = 0; s->with[i]; i += 2) {
        const char *v = s->with[i + 1];
        v = strcmp(v, "$cert") == 0 ? d->cert : strcmp(v, "$week") == 0 ? d->next_week : v;
        door_request_with(q, s->with[i], v);
    }
    if (d->step) door_request_set(&q->number, d->number);
    return q;
}

/* A door that gave up, or an office that was too busy, has done nothing for certain: the same
 * request again. */
static inline Yc__Reply *desk_send(struct desk *d, Yc__Request *q)
{
    int64_t until = now_ms() + DESK_LOST_S * 1000;
    bool act = q->has_id;

    while (now_ms() < until) {
        Yc__Reply *r = NULL;
        struct fault f = {0};
        enum rc rc = d->door || desk_connect(d) ? door_call(d->door, q, &r, &f) : RC_REFUSED;
        if (rc == RC_OK &&
            (r->ok || !act || (strcmp(r->code, "busy") != 0 && strcmp(r->code, "memory") != 0)))
            return r;
        if (r) door_reply_free(r);
        usleep(20000);
    }
    return NULL;
}

static inline const char *desk_told(const Yc__Reply *r)
{
    static const char *const keys[] = {"cert_no", "receipt", "amount"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (*door_reply_get(r, keys[i])) return door_reply_get(r, keys[i]);
    return "-";
}

/* false: refused or not answered at all. */
static inline bool desk_do(struct desk *d)
{
    const struct desk_step *s = desk_step_of(d->path->steps[d->step]);
    Yc__Request *q = desk_request(d, s);

    desk_note(d, "> %d %c\n", d->turn, s->letter);
    int64_t began = now_ms();
    Yc__Reply *r = desk_send(d, q);
    bool ok = r && r->ok;
    if (ok && !d->heir && desk_dies(d)) kill(getpid(), SIGKILL);
    if (ok) {
        desk_learn(d, r->number, desk_told(r));
        desk_note(d, "< %d %c %s %lld %lld %s\n", d->turn, s->letter, d->number, (long long)began,
                  (long long)now_ms(), desk_told(r));
    } else {
        char *why = r ? door_reply_text(r, NULL) : strdup("no answer");
        desk_note(d, "! %d %c %s %s\n", d->turn, s->letter, d->number, why);
        free(why);
    }
    if (r) door_reply_free(r);
    door_request_free(q);
    return ok;
}

static inline bool desk_over(const struct desk *d)
{
    char path[200];

    snprintf(path, sizeof path, "%s.stop", d->home);
    return now_ms() >= d->until || access(path, F_OK) == 0;
}

/* The whole life of a client process. */
static inline int desk_live(struct desk *d)
{
    unsigned pace = d->seed ^ (unsigned)getpid();

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    desk_resume(d);
    while (d->account && (d->heir || d->step || !desk_over(d))) {
        if (!desk_do(d)) return 2;
        d->heir = false;
        if (!d->path->steps[++d->step]) desk_begin(d, d->turn + 1);
        if (d->think_ms) usleep((useconds_t)(rand_r(&pace) % (d->think_ms * 1000)));
    }
    if (d->door) door_close(d->door);
    return d->account && fclose(d->account) == 0 ? 0 : 3;
}

#endif
