/* Folders. */
#ifndef YC_BASE_FOLDER_H
#define YC_BASE_FOLDER_H

#include <stdbool.h>
#include <sys/types.h>

/* Makes a folder and those above it with these modes, durably; there already is fine.  false: errno
 * says why. */
bool folder_make(const char *path, mode_t mode, mode_t above);

#endif
