#include "store/logs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

enum { DIGITS = 10 };
static const char stem[] = "log.";
/* In this order a file that moves from the first to the second is not missed. */
static const char *const folder[] = {"log", "archive"};

const char *store_log_name(uint32_t number, char out[STORE_LOG_NAME])
{
    snprintf(out, STORE_LOG_NAME, "%s%010u", stem, (unsigned)number);
    return out;
}

uint32_t store_log_number(const char *name)
{
    const char *digits = name + sizeof stem - 1;

    if (strncmp(name, stem, sizeof stem - 1) != 0 || strlen(digits) != DIGITS ||
        strspn(digits, "0123456789") != DIGITS)
        return 0;
    unsigned long n = strtoul(digits, NULL, 10);
    return n <= UINT32_MAX ? (uint32_t)n : 0;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

size_t store_log_list(const char *home, uint32_t **number)
{
    size_t n = 0, kept = 0;

    *number = NULL;
    for (size_t i = 0; i < sizeof folder / sizeof *folder; i++) {
        char *path = mem_printf("%s/%s", home, folder[i]);
        DIR *d = opendir(path);
        for (struct dirent *e; d && (e = readdir(d));) {
            if (!store_log_number(e->d_name)) continue;
            *number = mem_resize(*number, (n + 1) * sizeof **number);
            (*number)[n++] = store_log_number(e->d_name);
        }
        if (d) closedir(d);
        free(path);
    }
    if (n) qsort(*number, n, sizeof **number, by_number);
    for (size_t i = 0; i < n; i++)
        if (!kept || (*number)[kept - 1] != (*number)[i]) (*number)[kept++] = (*number)[i];
    return kept;
}

int store_log_open(const char *home, uint32_t number)
{
    char name[STORE_LOG_NAME];
    int fd = -1;

    store_log_name(number, name);
    for (size_t i = 0; i < sizeof folder / sizeof *folder && fd < 0; i++) {
        char *path = mem_printf("%s/%s/%s", home, folder[i], name);
        fd = open(path, O_RDONLY | O_CLOEXEC);
        int err = errno;
        free(path);
        errno = err;
        if (fd < 0 && err != ENOENT) return -1;
    }
    return fd;
}

int64_t store_log_end(int fd, int64_t length)
{
    enum { BLOCK = 1 << 16 };
    char *block = mem_alloc(BLOCK);
    int64_t end = length;

    for (int64_t from; end > 0; end = from) {
        from = (end - 1) / BLOCK * BLOCK;
        ssize_t n = pread(fd, block, (size_t)(end - from), from);
        while (n > 0 && !block[n - 1])
            n--;
        if (n != 0) {
            end = n < 0 ? -1 : from + n;
            break;
        }
    }
    free(block);
    return end;
}

void store_log_prune(const char *home, uint32_t number)
{
    char *path = mem_printf("%s/archive", home);
    DIR *d = opendir(path);

    for (struct dirent *e; d && (e = readdir(d));) {
        uint32_t n = store_log_number(e->d_name);
        if (n && n < number) unlinkat(dirfd(d), e->d_name, 0);
    }
    if (d) closedir(d);
    free(path);
}
