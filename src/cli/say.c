#include "cli/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "cli/lang.h"

static struct charset *charset; /* NULL: UTF-8 as it is */

enum { ARGS = 9 };

bool say_charset(const char *name)
{
    charset = charset_open(name);
    return charset != NULL;
}

static void put(FILE *to, const char *utf8)
{
    struct buf out = {0};

    if (!charset) {
        fputs(utf8, to);
        return;
    }
    charset_encode(charset, utf8, strlen(utf8), &out);
    fwrite(buf_str(&out), 1, out.len, to);
    buf_free(&out);
}

void say_text(const char *utf8)
{
    put(stdout, utf8);
}

static void put_line(FILE *to, const char *template, va_list ap)
{
    const char *args[ARGS];
    int n = 0;

    while (n < ARGS && (args[n] = va_arg(ap, const char *)))
        n++;
    char *text = fault_text(template, args, n);
    put(to, text);
    put(to, "\n");
    free(text);
}

void say(const char *template, ...)
{
    va_list ap;

    va_start(ap, template);
    put_line(stdout, template, ap);
    va_end(ap);
}

void complain(const char *template, ...)
{
    va_list ap;

    fflush(stdout);
    va_start(ap, template);
    put_line(stderr, template, ap);
    va_end(ap);
}

enum status complain_fault(const struct fault *f)
{
    char *text = lang_fault(f);
    bool away = f->rc == RC_FATAL || strcmp(f->code, "unavailable") == 0;

    complain("yichuang: {1}", text, NULL);
    free(text);
    return away ? STATUS_UNAVAILABLE : STATUS_REFUSED;
}
