#include "base/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* After a power cut a folder is there only if the one it is in was synced. */
static bool sync_above(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *above = slash ? mem_strndup(path, (size_t)(slash - path + 1)) : mem_strdup(".");
    int fd = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    int why = errno;

    if (fd >= 0) close(fd);
    free(above);
    errno = why;
    return ok;
}

static bool make_one(const char *path, mode_t mode)
{
    if (mkdir(path, mode) == 0) return sync_above(path);
    return errno == EEXIST;
}

bool folder_make(const char *path, mode_t mode, mode_t above)
{
    char *part = mem_strdup(path);

    for (char *p = part[0] ? part + 1 : part; *p; p++) {
        if (*p != '/') continue;
        *p = '\0';
        make_one(
            part,
            above); /* one that may not be made may be there all the same: the last one tells */
        *p = '/';
    }
    free(part);
    return make_one(path, mode);
}
