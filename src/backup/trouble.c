#include "backup/trouble.h"

#include <errno.h>
#include <string.h>

enum rc trouble_writing(const char *path, int err, struct fault *f)
{
    if (err == ENOSPC || err == EDQUOT)
        return fault_set(f, RC_REFUSED, "disk-full", N_("{1} cannot be written: the disk is full"),
                         path, NULL);
    return fault_set(f, RC_REFUSED, "file", N_("{1} cannot be written: {2}"), path, strerror(err),
                     NULL);
}

enum rc trouble_reading(const char *path, int err, struct fault *f)
{
    return fault_set(f, RC_REFUSED, "file", N_("{1} cannot be read: {2}"), path, strerror(err),
                     NULL);
}
