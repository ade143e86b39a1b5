#include "tui/screen/item_choice.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/initials.h"
#include "tui/screen/application.h"
#include "tui/screen/choose.h"
#include "tui/screen/draft.h"
#include "tui/screen/words.h"

static void chosen(struct seat *s, void *arg, const char *value)
{
    (void)arg;
    application_new(s, value);
}

static void add_item(struct choosing *c, const struct item *it)
{
    char initials[INITIALS_READINGS];

    catalog_readings(it->name, initials, sizeof initials);
    char *letters = mem_printf("%s %s", it->initials, initials),
         *text = mem_printf("%s %s", it->id, it->name);
    choosing_add(c, it->id, letters, text, it->id);
    free(letters);
    free(text);
}

static bool has_line(const char *lines, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = lines; *p; p += strcspn(p, "\n"), p += *p == '\n')
        if (strncmp(p, word, n) == 0 && (p[n] == '\n' || !p[n])) return true;
    return false;
}

void item_choice_open(struct seat *s)
{
    struct choosing c = {0};
    char *recent = draft_recent(s);
    size_t n;
    const struct item *const *items = catalog_items(s->catalog, &n);

    for (const char *p = recent; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        char *id = mem_strndup(p, strcspn(p, "\n"));
        const struct item *it = catalog_item(s->catalog, id);
        if (it) add_item(&c, it);
        free(id);
    }
    for (size_t i = 0; i < n; i++)
        if (!has_line(recent, items[i]->id)) add_item(&c, items[i]);
    free(recent);
    choose_open(s, _("Register: which item? (code, initials or name)"), &c, chosen, NULL);
}
