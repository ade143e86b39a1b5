/* Accounts of clocks as they are read: who promises what by which law, the sentence, the days. */
#ifndef YC_CLI_EXPLAINED_H
#define YC_CLI_EXPLAINED_H

#include <jansson.h>

#include "door/message.h"
#include "report/table.h"

/* clocks: columns of the query "clocks".  The rows of "ledger" are added in the same order, page by
 * page. */
struct explained {
    const Yc__Reply *clocks;
    size_t at; /* account being written */
    bool open; /* its table is */
    struct table t;
    json_t *json; /* NULL: text */
};

void explained_begin(struct explained *e, const Yc__Reply *clocks, bool json);
bool explained_days(void *explained, const Yc__Reply *ledger); /* a connect_see; true */
/* Text: the rest is said.  JSON: {"clocks": [{.., "days": [..]}]} for the caller, who adds to it.
 */
json_t *explained_end(struct explained *e);

#endif
