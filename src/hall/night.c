#include "hall/night.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "store/crc32c.h"

enum { DAMAGED = 1 }; /* long ago: whatever was wanted last is wanted again */

/* Not synced: after a power cut the batch at worst runs again for a day it has done. */
void night_record(const char *home, day_t done)
{
    if (night_recorded(home) >= done) return; /* DAY_NONE is before every day */
    char date[DAY_TEXT], *path = mem_printf("%s/night.last", home);
    FILE *to = fopen(path, "we");
    day_text(done, date);
    if (!to || fprintf(to, "%s %08x\n", date, store_crc32c(0, date, strlen(date))) < 0)
        log_warn("%s: %s", path, strerror(errno));
    if (to) fclose(to);
    free(path);
}

day_t night_recorded(const char *home)
{
    char line[64] = "", date[DAY_TEXT] = "", *path = mem_printf("%s/night.last", home);
    FILE *from = fopen(path, "re");
    unsigned sum = 0;
    day_t day = DAY_NONE;

    if (from && fread(line, 1, sizeof line - 1, from) == 0) line[0] = 0;
    int n = sscanf(line, "%10s %8x", date, &sum);
    bool whole = day_parse(date, &day) && (n == 1 || sum == store_crc32c(0, date, strlen(date)));
    if (from && !whole) log_warn("%s is damaged: the last night is done again", path);
    if (from && !whole) day = DAMAGED;
    if (from) fclose(from);
    free(path);
    return day;
}

day_t night_wanted(instant_t now, int minute)
{
    day_t today = day_of_instant(now);

    return day_second_of_instant(now) >= minute * 60 ? today : today - 1;
}
