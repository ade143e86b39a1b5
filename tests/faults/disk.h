/* Which files a machine may find after a power cut, built from a trace (shim.h).
 *
 * What was synced is there.  Of the rest, writes and names alike, each may be there or not; a write
 * may be there in part, sector by sector.  A name is durable when its folder was synced, not
 * before: stricter than ext4, as POSIX has it.  Included once. */
#ifndef YC_TESTS_FAULTS_DISK_H
#define YC_TESTS_FAULTS_DISK_H

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "shim.h"

enum { DISK_NODES = 1000, DISK_NEVER = INT_MAX };

struct op {
    struct shim_record r;
    const char *name; /* not ended by a zero */
    const char *data;
    int synced; /* index of the sync that made it durable */
};

struct trace {
    char *bytes;
    struct op *op;
    int n;
};

struct node {
    uint64_t file;
    bool folder;
    char *data;
    size_t len, cap;
};

struct tree {
    struct {
        char *path;
        struct node *node;
    } entry[DISK_NODES];
    size_t n;
};

struct disk {
    struct node node[DISK_NODES];
    size_t nnodes;
    struct tree now, kept; /* as the system saw it; as the power cut leaves it */
};

/* --- The trace --- */

static inline bool op_is_name(const struct op *o)
{
    return o->r.op >= OP_CREATE && o->r.op <= OP_UNLINK;
}

static inline struct trace trace_read(const char *path)
{
    struct trace t = {0};
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &st) != 0) abort();
    t.bytes = mem_alloc((size_t)st.st_size + 1);
    for (size_t at = 0; at < (size_t)st.st_size;) {
        ssize_t n = read(fd, t.bytes + at, (size_t)st.st_size - at);
        if (n <= 0) abort();
        at += (size_t)n;
    }
    close(fd);
    for (const char *p = t.bytes; p < t.bytes + st.st_size;) {
        t.op = mem_resize(t.op, (size_t)(t.n + 1) * sizeof *t.op);
        struct op *o = &t.op[t.n++];
        memcpy(&o->r, p, sizeof o->r);
        o->name = p + sizeof o->r;
        o->data = o->name + o->r.namelen;
        o->synced = DISK_NEVER;
        p = o->data + o->r.len;
    }
    return t;
}

/* The folder whose sync makes o's name durable. */
static inline void op_folder(const struct op *o, char out[PATH_MAX])
{
    const char *name = o->r.op == OP_RENAME || o->r.op == OP_LINK ? o->data : o->name;
    size_t n = o->r.op == OP_RENAME || o->r.op == OP_LINK ? o->r.len : o->r.namelen;

    while (n && name[n - 1] != '/')
        n--;
    snprintf(out, PATH_MAX, "%.*s", (int)(n ? n - 1 : 0), name);
}

/* --- Trees --- */

static inline struct node *tree_get(const struct tree *t, const char *path, size_t n)
{
    for (size_t i = 0; i < t->n; i++)
        if (strlen(t->entry[i].path) == n && memcmp(t->entry[i].path, path, n) == 0)
            return t->entry[i].node;
    return NULL;
}

static inline void tree_drop(struct tree *t, const char *path, size_t n)
{
    for (size_t i = 0; i < t->n; i++)
        if (strlen(t->entry[i].path) == n && memcmp(t->entry[i].path, path, n) == 0) {
            free(t->entry[i].path);
            t->entry[i] = t->entry[--t->n];
            return;
        }
}

static inline void tree_put(struct tree *t, const char *path, size_t n, struct node *node)
{
    tree_drop(t, path, n);
    if (t->n == DISK_NODES || !node) abort();
    t->entry[t->n].path = mem_strndup(path, n);
    t->entry[t->n++].node = node;
}

static inline void tree_free(struct tree *t)
{
    while (t->n)
        free(t->entry[--t->n].path);
}

static inline struct node *disk_node(struct disk *d, uint64_t file)
{
    for (size_t i = 0; i < d->nnodes; i++)
        if (d->node[i].file == file) return &d->node[i];
    return NULL;
}

static inline struct node *disk_add(struct disk *d, uint64_t file, bool folder)
{
    if (d->nnodes == DISK_NODES) abort();
    d->node[d->nnodes] = (struct node){.file = file, .folder = folder};
    return &d->node[d->nnodes++];
}

static inline void node_length(struct node *n, size_t len)
{
    if (len > n->cap) {
        size_t cap = n->cap ? n->cap : 8192;
        while (cap < len)
            cap *= 2;
        n->data = mem_resize(n->data, cap);
        n->cap = cap;
    }
    if (len > n->len) memset(n->data + n->len, 0, len - n->len);
    n->len = len;
}

static inline void node_write(struct node *n, uint64_t at, const char *data, size_t len)
{
    if (at + len > n->len) node_length(n, at + len);
    memcpy(n->data + at, data, len);
}

/* What stands under path in the real file system, all durable. */
static inline void disk_load(struct disk *d, const char *path)
{
    struct stat st;

    if (lstat(path, &st) != 0) return;
    struct node *n = disk_add(d, st.st_ino, S_ISDIR(st.st_mode));
    tree_put(&d->now, path, strlen(path), n);
    tree_put(&d->kept, path, strlen(path), n);
    if (!n->folder) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        node_length(n, (size_t)st.st_size);
        if (read(fd, n->data, n->len) != (ssize_t)n->len) abort();
        close(fd);
        return;
    }
    DIR *dir = opendir(path);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        char *at = mem_printf("%s/%s", path, e->d_name);
        disk_load(d, at);
        free(at);
    }
    if (dir) closedir(dir);
}

static inline void disk_copy(struct disk *to, const struct disk *from)
{
    memset(to, 0, sizeof *to);
    for (size_t i = 0; i < from->nnodes; i++) {
        struct node *n = disk_add(to, from->node[i].file, from->node[i].folder);
        if (from->node[i].len) node_write(n, 0, from->node[i].data, from->node[i].len);
    }
    for (size_t i = 0; i < from->now.n; i++) {
        struct node *n = &to->node[from->now.entry[i].node - from->node];
        tree_put(&to->now, from->now.entry[i].path, strlen(from->now.entry[i].path), n);
        tree_put(&to->kept, from->now.entry[i].path, strlen(from->now.entry[i].path), n);
    }
}

static inline void disk_free(struct disk *d)
{
    tree_free(&d->now);
    tree_free(&d->kept);
    for (size_t i = 0; i < d->nnodes; i++)
        free(d->node[i].data);
}

/* --- Doing one operation --- */

static inline void disk_name(struct disk *d, const struct op *o, bool kept)
{
    struct node *n = o->r.op == OP_CREATE || o->r.op == OP_MKDIR || o->r.op == OP_SYMLINK
                         ? disk_node(d, o->r.file)
                         : tree_get(&d->now, o->name, o->r.namelen);
    struct tree *t[2] = {&d->now, kept ? &d->kept : NULL};

    if (!n && o->r.file) n = disk_add(d, o->r.file, o->r.op == OP_MKDIR);
    for (int i = 0; i < 2; i++) {
        if (!t[i]) continue;
        if (o->r.op == OP_UNLINK || o->r.op == OP_RENAME) tree_drop(t[i], o->name, o->r.namelen);
        if (o->r.op == OP_RENAME || o->r.op == OP_LINK) tree_put(t[i], o->data, o->r.len, n);
        if (o->r.op == OP_CREATE || o->r.op == OP_MKDIR) tree_put(t[i], o->name, o->r.namelen, n);
    }
}

/* Finds for every operation the sync that covers it. */
static inline void trace_syncs(struct trace *t, const struct disk *begin)
{
    struct disk *d = mem_alloc(sizeof *d);
    char folder[PATH_MAX];

    disk_copy(d, begin);
    for (int j = 0; j < t->n; j++) {
        const struct op *s = &t->op[j];
        if (op_is_name(s)) disk_name(d, s, false);
        if (s->r.op != OP_SYNC) continue;
        for (int i = 0; i < j; i++) {
            struct op *o = &t->op[i];
            if (o->synced != DISK_NEVER) continue;
            if (op_is_name(o)) {
                op_folder(o, folder);
                struct node *n = tree_get(&d->now, folder, strlen(folder));
                if (n && n->file == s->r.file) o->synced = j;
            } else if (o->r.op != OP_SYNC && o->r.file == s->r.file) {
                o->synced = j;
            }
        }
    }
    disk_free(d);
    free(d);
}

/* --- A power cut --- */

enum cut { CUT_NONE, CUT_ALL, CUT_PREFIX, CUT_RANDOM, CUTS };

struct chance {
    enum cut cut;
    int until;   /* CUT_PREFIX: what came before is there */
    size_t tear; /* CUT_RANDOM: sector size; a write is torn at its multiples */
    unsigned seed;
};

static inline void torn_write(struct node *n, const struct op *o, struct chance *c)
{
    for (size_t at = 0, len; at < o->r.len; at += len) {
        len = c->tear - (size_t)((o->r.at + at) % c->tear);
        if (len > o->r.len - at) len = o->r.len - at;
        if (rand_r(&c->seed) & 0x100) node_write(n, o->r.at + at, o->data + at, len);
    }
}

/* begin with the first `before` operations done as far as chance has it. */
static inline void disk_cut(struct disk *d, const struct disk *begin, const struct trace *t,
                            int before, struct chance c)
{
    disk_copy(d, begin);
    for (int i = 0; i < before; i++) {
        const struct op *o = &t->op[i];
        bool durable =
            o->synced < before || c.cut == CUT_ALL || (c.cut == CUT_PREFIX && i < c.until);
        bool dice = !durable && c.cut == CUT_RANDOM;
        if (op_is_name(o)) {
            disk_name(d, o, durable || (dice && rand_r(&c.seed) & 0x100));
            continue;
        }
        struct node *n =
            o->r.op == OP_WRITE || o->r.op == OP_LENGTH ? disk_node(d, o->r.file) : NULL;
        if (!n) continue;
        if (o->r.op == OP_LENGTH && (durable || (dice && rand_r(&c.seed) & 0x100)))
            node_length(n, o->r.at);
        if (o->r.op == OP_WRITE && durable) node_write(n, o->r.at, o->data, o->r.len);
        if (o->r.op == OP_WRITE && dice) torn_write(n, o, &c);
    }
}

static inline uint64_t disk_hash(const struct disk *d)
{
    uint64_t all = 0;

    for (size_t i = 0; i < d->kept.n; i++) {
        const struct node *n = d->kept.entry[i].node;
        uint64_t h = 0xCBF29CE484222325u ^ n->len;
        for (const char *p = d->kept.entry[i].path; *p; p++)
            h = (h ^ (unsigned char)*p) * 0x100000001B3u;
        for (size_t k = 0; k + 8 <= n->len; k += 8) {
            uint64_t w;
            memcpy(&w, n->data + k, 8);
            if (w) h = ((h ^ w) + k) * 0x100000001B3u;
        }
        all += h;
    }
    return all;
}

static inline void put_file(const char *path, const struct node *n)
{
    enum { BLOCK = 4096 };
    static const char zero[BLOCK];
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0 || ftruncate(fd, (off_t)n->len) != 0) abort();
    for (size_t at = 0; at < n->len; at += BLOCK) {
        size_t len = n->len - at < BLOCK ? n->len - at : BLOCK;
        if (memcmp(n->data + at, zero, len) == 0) continue;
        if (pwrite(fd, n->data + at, len, (off_t)at) != (ssize_t)len) abort();
    }
    close(fd);
}

static inline int by_path(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Makes the files; a name whose folder is not there is not there either. */
static inline void disk_make(struct disk *d)
{
    qsort(d->kept.entry, d->kept.n, sizeof d->kept.entry[0], by_path);
    for (size_t i = 0; i < d->kept.n; i++) {
        const char *path = d->kept.entry[i].path;
        char *dir = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
        bool there = access(dir, F_OK) == 0;
        free(dir);
        if (!there) continue;
        if (!d->kept.entry[i].node->folder)
            put_file(path, d->kept.entry[i].node);
        else if (mkdir(path, 0700) != 0 && access(path, F_OK) != 0)
            abort();
    }
}

#endif
