/* testcard: is this terminal fit for work?  Needs no office. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/lang.h"
#include "cli/say.h"
#include "tui/screen/test_card.h"

static enum status run(struct cli *c, struct args *a)
{
    struct test_card_options opt = {.charset = c->charset,
                                    .lang = getenv("LANGUAGE"),
                                    .told = c->ambiguous,
                                    .translate = lang_text};
    struct fault f = {0};
    bool good = true;
    char *text = NULL;

    if (!args_words(a, 0, 0)) return cli_usage(&command_testcard);
    if (c->plain || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        text = test_card_text(&opt);
    else if (test_card(&opt, &good, &text, &f) != RC_OK)
        return complain_fault(&f);
    say_text(text);
    free(text);
    return good ? STATUS_DONE : STATUS_REFUSED;
}

const struct command command_testcard = {
    "testcard", "", N_("show what this terminal does with widths, looks and keys; --plain as text"),
    run};
