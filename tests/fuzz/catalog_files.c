/* Any bytes as one definition file of an otherwise good catalogue: the first byte chooses which.
 * Building it must end, every finding must have a place, and what is built must stand being looked
 * through. */
#include <assert.h>

#include "catalog/keymap.h"
#include "catalog_minimal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void finding_placed(void *arg, const char *path, int line, int column, bool warning,
                           const struct fault *what)
{
    (void)warning;
    ++*(size_t *)arg;
    assert(*path && line >= 1 && column >= 1 && what->msgid);
    char *text = fault_text(
        what->msgid, (const char *const[]){what->arg[0], what->arg[1], what->arg[2], what->arg[3]},
        4);
    free(text);
}

static void look_through(const struct catalog *c)
{
    size_t n, np;
    const struct item *const *items = catalog_items(c, &n);
    const struct person *p = catalog_people(c, &np);

    for (size_t i = 0; i < n; i++)
        for (size_t s = 0; s < items[i]->nsteps; s++)
            for (size_t k = 0; k < items[i]->steps[s].nafter; k++)
                assert(item_step(items[i], items[i]->steps[s].after[k]));
    for (size_t i = 0; i < np; i++)
        (void)!catalog_post_for(c, &p[i], "accept", "scj", "clerk");
    assert(catalog_keymap(c, "default"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct catalog_files fs = {0};
    struct catalog *c = NULL;
    size_t findings = 0;

    if (!size) return 0;
    minimal_files(&fs, minimal[data[0] % (sizeof minimal / sizeof *minimal)].path,
                  (const char *)data + 1, size - 1);
    if (catalog_build(&fs, finding_placed, &findings, &c) == RC_OK)
        look_through(c);
    else
        assert(findings && !c);
    catalog_free(c);
    catalog_files_free(&fs);
    return 0;
}
