/* Where the shared memory of an environment lives.
 *
 * Region files are memory maps that grow while we run.  On a full disk growing one kills the
 * process (SIGBUS), so they belong on a tmpfs while data and log stay on the disk: then a full disk
 * is an error we can report.  The owner takes /dev/shm/yichuang-UID-HASH (hash of the home's real
 * path) when that is a tmpfs with room, else HOME/env, and writes the choice to HOME/region, where
 * those who join find it.
 *
 * The library's "home" is this directory; data and log in it are symbolic links to the real ones,
 * so that the directories are relative names.  The log of an environment with absolute ones names
 * them absolutely, and recovery of a copy that lacks a file made later writes to the original's.
 */
#include "store/region.h"

#include <errno.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/disk.h"
#include "store/priv.h"

static const char shm[] = "/dev/shm";
enum { REGION_EXTRA_MB = 64 }; /* locks, log buffer, mutexes beyond the cache */

static char *shm_place(const char *home)
{
    uint64_t hash = 0xCBF29CE484222325u; /* FNV-1a */

    for (const char *p = home; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 0x100000001B3u;
    return mem_printf("%s/yichuang-%u-%016llx", shm, (unsigned)geteuid(), (unsigned long long)hash);
}

static bool shm_has_room(uint32_t cache_mb)
{
    struct statfs fs;

    if (statfs(shm, &fs) != 0 || fs.f_type != TMPFS_MAGIC) return false;
    /* the library gives small caches a quarter more */
    uint64_t need = ((uint64_t)cache_mb * 5 / 4 + REGION_EXTRA_MB) << 20;
    return (uint64_t)fs.f_bavail * (uint64_t)fs.f_bsize >= need;
}

static char *remembered(const char *home)
{
    char path[4096], *file = mem_printf("%s/region", home);
    FILE *in = fopen(file, "re");
    size_t n = in ? fread(path, 1, sizeof path, in) : 0;

    if (in) fclose(in);
    free(file);
    return n > 0 && n < sizeof path ? mem_strndup(path, n) : NULL;
}

/* In /dev/shm anybody may make a directory with our name first. */
static bool ours_alone(const char *dir)
{
    struct stat st;

    return lstat(dir, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
           (st.st_mode & 077) == 0;
}

static int link_to(const struct store *s, const char *part)
{
    char *at = mem_printf("%s/%s", s->region, part), *to = mem_printf("%s/%s", s->home, part);
    int err = (unlink(at) != 0 && errno != ENOENT) || symlink(to, at) != 0 ? errno : 0;

    free(at);
    free(to);
    return err;
}

static int make_ready(const struct store *s)
{
    int err = disk_mkdir(s->region);

    if (!err && !ours_alone(s->region)) err = EPERM;
    if (!err) err = link_to(s, "data");
    if (!err) err = link_to(s, "log");
    return err;
}

/* For those who join. */
static int remember(const struct store *s)
{
    char *file = mem_printf("%s/region", s->home), *was = remembered(s->home);
    int err = was && strcmp(was, s->region) == 0 ? 0 : disk_put(file, s->region);

    free(file);
    free(was);
    return err;
}

enum rc store_region(struct store *s, const struct store_options *opt, uint32_t cache_mb,
                     struct fault *f)
{
    if (s->mode == STORE_JOIN) {
        s->region = remembered(s->home);
        if (s->region) return RC_OK;
        return fault_set(f, RC_REFUSED, "not-open",
                         N_("No running data service has {1} open. Start the service first."),
                         s->home, NULL);
    }
    if (opt && opt->region)
        s->region = mem_strdup(opt->region);
    else if (s->mode == STORE_OWNER && shm_has_room(cache_mb))
        s->region = shm_place(s->home);
    else
        s->region = mem_printf("%s/env", s->home);
    int err = make_ready(s);
    if (!err && s->mode == STORE_OWNER && (err = remember(s)) != 0)
        return fault_set(f, RC_FATAL, "home", N_("The data directory {1} cannot be used: {2}."),
                         s->home, strerror(err), NULL);
    if (!err) return RC_OK;
    return fault_set(
        f, RC_FATAL, "region",
        N_("Shared memory cannot be placed in {1}: {2}. Check who owns it and its mode (0700)."),
        s->region, strerror(err), NULL);
}

/* After the last close; the files of an environment somebody else has open stay (the library
 * refuses). */
void store_region_drop(struct store *s)
{
    static const char *const link[] = {"data", "log"};
    DB_ENV *env;

    store_library();
    if (db_env_create(&env, 0) != 0 || env->remove(env, s->region, 0) != 0) return;
    for (size_t i = 0; i < sizeof link / sizeof *link; i++) {
        char *path = mem_printf("%s/%s", s->region, link[i]);
        unlink(path);
        free(path);
    }
    rmdir(s->region);
}
