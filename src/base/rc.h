/* How a call says what went wrong.
 *
 * Every fallible function returns enum rc and, where a person will read about it, fills a struct
 * fault.  Three kinds of trouble exist: the user asked for something that cannot be (RC_REFUSED:
 * say so, work goes on), two transactions met (RC_RETRY: only store_run sees it), or the ground is
 * broken (RC_FATAL: log and leave).
 *
 * A fault carries an English msgid with {1}..{4} for its arguments, never finished text: the data
 * process serves people of both languages, so the sentence is made where it is read (fault_text).
 */
#ifndef YC_BASE_RC_H
#define YC_BASE_RC_H

enum rc { RC_OK = 0, RC_REFUSED, RC_RETRY, RC_FATAL };

#define MUST_CHECK __attribute__((warn_unused_result))

/* Marks a msgid for xgettext where it is stored rather than shown. */
#define N_(s) s

enum { FAULT_ARGS = 4, FAULT_ARG_MAX = 200 };

struct fault {
    enum rc rc;
    const char *code;  /* short machine word ("state", "held", "field"); static storage */
    const char *msgid; /* English template, static storage */
    char arg[FAULT_ARGS][FAULT_ARG_MAX]; /* UTF-8, cut at a character boundary */
};

/* Fills f (which may be NULL) and returns rc.  The arguments are const char *, ended by NULL. */
enum rc fault_set(struct fault *f, enum rc rc, const char *code, const char *msgid, ...)
    __attribute__((sentinel));

/* Writes the sentence: template (already translated) with {n} replaced by args[n-1].
 * Returns a fresh string, the caller's to free. */
char *fault_text(const char *template, const char *const args[], int nargs);

/* A fault inside a fault: packs inner so that it can be an argument and still be turned into words where it is read. */
const char *fault_nested(const struct fault *inner, char out[FAULT_ARG_MAX]);
/* The sentence of msgid in the reader's language: the template and every argument that is itself a msgid or a nested
 * fault go through translate (NULL: English).  Fresh. */
typedef const char *fault_translate(const char *msgid);
char *fault_sentence(const char *msgid, const char *const args[], int nargs, fault_translate *translate);

#endif
