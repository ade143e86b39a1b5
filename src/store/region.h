/* Before the library is asked for anything: where its shared memory lives, and which calls to the
 * system we make for it. */
#ifndef YC_STORE_REGION_H
#define YC_STORE_REGION_H

#include "store/store.h"

/* Decides and remembers s->region; for an owner makes it ready. */
enum rc store_region(struct store *s, const struct store_options *opt, uint32_t cache_mb,
                     struct fault *f);
void store_region_drop(struct store *s);

/* library.c: after that, before the environment is opened. */
void store_library(const struct store *s);

#endif
