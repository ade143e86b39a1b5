/* seal: a head over the journal now; seal prove: small files that show what is under a head. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "cli/connect.h"
#include "cli/lang.h"
#include "cli/list.h"
#include "cli/say.h"

static void say_head(const Yc__Reply *r)
{
    bool is_signed = strcmp(door_reply_get(r, "seal_signed"), "true") == 0;

    say(_("Head {1} of {2}: size {3}, root {4}"), door_reply_get(r, "seal_head"),
        door_reply_get(r, "seal_at"), door_reply_get(r, "seal_size"),
        door_reply_get(r, "seal_root"), NULL);
    if (!is_signed) say(_("It is not signed yet: {1}"), door_reply_get(r, "seal_signer"), NULL);
}

static enum status seal(const struct cli *c, struct door *d)
{
    enum status status;
    Yc__Reply *r = connect_ask(d, connect_request(c, "seal", NULL, NULL), &status);

    if (!r) return status;
    Yc__Reply *state = connect_ask(
        d, connect_request(c, "seal_state", NULL, "head", door_reply_get(r, "head"), NULL),
        &status);
    if (state && c->json) list_print_json(state);
    if (state && !c->json) say_head(state);
    if (state) door_reply_free(state);
    door_reply_free(r);
    return status;
}

/* --- Proofs --- */

static void put_head(const char *text, const char *signature, const char *key)
{
    puts("head");
    while (*text) {
        size_t n = strcspn(text, "\n");
        printf("| %.*s\n", (int)n, text);
        text += n + (text[n] == '\n');
    }
    if (*signature) printf("signature %s\nkey %s\n", signature, key);
}

static bool put_events(void *arg, const Yc__Reply *r)
{
    bool *begun = arg;

    if (!*begun)
        put_head(door_reply_get(r, "text"), door_reply_get(r, "signature"),
                 door_reply_get(r, "key"));
    *begun = true;
    for (size_t i = 0; i < r->n_row && i < r->n_event; i++) {
        char *data = base64_text(r->event[i].data, r->event[i].len);
        const char *path = door_reply_cell(r, i, "path");
        printf("leaf %s\nevent %s\npath%s%s\n", door_reply_cell(r, i, "leaf"), data,
               *path ? " " : "", path);
        free(data);
    }
    return !ferror(stdout);
}

/* A stream is p, d or h and its name; anything else the number of a matter. */
static enum status prove_events(const struct cli *c, struct door *d, const char *what,
                                const char *head)
{
    bool stream = *what && strchr("pdh", *what), begun = false;

    puts("yichuang-proof 1");
    return connect_pages(d,
                         connect_request(c, "proof", stream ? NULL : what, "head", head,
                                         stream ? "stream" : NULL, stream ? what : NULL, NULL),
                         put_events, &begun);
}

static enum status prove_heads(const struct cli *c, struct door *d, const char *from,
                               const char *head)
{
    enum status status;
    Yc__Reply *r = connect_ask(
        d, connect_request(c, "extends", NULL, "from", from, "head", head, NULL), &status);

    if (!r) return status;
    const char *path = door_reply_get(r, "path");
    puts("yichuang-proof 1");
    for (size_t i = 0; i < r->n_row; i++)
        put_head(door_reply_cell(r, i, "text"), door_reply_cell(r, i, "signature"),
                 door_reply_cell(r, i, "key"));
    printf("extends%s%s\n", *path ? " " : "", path);
    door_reply_free(r);
    return status;
}

static enum status run(struct cli *c, struct args *a)
{
    const char *from = args_option(a, "--from"), *head = args_option(a, "--head");

    if (!args_words(a, 0, 2) || (a->n && strcmp(a->v[0], "prove") != 0) ||
        (a->n == 0 && (from || head)) || (a->n == 1 && !from) || (a->n == 2 && from))
        return cli_usage(&command_seal);
    struct door *d = connect_door(c);
    if (!d) return STATUS_UNAVAILABLE;
    enum status status = a->n == 0   ? seal(c, d)
                         : a->n == 1 ? prove_heads(c, d, from, head)
                                     : prove_events(c, d, a->v[1], head);
    door_close(d);
    return status;
}

const struct command command_seal = {
    "seal", "[prove NUMBER|STREAM [--head N] | prove --from N [--head N]]",
    N_("seal the journal now; or write a proof for yichuang-witness"), run};
