#include "cli/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json_request.h"
#include "cli/json_text.h"
#include "cli/lines.h"

struct running {
    struct stream *s;
    json_t *lets;
    unsigned long line; /* of the input, blank ones counted */
};

/* Takes the answer. */
static void put(struct running *r, json_t *answer)
{
    char *text = r->s->out || r->s->refusals ? json_text(answer, JSON_COMPACT) : NULL;
    bool ok = json_is_true(json_object_get(answer, "ok"));

    r->s->lines++;
    r->s->refused += !ok;
    if (r->s->out) fprintf(r->s->out, "%s\n", text);
    if (r->s->refusals && !ok) fprintf(r->s->refusals, "%lu: %s\n", r->line, text);
    free(text);
    json_decref(answer);
}

static void keep_let(struct running *r, const json_t *line, const Yc__Reply *reply)
{
    const char *name = json_string_value(json_object_get(line, "let"));

    if (!name) return;
    if (reply->ok && reply->number && *reply->number)
        json_object_set_new(r->lets, name, json_string(reply->number));
    else
        json_object_del(r->lets, name);
}

/* RC_REFUSED: nobody answers. */
static enum rc ask(struct running *r, const json_t *line, Yc__Request *q, struct fault *f)
{
    const json_t *id = json_object_get(line, "id");
    Yc__Reply *reply = NULL;

    if (r->s->as && !q->as) door_request_set(&q->as, r->s->as);
    enum rc rc = door_call(r->s->door, q, &reply, f);
    if (rc != RC_OK) {
        put(r, json_fault(f, id, r->line));
        return strcmp(f->code, "unavailable") == 0 ? rc : RC_OK;
    }
    keep_let(r, line, reply);
    put(r, json_reply(reply, q->name, id));
    door_reply_free(reply);
    return RC_OK;
}

static void refuse_let(struct running *r, const json_t *line)
{
    const char *name = json_string_value(json_object_get(line, "let"));

    if (name)
        json_object_del(r->lets,
                        name); /* else a later line would mean the matter of an earlier one */
}

static enum rc do_line(struct running *r, const char *text, size_t n, struct fault *f)
{
    json_error_t error;
    json_t *line = json_loadb(text, n, JSON_REJECT_DUPLICATES, &error);
    Yc__Request *q = NULL;
    struct fault bad = {0};
    enum rc rc = RC_OK;

    if (!line) {
        fault_set(&bad, RC_REFUSED, "json", N_("this line is not JSON: {1}"), error.text, NULL);
        put(r, json_fault(&bad, NULL, r->line));
        return RC_OK;
    }
    if (json_request(line, r->lets, &q, &bad) == RC_OK) {
        rc = ask(r, line, q, f);
        door_request_free(q);
    } else {
        refuse_let(r, line);
        put(r, json_fault(&bad, json_object_get(line, "id"), r->line));
    }
    json_decref(line);
    return rc;
}

static void refuse_long(struct running *r)
{
    struct fault bad = {0};

    fault_set(&bad, RC_REFUSED, "json", N_("this line is longer than a million bytes"), NULL);
    put(r, json_fault(&bad, NULL, r->line));
}

static bool is_blank(const char *s, size_t n)
{
    return strspn(s, " \t") == n;
}

/* Whoever waits for an answer before writing the next line must get it. */
static enum rc flush(struct running *r, struct lines *l, struct fault *f)
{
    FILE *out = r->s->out;

    if (!out || (!ferror(out) && !lines_would_wait(l))) return RC_OK;
    if (fflush(out) == 0 && !ferror(out)) return RC_OK;
    return fault_set(f, RC_REFUSED, "output", N_("the answers cannot be written: {1}"),
                     strerror(errno), NULL);
}

static enum rc run(struct running *r, struct lines *l, struct fault *f)
{
    enum line_end end = LINE_OK;
    enum rc rc = RC_OK;
    char *line;
    size_t n;

    while (rc == RC_OK && (end = lines_next(l, &line, &n)) <= LINE_LONG) {
        r->line++;
        if (end == LINE_LONG)
            refuse_long(r);
        else if (!is_blank(line, n))
            rc = do_line(r, line, n, f);
        if (r->s->progress) r->s->progress(r->s->arg, lines_taken(l), r->line);
        if (rc == RC_OK) rc = flush(r, l, f);
    }
    if (rc == RC_OK && end == LINE_BAD)
        rc = fault_set(f, RC_REFUSED, "input", N_("the input cannot be read: {1}"), strerror(errno),
                       NULL);
    return rc;
}

enum rc stream_run(struct stream *s, struct fault *f)
{
    struct running r = {.s = s, .lets = json_object()};
    struct lines *l = lines_open(s->in, STREAM_LINE_MAX);
    enum rc rc = run(&r, l, f);

    if (s->out) fflush(s->out);
    lines_close(l);
    json_decref(r.lets);
    return rc;
}
