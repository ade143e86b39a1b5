#include "base/rc.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* Copies at most FAULT_ARG_MAX-1 bytes and never leaves half a UTF-8 character behind. */
static void copy_arg(char *to, const char *from)
{
    size_t n = strlen(from);

    if (n >= FAULT_ARG_MAX) {
        n = FAULT_ARG_MAX - 1;
        while (n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80)
            n--;
    }
    memcpy(to, from, n);
    to[n] = '\0';
}

enum rc fault_set(struct fault *f, enum rc rc, const char *code, const char *msgid, ...)
{
    va_list ap;

    if (!f) return rc;
    f->rc = rc;
    f->code = code;
    f->msgid = msgid;
    for (int i = 0; i < FAULT_ARGS; i++)
        f->arg[i][0] = '\0';
    va_start(ap, msgid);
    for (int i = 0; i < FAULT_ARGS; i++) {
        const char *a = va_arg(ap, const char *);
        if (!a) break;
        copy_arg(f->arg[i], a);
    }
    va_end(ap);
    return rc;
}

char *fault_text(const char *template, const char *const args[], int nargs)
{
    struct buf b = {0};

    for (const char *p = template; *p; p++) {
        int i = p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}' ? p[1] - '1' : -1;
        if (i < 0) {
            buf_add(&b, p, 1);
            continue;
        }
        if (i < nargs && args[i]) buf_adds(&b, args[i]);
        p += 2;
    }
    return buf_take(&b);
}

/* A nested fault as an argument: NEST msgid SEP arg SEP arg ... */
enum { NEST = '\x01', SEP = '\x02' };

const char *fault_nested(const struct fault *inner, char out[FAULT_ARG_MAX])
{
    struct buf b = {0};

    buf_addc(&b, NEST);
    buf_adds(&b, inner->msgid);
    for (int i = 0; i < FAULT_ARGS && inner->arg[i][0]; i++) {
        buf_addc(&b, SEP);
        buf_adds(&b, inner->arg[i]);
    }
    copy_arg(out, buf_str(&b));
    buf_free(&b);
    return out;
}

static char *unnest(const char *arg, fault_translate *translate)
{
    char *copy = mem_strdup(arg + 1), *part[FAULT_ARGS + 1] = {copy};
    int n = 1;

    for (char *p = copy; *p; p++) {
        if (*p != SEP) continue;
        *p = '\0';
        if (n <= FAULT_ARGS) part[n++] = p + 1;
    }
    char *text = fault_sentence(part[0], (const char *const *)part + 1, n - 1, translate);
    free(copy);
    return text;
}

char *fault_sentence(const char *msgid, const char *const args[], int nargs, fault_translate *translate)
{
    char *words[FAULT_ARGS] = {0};
    int n = nargs < FAULT_ARGS ? nargs : FAULT_ARGS;

    for (int i = 0; i < n; i++) {
        const char *a = args[i] ? args[i] : "";
        if (*a == NEST) words[i] = unnest(a, translate);
        else words[i] = mem_strdup(*a && translate ? translate(a) : a);
    }
    char *text = fault_text(translate && *msgid ? translate(msgid) : msgid, (const char *const *)words, n);
    for (int i = 0; i < n; i++) free(words[i]);
    return text;
}
