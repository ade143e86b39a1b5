#include "cli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/mem.h"
#include "store/disk.h"

enum rc file_read(const char *path, struct buf *out, struct fault *f)
{
    FILE *in = fopen(path, "re");
    char part[8192];

    for (size_t n; in && (n = fread(part, 1, sizeof part, in)) > 0;)
        buf_add(out, part, n);
    bool bad = !in || ferror(in);
    int why = errno;
    if (in) fclose(in);
    if (!bad) return RC_OK;
    return fault_set(f, RC_REFUSED, "file", N_("{1} cannot be read: {2}"), path, strerror(why),
                     NULL);
}

static bool write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return false;
        p += done;
        n -= (size_t)done;
    }
    return fsync(fd) == 0;
}

enum rc file_replace(const char *path, const void *bytes, size_t n, struct fault *f)
{
    char *fresh = mem_printf("%s.new", path);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    bool ok = fd >= 0 && write_all(fd, bytes, n);
    int why = errno;

    if (fd >= 0 && close(fd) != 0 && ok) ok = false, why = errno;
    if (ok && rename(fresh, path) != 0) ok = false, why = errno;
    if (!ok) unlink(fresh);
    free(fresh);
    if (ok) return RC_OK;
    return fault_set(f, RC_REFUSED, "file", N_("{1} cannot be written: {2}"), path, strerror(why),
                     NULL);
}

enum rc file_folder(const char *path, struct fault *f)
{
    if (folder_make(path, 0750, 0750)) return RC_OK;
    return fault_set(f, RC_REFUSED, "file", N_("{1} cannot be made: {2}"), path, strerror(errno),
                     NULL);
}

void file_remove(const char *path)
{
    disk_remove(path);
}
