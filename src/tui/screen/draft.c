#include "tui/screen/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/killpoint.h"
#include "base/mem.h"

enum { MOST_BYTES = 1 << 20 };

/* --- Text --- */

void draft_line(struct buf *text, const char *key, const char *value)
{
    buf_printf(text, "%s=", key);
    for (; *value; value++) {
        if (*value == '\\' || *value == '\n') buf_addc(text, '\\');
        buf_addc(text, *value == '\n' ? 'n' : *value);
    }
    buf_addc(text, '\n');
}

static char *unescape(const char *s, size_t n)
{
    char *out = mem_alloc(n + 1), *to = out;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\\' && i + 1 < n)
            *to++ = s[++i] == 'n' ? '\n' : s[i];
        else
            *to++ = s[i];
    }
    return out;
}

void draft_each(const char *text, void (*each)(void *arg, const char *key, const char *value),
                void *arg)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        const char *eq = memchr(text, '=', n);
        if (eq && text[n] == '\n') { /* a line without its end was cut off */
            char *key = mem_strndup(text, (size_t)(eq - text)),
                 *value = unescape(eq + 1, n - (size_t)(eq + 1 - text));
            each(arg, key, value);
            free(key);
            free(value);
        }
        text += n + (text[n] == '\n');
    }
}

/* --- Files --- */

static char *path_of(const struct seat *s, const char *thing, const char *ending)
{
    char *path = mem_printf("%s/%s.%s%s", s->drafts, s->person, thing, ending);

    /* Keys are short words and numbers; a stranger among them must not leave the folder. */
    for (char *p = path + strlen(s->drafts) + 1; *p; p++)
        if (*p == '/') *p = '_';
    return path;
}

static bool write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t got = write(fd, p, n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

/* The new name, too, is on disk before anybody is told so. */
static bool sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0) close(fd);
    return good;
}

static bool save(const struct seat *s, const char *thing, const char *text, size_t n)
{
    char *path = path_of(s, thing, ".draft"), *fresh = path_of(s, thing, ".new");
    bool good = false;

    if (folder_make(s->drafts, 0700, 0700)) { /* drafts are nobody else's to read */
        int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
        good = fd >= 0 && write_all(fd, text, n) && fdatasync(fd) == 0;
        if (fd >= 0) good = close(fd) == 0 && good;
        KILLPOINT(DRAFT_WRITTEN);
        good = good && rename(fresh, path) == 0;
        KILLPOINT(DRAFT_NAMED);
        good = good && sync_folder(s->drafts);
    }
    free(path);
    free(fresh);
    return good;
}

bool draft_save(const struct seat *s, const char *thing, const struct buf *text)
{
    return !s->drafts || !s->person || save(s, thing, buf_str(text), text->len);
}

char *draft_load(const struct seat *s, const char *thing)
{
    struct buf b = {0};
    char block[4096];

    if (!s->drafts || !s->person) return NULL;
    char *path = path_of(s, thing, ".draft");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    free(path);
    if (fd < 0) return NULL;
    for (ssize_t n; b.len < MOST_BYTES && (n = read(fd, block, sizeof block)) > 0;)
        buf_add(&b, block, (size_t)n);
    close(fd);
    if (!b.len) {
        buf_free(&b);
        return NULL;
    }
    return buf_take(&b);
}

void draft_remove(const struct seat *s, const char *thing)
{
    if (!s->drafts || !s->person) return;
    char *path = path_of(s, thing, ".draft");
    unlink(path);
    free(path);
}
