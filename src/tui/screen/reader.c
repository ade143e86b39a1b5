#include "tui/screen/reader.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tui/screen/keys.h"
#include "tui/widget/pager.h"

struct reader {
    struct screen screen;
    char *title;
    struct pager pager;
};

static void title(struct screen *s, struct buf *left)
{
    buf_adds(left, ((struct reader *)s)->title);
}

static void draw(struct screen *s, struct rect body)
{
    pager_draw(&((struct reader *)s)->pager, body);
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct reader *r = (struct reader *)s;
    struct key plain = r->pager.asking ? k : keys_plain(action, k);
    bool own = k.code == KEY_TEXT &&
               (k.ch == '/' || k.ch == 'n' || k.ch == ' '); /* search goes before "find" here */
    enum did did = pager_key(&r->pager, own ? k : plain);

    if (did == DID_CANCEL) stage_pop(s->seat);
    if (did == DID_REFUSE) term_bell();
    return did != DID_NOTHING;
}

static void shut(struct screen *s)
{
    struct reader *r = (struct reader *)s;

    pager_close(&r->pager);
    free(r->title);
    free(r);
}

void reader_open(struct seat *s, const char *name, const char *text)
{
    static const char *const bar[] = {"back", NULL};
    static const struct screen_kind kind = {
        .mode = "ledger", .bar = bar, .title = title, .draw = draw, .key = key, .close = shut};
    struct reader *r = mem_alloc(sizeof *r);

    r->screen.kind = &kind;
    r->title = mem_strdup(name);
    pager_open(&r->pager, text);
    stage_push(s, &r->screen);
}
