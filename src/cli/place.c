#include "cli/place.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static bool has(const char *dir, const char *what)
{
    char *path = mem_printf("%s/%s", dir, what);
    bool yes = access(path, F_OK) == 0;

    free(path);
    return yes;
}

bool place_is_source(const char *dir)
{
    return has(dir, "data/hall") && has(dir, "forms");
}

bool place_has_office(const char *home)
{
    return has(home, "data");
}

static char *here(void)
{
    char *cwd = getcwd(NULL, 0), *fresh = mem_strdup(cwd ? cwd : "/");

    free(cwd);
    return fresh;
}

char *place_absolute(const char *path)
{
    char *real = realpath(path, NULL), *fresh = real ? mem_strdup(real) : NULL;

    free(real);
    if (fresh || *path == '/') return fresh ? fresh : mem_strdup(path);
    char *cwd = here();
    fresh = mem_printf("%s/%s", cwd, path);
    free(cwd);
    return fresh;
}

static char *folder_of_executable(void)
{
    char path[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    if (n <= 0) return mem_strdup("/usr/bin");
    path[n] = '\0';
    char *slash = strrchr(path, '/');
    return mem_strndup(path, slash > path ? (size_t)(slash - path) : 1);
}

/* dir without its last n parts; NULL: it has not that many. */
static char *above(const char *dir, int n)
{
    size_t len = strlen(dir);

    while (n > 0 && len > 0)
        if (dir[--len] == '/') n--;
    return n == 0 && len > 0 ? mem_strndup(dir, len) : NULL;
}

static char *if_source(char *dir)
{
    if (dir && place_is_source(dir)) return dir;
    free(dir);
    return NULL;
}

void place_find(struct cli *c, const char *home)
{
    char *prefix;

    c->programs = folder_of_executable();
    prefix = above(c->programs, 1);
    char *checkout = if_source(above(c->programs, 2));
    char *installed =
        checkout || !prefix ? NULL : if_source(mem_printf("%s/share/yichuang", prefix));
    if (!checkout && !installed) checkout = if_source(here());
    c->source = checkout ? checkout : installed;
    if (home && *home)
        c->home = place_absolute(home);
    else
        c->home =
            checkout ? mem_printf("%s/var/yichuang", checkout) : mem_strdup("/var/lib/yichuang");
    free(prefix);
}

void place_free(struct cli *c)
{
    free(c->home);
    free(c->source);
    free(c->programs);
}
