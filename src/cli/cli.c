#include "cli/cli.h"

#include <stddef.h>

#include "cli/lang.h"
#include "cli/say.h"

enum status cli_usage(const struct command *cmd)
{
    complain(_("usage: yichuang {1} {2}"), cmd->name, cmd->args, NULL);
    return STATUS_USAGE;
}
