#include "office/space.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "office/priv.h"

enum { LOOK_S = 1, WARN_MB = 1024, STOP_MB = 256 };
static const uint64_t unknown = UINT64_MAX;

/* --- What there is --- */

static uint64_t room_at(const char *path)
{
    struct statvfs s;

    return statvfs(path, &s) == 0 ? (uint64_t)s.f_bavail * s.f_frsize : unknown;
}

/* Each part may be a file system of its own. */
static uint64_t least_room(const char *home)
{
    static const char *const part[] = {"data", "log", "archive"};
    uint64_t least = unknown;

    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        char *path = mem_printf("%s/%s", home, part[i]);
        uint64_t room = room_at(path);
        if (room < least) least = room;
        free(path);
    }
    return least;
}

static uint64_t megabytes(int wanted, int otherwise)
{
    return (uint64_t)(wanted ? wanted : otherwise) << 20;
}

/* A look costs microseconds and does not wait for the disk; every act takes one. */
struct office_space office_space(struct office *o)
{
    const struct hall *h = catalog_hall(office_current(o)->catalog);
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    pthread_mutex_lock(&o->lock);
    if (!o->room_at || t.tv_sec - o->room_at >= LOOK_S) {
        o->room = least_room(o->home);
        o->room_at = t.tv_sec;
    }
    struct office_space s = {o->room, megabytes(h->space.warn, WARN_MB),
                             megabytes(h->space.stop, STOP_MB)};
    pthread_mutex_unlock(&o->lock);
    return s;
}

/* --- What it is enough for --- */

static enum rc too_little(uint64_t room, uint64_t wanted, const char *msgid, struct fault *f)
{
    char is[24], must[24];

    snprintf(is, sizeof is, "%llu", (unsigned long long)(room >> 20));
    snprintf(must, sizeof must, "%llu", (unsigned long long)(wanted >> 20));
    return fault_set(f, RC_REFUSED, "disk-low", msgid, is, must, NULL);
}

enum rc space_for_act(struct office *o, const struct act *act, struct fault *f)
{
    if (act->on != ON_NEW_MATTER && act->on != ON_CATALOG) return RC_OK;
    struct office_space s = office_space(o);
    if (s.room >= s.stop) return RC_OK;
    return too_little(s.room, s.stop,
                      N_("The office's disk has {1} MB left: nothing new is begun below {2} MB, "
                         "what is open can be finished. Tell the administrator to free space; then "
                         "it goes on by itself."),
                      f);
}

static uint64_t bytes_in(const char *home, const char *part)
{
    char *path = mem_printf("%s/%s", home, part);
    DIR *dir = opendir(path);
    struct stat st;
    uint64_t n = 0;

    for (struct dirent *e; dir && (e = readdir(dir));)
        if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
            n += (uint64_t)st.st_blocks * 512;
    if (dir) closedir(dir);
    free(path);
    return n;
}

/* The nearest folder above (or at) a place that is to be made. */
static void standing(char *path)
{
    for (char *slash; access(path, F_OK) != 0 && (slash = strrchr(path, '/'));)
        slash[slash == path] = '\0';
}

static bool same_disk(const char *a, const char *b)
{
    struct stat x, y;

    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev;
}

enum rc space_for_copy(struct office *o, const char *dir, struct fault *f)
{
    char *place = mem_strdup(dir);
    enum rc rc = RC_OK;

    standing(place);
    uint64_t needs = bytes_in(o->home, "data") + bytes_in(o->home, "log"), room = room_at(place);
    if (same_disk(place, o->home)) needs += office_space(o).stop;
    if (room < needs)
        rc = too_little(room, needs,
                        N_("There are {1} MB for a backup, which needs {2} MB (on the office's own "
                           "disk it must leave room for work): free space or choose another disk."),
                        f);
    free(place);
    return rc;
}
