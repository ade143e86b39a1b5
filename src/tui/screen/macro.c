#include "tui/screen/macro.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/screen/choose.h"
#include "tui/screen/draft.h"
#include "tui/screen/keys.h"
#include "tui/screen/words.h"
#include "tui/widget/box.h"
#include "tui/widget/list.h"

enum { LETTERS = 26, NAME_MOST = 20 };

struct macro { /* being recorded */
    struct buf keys;
    int n;
    bool ended; /* asked for letter and name */
    char letter;
};

/* --- Keys as words --- */

static void put_word(struct buf *out, const char *before, const char *word)
{
    if (out->len) buf_addc(out, '\t');
    buf_printf(out, "%s%s", before, word);
}

static void put_key(struct buf *out, struct key k)
{
    char name[16], c[5] = "";
    struct key back;

    if (k.code == KEY_PASTE || k.code == KEY_SCAN) {
        put_word(out, k.code == KEY_PASTE ? "Paste=" : "Scan=", k.text);
        return;
    }
    key_label(k, name);
    if (*name && key_parse(name, &back) && key_same(back, k)) {
        put_word(out, "", name);
    } else if (k.code == KEY_TEXT) { /* a mark that stands on another character */
        text_encode(k.ch, c);
        put_word(out, "Paste=", c);
    }
}

/* The text of a key is part of the word. */
static bool read_key(const char *word, struct key *k)
{
    if (strncmp(word, "Paste=", 6) == 0) {
        *k = (struct key){.code = KEY_PASTE, .text = word + 6};
        return true;
    }
    if (strncmp(word, "Scan=", 5) == 0 && word[5]) {
        *k = (struct key){.code = KEY_SCAN, .ch = '\r', .text = word + 5};
        return true;
    }
    return key_parse(word, k);
}

static int count_words(const char *keys)
{
    int n = *keys != '\0';

    for (; *keys; keys++)
        n += *keys == '\t';
    return n;
}

/* --- The file --- */

struct shelf {
    char *kept[LETTERS]; /* name, a tab and the keys; NULL none */
};

static void put_on(void *arg, const char *key, const char *value)
{
    struct shelf *sh = arg;

    if (key[0] < 'a' || key[0] > 'z' || key[1] || !strchr(value, '\t')) return;
    free(sh->kept[key[0] - 'a']);
    sh->kept[key[0] - 'a'] = mem_strdup(value);
}

static void shelf_read(const struct seat *s, struct shelf *sh)
{
    char *text = draft_load(s, "macros");

    *sh = (struct shelf){{NULL}};
    if (text) draft_each(text, put_on, sh);
    free(text);
}

static bool shelf_write(const struct seat *s, const struct shelf *sh)
{
    struct buf text = {0};

    for (int i = 0; i < LETTERS; i++)
        if (sh->kept[i]) draft_line(&text, (char[]){(char)('a' + i), '\0'}, sh->kept[i]);
    bool good = draft_save(s, "macros", &text);
    buf_free(&text);
    return good;
}

static void shelf_free(struct shelf *sh)
{
    for (int i = 0; i < LETTERS; i++)
        free(sh->kept[i]);
}

static const char *keys_in(const char *kept)
{
    return strchr(kept, '\t') + 1;
}

/* --- Which letter --- */

struct letters {
    struct screen screen;
    struct shelf shelf;
    bool empty; /* letters without a macro can be chosen too */
    char row[LETTERS][2];
    int n;
    struct list_column column[2];
    struct list list;
    void (*chosen)(struct seat *s, char letter);
};

static void cell(void *arg, int row, int column, struct buf *out)
{
    const struct letters *l = arg;
    const char *kept = l->shelf.kept[l->row[row][0] - 'a'];

    if (column == 0)
        buf_adds(out, l->row[row]);
    else if (kept) {
        char n[12];
        snprintf(n, sizeof n, "%d", count_words(keys_in(kept)));
        char *keys = words_fill(N_("{1} keys"), n, NULL);
        buf_printf(out, "%.*s  %s", (int)strcspn(kept, "\t"), kept, keys);
        free(keys);
    }
}

static const char *id(void *arg, int row)
{
    return ((struct letters *)arg)->row[row];
}

static void draw(struct screen *s, struct rect body)
{
    struct letters *l = (struct letters *)s;
    int rows = l->n < body.rows - 4 ? l->n : body.rows - 4;

    list_draw(&l->list, box_draw((struct rect){body.row + 1, body.col + 4, rows + 2, 44},
                                 l->empty ? _("Under which letter?") : _("Which macro?")));
}

static bool key(struct screen *s, struct key k, const char *action)
{
    struct letters *l = (struct letters *)s;
    enum did did = DID_REFUSE;
    char letter = '\0';

    if (k.code == KEY_TEXT) {
        for (int i = 0; i < l->n; i++)
            if ((uint32_t)l->row[i][0] == k.ch) letter = l->row[i][0];
    } else {
        did = list_key(&l->list, keys_plain(action, k));
        if (did == DID_TAKE) letter = *list_id(&l->list);
    }
    if (letter || did == DID_CANCEL) stage_pop(s->seat);
    if (did == DID_CANCEL) macro_forget(s->seat);
    if (letter)
        l->chosen(s->seat, letter);
    else if (did == DID_REFUSE)
        term_bell();
    return true;
}

static void shut(struct screen *s)
{
    struct letters *l = (struct letters *)s;

    shelf_free(&l->shelf);
    list_free(&l->list);
    free(l);
}

static void ask_letter(struct seat *s, bool empty, void (*chosen)(struct seat *s, char letter))
{
    static const struct screen_kind kind = {
        .mode = "palette", .popup = true, .draw = draw, .key = key, .close = shut};
    struct letters *l = mem_alloc(sizeof *l);

    l->screen.kind = &kind;
    l->empty = empty;
    l->chosen = chosen;
    shelf_read(s, &l->shelf);
    for (int i = 0; i < LETTERS; i++)
        if (empty || l->shelf.kept[i]) l->row[l->n++][0] = (char)('a' + i);
    l->column[0] = (struct list_column){NULL, 1, false};
    l->column[1] = (struct list_column){NULL, 0, false};
    list_init(&l->list, &(struct list_source){.arg = l, .cell = cell, .id = id}, l->column, 2,
              l->n);
    stage_push(s, &l->screen);
    if (l->n) return;
    stage_pop(s);
    seat_tell(s, BAR_WARN, _("no macro has been recorded yet"));
}

/* --- Recording --- */

int macro_recorded(const struct seat *s)
{
    return s->macro && !s->macro->ended ? s->macro->n : -1;
}

void macro_forget(struct seat *s)
{
    if (!s->macro) return;
    buf_free(&s->macro->keys);
    free(s->macro);
    s->macro = NULL;
}

static void keep(struct seat *s, void *arg, const char *name)
{
    struct macro *m = s->macro;
    struct shelf shelf;

    (void)arg;
    if (!m || !name) {
        macro_forget(s);
        return;
    }
    shelf_read(s, &shelf);
    char **place = &shelf.kept[m->letter - 'a'];
    free(*place);
    *place = mem_printf("%s\t%s", name, buf_str(&m->keys));
    if (shelf_write(s, &shelf))
        seat_say(s, BAR_INFO,
                 words_fill(N_("macro {1} is kept: {2}"), (char[]){m->letter, '\0'}, name, NULL));
    else
        seat_tell(s, BAR_ERROR, _("the macro cannot be written to disk"));
    shelf_free(&shelf);
    macro_forget(s);
}

static void name_it(struct seat *s, char letter)
{
    struct shelf shelf;

    if (!s->macro) return;
    s->macro->letter = letter;
    shelf_read(s, &shelf);
    const char *was = shelf.kept[letter - 'a'];
    char *initial = was ? mem_strndup(was, strcspn(was, "\t")) : mem_strdup("");
    typing_open(s, _("Name of the macro"), initial, NAME_MOST, false, keep, NULL);
    free(initial);
    shelf_free(&shelf);
}

void macro_record(struct seat *s)
{
    if (s->playing || !s->person) {
        term_bell();
    } else if (!s->macro) {
        s->macro = mem_alloc(sizeof *s->macro);
    } else if (!s->macro->n) {
        macro_forget(s);
        seat_tell(s, BAR_INFO, _("nothing was recorded"));
    } else {
        s->macro->ended = true;
        ask_letter(s, true, name_it);
    }
}

void macro_note(struct seat *s, struct key k)
{
    struct macro *m = s->macro;
    const struct screen_kind *kind = s->top->kind;

    if (macro_recorded(s) < 0 || s->playing || kind->asks) return;
    if (kind->secret && kind->secret(s->top)) {
        macro_forget(s);
        seat_tell(s, BAR_WARN, _("secrets are not recorded: the recording was thrown away"));
    } else if (m->n == MACRO_MOST) {
        seat_tell(s, BAR_WARN, _("a macro holds no more keys: end the recording"));
    } else {
        put_key(&m->keys, k);
        m->n = count_words(buf_str(&m->keys));
    }
}

/* --- Playing --- */

/* Why it ends before this key; NULL: it goes on. */
static const char *obstacle(const struct seat *s)
{
    const struct screen_kind *kind = s->top->kind;

    if (!s->person) return N_("the session has ended");
    if (kind->asks) return N_("this question is yours to answer");
    if (kind->secret && kind->secret(s->top)) return N_("secrets are typed by hand");
    return NULL;
}

static void tell_end(struct seat *s, const char *why, int done, int all)
{
    char n[12], of[12];

    snprintf(n, sizeof n, "%d", done);
    snprintf(of, sizeof of, "%d", all);
    seat_say(s, BAR_ERROR, words_fill(N_("macro ended at key {1} of {2}: {3}"), n, of, why, NULL));
}

/* false: the key met with an error or a warning, said, or it was the end of the session. */
static bool press(struct seat *s, struct key k, int done, int all)
{
    int bells = term_bells();

    stage_key(s, k);
    if (!s->top || s->leave) return false;
    if (term_bells() == bells && (!s->say || s->kind == BAR_INFO)) return true;
    char *why = mem_strdup(s->say ? s->say : _("that key meant nothing"));
    tell_end(s, why, done, all);
    free(why);
    return false;
}

static void play(struct seat *s, char letter)
{
    struct shelf shelf;
    struct key k;

    shelf_read(s, &shelf);
    const char *kept = shelf.kept[letter - 'a'];
    char *keys = mem_strdup(kept ? keys_in(kept) : ""), *at = keys;
    int all = count_words(keys), done = 0;

    shelf_free(&shelf);
    s->playing = true;
    for (char *word; (word = strsep(&at, "\t")) && *word && read_key(word, &k);) {
        const char *why = obstacle(s);
        if (why) {
            tell_end(s, words(why), done, all);
            break;
        }
        if (!press(s, k, ++done, all)) break;
    }
    s->playing = false;
    burst_end(&s->burst);
    free(keys);
}

void macro_play(struct seat *s)
{
    if (s->playing || macro_recorded(s) >= 0 || !s->person)
        term_bell();
    else
        ask_letter(s, false, play);
}
