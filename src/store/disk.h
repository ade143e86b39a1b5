/* Files made durable: each gives 0 or an errno, and what was made is on disk when it returns. */
#ifndef YC_STORE_DISK_H
#define YC_STORE_DISK_H

int disk_copy(const char *from, const char *to);
int disk_sync(const char *path);  /* file or directory */
int disk_mkdir(const char *path); /* private; there already is fine */
void disk_remove(const char *path); /* with all below it; best effort */
int disk_put(const char *path, const char *text);

#endif
