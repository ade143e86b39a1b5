#include "tui/screen/item_choice.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/initials.h"
#include "tui/screen/application.h"
#include "tui/screen/choose.h"
#include "tui/screen/words.h"

static void chosen(struct seat *s, void *arg, const char *value)
{
    (void)arg;
    application_new(s, value);
}

static void add_item(struct choosing *c, const struct item *it)
{
    char name[INITIALS_READINGS], brief[INITIALS_READINGS];

    catalog_readings(it->name, name, sizeof name);
    catalog_readings(it->brief, brief, sizeof brief);
    char *letters = mem_printf("%s %s %s", it->initials, name, brief),
         *text = mem_printf("%s %s", it->id, it->name);
    choosing_add(c, it->id, letters, text, it->id);
    free(letters);
    free(text);
}

void item_choice_open(struct seat *s)
{
    struct choosing c = {.habit = "items", .take = PICK_TAKE_UNIQUE};
    size_t n;
    const struct item *const *items = catalog_items(s->catalog, &n);

    for (size_t i = 0; i < n; i++)
        add_item(&c, items[i]);
    choose_open(s, _("Register: which item? (code, initials or name)"), &c, chosen, NULL);
}
