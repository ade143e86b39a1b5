/* What the disk said, as a fault: "disk-full" or "file". */
#ifndef YC_BACKUP_TROUBLE_H
#define YC_BACKUP_TROUBLE_H

#include "base/rc.h"

enum rc trouble_writing(const char *path, int err, struct fault *f);
enum rc trouble_reading(const char *path, int err, struct fault *f);

#endif
