#include "backup/place.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "backup/trouble.h"
#include "store/disk.h"
#include "store/logs.h"

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);

    return n >= m && strcmp(name + n - m, end) == 0;
}

/* --- Lines --- */

static bool is_line(const char *name)
{
    size_t n = strlen(name);

    return n > 0 && n < LINE_TEXT && strspn(name, "0123456789abcdef-") == n;
}

bool place_line(const char *home, char line[LINE_TEXT])
{
    char *path = mem_printf("%s/backup.line", home);
    FILE *in = fopen(path, "re");
    bool good = in && fgets(line, LINE_TEXT, in);

    if (in) fclose(in);
    free(path);
    if (good) line[strcspn(line, "\n")] = '\0';
    return good && is_line(line);
}

enum rc place_new_line(const char *home, char line[LINE_TEXT], struct fault *f)
{
    char *path = mem_printf("%s/backup.line", home), date[DAY_TEXT];
    uint32_t chance = 0;
    int err = getrandom(&chance, sizeof chance, 0) == sizeof chance ? 0 : EIO;

    snprintf(line, LINE_TEXT, "%s-%08x", day_text(day_of_instant(time(NULL)), date),
             (unsigned)chance);
    if (!err) err = disk_put(path, line);
    if (!err) err = disk_sync(home);
    enum rc rc = RC_OK;
    if (err)
        rc = fault_set(f, RC_REFUSED, "file", N_("{1} cannot be written: {2}"), path, strerror(err),
                       NULL);
    free(path);
    return rc;
}

/* --- Whole copies --- */

static int by_end(const void *a, const void *b)
{
    const struct whole *x = a, *y = b;

    if (x->m->ended != y->m->ended) return x->m->ended > y->m->ended ? 1 : -1;
    return strcmp(x->name, y->name);
}

static bool is_candidate(const struct dirent *e)
{
    return e->d_name[0] != '.' && strcmp(e->d_name, "logs") != 0 &&
           !ends_in(e->d_name, PLACE_FRESH);
}

void place_wholes(const char *dir, const char *line, struct wholes *out)
{
    DIR *d = opendir(dir);

    *out = (struct wholes){0};
    for (struct dirent *e; d && (e = readdir(d));) {
        if (!is_candidate(e)) continue;
        char *path = mem_printf("%s/%s", dir, e->d_name);
        struct manifest *m;
        if (manifest_read(path, &m, NULL) == RC_OK && m->first_log && strcmp(m->line, line) == 0) {
            out->at = mem_resize(out->at, (out->n + 1) * sizeof *out->at);
            out->at[out->n++] = (struct whole){mem_strdup(e->d_name), m};
        } else {
            manifest_free(m);
            out->unreadable++;
        }
        free(path);
    }
    if (d) closedir(d);
    if (out->n) qsort(out->at, out->n, sizeof *out->at, by_end);
}

void place_wholes_free(struct wholes *w)
{
    for (size_t i = 0; i < w->n; i++) {
        free(w->at[i].name);
        manifest_free(w->at[i].m);
    }
    free(w->at);
}

bool whole_is_good(const struct whole *w)
{
    return strcmp(w->m->check, "ok") == 0;
}

enum rc place_newest_line(const char *root, char line[LINE_TEXT], struct fault *f)
{
    DIR *d = opendir(root);
    instant_t newest = INSTANT_NONE;

    for (struct dirent *e; d && (e = readdir(d));) {
        if (!is_line(e->d_name)) continue;
        char *dir = mem_printf("%s/%s", root, e->d_name);
        struct wholes w;
        place_wholes(dir, e->d_name, &w);
        if (w.n && w.at[w.n - 1].m->ended > newest) {
            newest = w.at[w.n - 1].m->ended;
            snprintf(line, LINE_TEXT, "%.*s", LINE_TEXT - 1, e->d_name);
        }
        place_wholes_free(&w);
        free(dir);
    }
    if (d) closedir(d);
    if (newest != INSTANT_NONE) return RC_OK;
    return fault_set(f, RC_REFUSED, "backup-place", N_("There is no backup at {1}."), root, NULL);
}

/* --- Logs --- */

char *place_logs(const char *dir)
{
    return mem_printf("%s/logs", dir);
}

uint32_t place_log_of(const struct stored_file *file)
{
    return strncmp(file->name, "log/", 4) == 0 ? store_log_number(file->name + 4) : 0;
}
