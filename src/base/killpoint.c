#include "base/killpoint.h"

#ifdef YC_KILLPOINTS
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static struct killpoint_table *table;

static void map_table(void)
{
    const char *path = getenv("YC_KILLPOINTS");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

    if (fd < 0) return;
    void *at = mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at != MAP_FAILED) table = at;
    close(fd);
}

void killpoint_pass(enum killpoint p)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, map_table);
    if (!table) return;
    table->passed[p]++;
    if (table->armed != (int)p || table->left-- != 1) return;
    table->victim = getpid();
    kill(getpid(), SIGKILL);
    pause(); /* in another thread than the one the signal is given to */
}
#endif
