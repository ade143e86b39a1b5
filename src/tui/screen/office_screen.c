#include "tui/screen/office_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "door/now.h"
#include "tui/screen/lock.h"
#include "tui/screen/sign_in.h"
#include "tui/screen/stage.h"
#include "tui/screen/words.h"

enum {
    TELL_MS = 300,
    AWAY_MS = 100, /* between two looks whether an office that was lost is back */
    LOOK_MS = 500  /* between two looks at news: a busy hall changes many times a second */
};

static bool is_open; /* there is one terminal, and the door calls back without knowing of it */

void office_screen_waiting(void *arg, int ms)
{
    (void)arg;
    if (!is_open || ms < TELL_MS) return;
    bar_status(term_rows() - 2, BAR_WARN, _("recovering, please wait ..."));
    term_flush();
}

/* Until the minute on the title bar is over. */
static int until_next_minute(const struct seat *s)
{
    return (60 - day_second_of_instant(seat_now(s)) % 60) * 1000;
}

/* When to stop waiting for a key: at the next minute, when news that came too soon after the last
 * may be looked at, or when the screen is to be locked. */
static int wait_ms(const struct seat *s, bool news, int64_t looked, int64_t pressed)
{
    int64_t wait = until_next_minute(s), now = now_ms(), rest = looked + LOOK_MS - now,
            lock = lock_left(s, pressed, now);

    if (news && rest < wait) wait = rest > 0 ? rest : 0;
    if (lock >= 0 && lock < wait) wait = lock;
    return (int)wait;
}

/* While the office is away it is not asked: that would wait, and hands go on typing.  One line says
 * so.  lost: since when, ms; 0: it is there. */
static void note_away(struct seat *s, int64_t *lost)
{
    if (door_reach(s->door))
        *lost = 0;
    else if (!*lost)
        *lost = now_ms();
    s->away = *lost && now_ms() - *lost >= TELL_MS;
}

/* The lines of all terminals break at one moment, when the data process dies: they look again
 * spread over LOOK_MS, not all at once. */
static void loop(struct seat *s)
{
    bool news = false;
    int64_t looked = 0, pressed = now_ms(), lost = 0;

    while (s->top && !s->leave) {
        int fd = door_fd(s->door), ready = -1;
        if (!term_pending()) stage_paint(s);
        int wait = lost ? AWAY_MS : wait_ms(s, news, looked, pressed);
        struct key k = term_key(wait, &fd, fd >= 0, &ready);
        if (k.code == KEY_HANGUP) {
            stage_keep(s);
            return;
        }
        /* Asked on every turn: news may have come while a call was waiting for its reply. */
        bool line = door_fd(s->door) >= 0;
        news |= door_changed(s->door);
        if (line && door_fd(s->door) < 0) looked = now_ms() - rand() % LOOK_MS;
        note_away(s, &lost);
        bool key = k.code != KEY_NONE && k.code != KEY_RESIZE;
        if (key) stage_key(s, k);
        if (key) pressed = now_ms();
        if (!key && lock_left(s, pressed, now_ms()) == 0) lock_open(s);
        if (!news || lost || !s->person || !s->top || s->leave || now_ms() - looked < LOOK_MS)
            continue;
        stage_changed(s);
        news = false;
        looked = now_ms();
    }
}

/* Told in plain ASCII whatever the language: nothing else can be read there. */
static void warn_of_charset(struct seat *s)
{
    struct term_facts f;

    term_facts(&f);
    if (f.width[TERM_HAN] < 0 || f.width[TERM_HAN] == 2) return;
    seat_say(s, BAR_ERROR,
             mem_printf("this terminal does not speak %s: see 'yichuang testcard', --charset",
                        f.charset));
}

static int fail(const struct fault *f)
{
    char *text = words_fault(f);

    fprintf(stderr, "yichuang: %s\n", text);
    free(text);
    return 1;
}

int office_screen(const struct screen_options *opt)
{
    struct seat s = {0};
    struct fault f = {0};
    enum rc rc;

    words_open(opt->translate, opt->lang ? opt->lang : "zh_CN");
    rc = seat_open(&s, opt->door, &f);
    if (rc == RC_OK) {
        if (!opt->lang) words_language(catalog_hall(s.catalog)->language);
        seat_keymap(&s, opt->keymap);
        s.drafts = mem_strdup(opt->drafts);
        rc = term_open(&(struct term_options){.charset = opt->charset,
                                              .ambiguous = opt->ambiguous,
                                              .plain = opt->plain},
                       &f);
    }
    if (rc != RC_OK) {
        seat_close(&s);
        return fail(&f);
    }
    is_open = true;
    srand((unsigned)getpid());
    sign_in_open(&s, opt->person, opt->desk);
    warn_of_charset(&s);
    loop(&s);
    s.leave = true; /* nothing more is asked of the office: the line may be gone */
    stage_close(&s);
    is_open = false;
    term_close();
    seat_close(&s);
    return 0;
}
