/* yichuang: one program for clerks, supervisors, scripts and whoever looks after the hall. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "cli/connect.h"
#include "cli/lang.h"
#include "cli/login_shell.h"
#include "cli/place.h"
#include "cli/say.h"
#include "cli/wall.h"
#include "tui/screen/office_screen.h"

static const struct command *const commands[] = {
    &command_init,    &command_apply,  &command_due,      &command_explain, &command_show,
    &command_find,    &command_inbox,  &command_report,   &command_night,   &command_lint,
    &command_publish, &command_verify, &command_backup,   &command_export,  &command_stat,
    &command_stop,    &command_play,   &command_testcard, &command_help,
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

/* What is used longer than its column has the explanation below it. */
static void list_command(const char *name, const char *words, const char *help)
{
    char *use = mem_printf("%s %s", name, words), *line = mem_printf("  yichuang %-28s", use);

    say_text(line);
    say_text(strlen(use) > 28 ? "\n                                        " : " ");
    say("{1}", help, NULL);
    free(use);
    free(line);
}

static void list_commands(void)
{
    say(_("yichuang: the office of a government service hall"), NULL);
    say("", NULL);
    list_command("", "", _("open the office on this terminal"));
    for (size_t i = 0; i < COMMANDS; i++)
        list_command(commands[i]->name, commands[i]->args, _(commands[i]->help));
    say("", NULL);
    say(_("Everywhere: --home DIR (or YICHUANG_HOME), --lang zh_CN|en, --keymap "
          "default|nofn|numpad, --charset "
          "UTF-8|GB18030|GBK, --as PERSON, --json"),
        NULL);
    say(_("On a terminal: --ambiguous 1|2 (columns of an ambiguous character; else the terminal is "
          "asked), --plain (for braille and speech)"),
        NULL);
    say(_("Exit status: 0 done, 1 refused or found wrong, 2 wrong usage, 3 no office or no answer"),
        NULL);
}

/* Half-filled forms are the clerk's own: they lie in his account, not in the office's home. */
static char *drafts_folder(const struct cli *c)
{
    const char *state = getenv("XDG_STATE_HOME"), *own = getenv("HOME");

    if (state && *state) return mem_printf("%s/yichuang/drafts", state);
    if (own && *own) return mem_printf("%s/.local/state/yichuang/drafts", own);
    return mem_printf("%s/drafts", c->home);
}

/* The screens have no executable of their own: they are what this program is when it is told
 * nothing. */
static enum status open_office(const struct cli *c, const char *lang, const char *keymap)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        complain(_("yichuang: the office needs a terminal; 'yichuang help' lists what can be done "
                   "without one"),
                 NULL);
        return STATUS_USAGE;
    }
    struct door *d = connect_door_waiting(c, office_screen_waiting);
    if (!d) return STATUS_UNAVAILABLE;
    char *drafts = drafts_folder(c);
    door_keep_starter(d);
    wall_close(c, drafts);
    struct screen_options opt = {.door = d,
                                 .lang = lang,
                                 .keymap = keymap,
                                 .charset = c->charset,
                                 .ambiguous = c->ambiguous,
                                 .plain = c->plain,
                                 .person = c->as,
                                 .drafts = drafts,
                                 .translate = lang_text};
    int left = office_screen(&opt);
    free(drafts);
    door_close(d);
    return left == 0 ? STATUS_DONE : STATUS_UNAVAILABLE;
}

static enum status dispatch(struct cli *c, struct args *a, const char *lang, const char *keymap)
{
    if (args_flag(a, "--help") || args_flag(a, "-h")) {
        list_commands();
        return STATUS_DONE;
    }
    if (a->n == 0) return open_office(c, lang, keymap);
    if (strcmp(a->v[0], "help") == 0 && a->n == 1) {
        list_commands();
        return STATUS_DONE;
    }
    const struct command *cmd = find(a->v[0]);
    if (!cmd) {
        complain(_("yichuang: there is no command '{1}'; 'yichuang help' lists them"), a->v[0],
                 NULL);
        return STATUS_USAGE;
    }
    a->v++;
    a->n--;
    return cmd->run(c, a);
}

/* What the terminal is like: an option, else the account's setting.  false: that is no width. */
static bool terminal_options(struct cli *c, struct args *a)
{
    const char *width = args_option(a, "--ambiguous"), *plain = getenv("YICHUANG_PLAIN");

    c->plain = args_flag(a, "--plain") || (plain && *plain);
    if (!width) width = getenv("YICHUANG_AMBIGUOUS");
    if (!width || !*width) return true;
    c->ambiguous = strcmp(width, "1") == 0 ? 1 : strcmp(width, "2") == 0 ? 2 : 0;
    if (c->ambiguous) text_ambiguous = c->ambiguous;
    return c->ambiguous != 0;
}

static enum status run(struct args *a)
{
    struct cli c = {0};
    const char *home = args_option(a, "--home"), *lang = args_option(a, "--lang"),
               *keymap = args_option(a, "--keymap");
    enum status status = STATUS_USAGE;

    c.as = args_option(a, "--as");
    c.charset = args_option(a, "--charset");
    c.json = args_flag(a, "--json");
    bool terminal = terminal_options(&c, a);
    place_find(&c, home ? home : getenv("YICHUANG_HOME"));
    lang_open(lang, "zh_CN", c.programs);
    if (a->wrong)
        complain(_("yichuang: an option lacks its value"), NULL);
    else if (c.charset && !say_charset(c.charset))
        complain(_("yichuang: this system cannot write the charset {1}"), c.charset, NULL);
    else if (!terminal)
        complain(_("yichuang: an ambiguous character takes 1 or 2 columns: --ambiguous 1, "
                   "--ambiguous 2"),
                 NULL);
    else
        status = dispatch(&c, a, lang, keymap);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        complain(_("the answers cannot be written: {1}"), strerror(errno), NULL);
        status = status ? status : STATUS_UNAVAILABLE;
    }
    place_free(&c);
    return status;
}

int main(int argc, char **argv)
{
    const char **words;
    int n;

    wall_environment();
    signal(SIGPIPE, SIG_IGN); /* a reader that left shows as an error of writing */
    if (!login_shell(argc, argv, &words, &n)) {
        words = mem_alloc((size_t)argc * sizeof *words);
        n = argc - 1;
        memcpy(words, argv + 1, (size_t)n * sizeof *words);
    }
    struct args a = {words, n, false};
    enum status status = run(&a);
    free(words);
    return status;
}
