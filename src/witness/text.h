/* Bytes as text and back: a growing string, base64, hexadecimal, local time. */
#ifndef YC_WITNESS_TEXT_H
#define YC_WITNESS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *s; /* NUL behind it */
    size_t n, room;
};

void text_add(struct text *t, const char *s, size_t n);
void text_put(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void text_json(struct text *t, const char *s, size_t n); /* in quotes, as JSON */
/* What a terminal would obey (controls, bidi marks) or cannot be read becomes '?'. */
void text_tame(struct text *t);
void text_hex(struct text *t, const unsigned char *b, size_t n);
/* 2026-11-24T09:14:05, eight hours ahead of UTC all the year. */
void text_instant(struct text *t, int64_t seconds);
bool text_read_instant(const char *s, int64_t *seconds);

/* Replace what was there; strict: no other letters, padding where it belongs. */
bool text_unbase64(struct text *t, const char *s, size_t n);
bool text_unhex(unsigned char *out, size_t n, const char *s); /* 2n digits, lower case */

#endif
