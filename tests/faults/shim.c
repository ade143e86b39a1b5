#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FILES = 4096, KERNEL_PAGE = 4096 };

static struct shim_plan *plan;
static int trace_fd = -1;
static char trace_under[200];
static pthread_mutex_t trace_lock = PTHREAD_MUTEX_INITIALIZER;
static bool ours[FILES]; /* descriptors of files below the folder watched */
static uintptr_t db_from, db_to;

/* --- Which calls are meant --- */

static bool below(const char *path, const char *under)
{
    size_t n = strlen(under);

    return n && strncmp(path, under, n) == 0 && (path[n] == '/' || !path[n]);
}

/* The database library names files through its region folder, whose data and log are links. */
static const char *settled(const char *path, char out[PATH_MAX])
{
    char dir[PATH_MAX], real[PATH_MAX];
    const char *slash = strrchr(path, '/');

    if (!slash || slash == path || slash - path >= PATH_MAX) return path;
    memcpy(dir, path, (size_t)(slash - path));
    dir[slash - path] = '\0';
    if (!realpath(dir, real)) return path;
    if (snprintf(out, PATH_MAX, "%s%s", real, slash) >= PATH_MAX) return path;
    return out;
}

static bool watched(const char *path)
{
    return (plan && below(path, plan->under)) || (trace_fd >= 0 && below(path, trace_under));
}

static bool is_ours(int fd)
{
    return fd >= 0 && fd < FILES && ours[fd];
}

/* --- Failing --- */

static bool due(enum shim_kind kind)
{
    if (!plan || (plan->whilst && syscall(SYS_access, plan->whilst, F_OK) != 0)) return false;
    long n = __atomic_add_fetch(&plan->seen[kind], 1, __ATOMIC_SEQ_CST);
    if (!plan->at || plan->kind != kind || n < plan->at || (n > plan->at && !plan->sticky))
        return false;
    __atomic_add_fetch(&plan->failed, 1, __ATOMIC_SEQ_CST);
    return true;
}

static int fail(void)
{
    static const int error[SHIM_HOWS] = {EIO, ENOSPC, EROFS, ENOSPC, 0};

    if (plan->how == SHIM_KILL) kill(getpid(), SIGKILL);
    errno = error[plan->how];
    return -1;
}

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name)
{
    void *p = dlsym(RTLD_NEXT, name);

    if (!p) _exit(99);
    return p;
}

/* --- Tracing --- */

static void put(const void *p, size_t n)
{
    for (const char *c = p; n;) {
        ssize_t w = syscall(SYS_write, trace_fd, c, n);
        if (w <= 0) _exit(98);
        c += w;
        n -= (size_t)w;
    }
}

static void note(enum shim_op op, uint64_t file, uint64_t at, const char *name, const void *data,
                 size_t len)
{
    struct shim_record r = {op, name ? (uint32_t)strlen(name) : 0, (uint32_t)len, file, at};
    int saved = errno;

    if (trace_fd < 0) return;
    pthread_mutex_lock(&trace_lock);
    put(&r, sizeof r);
    if (name) put(name, r.namelen);
    if (len) put(data, len);
    pthread_mutex_unlock(&trace_lock);
    errno = saved;
}

static uint64_t inode(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 ? st.st_ino : 0;
}

static uint64_t inode_of(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 ? st.st_ino : 0;
}

/* --- Steering --- */

static int find_db(struct dl_phdr_info *info, size_t size, void *arg)
{
    (void)size;
    (void)arg;
    if (!strstr(info->dlpi_name, "libdb-5")) return 0;
    db_from = db_to = info->dlpi_addr;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        uintptr_t end = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;
        if (end > db_to) db_to = end;
    }
    return 1;
}

void shim_follow(struct shim_plan *shared)
{
    dl_iterate_phdr(find_db, NULL);
    plan = shared;
}

void shim_trace(int fd, const char *under)
{
    snprintf(trace_under, sizeof trace_under, "%s", under ? under : "");
    trace_fd = fd;
}

void shim_told(const char *text)
{
    note(OP_TOLD, 0, 0, NULL, text, strlen(text));
}

static struct shim_plan own;
static void write_counts(void)
{
    FILE *to = fopen(getenv("FAULT_COUNT"), "we");

    for (int i = 0; to && i < SHIM_KINDS; i++)
        fprintf(to, "%ld ", own.seen[i]);
    if (to) fprintf(to, "failed %ld\n", own.failed);
    if (to) fclose(to);
}

static int word(const char *name, const char *const *among, int n)
{
    const char *v = getenv(name);

    for (int i = 0; v && i < n; i++)
        if (strcmp(v, among[i]) == 0) return i;
    return 0;
}

__attribute__((constructor)) static void preloaded(void)
{
    static const char *const kinds[] = {"write", "sync", "open", "name", "alloc", "db_alloc"};
    static const char *const hows[] = {"eio", "enospc", "erofs", "short", "kill"};
    const char *under = getenv("FAULT_UNDER"), *at = getenv("FAULT_AT");

    if (!under) return;
    snprintf(own.under, sizeof own.under, "%s", under);
    own.kind = (enum shim_kind)word("FAULT_KIND", kinds, SHIM_KINDS);
    own.how = (enum shim_how)word("FAULT_HOW", hows, SHIM_HOWS);
    own.at = at ? atol(at) : 0;
    own.sticky = getenv("FAULT_STICKY") != NULL;
    own.whilst = getenv("FAULT_WHILE");
    if (getenv("FAULT_COUNT")) atexit(write_counts);
    shim_follow(&own);
}

/* --- Opening --- */

static int opened(int fd, const char *path, int flags, bool was_there)
{
    if (fd < 0 || fd >= FILES) return fd;
    ours[fd] = watched(path);
    if (!ours[fd] || trace_fd < 0) return fd;
    if (!was_there && flags & O_CREAT)
        note(OP_CREATE, inode(fd), 0, path, NULL, 0);
    else if (flags & O_TRUNC)
        note(OP_LENGTH, inode(fd), 0, NULL, NULL, 0);
    return fd;
}

static int open_it(const char *path, int flags, mode_t mode)
{
    char at[PATH_MAX];
    const char *name = plan || trace_fd >= 0 ? settled(path, at) : path;

    if (plan && below(name, plan->under) && due(SHIM_OPEN)) return fail();
    bool there = trace_fd >= 0 && access(name, F_OK) == 0;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    return plan || trace_fd >= 0 ? opened(fd, name, flags, there) : fd;
}

static mode_t mode_arg(int flags, va_list ap)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

#define OPENS(name)                                                                                \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        va_list ap;                                                                                \
        va_start(ap, flags);                                                                       \
        mode_t mode = mode_arg(flags, ap);                                                         \
        va_end(ap);                                                                                \
        return open_it(path, flags, mode);                                                         \
    }
OPENS(open)
OPENS(open64)

int mkostemp(char *path, int flags)
{
    if (plan && below(path, plan->under) && due(SHIM_OPEN)) return fail();
    int fd = REAL(mkostemp)(path, flags);
    return opened(fd, path, O_CREAT, false);
}

int close(int fd)
{
    if (fd >= 0 && fd < FILES) ours[fd] = false;
    return (int)syscall(SYS_close, fd);
}

int mkdir(const char *path, mode_t mode)
{
    char at[PATH_MAX];
    const char *name = settled(path, at);

    if (plan && below(name, plan->under) && due(SHIM_OPEN)) return fail();
    int got = (int)syscall(SYS_mkdir, path, mode);
    if (got == 0 && watched(name)) note(OP_MKDIR, inode_of(name), 0, name, NULL, 0);
    return got;
}

/* --- Writing --- */

/* A kill ends a write between two pages of the kernel's, never inside one. */
static ssize_t before_kill(size_t n, uint64_t at)
{
    uint64_t cut = (at + n / 2) / KERNEL_PAGE * KERNEL_PAGE;

    return cut > at ? (ssize_t)(cut - at) : 0;
}

/* How many bytes may go through; -1: the call fails. */
static ssize_t allowed(size_t n, uint64_t at)
{
    if (!due(SHIM_WRITE)) return (ssize_t)n;
    if (plan->how == SHIM_SHORT && n > 1) return (ssize_t)(n / 2);
    return plan->how == SHIM_KILL ? before_kill(n, at) : fail();
}

static ssize_t wrote(int fd, uint64_t at, const void *p, ssize_t n, size_t wanted)
{
    if (n > 0 && trace_fd >= 0) note(OP_WRITE, inode(fd), at, NULL, p, (size_t)n);
    if (n >= 0 && (size_t)n < wanted && plan && plan->how == SHIM_KILL) kill(getpid(), SIGKILL);
    return n;
}

static uint64_t place(int fd)
{
    struct stat st;

    if (fcntl(fd, F_GETFL) & O_APPEND && fstat(fd, &st) == 0) return (uint64_t)st.st_size;
    off_t at = lseek(fd, 0, SEEK_CUR);
    return at < 0 ? 0 : (uint64_t)at;
}

ssize_t write(int fd, const void *p, size_t n)
{
    if (!is_ours(fd)) return syscall(SYS_write, fd, p, n);
    uint64_t at = place(fd);
    ssize_t some = allowed(n, at);
    return some < 0 ? some : wrote(fd, at, p, syscall(SYS_write, fd, p, (size_t)some), n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    if (!is_ours(fd)) return syscall(SYS_pwrite64, fd, p, n, at);
    ssize_t some = allowed(n, (uint64_t)at);
    return some < 0 ? some
                    : wrote(fd, (uint64_t)at, p, syscall(SYS_pwrite64, fd, p, (size_t)some, at), n);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off_t at)
{
    return pwrite(fd, p, n, at);
}

/* One piece only: the callers take a short write. */
ssize_t writev(int fd, const struct iovec *v, int n)
{
    if (!is_ours(fd)) return syscall(SYS_writev, fd, v, n);
    return n > 0 ? write(fd, v[0].iov_base, v[0].iov_len) : 0;
}

int ftruncate(int fd, off_t n)
{
    if (is_ours(fd) && due(SHIM_WRITE)) return fail();
    int got = (int)syscall(SYS_ftruncate, fd, n);
    if (got == 0 && is_ours(fd)) note(OP_LENGTH, inode(fd), (uint64_t)n, NULL, NULL, 0);
    return got;
}

int ftruncate64(int fd, off_t n)
{
    return ftruncate(fd, n);
}

static int sync_it(int fd, long call)
{
    if (is_ours(fd) && due(SHIM_SYNC)) return fail();
    int got = (int)syscall(call, fd);
    if (got == 0 && is_ours(fd)) note(OP_SYNC, inode(fd), 0, NULL, NULL, 0);
    return got;
}

int fsync(int fd)
{
    return sync_it(fd, SYS_fsync);
}

int fdatasync(int fd)
{
    return sync_it(fd, SYS_fdatasync);
}

/* --- Names --- */

static bool name_fails(const char *name)
{
    return plan && below(name, plan->under) && due(SHIM_NAME);
}

int rename(const char *from, const char *to)
{
    char a[PATH_MAX], b[PATH_MAX];
    const char *x = settled(from, a), *y = settled(to, b);

    if (name_fails(y)) return fail();
    int got = (int)syscall(SYS_rename, from, to);
    if (got == 0 && watched(y)) note(OP_RENAME, 0, 0, x, y, strlen(y));
    return got;
}

int link(const char *from, const char *to)
{
    char a[PATH_MAX], b[PATH_MAX];
    const char *x = settled(from, a), *y = settled(to, b);

    if (name_fails(y)) return fail();
    int got = (int)syscall(SYS_link, from, to);
    if (got == 0 && watched(y)) note(OP_LINK, 0, 0, x, y, strlen(y));
    return got;
}

int symlink(const char *to, const char *name)
{
    char a[PATH_MAX];
    const char *x = settled(name, a);

    if (name_fails(x)) return fail();
    int got = (int)syscall(SYS_symlink, to, name);
    if (got == 0 && watched(x)) note(OP_SYMLINK, inode_of(x), 0, x, to, strlen(to));
    return got;
}

static int remove_name(const char *path, long call)
{
    char a[PATH_MAX];
    const char *x = settled(path, a);

    if (name_fails(x)) return fail();
    int got = (int)syscall(call, path);
    if (got == 0 && watched(x)) note(OP_UNLINK, 0, 0, x, NULL, 0);
    return got;
}

int unlink(const char *path)
{
    return remove_name(path, SYS_unlink);
}

int rmdir(const char *path)
{
    return remove_name(path, SYS_rmdir);
}

/* --- Memory; a sanitizer has its own --- */
#ifndef SHIM_FILES_ONLY

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

static bool no_memory(const void *caller)
{
    if (!plan) return false;
    bool all = due(SHIM_ALLOC);
    bool db = (uintptr_t)caller >= db_from && (uintptr_t)caller < db_to && due(SHIM_DB_ALLOC);
    if (all || db) errno = ENOMEM;
    return all || db;
}

void *malloc(size_t n)
{
    return no_memory(__builtin_return_address(0)) ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return no_memory(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return no_memory(__builtin_return_address(0)) ? NULL : __libc_realloc(p, n);
}
#endif
