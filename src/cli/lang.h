/* The reader's language: messages are English msgids, gettext gives the Chinese.
 *
 * A minimal system has no zh_CN locale, so the program runs in C.UTF-8 and only asks gettext for
 * the language. */
#ifndef YC_CLI_LANG_H
#define YC_CLI_LANG_H

#include <libintl.h>

#include "base/rc.h"

#define _(s) gettext(s)

/* Chooses the language of this process, once, before any message.  wanted: "zh_CN", "en" ... or
 * NULL, then LC_ALL, LC_MESSAGES and LANG are asked; when they name none, otherwise (the hall's)
 * counts.  programs: folder of the executables. */
void lang_open(const char *wanted, const char *otherwise, const char *programs);

/* Where the translations lie, fresh. */
char *lang_folder(const char *programs);

/* A msgid in the reader's language; "" for "". */
const char *lang_text(const char *msgid);
/* The sentence of a fault, fresh. */
char *lang_fault(const struct fault *f);

#endif
