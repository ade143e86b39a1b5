#include "backup/prune.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backup/keep.h"
#include "backup/place.h"
#include "backup/ship.h"
#include "backup/trouble.h"
#include "store/disk.h"
#include "store/logs.h"

/* Until this layout there were plain copies HOME/backup/DATE, of which the newest stayed as many
 * days.  While there are any, archived logs that could roll them forward stay too. */
static bool earlier_remain(const char *home, int days)
{
    char *folder = mem_printf("%s/backup", home);
    DIR *d = opendir(folder);
    bool remain = false;
    day_t date;

    for (struct dirent *e; d && (e = readdir(d));) {
        if (strlen(e->d_name) != DAY_TEXT - 1 || !day_parse(e->d_name, &date)) continue;
        char *path = mem_printf("%s/%s", folder, e->d_name);
        if (day_of_instant(time(NULL)) - date > days)
            disk_remove(path);
        else
            remain = true;
        free(path);
    }
    if (d) closedir(d);
    free(folder);
    return remain;
}

/* By its first step it is no longer a backup. */
static enum rc drop(const char *dir, const char *name, struct fault *f)
{
    char *path = mem_printf("%s/%s", dir, name), *gone = mem_printf("%s" PLACE_FRESH, path);
    enum rc rc = rename(path, gone) == 0 ? RC_OK : trouble_writing(path, errno, f);

    if (rc == RC_OK) disk_remove(gone);
    free(path);
    free(gone);
    return rc;
}

static enum rc drop_wholes(const char *dir, const struct wholes *w, const struct keep_copy *copy,
                           unsigned *dropped, struct fault *f)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < w->n && rc == RC_OK; i++) {
        if (copy[i].keep) continue;
        rc = drop(dir, w->at[i].name, f);
        *dropped += rc == RC_OK;
    }
    return rc;
}

static enum rc drop_logs(const char *home, const struct backup_settings *set,
                         const struct wholes *w, const struct keep_copy *copy, struct fault *f)
{
    uint32_t lowest = UINT32_MAX;

    for (size_t i = 0; i < w->n; i++)
        if (copy[i].keep && w->at[i].m->first_log < lowest) lowest = w->at[i].m->first_log;
    if (lowest == UINT32_MAX) return RC_OK;
    enum rc rc = backup_ship_prune(home, lowest, f);
    if (rc == RC_OK && !earlier_remain(home, set->keep.daily)) store_log_prune(home, lowest);
    return rc;
}

enum rc backup_prune(const char *home, const struct backup_settings *set, const char *line,
                     unsigned *dropped, struct fault *f)
{
    char *dir = mem_printf("%s/%s", set->to, line);
    struct wholes w;

    *dropped = 0;
    place_wholes(dir, line, &w);
    struct keep_copy *copy = mem_alloc((w.n + 1) * sizeof *copy);
    for (size_t i = 0; i < w.n; i++)
        copy[i] =
            (struct keep_copy){day_of_instant(w.at[i].m->ended), whole_is_good(&w.at[i]), false};
    keep_by_rule(&set->keep, copy, w.n);
    enum rc rc = drop_wholes(dir, &w, copy, dropped, f);
    if (rc == RC_OK) rc = drop_logs(home, set, &w, copy, f);
    free(copy);
    place_wholes_free(&w);
    free(dir);
    return rc;
}
