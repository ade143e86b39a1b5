/* Any bytes as a keymap. */
#include "catalog_part.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char path[] = "keymaps/default.yaml";
    static void (*const parts[])(struct build *) = {build_keymaps, NULL};

    if (!size) return 0;
    char *text = mem_strndup((const char *)data + 1, size - 1);
    struct catalog_file file = {path, text, size - 1};
    build_parts(&file, 1, data[0] & 0x80, parts, 64 * size);
    free(text);
    return 0;
}
