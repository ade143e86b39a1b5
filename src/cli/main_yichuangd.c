/* yichuangd: the supervisor of one home; "yichuangd night" is the batch it runs at night. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backup/ship.h"
#include "base/confine.h"
#include "base/log.h"
#include "base/mem.h"
#include "cli/lang.h"
#include "cli/night.h"
#include "cli/place.h"
#include "hall/supervisor.h"

enum { WRONG_USAGE = 2 };

static int usage(FILE *to, int status)
{
    fprintf(to,
            "usage: yichuangd --home DIR [--workers %d-%d] [--foreground]\n"
            "  --foreground   log to stderr instead of DIR/yichuangd.log\n"
            "       yichuangd night --home DIR --date 2026-11-24   (run by the supervisor)\n"
            "       yichuangd ship --home DIR                      (likewise)\n",
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

static void log_to(const char *home, const char *program)
{
    char *log = mem_printf("%s/yichuangd.log", home);

    log_open(program, log);
    free(log);
}

static int night(const char *home, day_t date, const char *programs)
{
    struct fault f = {0};

    log_to(home, "night");
    confine_memory();
    confine_calls(CONFINE_DATA);
    if (night_run(home, date, programs, &f) == RC_OK) return 0;
    char *text = lang_fault(&f);
    log_error("%s", text);
    free(text);
    return 1;
}

static int ship(const char *home)
{
    log_to(home, "ship");
    confine_memory();
    backup_ship_forever(home);
}

static int supervise(struct hall_options *opt, const char *programs, bool foreground)
{
    char *self = mem_printf("%s/yichuangd", programs);
    const char *const batch[] = {self, "night", "--home", opt->home, NULL};
    const char *const ship[] = {self, "ship", "--home", opt->home, NULL};

    opt->night_argv = batch;
    opt->ship_argv = ship;
    if (!foreground) log_to(opt->home, "yichuangd");
    int status = hall_supervise(opt);
    free(self);
    return status;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"home", required_argument, NULL, 'H'}, {"workers", required_argument, NULL, 'w'},
        {"foreground", no_argument, NULL, 'f'}, {"date", required_argument, NULL, 'd'},
        {"help", no_argument, NULL, 'h'},       {0}};
    bool is_night = argc > 1 && strcmp(argv[1], "night") == 0, foreground = false;
    bool is_ship = argc > 1 && strcmp(argv[1], "ship") == 0;
    struct hall_options opt = {.home = getenv("YICHUANG_HOME")};
    struct cli place = {0};
    day_t date = DAY_NONE;

    argc -= is_night || is_ship;
    argv += is_night || is_ship;
    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'h') return usage(stdout, 0);
        if (c == 'H')
            opt.home = optarg;
        else if (c == 'f')
            foreground = true;
        else if (!(c == 'd' && is_night && day_parse(optarg, &date)) &&
                 !(c == 'w' && read_workers(optarg, &opt.workers)))
            return usage(stderr, WRONG_USAGE);
    }
    if (optind < argc || !opt.home || is_night != (date != DAY_NONE))
        return usage(stderr, WRONG_USAGE);
    if (is_ship) return ship(opt.home);
    place_find(&place, opt.home);
    int status = is_night ? night(opt.home, date, place.programs)
                          : supervise(&opt, place.programs, foreground);
    place_free(&place);
    return status;
}
