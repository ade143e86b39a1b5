#include "store/log_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "store/crc32c.h"
#include "store/disk.h"
#include "store/priv.h"

/* --- Records (format of Berkeley DB 5.3, little-endian; not encrypted) --- */

enum { HEADER = 12 };

struct log_header {
    uint32_t prev, len, sum; /* place of the record before it; length with this header */
};

static uint32_t hash_of(const unsigned char *p, size_t n)
{
    uint32_t h = 0;

    while (n--)
        h = h * 33 + *p++;
    return h;
}

struct log_image {
    unsigned char *p;
    size_t n;
};

static bool is_record(const struct log_image *l, size_t at, struct log_header *h)
{
    if (at + HEADER > l->n) return false;
    memcpy(h, l->p + at, HEADER);
    if (h->len <= HEADER || h->len > l->n - at) return false;
    return (hash_of(l->p + at + HEADER, h->len - HEADER) ^ h->prev ^ h->len) == h->sum;
}

/* Where the records end, and where the last one begins. */
static size_t end_of(const struct log_image *l, size_t *last)
{
    struct log_header h;
    size_t at = 0;

    for (*last = 0; is_record(l, at, &h); at += h.len)
        *last = at;
    return at;
}

/* false: errno. */
static bool map(const char *path, struct log_image *l)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fstat(fd, &st) == 0;

    int why = errno;

    *l = (struct log_image){NULL, 0};
    if (ok && st.st_size) {
        void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        ok = p != MAP_FAILED;
        why = errno;
        if (ok) *l = (struct log_image){p, (size_t)st.st_size};
    }
    if (fd >= 0) close(fd);
    errno = why;
    return ok;
}

static void unmap(struct log_image *l)
{
    if (l->n) munmap(l->p, l->n);
}

/* --- The end that is known --- */

static char *end_path(const char *home)
{
    return mem_printf("%s/log.end", home);
}

static int put_end(const char *home, uint32_t file, uint32_t offset)
{
    char text[80], *path = end_path(home);
    int n = snprintf(text, sizeof text, "%u %u", file, offset);

    snprintf(text + n, sizeof text - (size_t)n, " %08" PRIx32 "\n",
             store_crc32c(0, text, (size_t)n));
    int err = disk_put(path, text);
    free(path);
    return err;
}

static int on_disk(const struct store *s, uint32_t *file, uint32_t *offset)
{
    DB_LOG_STAT *stat = NULL;
    int err = s->env->log_stat(s->env, &stat, 0);

    if (err) return err;
    *file = stat->st_disk_file;
    *offset = stat->st_disk_offset;
    free(stat);
    return 0;
}

void log_file_note_end(struct store *s)
{
    uint32_t file, offset;

    if (on_disk(s, &file, &offset) != 0) return;
    if (file == s->end_file && offset == s->end_offset) return;
    int err = put_end(s->home, file, offset);
    if (err) log_warn("store: %s/log.end: %s", s->home, strerror(err));
    if (err) return;
    s->end_file = file;
    s->end_offset = offset;
}

int log_file_note_end_at(const struct store *s, const char *dir)
{
    uint32_t file, offset;
    int err = on_disk(s, &file, &offset);

    return err ? err : put_end(dir, file, offset);
}

void log_file_forget_end(const char *home)
{
    char *path = end_path(home);

    unlink(path);
    free(path);
}

/* false: none, or not to be believed. */
static bool known_end(const char *home, unsigned *file, unsigned *offset)
{
    char text[80] = "", *path = end_path(home);
    FILE *in = fopen(path, "re");
    size_t n = in ? fread(text, 1, sizeof text - 1, in) : 0;
    uint32_t sum;
    int body = 0;

    if (in) fclose(in);
    bool ok = sscanf(text, "%u %u%n %8" SCNx32, file, offset, &body, &sum) == 3 &&
              sum == store_crc32c(0, text, (size_t)body);
    if (in && !ok) log_warn("store: %s (%zu bytes) is damaged and not used", path, n);
    free(path);
    return ok;
}

enum rc log_file_check_end(const struct store *s, struct fault *f)
{
    struct log_image l;
    unsigned file, offset;
    size_t last, end;

    if (!known_end(s->home, &file, &offset)) return RC_OK;
    char *path = mem_printf("%s/log/log.%010u", s->home, file);
    enum rc rc = RC_OK;
    if (!map(path, &l) && errno != ENOENT) {
        rc = store_fault(s, errno, path, f);
        free(path);
        return rc;
    }
    end = l.p ? end_of(&l, &last) : 0;
    unmap(&l);
    if (end < offset) {
        log_error("store: %s: whole up to %zu, was written up to %u", path, end, offset);
        rc = fault_set(f, RC_FATAL, "damaged",
                       N_("The log file {1} is damaged or cut short. Restore from a backup; keep "
                          "this home as it is."),
                       path, NULL);
    }
    free(path);
    return rc;
}

/* --- All of a folder --- */

static int by_number(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

    return (x > y) - (x < y);
}

static size_t numbers_in(const char *dir, unsigned **out)
{
    DIR *d = opendir(dir);
    size_t n = 0;
    unsigned one;
    char rest;

    *out = NULL;
    for (struct dirent *e; d && (e = readdir(d));) {
        if (sscanf(e->d_name, "log.%10u%c", &one, &rest) != 1) continue;
        *out = mem_resize(*out, (n + 1) * sizeof **out);
        (*out)[n++] = one;
    }
    if (d) closedir(d);
    if (n) qsort(*out, n, sizeof **out, by_number);
    return n;
}

static bool only_zeros(const struct log_image *l, size_t from)
{
    while (from < l->n && !l->p[from])
        from++;
    /* the library makes room by writing the last byte of a file first */
    return from >= l->n;
}

/* before: the file before it, and where its last record began; 0: none was there. */
static const char *fault_of(const struct log_image *l, unsigned before, size_t *last)
{
    struct log_header first;
    size_t last_before = *last, end = end_of(l, last);

    if (end == 0) return "its beginning is damaged";
    memcpy(&first, l->p, HEADER);
    if (before && first.prev != last_before) return "the file before it is cut short";
    return only_zeros(l, end) ? NULL : "it is damaged";
}

void log_file_check_all(const char *dir, void (*bad)(void *arg, const char *text), void *arg)
{
    unsigned *number, before = 0;
    size_t n = numbers_in(dir, &number), last = 0;

    for (size_t i = 0; i < n; i++) {
        struct log_image l;
        char *path = mem_printf("%s/log.%010u", dir, number[i]);
        const char *fault = before && number[i] != before + 1 ? "a file before it is missing"
                            : !map(path, &l)                  ? strerror(errno)
                                                              : NULL;
        if (!fault) {
            fault = fault_of(&l, before, &last);
            unmap(&l);
        }
        if (fault) {
            char *text = mem_printf("%s: %s", path, fault);
            bad(arg, text);
            free(text);
        }
        before = fault ? 0 : number[i];
        free(path);
    }
    free(number);
}
