#include "base/killpoint.h"

#ifdef YC_KILLPOINTS
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

bool killpoint_spared;

/* Two threads that do it at once map it twice, which does no harm. */
static struct killpoint_table *map_table(void)
{
    const char *path = getenv("YC_KILLPOINTS");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

    if (fd < 0) return NULL;
    void *at =
        mmap(NULL, sizeof(struct killpoint_table), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return at != MAP_FAILED ? at : NULL;
}

void killpoint_pass(enum killpoint p)
{
    static struct killpoint_table *_Atomic table;

    if (killpoint_spared) return;
    if (!table) table = map_table();
    if (!table) return;
    table->passed[p]++;
    if (table->armed != (int)p || table->left-- != 1) return;
    table->victim = getpid();
    raise(SIGKILL); /* of all signals to itself the only one a shut-in terminal may send */
}
#endif
