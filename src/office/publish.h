/* Definitions in the store: each publishing is an edition; a file is kept once for each edition
 * that changed it. */
#ifndef YC_OFFICE_PUBLISH_H
#define YC_OFFICE_PUBLISH_H

#include "catalog/catalog.h"
#include "office/deed.h"

/* As catalog_build; refused with how many faults there are and the first. */
MUST_CHECK enum rc publish_build(const struct catalog_files *fs, struct catalog **out,
                                 struct fault *f);
/* The act "publish": with "file.PATH" = text for each file that is new or changed. */
MUST_CHECK enum rc publish_act(struct deed *d, struct fault *f);
/* Writes files as the next edition (number) within a transaction. */
MUST_CHECK enum rc publish_files(struct txn *t, struct arena *a, const struct catalog_files *fs,
                                 uint32_t number, const char *by, instant_t at, struct fault *f);
/* The files of an edition: for each path the newest not above number (0: newest of all). *number
 * gets the edition, *calendar (may be NULL) the number of its calendar: the highest edition of a
 * file that dates depend on (data/calendar, and the office hours in data/hall/hall.yaml). */
MUST_CHECK enum rc publish_read(struct txn *t, uint32_t *number, uint32_t *calendar,
                                struct catalog_files *out, struct fault *f);

#endif
