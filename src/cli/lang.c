#include "cli/lang.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static const char domain[] = "yichuang";

/* "zh_CN.GB18030@x" names zh_CN; "C", "C.UTF-8" and "POSIX" name no language. */
static char *language_of(const char *locale)
{
    size_t n = locale ? strcspn(locale, ".@") : 0;

    if (n == 0 || strncmp(locale, "C.", 2) == 0 || strcmp(locale, "C") == 0 ||
        strcmp(locale, "POSIX") == 0)
        return NULL;
    if (strncmp(locale, "zh", 2) == 0) return mem_strdup("zh_CN"); /* the only Chinese there is */
    return mem_strndup(locale, n);
}

static char *language_of_environment(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return language_of(value); /* the first that is set decides, as in the C library */
    }
    return NULL;
}

/* BUILD/bin lies beside BUILD/locale, PREFIX/bin beside PREFIX/share. */
char *lang_folder(const char *programs)
{
    char *beside = mem_printf("%s/../locale", programs);

    if (access(beside, F_OK) == 0) return beside;
    free(beside);
    return mem_printf("%s/../share/yichuang/locale", programs);
}

void lang_open(const char *wanted, const char *otherwise, const char *programs)
{
    char *language = wanted ? language_of(wanted) : language_of_environment(),
         *folder = lang_folder(programs);

    setlocale(LC_ALL, "C.UTF-8");
    setenv("LANGUAGE", language ? language : otherwise, 1);
    bindtextdomain(domain, folder);
    bind_textdomain_codeset(domain, "UTF-8");
    textdomain(domain);
    free(language);
    free(folder);
}

const char *lang_text(const char *msgid)
{
    return msgid && *msgid ? gettext(msgid)
                           : ""; /* gettext answers "" with the header of its catalogue */
}

char *lang_fault(const struct fault *f)
{
    const char *args[FAULT_ARGS];

    for (int i = 0; i < FAULT_ARGS; i++)
        args[i] = f->arg[i];
    return fault_sentence(f->msgid ? f->msgid : "", args, FAULT_ARGS, lang_text);
}
