#include "base/rc.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "base/buf.h"

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
