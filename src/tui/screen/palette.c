#include "tui/screen/palette.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog/initials.h"
#include "tui/screen/choose.h"
#include "tui/screen/deed.h"
#include "tui/screen/keys.h"
#include "tui/screen/matter.h"
#include "tui/screen/words.h"

enum { MOST_KEYS = 160 };

/* Name padded, then what it does; found by pinyin of the name and by the act's own name. */
static void add(struct choosing *c, const char *name, const char *help, const char *kind,
                const char *key)
{
    struct buf text = {0};
    char initials[INITIALS_READINGS];
    int used = text_ncol(name);

    catalog_readings(name, initials, sizeof initials);
    char *letters = mem_printf("%s %s", initials, key), *value = mem_printf("%s %s", kind, key);
    buf_adds(&text, name);
    for (; used < 14; used++)
        buf_addc(&text, ' ');
    buf_printf(&text, " %s", help);
    choosing_add(c, NULL, letters, buf_str(&text), value);
    buf_free(&text);
    free(letters);
    free(value);
}

static void add_matter_acts(struct seat *s, struct choosing *c, const char *number)
{
    Yc__Reply *acts = seat_ask(s, seat_request(s, "acts", number));

    for (size_t i = 0; acts && i < acts->n_row; i++)
        add(c, words(door_reply_cell(acts, i, "title")), words(door_reply_cell(acts, i, "help")),
            "act", door_reply_cell(acts, i, "act"));
    if (acts) door_reply_free(acts);
}

static void add_own_acts(struct seat *s, struct choosing *c)
{
    const Yc__Reply *help = seat_help(s);
    const struct permission *may = catalog_permission(s->catalog, "absent");
    const struct person *p = seat_person(s);

    for (size_t i = 0; help && may && p && i < help->n_row; i++) {
        if (strcmp(door_reply_cell(help, i, "act"), "absent") != 0 ||
            *door_reply_cell(help, i, "param"))
            continue;
        if (catalog_post_for(s->catalog, p, "absent", "", NULL))
            add(c, words(door_reply_cell(help, i, "title")),
                words(door_reply_cell(help, i, "help")), "own", "absent");
    }
}

static void add_screens(struct choosing *c)
{
    static const struct {
        const char *action, *name, *help;
    } screens[] = {
        {"register", N_("New application"), N_("register an application")},
        {"find", N_("Find"), N_("find a matter")},
        {"notices", N_("Notices"), N_("notices to you")},
        {"lamps", N_("Lamp board"), N_("lamp board")},
        {"reports", N_("Reports"), N_("reports")},
        {"help", N_("Help"), N_("help for this screen")},
        {"quit", N_("Quit"), N_("sign out and leave")},
    };

    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++)
        add(c, words(screens[i].name), words(screens[i].help), "do", screens[i].action);
}

/* --- Running --- */

static void run(struct seat *s, void *arg, const char *value)
{
    const char *key = strchr(value, ' ') + 1, *number = stage_number(s);

    (void)arg;
    if (strncmp(value, "act ", 4) == 0 && number)
        matter_act(s, number, key);
    else if (strncmp(value, "own ", 4) == 0)
        deed_open(s, key, NULL, NULL);
    else if (strncmp(value, "do ", 3) == 0)
        stage_action(s, key);
}

void palette_acts(struct seat *s)
{
    struct choosing c = {0};
    const char *number = stage_number(s);

    if (number) add_matter_acts(s, &c, number);
    add_own_acts(s, &c);
    add_screens(&c);
    choose_open(s, _("What now? (initials or number)"), &c, run, NULL);
}

/* --- Help --- */

/* As if the key had been pressed. */
static void press(struct seat *s, void *arg, const char *value)
{
    struct key k;

    (void)arg;
    if (key_parse(value, &k) && s->top) {
        const char *action = keys_action(s, s->top->kind->mode, k);
        if (!s->top->kind->key(s->top, k, action)) stage_action(s, action);
    }
}

void palette_help(struct seat *s)
{
    struct keys_line line[MOST_KEYS];
    struct choosing c = {0};
    int n = keys_all(s, s->top->kind->mode, line, MOST_KEYS);

    for (int i = 0; i < n; i++) {
        char initials[INITIALS_READINGS];
        struct buf text = {0};
        buf_printf(&text, "%-10s %s%s%s", line[i].key, line[i].words, *line[i].alt ? "  = " : "",
                   line[i].alt);
        catalog_readings(line[i].words, initials, sizeof initials);
        char *letters = mem_printf("%s %s", initials, line[i].action);
        choosing_add(&c, NULL, letters, buf_str(&text), line[i].key);
        free(letters);
        buf_free(&text);
    }
    choose_open(s, _("Keys of this screen: Enter does it, letters search"), &c, press, NULL);
}
