#include "witness/say.h"

#include <stdarg.h>
#include <stdio.h>

bool say_chinese;
uint64_t say_found;

const char *say_two(const char *english, const char *chinese)
{
    return say_chinese ? chinese : english;
}

void say_finding(const char *word, const char *fmt, ...)
{
    va_list ap;

    say_found++;
    printf("%-10s ", word);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
}

void say_line(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
}
