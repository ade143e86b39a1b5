#include "base/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"

static bool make_one(const char *path, mode_t mode)
{
    return mkdir(path, mode) == 0 || errno == EEXIST;
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
