#include "hall/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/killpoint.h"
#include "base/log.h"
#include "base/mem.h"
#include "door/wire.h"

enum { BACKLOG = 1024, LOCK_TRIES = 150, LOCK_MS = 20 };

static bool somebody_listens(const char *path)
{
    int fd = wire_socket();
    int error = fd < 0 ? errno : wire_connect(fd, path);

    if (fd >= 0) close(fd);
    return error == 0 || error == EAGAIN;
}

static enum hall_claim take_lock(const char *lock, const char *path, int *fd)
{
    *fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0) {
        log_error("%s: %s", lock, strerror(errno));
        return CLAIM_FAILED;
    }
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(*fd, LOCK_EX | LOCK_NB) == 0) return CLAIM_OURS;
        if (somebody_listens(path)) {
            close(*fd);
            return CLAIM_SERVED;
        }
        usleep(LOCK_MS * 1000);
    }
    log_error("%s is locked by a process that does not serve it", lock);
    close(*fd);
    return CLAIM_FAILED;
}

static enum hall_claim listen_at(const char *path, int *fd)
{
    mode_t before = umask(0117); /* the group may come in: 0660 */

    KILLPOINT(LOCKED);
    unlink(path); /* left by one that was killed; the lock is ours */
    KILLPOINT(UNLINKED);
    *fd = wire_socket();
    int error = *fd < 0 ? errno : wire_listen(*fd, path, BACKLOG);
    umask(before);
    if (!error) return CLAIM_OURS;
    log_error("%s: %s", path, strerror(error));
    return CLAIM_FAILED;
}

enum hall_claim hall_claim(const char *home, int *lock_fd, int *listen_fd)
{
    char *lock = mem_printf("%s/lock", home), *path = mem_printf("%s/door.sock", home);
    enum hall_claim got = take_lock(lock, path, lock_fd);

    if (got == CLAIM_OURS) got = listen_at(path, listen_fd);
    free(lock);
    free(path);
    return got;
}
