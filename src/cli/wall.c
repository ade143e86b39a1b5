#include "cli/wall.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/folder.h"
#include "cli/lang.h"

/* Not LD_*: the loader has read them before we run.  sshd lets none of them in. */
static const char *const misleading[] = {"GCONV_PATH",
                                         "LOCPATH",
                                         "NLSPATH",
                                         "TERMINFO",
                                         "TERMCAP",
                                         "TERMPATH",
                                         "TERMINFO_DIRS",
                                         "MALLOC_TRACE",
                                         "GETCONF_DIR",
                                         "HOSTALIASES",
                                         "RESOLV_HOST_CONF",
                                         "RES_OPTIONS",
                                         "TEXTDOMAINDIR",
                                         "OUTPUT_CHARSET",
                                         "BASH_ENV",
                                         "ENV",
                                         "IFS",
                                         "SSH_ORIGINAL_COMMAND",
                                         "LINES",
                                         "COLUMNS"};

void wall_environment(void)
{
    for (size_t i = 0; i < sizeof misleading / sizeof *misleading; i++)
        unsetenv(misleading[i]);
    for (char **v = environ; v && *v;) {
        size_t n = strcspn(*v, "=");
        char name[64];
        if (strncmp(*v, "NCURSES_", 8) != 0 || n >= sizeof name) {
            v++;
            continue;
        }
        memcpy(name, *v, n);
        name[n] = '\0';
        unsetenv(name); /* moves what follows up to here */
    }
}

void wall_close(const struct cli *c, const char *drafts)
{
    /* The terminal is opened once more by name, for a descriptor that never blocks. */
    char *words = lang_folder(c->programs);
    const struct confine_path allowed[] = {
        {"/usr/lib", CONFINE_READ},         {"/lib", CONFINE_READ},
        {"/lib64", CONFINE_READ},           {"/usr/share", CONFINE_READ},
        {"/etc/terminfo", CONFINE_READ},    {words, CONFINE_READ},
        {"/etc/ld.so.cache", CONFINE_READ}, {ttyname(STDOUT_FILENO), CONFINE_CHANGE},
        {"/dev/tty", CONFINE_CHANGE},       {drafts, CONFINE_CHANGE},
    };

    folder_make(drafts, 0700, 0700);
    confine_memory();
    confine_files(allowed, sizeof allowed / sizeof *allowed);
    confine_calls(CONFINE_TERMINAL);
    free(words);
}
