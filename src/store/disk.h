/* Files made durable: each gives 0 or an errno, and what was made is on disk when it returns. */
#ifndef YC_STORE_DISK_H
#define YC_STORE_DISK_H

#include <stddef.h>

int disk_copy(const char *from, const char *to);
int disk_sync(const char *path);  /* file or directory */
int disk_mkdir(const char *path); /* private; there already is fine */
int disk_put(const char *path, const char *text);
/* All of n bytes to a descriptor; not synced. */
int disk_write(int fd, const void *bytes, size_t n);
/* Removes a file, or a folder with all in it; what is not there is fine. */
void disk_remove(const char *path);

#endif
