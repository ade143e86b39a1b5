/* lint: every finding in the definitions as file:line:column: message. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "catalog/catalog.h"
#include "cli/lang.h"
#include "cli/place.h"
#include "cli/say.h"
#include "office/act.h"

struct linting {
    const char *shown;       /* before each path: "" or "DIR/" */
    const struct args *only; /* files whose findings are wanted; NULL: all */
    const char *root;
    unsigned errors, warnings;
};

static bool is_wanted(const struct linting *l, const char *path)
{
    size_t root = strlen(l->root);

    for (int i = 0; l->only && i < l->only->n; i++) {
        char *full = place_absolute(l->only->v[i]);
        bool yes = strncmp(full, l->root, root) == 0 && full[root] == '/' &&
                   strcmp(full + root + 1, path) == 0;
        free(full);
        if (yes) return true;
    }
    return !l->only;
}

static void finding(void *arg, const char *path, int line, int column, bool warning,
                    const struct fault *what)
{
    struct linting *l = arg;

    if (!is_wanted(l, path)) return;
    char *text = lang_fault(what), *place = mem_printf("%s%s:%d:%d:", l->shown, path, line, column);
    if (warning)
        say(_("{1} warning: {2}"), place, text, NULL);
    else
        say("{1} {2}", place, text, NULL);
    l->errors += !warning;
    l->warnings += warning;
    free(text);
    free(place);
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder above a file that holds all definitions; NULL: none does. */
static char *root_of(const char *file)
{
    char *path = place_absolute(file);

    for (char *slash; (slash = strrchr(path, '/')) && slash > path;) {
        *slash = '\0';
        if (place_is_source(path)) return path;
    }
    free(path);
    return NULL;
}

static enum status lint(struct linting *l)
{
    struct catalog_files files = {0};
    struct catalog *catalog = NULL;
    struct fault f = {0};
    char errors[16], warnings[16];

    if (catalog_files_read(l->root, &files, &f) != RC_OK) return complain_fault(&f);
    files.acts = act_names(&files.nacts);
    bool sound = catalog_build(&files, finding, l, &catalog) == RC_OK;
    catalog_free(catalog);
    catalog_files_free(&files);
    snprintf(errors, sizeof errors, "%u", l->errors);
    snprintf(warnings, sizeof warnings, "%u", l->warnings);
    if (l->errors || l->warnings)
        complain(_("{1} error(s), {2} warning(s)"), errors, warnings, NULL);
    return l->errors || (!sound && !l->only) ? STATUS_REFUSED : STATUS_DONE;
}

static char *with_slash(const char *dir)
{
    size_t n = strlen(dir);

    return mem_printf("%s%s", dir, n && dir[n - 1] == '/' ? "" : "/");
}

/* Paths are shown so that an editor standing here finds them. */
static char *shown_for(const char *root)
{
    char *here = place_absolute("."),
         *shown = strcmp(here, root) == 0 ? mem_strdup("") : with_slash(root);

    free(here);
    return shown;
}

static enum status run(struct cli *c, struct args *a)
{
    bool folder = a->n == 1 && is_folder(a->v[0]);
    struct linting l = {0};

    if (!args_words(a, 0, 10000)) return cli_usage(&command_lint);
    char *root = folder ? mem_strdup(a->v[0]) : a->n ? root_of(a->v[0]) : mem_strdup(c->source);
    if (!root) {
        complain(_("yichuang: there are no definitions here: name their folder, the one that holds "
                   "data, forms and keymaps"),
                 NULL);
        return STATUS_USAGE;
    }
    char *shown = folder ? with_slash(root) : shown_for(root);
    l.root = root;
    l.shown = strcmp(shown, "./") == 0 ? "" : shown;
    l.only = a->n && !folder ? a : NULL;
    enum status status = lint(&l);
    free(shown);
    free(root);
    return status;
}

const struct command command_lint = {
    "lint", "[DIR | FILES]", N_("check definitions; every finding as file:line:column: message"),
    run};
