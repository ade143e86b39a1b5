#include "backup/stored.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/digest.h"
#include "backup/trouble.h"
#include "store/disk.h"

enum { CHUNK = 1 << 20 };

bool stored_is_sealed(const struct stored_file *file)
{
    static const char end[] = ".cms";
    size_t n = file->npart ? strlen(file->part[0].file) : 0, m = sizeof end - 1;

    return n > m && strcmp(file->part[0].file + n - m, end) == 0;
}

/* At most n bytes, fewer only at the end; -1 with errno. */
static ssize_t read_up_to(int fd, char *to, size_t n)
{
    size_t have = 0;

    while (have < n) {
        ssize_t got = read(fd, to + have, n - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

/* --- Into the backup --- */

struct putting {
    int from;
    uint64_t left, size; /* to be read; read */
    const char *dir, *as;
    const struct sealer *sealer;
    struct arena *mem;
    struct digest *plain;
    char *chunk;
    size_t room;
    bool over;
    struct stored_file *out;
};

static ssize_t next_chunk(struct putting *p)
{
    size_t want = p->left < p->room ? (size_t)p->left : p->room;
    ssize_t n = read_up_to(p->from, p->chunk, want);

    if (n < 0) return -1;
    p->left -= (uint64_t)n;
    p->size += (uint64_t)n;
    p->over = (size_t)n < want || p->left == 0;
    digest_add(p->plain, p->chunk, (size_t)n);
    return n;
}

static int add_bytes(int fd, const void *bytes, size_t n, struct digest *d, uint64_t *size)
{
    digest_add(d, bytes, n);
    *size += n;
    return disk_write(fd, bytes, n);
}

/* One message, or the whole of a plain file. */
static enum rc fill_part(struct putting *p, int fd, struct digest *d, struct stored_part *part,
                         struct fault *f)
{
    struct buf sealed = {0};
    enum rc rc = RC_OK;
    int err = 0;

    do {
        ssize_t n = next_chunk(p);
        if (n < 0)
            err = errno;
        else if (!p->sealer)
            err = add_bytes(fd, p->chunk, (size_t)n, d, &part->size);
        else if ((rc = sealer_seal(p->sealer, p->chunk, (size_t)n, &sealed, f)) == RC_OK)
            err = add_bytes(fd, sealed.data, sealed.len, d, &part->size);
    } while (!p->sealer && !err && !p->over);
    buf_free(&sealed);
    if (!err && rc == RC_OK && fsync(fd) != 0) err = errno;
    return err ? trouble_writing(part->file, err, f) : rc;
}

static enum rc put_part(struct putting *p, struct fault *f)
{
    struct stored_file *o = p->out;
    char sum[DIGEST_TEXT];

    o->part = mem_resize(o->part, (o->npart + 1) * sizeof *o->part);
    struct stored_part *part = &o->part[o->npart++];
    *part =
        (struct stored_part){.file = p->sealer ? arena_printf(p->mem, "%s.%zu.cms", p->as, o->npart)
                                               : arena_strdup(p->mem, p->as)};
    char *path = mem_printf("%s/%s", p->dir, part->file);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    struct digest *d = digest_new();
    enum rc rc = fd < 0 ? trouble_writing(path, errno, f) : fill_part(p, fd, d, part, f);
    digest_end(d, sum);
    part->sha256 = arena_strdup(p->mem, sum);
    if (fd >= 0 && close(fd) != 0 && rc == RC_OK) rc = trouble_writing(path, errno, f);
    free(path);
    return rc;
}

/* The list of parts moves into the arena. */
static void settle(struct putting *p)
{
    struct stored_part *list = p->out->part;
    size_t n = p->out->npart * sizeof *list;
    char sum[DIGEST_TEXT];

    p->out->part = arena_alloc(p->mem, n + 1);
    if (n) memcpy(p->out->part, list, n);
    free(list);
    digest_end(p->plain, sum);
    p->out->sha256 = arena_strdup(p->mem, sum);
    p->out->size = p->size;
}

enum rc stored_put(int from, uint64_t size, const char *dir, const char *as,
                   const struct sealer *sealer, struct arena *a, struct stored_file *out,
                   struct fault *f)
{
    struct putting p = {.from = from,
                        .left = size,
                        .dir = dir,
                        .as = as,
                        .sealer = sealer,
                        .mem = a,
                        .plain = digest_new(),
                        .room = sealer ? SEALED_MOST : CHUNK,
                        .out = out};
    enum rc rc = RC_OK;

    p.chunk = mem_alloc(p.room);
    while (rc == RC_OK && !p.over)
        rc = put_part(&p, f);
    free(p.chunk);
    settle(&p);
    return rc;
}

/* --- Out of it --- */

static enum rc bad_part(const char *path, const char *msgid, struct fault *f)
{
    struct fault reason = {.msgid = msgid};
    char why[FAULT_ARG_MAX];

    return fault_set(f, RC_REFUSED, "backup-set", N_("{1} is no good: {2}"), path,
                     fault_nested(&reason, why), NULL);
}

struct getting {
    int to;
    struct digest *plain;
    uint64_t size;
    const struct opener *opener;
};

static enum rc pass_on(struct getting *g, const char *path, const struct buf *bytes,
                       struct fault *f)
{
    struct buf plain = {0};
    struct fault inner = {0};
    enum rc rc = RC_OK;

    if (g->opener) rc = opener_read(g->opener, bytes->data, bytes->len, &plain, &inner);
    const struct buf *b = g->opener ? &plain : bytes;
    if (rc != RC_OK) rc = bad_part(path, inner.msgid, f);
    if (rc == RC_OK && b->len) {
        digest_add(g->plain, b->data, b->len);
        g->size += b->len;
        int err = disk_write(g->to, b->data, b->len);
        if (err) rc = trouble_writing(path, err, f);
    }
    buf_free(&plain);
    return rc;
}

/* A sealed part as a whole, a plain one in pieces. */
static enum rc read_part(struct getting *g, int fd, const char *path, uint64_t size,
                         struct fault *f)
{
    size_t room = g->opener ? (size_t)size + 1 : CHUNK;
    struct buf piece = {.data = mem_alloc(room + 1), .cap = room + 1};
    enum rc rc = RC_OK;
    ssize_t n;

    while (rc == RC_OK && (n = read_up_to(fd, piece.data, room)) > 0) {
        piece.len = (size_t)n;
        rc = pass_on(g, path, &piece, f);
    }
    if (rc == RC_OK && n < 0) rc = trouble_reading(path, errno, f);
    buf_free(&piece);
    return rc;
}

/* What was changed is told from what is for another key.  A plain part is the file itself, whose
 * digest is looked at in the end. */
static bool is_as_stored(int fd, const struct stored_part *part)
{
    char *chunk = mem_alloc(CHUNK), sum[DIGEST_TEXT];
    struct digest *d = digest_new();
    ssize_t n;

    while ((n = read_up_to(fd, chunk, CHUNK)) > 0)
        digest_add(d, chunk, (size_t)n);
    digest_end(d, sum);
    free(chunk);
    return n == 0 && strcmp(sum, part->sha256) == 0 && lseek(fd, 0, SEEK_SET) == 0;
}

static enum rc get_part(struct getting *g, const char *dir, const struct stored_part *part,
                        struct fault *f)
{
    enum { SLACK = 1 << 16 };
    char *path = mem_printf("%s/%s", dir, part->file);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    enum rc rc = RC_OK;

    if (fd < 0 || fstat(fd, &st) != 0)
        rc = trouble_reading(path, errno, f);
    else if ((uint64_t)st.st_size != part->size || (g->opener && part->size > SEALED_MOST + SLACK))
        rc = bad_part(path, N_("its size is not that of the manifest"), f);
    else if (g->opener && !is_as_stored(fd, part))
        rc = bad_part(path, N_("its digest is not that of the manifest"), f);
    if (rc == RC_OK) rc = read_part(g, fd, path, part->size, f);
    if (fd >= 0) close(fd);
    free(path);
    return rc;
}

enum rc stored_get(const struct stored_file *file, const char *dir, const struct opener *opener,
                   const char *path, struct fault *f)
{
    struct getting g = {.to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600),
                        .opener = opener};
    char sum[DIGEST_TEXT];
    enum rc rc = RC_OK;

    if (g.to < 0) return trouble_writing(path, errno, f);
    g.plain = digest_new();
    for (size_t i = 0; i < file->npart && rc == RC_OK; i++)
        rc = get_part(&g, dir, &file->part[i], f);
    digest_end(g.plain, sum);
    if (rc == RC_OK && (g.size != file->size || strcmp(sum, file->sha256) != 0))
        rc = bad_part(path, N_("its digest is not that of the manifest"), f);
    if (rc == RC_OK && fsync(g.to) != 0) rc = trouble_writing(path, errno, f);
    close(g.to);
    return rc;
}
