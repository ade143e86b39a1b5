/* What time it is in the office: the machine's clock, or in a simulation what its acts say; and
 * whether the machine's clock can be believed. */
#include <time.h>

#include "office/priv.h"
#include "office/tables.h"

instant_t office_now(struct office *o)
{
    if (!o->simulation) return time(NULL);
    pthread_mutex_lock(&o->lock);
    instant_t t = o->clock;
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
    c = (struct office_clock){o->clock - time(NULL), o->jumped};
    pthread_mutex_unlock(&o->lock);
    if (c.behind < 0) c.behind = 0;
    return c;
}

void office_clock_jumped(struct office *o, int64_t seconds)
{
    pthread_mutex_lock(&o->lock);
    o->jumped = seconds;
    pthread_mutex_unlock(&o->lock);
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
