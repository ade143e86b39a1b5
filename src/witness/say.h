/* What the witness tells: findings, one a line, each after a word a program can look for. */
#ifndef YC_WITNESS_SAY_H
#define YC_WITNESS_SAY_H

#include <stdbool.h>
#include <stdint.h>

extern bool say_chinese;
extern uint64_t say_found; /* findings so far */

const char *say_two(const char *english, const char *chinese);
/* "changed  leaf 17 ..."; the words by say_two. */
void say_finding(const char *word, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void say_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
