#include "cli/login_shell.h"

#include <stddef.h>
#include <string.h>

#include "base/mem.h"

enum { MOST_WORDS = 16 };

static const struct taken {
    const char *option;
    bool value;
} taken[] = {{"--as", true},      {"--lang", true},      {"--keymap", true},
             {"--charset", true}, {"--ambiguous", true}, {"--plain", false}};

static const struct taken *find(const char *word)
{
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcmp(taken[i].option, word) == 0) return &taken[i];
    return NULL;
}

static int choose(char *command, const char **words)
{
    char *rest = NULL;
    int n = 0;

    for (char *w = strtok_r(command, " \t\n", &rest); w && n + 1 < MOST_WORDS;
         w = strtok_r(NULL, " \t\n", &rest)) {
        const struct taken *t = find(w);
        char *value = t && t->value ? strtok_r(NULL, " \t\n", &rest) : NULL;
        if (!t || (t->value && !value)) continue;
        words[n++] = w;
        if (value) words[n++] = value;
    }
    return n;
}

bool login_shell(int argc, char **argv, const char ***words, int *n)
{
    bool command = argc > 1 && strcmp(argv[1], "-c") == 0;

    if (!command && argv[0][0] != '-') return false;
    *words = mem_alloc(MOST_WORDS * sizeof **words);
    *n = command && argc > 2 ? choose(argv[2], *words) : 0;
    return true;
}
