/* Stands between a process and the system: calls on files below one folder, and allocations, are
 * counted, made to fail, or written down.
 *
 * Linked into a test program it is steered by a plan in shared memory, so that the parent sees what
 * a forked child met; preloaded (shim.so) it reads FAULT_UNDER, FAULT_KIND, FAULT_AT, FAULT_HOW,
 * FAULT_STICKY, FAULT_WHILE (only while
 * that file is there) and writes the count to FAULT_COUNT at the end.  Not seen: stdio inside the C
 * library, and stores into mapped files (region files live on a tmpfs and are lost with it). */
#ifndef YC_TESTS_FAULTS_SHIM_H
#define YC_TESTS_FAULTS_SHIM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum shim_kind {
    SHIM_WRITE,    /* write, pwrite, writev, ftruncate */
    SHIM_SYNC,     /* fsync, fdatasync */
    SHIM_OPEN,     /* open, mkdir, mkostemp */
    SHIM_NAME,     /* rename, link, unlink, symlink, rmdir */
    SHIM_ALLOC,    /* malloc, calloc, realloc from anywhere */
    SHIM_DB_ALLOC, /* the same, asked for by the database library */
    SHIM_KINDS
};
enum shim_how { SHIM_EIO, SHIM_ENOSPC, SHIM_EROFS, SHIM_SHORT, SHIM_KILL, SHIM_HOWS };

struct shim_plan {
    char under[200]; /* absolute */
    enum shim_kind kind;
    enum shim_how how;
    long at;            /* the call that fails, from 1; 0: only count */
    bool sticky;        /* and every one after it */
    const char *whilst; /* only while this file is there; NULL: always */
    long seen[SHIM_KINDS];
    long failed; /* how many were made to fail */
};
/* From now on in this process and its children; NULL: no more. */
void shim_follow(struct shim_plan *shared);

/* --- A trace of what was done to the files, for a replay --- */
enum shim_op {
    OP_WRITE,   /* file, at, data */
    OP_LENGTH,  /* file, at = the new length */
    OP_SYNC,    /* file: a file or a folder */
    OP_CREATE,  /* file (new) under name */
    OP_MKDIR,   /* file (new) under name */
    OP_SYMLINK, /* file (new) under name, data = where to */
    OP_LINK,    /* name, data = the name it has as well */
    OP_RENAME,  /* name, data = the new name */
    OP_UNLINK,  /* name; of a folder too */
    OP_TOLD     /* data: what the process has told somebody */
};
struct shim_record {
    uint32_t op, namelen, len;
    uint64_t file, at; /* file: inode number */
};                     /* followed by name and data */
/* fd: the trace, written from now on; -1: no more. */
void shim_trace(int fd, const char *under);
void shim_told(const char *text);

#endif
