/* One file of a home as it lies in a backup: its bytes as they are in one part, or sealed in as
 * many messages as it takes, with sizes and digests of both sides. */
#ifndef YC_BACKUP_STORED_H
#define YC_BACKUP_STORED_H

#include <stdbool.h>
#include <stdint.h>

#include "backup/sealed.h"
#include "base/mem.h"

struct stored_part {
    const char *file; /* beside the manifest */
    uint64_t size;
    const char *sha256;
};
struct stored_file {
    const char *name; /* in the home: "data/matter.db" */
    uint64_t size;
    const char *sha256;
    uint64_t length; /* of the file, where that is more: the rest are zeros */
    struct stored_part *part;
    size_t npart;
};

bool stored_is_sealed(const struct stored_file *file);
/* Reads size bytes of a descriptor (UINT64_MAX: to its end) into dir/AS or dir/AS.1.cms ...; each
 * part is on disk when this returns, dir is not synced.  sealer NULL: as they are.  Strings live in
 * the arena. */
MUST_CHECK enum rc stored_put(int from, uint64_t size, const char *dir, const char *as,
                              const struct sealer *sealer, struct arena *a, struct stored_file *out,
                              struct fault *f);
/* Writes the file to path, which must not be there; refused "backup-set" when a part is missing,
 * cut, changed or for another key. */
MUST_CHECK enum rc stored_get(const struct stored_file *file, const char *dir,
                              const struct opener *opener, const char *path, struct fault *f);

#endif
