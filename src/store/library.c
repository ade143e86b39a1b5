/* Some calls the library makes to the system are made by us.
 *
 * open: a file is on disk only when its folder's entry is, and the library syncs no folder; a log
 * file lost with its name would take acknowledged transactions along.
 *
 * fsync: after one that failed the kernel takes the pages for clean, so the next one succeeds and
 * nothing is on disk (ext4, xfs).  The library would try again up to 100 times.  Here the first
 * failure counts for as long as the process lives: it can commit nothing more and ends, and the
 * next owner, who finds the mark, reads log and data from the disk and not from memory.
 *
 * malloc: the library does not survive being refused memory everywhere.  Of 1,740 refusals in a
 * day's work 18 crashed it, 16 left a mutex locked, and one lost a counter's new value although the
 * put had returned 0.  Here as in all of our own code no memory ends the process (base/mem.h).
 *
 * yield: where no file can be made because the disk is full the library sleeps 2, 4 and 6 s before
 * it says so.  Nobody waits for that; its other pauses are of milliseconds. */
#include "store/region.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "store/disk.h"
#include "store/priv.h"

static atomic_int sync_failed; /* errno of the first */
static char mark[4096];        /* on the tmpfs, where it can be written when the disk cannot */

static int sync_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *dir = slash ? mem_strndup(path, (size_t)(slash - path + 1)) : mem_strdup(".");
    int err = disk_sync(dir);

    free(dir);
    return err;
}

static int open_or_make(const char *path, int flags, mode_t mode)
{
    int fd = flags & O_EXCL ? -1 : open(path, flags & ~O_CREAT, mode), err;

    if (fd >= 0 || !(flags & O_CREAT) || (!(flags & O_EXCL) && errno != ENOENT)) return fd;
    fd = open(path, flags, mode);
    if (fd < 0 || (err = sync_folder_of(path)) == 0) return fd;
    close(fd);
    unlink(path);
    errno = err;
    return -1;
}

static int call_open(const char *path, int flags, ...)
{
    va_list ap;

    va_start(ap, flags);
    mode_t mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;
    va_end(ap);
    return open_or_make(path, flags, mode);
}

static void distrust(int err)
{
    int none = 0;

    if (!atomic_compare_exchange_strong(&sync_failed, &none, err)) return;
    log_error("store: what was written did not reach the disk: %s", strerror(err));
    int fd = mark[0] ? open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd >= 0) close(fd);
}

/* Gives an errno. */
static int call_fsync(int fd)
{
    if (!sync_failed && fdatasync(fd) == 0) return 0;
    if (!sync_failed) distrust(errno);
    return sync_failed;
}

/* 0: done; else the library pauses by itself. */
static int call_yield(u_long secs, u_long usecs)
{
    (void)usecs;
    return secs > 1 ? 0 : -1;
}

static void set_calls(void)
{
    db_env_set_func_malloc(mem_take);
    db_env_set_func_realloc(mem_resize);
    db_env_set_func_free(free);
    db_env_set_func_yield(call_yield);
    db_env_set_func_open(call_open);
    db_env_set_func_fsync(call_fsync);
}

/* Pages of a file that are clean are dropped, also those that never reached the disk. */
static void forget_pages(const char *dir)
{
    DIR *d = opendir(dir);

    for (struct dirent *e; d && (e = readdir(d));) {
        int fd = openat(dirfd(d), e->d_name, O_RDONLY | O_CLOEXEC);
        if (fd >= 0) posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        if (fd >= 0) close(fd);
    }
    if (d) closedir(d);
}

void store_library(void)
{
    static pthread_once_t set = PTHREAD_ONCE_INIT;

    pthread_once(&set, set_calls);
}

void store_look_again(const struct store *s)
{
    static const char *const part[] = {"data", "log"};

    snprintf(mark, sizeof mark, "%s/distrust", s->region);
    if (s->mode == STORE_JOIN || access(mark, F_OK) != 0) return;
    log_warn("store: an earlier process could not write; reading the disk again");
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        char *dir = mem_printf("%s/%s", s->home, part[i]);
        forget_pages(dir);
        free(dir);
    }
    unlink(mark);
}
