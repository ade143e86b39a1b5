/* Whole files. */
#ifndef YC_CLI_FILE_H
#define YC_CLI_FILE_H

#include "base/buf.h"
#include "base/rc.h"

/* Appends the file to out.  Refused "file": cannot be read. */
MUST_CHECK enum rc file_read(const char *path, struct buf *out, struct fault *f);
/* Writes beside it, on disk, and renames: a reader sees the old file or the new one, whole. */
MUST_CHECK enum rc file_replace(const char *path, const void *bytes, size_t n, struct fault *f);
/* Makes a folder and those above it. */
MUST_CHECK enum rc file_folder(const char *path, struct fault *f);
/* Removes a file, or a folder with all in it; what is not there is fine. */
void file_remove(const char *path);

#endif
