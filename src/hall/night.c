#include "hall/night.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

/* Not synced: after a power cut the batch at worst runs again for a day it has done. */
void night_record(const char *home, day_t done)
{
    if (night_recorded(home) >= done) return; /* DAY_NONE is before every day */
    char date[DAY_TEXT], *path = mem_printf("%s/night.last", home);
    FILE *to = fopen(path, "we");
    if (!to || fprintf(to, "%s\n", day_text(done, date)) < 0)
        log_warn("%s: %s", path, strerror(errno));
    if (to) fclose(to);
    free(path);
}

day_t night_recorded(const char *home)
{
    char date[DAY_TEXT] = "", *path = mem_printf("%s/night.last", home);
    FILE *from = fopen(path, "re");
    day_t day = DAY_NONE;

    if (from && fgets(date, sizeof date, from) && !day_parse(date, &day)) day = DAY_NONE;
    if (from) fclose(from);
    free(path);
    return day;
}

day_t night_wanted(instant_t now, int minute)
{
    day_t today = day_of_instant(now);

    return day_second_of_instant(now) >= minute * 60 ? today : today - 1;
}
