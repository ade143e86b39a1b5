/* How a place of backups is laid out.
 *
 *     PLACE/LINE/2026-11-24T22-30-05/   a whole copy: manifest.json and its parts
 *     PLACE/LINE/logs/                  the log files since the oldest of them, likewise
 *
 * A line is one unbroken history of log files, of one home.  Its name is in HOME/backup.line and
 * goes into no backup: a home that was restored goes on differently from where it was cut and so
 * begins a line of its own; two can never be mixed. A folder whose name ends in ".new" is not yet,
 * and never again, a backup. */
#ifndef YC_BACKUP_PLACE_H
#define YC_BACKUP_PLACE_H

#include "backup/manifest.h"

enum { LINE_TEXT = 32 };
#define PLACE_FRESH ".new"

/* false: the home has no line yet. */
bool place_line(const char *home, char line[LINE_TEXT]);
/* A new one, durably. */
MUST_CHECK enum rc place_new_line(const char *home, char line[LINE_TEXT], struct fault *f);

struct whole {
    char *name;
    struct manifest *m;
};
struct wholes {
    struct whole *at; /* oldest first */
    size_t n;
    size_t unreadable; /* folders without a whole manifest of their line */
};
/* Of PLACE/LINE; a folder that is not there has none. */
void place_wholes(const char *dir, const char *line, struct wholes *out);
void place_wholes_free(struct wholes *w);
bool whole_is_good(const struct whole *w); /* recovered and verified without a finding */

/* The line of a place whose newest whole copy is newest of all; refused "backup-place": none. */
MUST_CHECK enum rc place_newest_line(const char *root, char line[LINE_TEXT], struct fault *f);

char *place_logs(const char *dir); /* fresh */
/* "log/log.0000000012" as a manifest names it: 12; else 0. */
uint32_t place_log_of(const struct stored_file *file);

#endif
