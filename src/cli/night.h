/* The night batch: one day closed, its reports written, the office copied (yichuangd night).
 *
 * Everything it leaves is a function of the date and the journal, and each file appears whole: run
 * again, or killed and run again, it leaves the same.  In HOME/reports/DATE: day.txt, day.csv,
 * split.csv, loop.csv, cards.csv and, last, done; before that, what
 * is due goes into the place of backups (backup/make.h). */
#ifndef YC_CLI_NIGHT_H
#define YC_CLI_NIGHT_H

#include "base/day.h"
#include "base/rc.h"

/* Needs the service of the home running.  programs: folder of the executables. */
MUST_CHECK enum rc night_run(const char *home, day_t date, const char *programs, struct fault *f);

#endif
