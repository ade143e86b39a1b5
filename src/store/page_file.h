/* Data files read by ourselves: is every page whole and in its place?
 *
 * The library trusts what its checksums do not cover, and of damaged files some make it crash or
 * go round for ever.  So whoever has a doubt asks here first. */
#ifndef YC_STORE_PAGE_FILE_H
#define YC_STORE_PAGE_FILE_H

#include <stdbool.h>

/* NULL: every page of the file is whole; else fresh words that say which is not. */
char *page_file_fault(const char *path);

#endif
