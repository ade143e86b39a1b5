#include "store/page_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* Pages of Berkeley DB 5.3 files with DB_CHKSUM, little-endian: own number at 8, page size (of the
 * first page) at 20, type at 25; the sum of the first page is of 512 bytes and stands at 492, of
 * others at 28.  While it is reckoned it is zero. */
enum {
    AT_NUMBER = 8,
    AT_SIZE = 20,
    AT_TYPE = 25,
    AT_SUM = 28,
    AT_FIRST_SUM = 492,
    FIRST = 512,
    SIZE_LEAST = 512,
    SIZE_MOST = 65536
};
/* Types of first pages: hash, btree, queue, heap. */
static bool is_first_type(unsigned char type)
{
    return type == 8 || type == 9 || type == 10 || type == 14;
}

static uint32_t number_at(const unsigned char *p)
{
    uint32_t n;

    memcpy(&n, p, sizeof n);
    return n;
}

static uint32_t sum_of(const unsigned char *p, size_t n, size_t at)
{
    uint32_t h = 0;

    for (size_t i = 0; i < n; i++)
        h = h * 33 + (i - at < sizeof h ? 0 : p[i]);
    return h;
}

static bool is_empty(const unsigned char *p, size_t n)
{
    return p[0] == 0 && memcmp(p, p + 1, n - 1) == 0;
}

static bool is_whole(const unsigned char *p, size_t size, size_t number)
{
    size_t at = number ? AT_SUM : AT_FIRST_SUM, n = number ? size : FIRST;

    if (is_empty(p, size)) return number > 0; /* made room for, never written */
    return number_at(p + AT_NUMBER) == number && is_first_type(p[AT_TYPE]) == (number == 0) &&
           sum_of(p, n, at) == number_at(p + at);
}

static char *fault_of(const char *path, const unsigned char *p, size_t n)
{
    size_t size = n >= FIRST ? number_at(p + AT_SIZE) : 0;

    if (size < SIZE_LEAST || size > SIZE_MOST || (size & (size - 1)) || !is_whole(p, size <= n ? size : FIRST, 0))
        return mem_printf("%s: its first page is damaged", path);
    if (n % size) return mem_printf("%s: cut short", path);
    for (size_t i = 1; i < n / size; i++)
        if (!is_whole(p + i * size, size, i)) return mem_printf("%s: page %zu is damaged", path, i);
    return NULL;
}

char *page_file_fault(const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fstat(fd, &st) == 0;
    unsigned char *p = NULL;
    char *fault;

    if (ok && st.st_size) {
        p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        ok = p != MAP_FAILED;
    }
    fault = !ok                ? mem_printf("%s: %s", path, strerror(errno))
            : st.st_size ? fault_of(path, p, (size_t)st.st_size)
                               : mem_printf("%s: empty", path);
    if (ok && st.st_size) munmap(p, (size_t)st.st_size);
    if (fd >= 0) close(fd);
    return fault;
}
