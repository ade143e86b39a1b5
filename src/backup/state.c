#include "backup/state.h"

#include <stdio.h>
#include <stdlib.h>

#include "backup/place.h"
#include "backup/settings.h"

static void look_at_logs(const char *dir, struct backup_state *out)
{
    char *logs = place_logs(dir);
    struct manifest *m;

    if (manifest_read(logs, &m, NULL) == RC_OK) {
        out->logs = m->ended;
        out->sealed = out->sealed && m->sealed;
    }
    manifest_free(m);
    free(logs);
}

static void look_at(const char *dir, const char *line, struct backup_state *out)
{
    struct wholes w;

    place_wholes(dir, line, &w);
    out->wholes = w.n;
    out->unreadable = w.unreadable;
    if (w.n) {
        const struct whole *newest = &w.at[w.n - 1];
        snprintf(out->whole, sizeof out->whole, "%s", newest->name);
        snprintf(out->check, sizeof out->check, "%s", newest->m->check);
        out->sealed = newest->m->sealed;
    }
    place_wholes_free(&w);
    look_at_logs(dir, out);
}

bool backup_state(const char *home, struct backup_state *out)
{
    struct backup_settings set;
    char line[LINE_TEXT];
    bool known = backup_settings_read(home, &set, NULL) == RC_OK && place_line(home, line);

    *out = (struct backup_state){.logs = INSTANT_NONE};
    if (known) {
        char *dir = mem_printf("%s/%s", set.to, line);
        look_at(dir, line, out);
        free(dir);
    }
    backup_settings_free(&set);
    return known;
}
