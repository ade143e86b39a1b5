#include "cli/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/text.h"
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
    static const char mark[] = "\uFEFF"; /* spreadsheets want it before a table */
    size_t n = strncmp(utf8, mark, 3) == 0 ? 3 : 0;
    char *text = text_harmless(utf8 + n); /* what people wrote must not speak to the terminal */
    struct buf out = {0};

    buf_add(&out, mark, n);
    if (charset)
        charset_encode(charset, text, strlen(text), &out);
    else
        buf_add(&out, text, strlen(text));
    fwrite(buf_str(&out), 1, out.len, to);
    buf_free(&out);
    free(text);
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
