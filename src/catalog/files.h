/* The files a catalogue is built from, held in memory. */
#ifndef YC_CATALOG_FILES_H
#define YC_CATALOG_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

struct catalog_file {
    char *path; /* "data/items/A03.yaml", relative to the source folder */
    char *text;
    size_t len;
};
struct catalog_files {
    struct catalog_file *file;
    size_t n;
};
/* All *.yaml and *.tsv under dir/data, dir/forms, dir/keymaps, sorted by path (data/po is skipped:
 * translations are the program's own).  RC_REFUSED: something could not be read; out is empty. */
MUST_CHECK enum rc catalog_files_read(const char *dir, struct catalog_files *out, struct fault *f);
/* Whether a file of this name can be a definition: in one of those folders, a plain name. */
bool catalog_files_path(const char *path);
/* Copies all it is given. */
void catalog_files_add(struct catalog_files *fs, const char *path, const char *text, size_t len);
void catalog_files_free(struct catalog_files *fs);

#endif
