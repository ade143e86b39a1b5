/* The database environment with a cache and tables of locks as small as one process needs: opening
 * takes 10 ms instead of 50, and these tests open thousands.  Linked in before the library. */
#include <db.h>
#include <dlfcn.h>
#include <unistd.h>

static int (*cachesize)(DB_ENV *, u_int32_t, u_int32_t, int);
static int (*increment)(DB_ENV *, u_int32_t);
static int (*number[4])(DB_ENV *, u_int32_t);

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
    (*out)->set_cachesize = small_cache;
    (*out)->mutex_set_increment = small_increment;
    (*out)->set_lk_max_lockers = small_0;
    (*out)->set_lk_max_locks = small_1;
    (*out)->set_lk_max_objects = small_2;
    (*out)->set_tx_max = small_3;
    return 0;
}
