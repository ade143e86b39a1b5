/* The database environment with a cache, tables of locks and log files as small as one process
 * needs: these tests open thousands, and a day goes through several log files.  Linked in before
 * the library. */
#include <db.h>
#include <dlfcn.h>
#include <unistd.h>

static int (*cachesize)(DB_ENV *, u_int32_t, u_int32_t, int);
static int (*increment)(DB_ENV *, u_int32_t);
static int (*number[6])(DB_ENV *, u_int32_t);

static int small_cache(DB_ENV *e, u_int32_t gb, u_int32_t bytes, int n)
{
    (void)gb;
    (void)bytes;
    return cachesize(e, 0, 2 << 20, n);
}

static int small_increment(DB_ENV *e, u_int32_t n)
{
    return increment(e, n > 1000 ? 1000 : n);
}

#define SMALL(i, most)                                                                             \
    static int small_##i(DB_ENV *e, u_int32_t n)                                                   \
    {                                                                                              \
        return number[i](e, n > (most) ? (most) : n);                                              \
    }
SMALL(0, 500)
SMALL(1, 4000)
SMALL(2, 4000)
SMALL(3, 100)
SMALL(4, 512 << 10)
SMALL(5, 64 << 10)

int db_env_create(DB_ENV **out, u_int32_t flags)
{
    int (*real)(DB_ENV **, u_int32_t) =
        (int (*)(DB_ENV **, u_int32_t))dlsym(RTLD_NEXT, "db_env_create");
    int err = real ? real(out, flags) : -1;

    if (err) return err;
    cachesize = (*out)->set_cachesize;
    increment = (*out)->mutex_set_increment;
    number[0] = (*out)->set_lk_max_lockers;
    number[1] = (*out)->set_lk_max_locks;
    number[2] = (*out)->set_lk_max_objects;
    number[3] = (*out)->set_tx_max;
    number[4] = (*out)->set_lg_max;
    number[5] = (*out)->set_lg_bsize;
    (*out)->set_cachesize = small_cache;
    (*out)->mutex_set_increment = small_increment;
    (*out)->set_lk_max_lockers = small_0;
    (*out)->set_lk_max_locks = small_1;
    (*out)->set_lk_max_objects = small_2;
    (*out)->set_tx_max = small_3;
    (*out)->set_lg_max = small_4;
    (*out)->set_lg_bsize = small_5;
    return 0;
}
