/* What time it is in the office: the machine's clock, or in a simulation what its acts say; and
 * whether the machine's clock can be believed. */
#include <time.h>

#include "base/log.h"
#include "office/priv.h"
#include "office/tables.h"

/* Under the office's lock. */
static instant_t believed(struct office *o)
{
    struct timespec boot;
    bool waited = o->time.until != 0;

    clock_gettime(CLOCK_BOOTTIME, &boot);
    instant_t now = timekeeper_now(&o->time, time(NULL), boot.tv_sec);
    if (!waited && o->time.until)
        log_warn("the system clock jumped by %lld s; the office waits %d s before it believes it",
                 (long long)o->time.jump, TIMEKEEPER_HOLD);
    return now;
}

instant_t office_now(struct office *o)
{
    pthread_mutex_lock(&o->lock);
    instant_t t = o->simulation ? o->clock : believed(o);
    pthread_mutex_unlock(&o->lock);
    return t;
}

void office_set_clock(struct office *o, instant_t now)
{
    pthread_mutex_lock(&o->lock);
    if (now > o->clock) o->clock = now;
    pthread_mutex_unlock(&o->lock);
}

struct office_clock office_clock(struct office *o)
{
    struct office_clock c;

    if (o->simulation) return (struct office_clock){0};
    pthread_mutex_lock(&o->lock);
    instant_t now = believed(o);
    c = (struct office_clock){o->clock - now, o->time.jump};
    pthread_mutex_unlock(&o->lock);
    if (c.behind < 0) c.behind = 0;
    return c;
}

static enum rc put_clock(struct txn *t, void *arg, struct fault *f)
{
    struct buf val = {0};

    buf_add_i64(&val, *(const instant_t *)arg);
    enum rc rc = store_put(t, T_META, "clock", 5, val.data, val.len, f);
    buf_free(&val);
    return rc;
}

/* A real hall notes the newest instant now and then, not at every act: all would wait for it. */
enum rc present_keep(struct office *o, struct fault *f)
{
    pthread_mutex_lock(&o->lock);
    instant_t newest = o->clock;
    pthread_mutex_unlock(&o->lock);
    if (o->simulation || newest == o->clock_kept) return RC_OK;
    enum rc rc = store_run_lazily(o->store, put_clock, &newest, f);
    if (rc == RC_OK) o->clock_kept = newest;
    return rc;
}
