#include "tui/screen/burst.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "tui/widget/choice.h"

enum { LETTER_MS = 300, ENTER_MS = 1000 };

int64_t burst_now(const struct burst *b)
{
    struct timespec t;

    if (b->clock) return b->clock();
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void burst_begin(struct burst *b, const char *rest)
{
    burst_end(b);
    b->rest = mem_strdup(rest);
    b->lost = false;
    b->last = burst_now(b);
}

void burst_end(struct burst *b)
{
    free(b->rest);
    b->rest = NULL;
}

static bool is_letter(struct key k)
{
    return k.code == KEY_TEXT && ((k.ch >= 'a' && k.ch <= 'z') || (k.ch >= 'A' && k.ch <= 'Z'));
}

static void go_on(struct burst *b, char letter)
{
    const char *next = b->lost ? NULL : choice_step(b->rest, letter);

    b->strange = !next && !b->lost;
    if (next)
        memmove(b->rest, next, strlen(next) + 1);
    else
        b->lost = true;
}

bool burst_swallows(struct burst *b, struct key k)
{
    b->strange = false;
    if (!b->rest || k.code == KEY_NONE || k.code == KEY_RESIZE) return false;
    int64_t now = burst_now(b), pause = now - b->last;

    if (is_letter(k) && pause <= LETTER_MS) {
        go_on(b, (char)k.ch);
        b->last = now;
        return true;
    }
    burst_end(b);
    return k.code == KEY_ENTER && pause <= ENTER_MS;
}
