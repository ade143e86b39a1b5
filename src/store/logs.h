/* The log files of a home, seen from outside: no store need be open, nothing is locked.
 *
 * They are numbered from 1; each is in HOME/log while recovery may need it and in HOME/archive
 * afterwards, and only the highest still grows.  Whoever copies them in the order of their numbers
 * has, at every moment, a beginning of the history: what was acknowledged before he opened the last
 * one is in it. */
#ifndef YC_STORE_LOGS_H
#define YC_STORE_LOGS_H

#include <stddef.h>
#include <stdint.h>

enum { STORE_LOG_NAME = 16 };

const char *store_log_name(uint32_t number, char out[STORE_LOG_NAME]); /* log.0000000012 */
/* 0: that is no name of a log file. */
uint32_t store_log_number(const char *name);
/* Ascending, each once, from both folders (one may be missing); the array is the caller's to free.
 * Returns how many. */
size_t store_log_list(const char *home, uint32_t **number);
/* A descriptor, -1 with errno.  Finds it also while it moves to the archive. */
int store_log_open(const char *home, uint32_t number);
/* Bytes up to the last that is not zero, -1 with errno: a log file has its full length from the
 * beginning and is filled from the front. (A record may end in zeros: fill up to the length again
 * before it is read as a log.) */
int64_t store_log_end(int fd, int64_t length);
/* Removes archived logs below number. */
void store_log_prune(const char *home, uint32_t number);

#endif
