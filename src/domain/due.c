#include "domain/due.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/due_ask.h"

struct due_desk *due_open(const struct due_law *law)
{
    struct due_desk *d = mem_alloc(sizeof *d);

    d->ask.law = law;
    return d;
}

void due_close(struct due_desk *d)
{
    if (!d) return;
    buf_free(&d->ask.inputs);
    buf_free(&d->ask.list);
    buf_free(&d->ask.answer);
    buf_free(&d->ask.error);
    buf_free(&d->ledger);
    free(d->line);
    free(d);
}

static const struct question *find_in(const struct question *q, const char *op)
{
    for (; q->op; q++)
        if (*q->op == *op && strcmp(q->op, op) == 0) return q;
    return NULL;
}

const char *due_answer(struct due_desk *d, const char *op, const char *inputs)
{
    struct ask *a = &d->ask;
    const struct question *q = find_in(due_days, op);

    if (!q) q = find_in(due_cases, op);
    if (!q) {
        ask_begin(a, "unknown op", "", "");
        ask_fail(a, "there is no", op);
    } else if (ask_begin(a, q->op, inputs, q->keys)) {
        q->answer(a);
        if (a->provisional) ask_put(a, "provisional", "1");
    }
    if (ask_failed(a)) a->ndated = 0;
    return buf_str(ask_failed(a) ? &a->error : &a->answer);
}
