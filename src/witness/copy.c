#include "witness/copy.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "witness/event.h"
#include "witness/head.h"
#include "witness/say.h"
#include "witness/streams.h"

#define L(n) ((unsigned long long)(n))

struct copy {
    struct copy_options *opt;
    uint64_t line, next; /* next: leaf number that should come */
    struct pile pile;
    struct streams streams;

    struct head head; /* the last one; number 0: none yet */
    bool lost;        /* a root did not fit: those after it cannot either */
    uint64_t found_at_head;
    int64_t newest; /* recorded, since the last head */
    uint64_t newest_leaf;
    bool signed_, ended;
    struct text bytes, said, name, key;
};

/* "m20261124000001/3 (accept)" */
static const char *name_of(struct copy *c, const struct event *e)
{
    c->name.n = 0;
    text_put(&c->name, "%.*s/%llu (%.*s)", (int)e->stream.n, e->stream.s, L(e->seq), (int)e->act.n,
             e->act.s);
    text_tame(&c->name);
    return c->name.s;
}

static const char *stream_of(struct copy *c, const struct event *e)
{
    c->name.n = 0;
    text_add(&c->name, e->stream.s, e->stream.n);
    text_tame(&c->name);
    return c->name.s;
}

/* --- One event --- */

static void check_number(struct copy *c, uint64_t number, const struct event *e)
{
    if (number > c->next)
        say_finding("missing",
                    say_two("leaf %llu to %llu: not in the copy", "第%llu至%llu号叶：副本中没有"),
                    L(c->next), L(number - 1));
    if (number < c->next)
        say_finding("reordered",
                    say_two("leaf %llu, event %s: stands after leaf %llu or is there twice",
                            "第%llu号叶，轨迹%s：排在第%llu号叶之后，或重复出现"),
                    L(number), name_of(c, e), L(c->next - 1));
    else
        c->next = number + 1;
}

static void check_chain(struct copy *c, uint64_t number, const struct event *e,
                        const struct stream *s)
{
    if (e->seq > s->seq + 1)
        say_finding("missing",
                    say_two("event %s/%llu to %llu: not in the copy before leaf %llu",
                            "轨迹%s/%llu至%llu：副本中第%llu号叶之前没有"),
                    stream_of(c, e), L(s->seq + 1), L(e->seq - 1), L(number));
    else if (e->seq <= s->seq)
        say_finding("added",
                    say_two("leaf %llu, event %s: there is an event of that number already, leaf "
                            "%llu",
                            "第%llu号叶，轨迹%s：该序号的轨迹已有，见第%llu号叶"),
                    L(number), name_of(c, e), L(s->leaf));
    else if (e->seq == 1 ? e->prev.n != 0
                         : e->prev.n != HASH || memcmp(e->prev.s, s->last.b, HASH) != 0)
        say_finding("chain",
                    say_two("leaf %llu, event %s: does not follow from the one before it, leaf "
                            "%llu: one of the two was changed",
                            "第%llu号叶，轨迹%s：与前一条（第%llu号叶）不衔接，两者之一被改动"),
                    L(number), name_of(c, e), L(s->leaf));
}

/* A matter's own time never runs backward, whatever the machine's clock does. */
static void check_time(struct copy *c, uint64_t number, const struct event *e,
                       const struct stream *s)
{
    const struct head *before = &c->head;
    bool back = s->seq && ((*e->stream.s == 'm' && e->at < s->at) ||
                           e->recorded < s->recorded - c->opt->slack);

    if (back)
        say_finding("backdated",
                    say_two("leaf %llu, event %s: earlier than the one before it, leaf %llu",
                            "第%llu号叶，轨迹%s：时间早于前一条（第%llu号叶）"),
                    L(number), name_of(c, e), L(s->leaf));
    if (before->number && e->recorded < before->at - c->opt->slack)
        say_finding("backdated",
                    say_two("leaf %llu, event %s: says it was written before head %llu was made, "
                            "which does not hold it",
                            "第%llu号叶，轨迹%s：自称早于第%llu号签名头，而该头不含此条"),
                    L(number), name_of(c, e), L(before->number));
    if (e->recorded > c->newest) {
        c->newest = e->recorded;
        c->newest_leaf = number;
    }
}

static void check_event(struct copy *c, uint64_t number, const struct hash *given, const char *said,
                        size_t nsaid)
{
    struct event e;
    struct hash leaf = hash_leaf(c->bytes.s, c->bytes.n);

    if (!event_read(&e, c->bytes.s, c->bytes.n)) {
        say_finding("changed", say_two("leaf %llu: is no event", "第%llu号叶：不是轨迹"),
                    L(number));
        pile_add(&c->pile, given);
        c->next = number + 1;
        return;
    }
    if (!hash_same(&leaf, given))
        say_finding("changed",
                    say_two("leaf %llu, event %s: its bytes are not those of its hash",
                            "第%llu号叶，轨迹%s：内容与杂凑值不符"),
                    L(number), name_of(c, &e));
    c->said.n = 0;
    event_say(&c->said, c->bytes.s, c->bytes.n);
    if (c->said.n != nsaid || memcmp(c->said.s, said, nsaid) != 0)
        say_finding("changed",
                    say_two("leaf %llu, event %s: the text beside it does not say what its bytes "
                            "say",
                            "第%llu号叶，轨迹%s：所附文字与内容不一致"),
                    L(number), name_of(c, &e));
    struct stream *s = streams_get(&c->streams, e.stream);
    check_number(c, number, &e);
    check_chain(c, number, &e, s);
    check_time(c, number, &e, s);
    if (e.seq > s->seq) {
        s->seq = e.seq;
        s->leaf = number;
        s->at = e.at;
        s->recorded = e.recorded;
        s->last = hash_sha256(c->bytes.s, c->bytes.n);
    }
    pile_add(&c->pile, given);
}

/* --- Heads --- */

static void check_papers(struct copy *c)
{
    for (unsigned i = 0; i < c->opt->npapers; i++) {
        struct paper *p = &c->opt->paper[i];
        if (p->size != c->pile.size) continue;
        struct hash root = pile_root(&c->pile);
        p->met = true;
        if (!hash_same(&root, &p->root))
            say_finding("paper",
                        say_two("the copy's first %llu events are not those of the head on paper",
                                "副本的前%llu条轨迹不是纸上签名头所封存的"),
                        L(p->size));
    }
}

static void check_root(struct copy *c, const struct head *h)
{
    struct hash root = pile_root(&c->pile);
    uint64_t from = c->head.number ? c->head.size : 0;

    if (h->size == c->pile.size && hash_same(&root, &h->root)) return;
    c->lost = true;
    if (h->size != c->pile.size)
        say_finding("size",
                    say_two("head %llu is over %llu events, the copy has %llu before it: events "
                            "between leaf %llu and it are missing or added",
                            "第%llu号签名头封存%llu条，副本在此之前有%llu条：自第%llu号叶起有删增"),
                    L(h->number), L(h->size), L(c->pile.size), L(from));
    else
        say_finding("root",
                    say_two("head %llu is not the root of its events: among leaf %llu to %llu one "
                            "was changed, removed, added or moved",
                            "第%llu号签名头与所封存的轨迹不符：第%llu至%llu号叶中有改动、删除、增加"
                            "或换位"),
                    L(h->number), L(from), L(h->size - 1));
}

static void check_signature(struct copy *c, const struct head *h, const char *text,
                            const char *signature, const char *key)
{
    enum head_signature got = head_check(text, signature, key);

    c->signed_ = got == HEAD_SIGNED;
    c->key.n = 0;
    if (got == HEAD_SIGNED) text_add(&c->key, key, strlen(key));
    if (got == HEAD_UNSIGNED)
        say_finding("unsigned", say_two("head %llu is not signed", "第%llu号签名头没有签名"),
                    L(h->number));
    if (got == HEAD_FALSE)
        say_finding("signature",
                    say_two("the signature of head %llu does not hold", "第%llu号签名头的签名无效"),
                    L(h->number));
    if (got == HEAD_STRANGE)
        say_finding("signature",
                    say_two("head %llu is signed by a key that is not the one given",
                            "第%llu号签名头不是由所给公钥签名"),
                    L(h->number));
}

static void check_head(struct copy *c, const struct head *h)
{
    const struct head *before = &c->head;

    if (h->number != before->number + 1 || h->size < before->size || h->at < before->at ||
        (before->number &&
         (!hash_same(&h->prev, &before->text) || strcmp(h->function, before->function) != 0)))
        say_finding(
            "heads",
            say_two("head %llu does not follow from head %llu", "第%llu号签名头与第%llu号不衔接"),
            L(h->number), L(before->number));
    if (!c->lost) check_root(c, h);
    if (c->newest > h->at + c->opt->slack)
        say_finding("late",
                    say_two("leaf %llu: says it was written after head %llu, which holds it",
                            "第%llu号叶：自称晚于封存它的第%llu号签名头"),
                    L(c->newest_leaf), L(h->number));
    c->newest = INT64_MIN;
}

static const char *member(const json_t *o, const char *key)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

static void read_head(struct copy *c, const json_t *o)
{
    const char *text = member(o, "text");
    struct head h;

    if (!head_read(&h, text)) {
        say_finding("heads",
                    say_two("line %llu: a head that cannot be read", "第%llu行：签名头无法读取"),
                    L(c->line));
        return;
    }
    check_head(c, &h);
    check_signature(c, &h, text, member(o, "signature"), member(o, "key"));
    c->head = h;
}

/* --- Lines --- */

/* {"leaf":17,"hash":"<64>","data":"<base64>","event":{...}} as the office writes it, to the byte.
 */
static bool read_leaf(struct copy *c, const char *line, size_t n)
{
    static const char leaf[] = "{\"leaf\":", hash[] = ",\"hash\":\"", data[] = "\",\"data\":\"",
                      event[] = "\",\"event\":";
    const char *end = line + n, *at = line + sizeof leaf - 1, *quote;
    struct hash given;
    char *after;

    uint64_t number = strtoull(at, &after, 10);
    if (*at < '0' || *at > '9' || (*at == '0' && after != at + 1)) return false;
    if (strncmp(after, hash, sizeof hash - 1) != 0) return false;
    at = after + sizeof hash - 1;
    if (end - at < 2 * HASH || !text_unhex(given.b, HASH, at)) return false;
    at += 2 * HASH;
    if (strncmp(at, data, sizeof data - 1) != 0) return false;
    at += sizeof data - 1;
    if (!(quote = memchr(at, '"', (size_t)(end - at)))) return false;
    if (!text_unbase64(&c->bytes, at, (size_t)(quote - at))) return false;
    if (strncmp(quote, event, sizeof event - 1) != 0 || end[-1] != '}') return false;
    quote += sizeof event - 1;
    check_event(c, number, &given, quote, (size_t)(end - 1 - quote));
    check_papers(c);
    return true;
}

static void read_end(struct copy *c, const json_t *o)
{
    json_int_t leaves = json_integer_value(json_object_get(o, "leaves")),
               heads = json_integer_value(json_object_get(o, "heads"));

    c->ended = true;
    if ((uint64_t)leaves != c->pile.size || (uint64_t)heads != c->head.number)
        say_finding("missing",
                    say_two("the copy was made with %llu events and %llu heads, it has %llu and "
                            "%llu",
                            "副本制作时有%llu条轨迹、%llu个签名头，现有%llu条、%llu个"),
                    L(leaves), L(heads), L(c->pile.size), L(c->head.number));
}

static bool read_other(struct copy *c, const char *line, size_t n)
{
    json_t *o = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
    bool known = json_is_object(o) && !c->ended;

    if (known && json_is_object(json_object_get(o, "head")))
        read_head(c, json_object_get(o, "head"));
    else if (known && c->line == 1 && json_is_string(json_object_get(o, "sealed")))
        known = strcmp(member(o, "sealed"), "yichuang 1") == 0 && hash_use(member(o, "hash"));
    else if (known && json_object_get(o, "leaves"))
        read_end(c, o);
    else
        known = false;
    json_decref(o);
    return known;
}

static void read_line(struct copy *c, const char *line, size_t n)
{
    bool leaf = strncmp(line, "{\"leaf\":", 8) == 0;

    if (c->line == 1 && leaf) hash_use("sm3");
    if (leaf ? !c->ended && read_leaf(c, line, n) : read_other(c, line, n)) return;
    say_finding("line",
                say_two("line %llu is not what the office writes", "第%llu行不是本系统所写"),
                L(c->line));
}

/* --- All --- */

static void say_whole(struct copy *c)
{
    struct text root = {0}, mark = {0}, at = {0};

    text_hex(&root, c->head.root.b, HASH);
    text_instant(&at, c->head.at);
    head_key_mark(&mark, c->key.n ? c->key.s : "");
    say_line(say_two("OK: %llu events, %llu heads; head %llu of %s: size %llu, root %s",
                     "正确：共%llu条轨迹，%llu个签名头；第%llu号（%s）：封存%llu条，根值%s"),
             L(c->pile.size), L(c->head.number), L(c->head.number), at.s, L(c->head.size), root.s);
    say_line(say_two("signed by the key whose SM3 is %s", "签名公钥的SM3值：%s"),
             mark.n ? mark.s : "-");
    free(root.s);
    free(mark.s);
    free(at.s);
}

static void forget(struct copy *c)
{
    for (size_t i = 0; i < c->streams.room; i++)
        free(c->streams.place[i].name);
    free(c->streams.place);
    free(c->bytes.s);
    free(c->said.s);
    free(c->name.s);
    free(c->key.s);
}

void copy_check(FILE *in, struct copy_options *opt)
{
    struct copy c = {.opt = opt, .newest = INT64_MIN};
    char *line = NULL;
    size_t room = 0;
    ssize_t n;

    while ((n = getline(&line, &room, in)) > 0) {
        c.line++;
        if (line[n - 1] == '\n') line[--n] = '\0';
        read_line(&c, line, (size_t)n);
    }
    free(line);
    if (!c.ended || ferror(in))
        say_finding("missing", "%s", say_two("the copy has no end", "副本没有结尾"));
    if (c.ended && (!c.head.number || c.head.size != c.pile.size))
        say_finding(
            "unsealed",
            say_two("leaf %llu and those after it are under no head", "第%llu号叶及其后没有签名头"),
            L(c.head.size));
    for (unsigned i = 0; i < opt->npapers; i++)
        if (!opt->paper[i].met)
            say_finding("older",
                        say_two("the head on paper is over %llu events, the copy has %llu",
                                "纸上签名头封存%llu条，副本只有%llu条"),
                        L(opt->paper[i].size), L(c.pile.size));
    if (!say_found) say_whole(&c);
    forget(&c);
}
