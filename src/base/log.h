/* What operators read: one line an event, "time program[pid] level: text", to stderr or a file.
 * Never personal data: numbers of matters, never names or ID numbers. */
#ifndef YC_BASE_LOG_H
#define YC_BASE_LOG_H

void log_open(const char *program, const char *file); /* file NULL: stderr */
int log_fd(void); /* where it goes */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
