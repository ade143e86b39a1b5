/* A list of names with codes that fields look things up in (data/lists/): villages, regions. */
#ifndef YC_DOMAIN_CODE_LIST_H
#define YC_DOMAIN_CODE_LIST_H

#include <stddef.h>

struct list_entry {
    const char *code, *name;
    const char *brief; /* as people call it, "" none: found by its initials too */
};

struct code_list {
    const char *key, *title;
    const struct list_entry *entry; /* in the order of the file */
    size_t n;
};

#endif
