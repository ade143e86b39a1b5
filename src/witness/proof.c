#include "witness/proof.h"

#include <stdlib.h>
#include <string.h>

#include "witness/event.h"
#include "witness/head.h"
#include "witness/say.h"

enum { HEADS = 2, TEXT_MOST = 512 };

struct proof {
    struct copy_options *opt;
    uint64_t line, leaf, events;
    unsigned n; /* heads begun */
    struct {
        char text[TEXT_MOST], signature[128], key[160];
        struct head head;
        bool read;
    } head[HEADS];
    struct text event;
    struct hash path[LEVELS];
    size_t npath;
    bool extends;
};

static bool bad_line(const struct proof *p)
{
    say_finding("line", say_two("line %llu is not part of a proof", "第%llu行不属于证明文件"),
                (unsigned long long)p->line);
    return false;
}

static void copy_to(char *to, size_t size, const char *s)
{
    snprintf(to, size, "%s", s);
}

/* A head is whole when what comes next does not belong to it. */
static bool close_head(struct proof *p)
{
    if (!p->n || p->head[p->n - 1].read) return p->n > 0;
    struct head *h = &p->head[p->n - 1].head;
    const char *text = p->head[p->n - 1].text;

    p->head[p->n - 1].read = true;
    if (!head_read(h, text)) {
        say_finding("heads", "%s", say_two("a head that cannot be read", "签名头无法读取"));
        return false;
    }
    enum head_signature got = head_check(text, p->head[p->n - 1].signature, p->head[p->n - 1].key);
    if (got == HEAD_UNSIGNED)
        say_finding("unsigned", say_two("head %llu is not signed", "第%llu号签名头没有签名"),
                    (unsigned long long)h->number);
    else if (got != HEAD_SIGNED)
        say_finding("signature",
                    say_two("the signature of head %llu does not hold, or is by another key",
                            "第%llu号签名头的签名无效，或由另一密钥签名"),
                    (unsigned long long)h->number);
    return true;
}

static bool read_path(struct proof *p, const char *s)
{
    for (p->npath = 0; *s; s += *s == ' ') {
        if (p->npath == LEVELS || strlen(s) < 2 * HASH ||
            !text_unhex(p->path[p->npath++].b, HASH, s))
            return false;
        s += 2 * HASH;
        if (*s && *s != ' ') return false;
    }
    return true;
}

static void check_leaf(struct proof *p)
{
    const struct head *h = &p->head[p->n - 1].head;
    struct hash leaf = hash_leaf(p->event.s, p->event.n);
    struct text said = {0};
    unsigned long long number = p->leaf;

    p->events++;
    event_say(&said, p->event.s, p->event.n);
    text_tame(&said);
    if (proof_holds_leaf(&leaf, p->leaf, h->size, p->path, p->npath, &h->root))
        say_line("%llu %s", number, said.s);
    else
        say_finding(
            "changed",
            say_two("leaf %llu is not under head %llu: %s", "第%llu号叶不在第%llu号签名头之下：%s"),
            number, (unsigned long long)h->number, said.s);
    free(said.s);
}

static void check_extends(struct proof *p)
{
    const struct head *was = &p->head[0].head, *now = &p->head[1].head;

    p->extends = true;
    if (!proof_extends(was->size, &was->root, now->size, &now->root, p->path, p->npath))
        say_finding("heads",
                    say_two("head %llu is not head %llu with more events after it",
                            "第%llu号签名头不是在第%llu号之后续加而成"),
                    (unsigned long long)now->number, (unsigned long long)was->number);
}

static const char *after(const char *line, const char *word)
{
    size_t n = strlen(word);

    return strncmp(line, word, n) == 0 ? line + n : NULL;
}

static bool read_line(struct proof *p, const char *line)
{
    const char *v;

    if (p->line == 1) return strcmp(line, "yichuang-proof 1") == 0 || bad_line(p);
    if (strcmp(line, "head") == 0) {
        if (p->n && !close_head(p)) return false;
        return p->n++ < HEADS || bad_line(p);
    }
    if (!p->n) return bad_line(p);
    char *text = p->head[p->n - 1].text;
    if ((v = after(line, "| "))) {
        size_t n = strlen(text);
        snprintf(text + n, TEXT_MOST - n, "%s\n", v);
    } else if ((v = after(line, "signature "))) {
        copy_to(p->head[p->n - 1].signature, sizeof p->head[0].signature, v);
    } else if ((v = after(line, "key "))) {
        copy_to(p->head[p->n - 1].key, sizeof p->head[0].key, v);
    } else if ((v = after(line, "leaf "))) {
        p->leaf = strtoull(v, NULL, 10);
    } else if ((v = after(line, "event "))) {
        if (!text_unbase64(&p->event, v, strlen(v))) return bad_line(p);
    } else if ((v = after(line, "path")) && p->n == 1 && p->event.s) {
        if (!close_head(p) || !read_path(p, v + (*v == ' '))) return bad_line(p);
        check_leaf(p);
    } else if ((v = after(line, "extends")) && p->n == HEADS) {
        if (!close_head(p) || !read_path(p, v + (*v == ' '))) return bad_line(p);
        check_extends(p);
    } else {
        return bad_line(p);
    }
    return true;
}

static void check_papers(const struct proof *p)
{
    for (unsigned i = 0; i < p->opt->npapers; i++) {
        const struct paper *paper = &p->opt->paper[i];
        bool met = false;
        for (unsigned k = 0; k < p->n; k++)
            met = met || (p->head[k].head.size == paper->size &&
                          hash_same(&p->head[k].head.root, &paper->root));
        if (!met)
            say_finding("paper",
                        say_two("no head of the proof is the one on paper, over %llu events",
                                "证明中没有纸上那个封存%llu条的签名头"),
                        (unsigned long long)paper->size);
    }
}

void proof_check(FILE *in, struct copy_options *opt)
{
    struct proof p = {.opt = opt};
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    bool more = true;

    while (more && (n = getline(&line, &room, in)) > 0) {
        p.line++;
        if (line[n - 1] == '\n') line[n - 1] = '\0';
        more = read_line(&p, line);
    }
    free(line);
    if (more && !p.events && !p.extends)
        say_finding("missing", "%s", say_two("the file proves nothing", "文件中没有证明"));
    check_papers(&p);
    free(p.event.s);
    if (say_found) return;
    const struct head *last = &p.head[p.n - 1].head;
    if (p.extends)
        say_line(say_two("OK: head %llu (%llu events) only adds to head %llu (%llu events)",
                         "正确：第%llu号签名头（%llu条）只在第%llu号（%llu条）之后续加"),
                 (unsigned long long)last->number, (unsigned long long)last->size,
                 (unsigned long long)p.head[0].head.number,
                 (unsigned long long)p.head[0].head.size);
    else
        say_line(say_two("OK: %llu events under head %llu", "正确：%llu条轨迹在第%llu号签名头之下"),
                 (unsigned long long)p.events, (unsigned long long)last->number);
}
