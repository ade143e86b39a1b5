/* Before the library is asked for anything: where its shared memory lives, and which calls to the
 * system we make for it. */
#ifndef YC_STORE_REGION_H
#define YC_STORE_REGION_H

#include "store/store.h"

/* Decides and remembers s->region; for an owner makes it ready. */
enum rc store_region(struct store *s, const struct store_options *opt, uint32_t cache_mb,
                     struct fault *f);
void store_region_drop(struct store *s);

/* library.c: before anything else is asked of the library. */
void store_library(void);
/* After the region was chosen, before the environment is opened: makes sure that what is read comes
 * from the disk if an earlier process could not write to it. */
void store_look_again(const struct store *s);

#endif
