/* UTF-8 text: bytes, characters and columns are three lengths, and names say which.
 *
 * Width is our own table (Unicode East Asian Width, combining marks 0), the same in every locale;
 * ambiguous characters take text_ambiguous columns (1 unless the terminal says 2).  Invalid bytes
 * read as U+FFFD, one each. */
#ifndef YC_BASE_TEXT_H
#define YC_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads one character at s (not at its end), returns its bytes (>= 1). */
size_t text_decode(const char *s, uint32_t *ch);
size_t text_encode(uint32_t ch,
                   char out[4]); /* bytes written; 0 for surrogates and beyond 10FFFF */
bool text_valid(const char *s);
size_t text_nchar(const char *s);
int text_ncol(const char *s); /* controls count 1: they are drawn as '?' */
int text_width(uint32_t ch);  /* 0, 1, 2; -1 control, surrogate, beyond Unicode */
/* Width 0 and nothing to see (bidi and format controls, selectors): never sent to a terminal. */
bool text_hidden(uint32_t ch);
/* Not part of any text: controls, marks that turn the order of a line around, invisible fillers,
 * separators of lines and paragraphs, tags.  Joiners and variant selectors are: names need them. */
bool text_foul(uint32_t ch);
bool text_clean(const char *s, bool lines); /* valid, nothing foul in it; lines: '\n' may be */
/* For whoever has no better place: what is foul becomes '?', but line ends and tabs.  Fresh. */
char *text_harmless(const char *s);
extern int text_ambiguous;
/* Bytes of the longest beginning of s that takes at most ncol columns; *used gets those columns. */
size_t text_cut(const char *s, int ncol, int *used);
/* Search form: trimmed, full-width ASCII narrowed, a-z upper-cased.  Fresh string. */
char *text_fold(const char *s);
bool text_contains(const char *folded, const char *part_folded);

#endif
