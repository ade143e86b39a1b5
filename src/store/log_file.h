/* Log files read by ourselves: is every record there and whole?
 *
 * The library takes the first damaged record of its last log file for the end of the log and drops
 * what follows without a word, which is right after a power cut and wrong after a bit has flipped.
 * So the place up to which the log is known to be on disk is kept in HOME/log.end, and nobody opens
 * a home whose log ends before it.  Not covered: what was written since the last checkpoint, 10 s
 * at most in a running hall. */
#ifndef YC_STORE_LOG_FILE_H
#define YC_STORE_LOG_FILE_H

#include "store/store.h"

/* Before recovery; OK too when no end was noted, or the note itself is damaged (logged). */
MUST_CHECK enum rc log_file_check_end(const struct store *s, struct fault *f);
/* What is on disk now is on disk; not doing so only shortens what the next opening can prove. */
void log_file_note_end(struct store *s);
/* The same for a copy being made at dir, whose log files are copied after this.  An errno. */
int log_file_note_end_at(const struct store *s, const char *dir);
/* For a copy whose log is about to become another. */
void log_file_forget_end(const char *home);
/* All log files of a folder, oldest first: none missing between, none cut short, every record
 * whole.  Calls bad for each that is not. */
void log_file_check_all(const char *dir, void (*bad)(void *arg, const char *text), void *arg);

#endif
