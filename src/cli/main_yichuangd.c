/* yichuangd: the supervisor of one home. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "hall/supervisor.h"

enum { WRONG_USAGE = 2 };

static int usage(FILE *to, int status)
{
    fprintf(to,
            "usage: yichuangd --home DIR [--workers %d-%d] [--foreground]\n"
            "  --foreground   log to stderr instead of DIR/yichuangd.log\n",
            HALL_WORKERS_MIN, HALL_WORKERS_MAX);
    return status;
}

static bool read_workers(const char *text, int *workers)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (end == text || *end || n < HALL_WORKERS_MIN || n > HALL_WORKERS_MAX) return false;
    *workers = (int)n;
    return true;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"home", required_argument, NULL, 'H'},
                                            {"workers", required_argument, NULL, 'w'},
                                            {"foreground", no_argument, NULL, 'f'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    struct hall_options opt = {.home = getenv("YICHUANG_HOME")};
    bool foreground = false;

    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'h') return usage(stdout, 0);
        if (c == 'H')
            opt.home = optarg;
        else if (c == 'f')
            foreground = true;
        else if (c != 'w' || !read_workers(optarg, &opt.workers))
            return usage(stderr, WRONG_USAGE);
    }
    if (optind < argc || !opt.home) return usage(stderr, WRONG_USAGE);

    char *log = mem_printf("%s/yichuangd.log", opt.home);
    log_open("yichuangd", foreground ? NULL : log);
    free(log);
    return hall_supervise(&opt);
}
