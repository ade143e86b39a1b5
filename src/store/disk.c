#include "store/disk.h"
#include "store/priv.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

int disk_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno;
    int err = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    return err;
}

int disk_mkdir(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : errno;
}

static int write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t w = write(fd, p, n);
        if (w < 0 && errno == EINTR) continue;
        if (w < 0) return errno;
        p += w;
        n -= (size_t)w;
    }
    return 0;
}

/* Closes fd, which holds all of to's future content, and gives it its name. */
static int finish(int fd, int err, const char *part, const char *to)
{
    if (!err && fsync(fd) != 0) err = errno;
    if (close(fd) != 0 && !err) err = errno;
    if (!err && rename(part, to) != 0) err = errno;
    if (err) unlink(part);
    return err;
}

int disk_copy(const char *from, const char *to)
{
    enum { CHUNK = 1 << 18 };
    int in = open(from, O_RDONLY | O_CLOEXEC), err = 0;
    if (in < 0) return errno;
    char *part = mem_printf("%s.part", to);
    int out = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (out < 0) {
        err = errno;
    } else {
        char *chunk = mem_alloc(CHUNK);
        ssize_t n;
        while (!err && (n = read(in, chunk, CHUNK)) != 0) {
            if (n > 0)
                err = write_all(out, chunk, (size_t)n);
            else if (errno != EINTR)
                err = errno;
        }
        free(chunk);
        err = finish(out, err, part, to);
    }
    free(part);
    close(in);
    return err;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    remove(path);
    return 0;
}

void disk_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int disk_put(const char *path, const char *text)
{
    char *part = mem_printf("%s.part", path);
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int err = fd < 0 ? errno : finish(fd, write_all(fd, text, strlen(text)), part, path);

    free(part);
    return err;
}
