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
/* What the program can do, for checking acts.yaml. */
enum act_kind {
    ACT_WORK,   /* on a matter */
    ACT_WATCH,  /* looks, remarks, supervises */
    ACT_RULE,   /* changes who people are, what they may do, what the law is here */
    ACT_SELF,   /* one's own presence and stand-ins */
    ACT_SYSTEM, /* the office alone */
};
struct catalog_act {
    const char *name;
    enum act_kind kind;
    bool traced; /* a matter says who did it */
};
struct catalog_files {
    struct catalog_file *file;
    size_t n;
    const struct catalog_act *acts; /* the caller's; NULL: not asked */
    size_t nacts;
};
/* All *.yaml and *.tsv under dir/data, dir/forms, dir/keymaps, sorted by path (data/po is skipped:
 * translations are the program's own).  RC_REFUSED: something could not be read; out is empty. */
MUST_CHECK enum rc catalog_files_read(const char *dir, struct catalog_files *out, struct fault *f);
/* Copies all it is given. */
void catalog_files_add(struct catalog_files *fs, const char *path, const char *text, size_t len);
void catalog_files_free(struct catalog_files *fs);

#endif
