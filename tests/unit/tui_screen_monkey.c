/* Anything at all, on all screens: keys, pastes, torn and unknown sequences, half characters,
 * scanners, sizes, news, moods of the office, idle time, hang-ups, in UTF-8 and GB18030, in both
 * languages, plain or not, under every keymap.
 *
 * Nothing breaks; nothing is drawn beyond the screen and no half of a character; no byte of an
 * unknown sequence shows up anywhere; the cursor is on what has the focus; what was typed into a
 * form before a hang-up is in its draft, and comes back out of it; every kind of screen was seen.
 *
 * MONKEY_EVENTS=1000000 plays longer, MONKEY_SEED=7 begins elsewhere.  A failure prints the seed of
 * its life; MONKEY_SEED=that MONKEY_EVENTS=1 plays it again, MONKEY_TRACE=1 tells each event.
 * test-seconds: 7200 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libintl.h>
#include <locale.h>

#include "fake_term.h"
#include "scripted_office.h"

static void must(bool ok, const char *what);

#include "monkey_hands.h"
#include "monkey_office.h"
#include "tui/screen/application.h"
#include "tui/screen/draft.h"
#include "tui/screen/lock.h"
#include "tui/screen/matter.h"
#include "tui/term/scan.h"

enum { LIFE = 5000, SMOKE = 20000, ESCAPE_MS = 25, MOST_KINDS = 64 };

/* The program's clock is the monkey's, and its disk is in no hurry. */
int64_t now_ms(void);
int64_t now_ms(void)
{
    return office_ms;
}

int fsync(int fd);
int fsync(int fd)
{
    (void)fd;
    return 0;
}

int fdatasync(int fd);
int fdatasync(int fd)
{
    (void)fd;
    return 0;
}

static struct {
    uint64_t seed;
    unsigned long event, all;
    struct key_decoder *keys;
    struct scan scan;
    struct charset *cs;
    int64_t sent, heard, pressed;
    bool rushed; /* typed ahead: nothing is painted yet */
    bool dirty;  /* something happened since it was painted */
    bool gone;   /* the session is over */
    unsigned long lives, hangups, drafts;
} monkey;

/* --- Failing --- */

static void tell_where(void)
{
    fprintf(stderr, "monkey: MONKEY_SEED=%llu, event %lu of this life\n",
            (unsigned long long)monkey.seed, monkey.event);
}

static void must(bool ok, const char *what)
{
    if (ok) return;
    tell_where();
    for (struct screen *c = office.seat.top; c; c = c->below)
        fprintf(stderr, "  %s%s %s\n", c->kind->mode, c->kind->popup ? " popup" : "",
                c->kind->number && c->kind->number(c) ? c->kind->number(c)
                : application_sheet(c)                ? application_sheet(c)->item->id
                                                      : "");
    fprintf(stderr, "monkey: %s; cursor %d,%d of %dx%d, mode %s\n", what, fake.cursor_row,
            fake.cursor_col, fake.cols, fake.rows,
            office.seat.top ? office.seat.top->kind->mode : "none");
    for (int r = 0; r < fake.rows; r++)
        fprintf(stderr, "|%s\n", fake_row(r));
    signal(SIGABRT, SIG_DFL);
    abort();
}

static void on_signal(int sig)
{
    tell_where();
    signal(sig, SIG_DFL);
    raise(sig);
}

void __asan_on_error(void);
void __asan_on_error(void)
{
    tell_where();
}

/* --- Screens seen --- */

static struct {
    const char *mode;
    void (*draw)(struct screen *s, struct rect body);
} seen[MOST_KINDS];
static int nseen;

static void see(void)
{
    for (const struct screen *c = office.seat.top; c; c = c->below) {
        int i = 0;
        while (i < nseen && (seen[i].draw != c->kind->draw || strcmp(seen[i].mode, c->kind->mode)))
            i++;
        if (i < nseen || nseen == MOST_KINDS) continue;
        seen[nseen].mode = c->kind->mode;
        seen[nseen++].draw = c->kind->draw;
    }
}

static int seen_in(const char *mode)
{
    int n = 0;

    for (int i = 0; i < nseen; i++)
        n += strcmp(seen[i].mode, mode) == 0;
    return n;
}

/* --- Looking --- */

static bool is_mark(char c)
{
    return c > ' ' && strchr(MONKEY_MARKS, c);
}

static void look_at_cells(void)
{
    for (int r = 0; r < fake.rows; r++)
        for (int c = 0, half = 0; c <= fake.cols; c++) {
            const struct fake_cell *cell = &fake.cell[r][c < fake.cols ? c : 0];
            bool right = c < fake.cols && !cell->utf8[0];
            if (right != half) must(false, "a wide character has both its halves");
            if (c < fake.cols && is_mark(cell->utf8[0]))
                must(false, "no byte of a sequence on the screen");
            half = c < fake.cols && cell->width == 2;
        }
    must(fake.outside == 0, "nothing is put beyond the screen");
    must(fake.broken == 0, "nothing is put that is no character");
}

/* In the text of a field, its sample, or just behind; or at the marker of its list of choices. */
static bool in_field(int row, int col)
{
    const struct fake_cell *c = &fake.cell[row][col];

    return c->attr == ATTR_FIELD || c->attr == ATTR_DIM || (col > 0 && c[-1].attr == ATTR_FIELD) ||
           strcmp(c->utf8, ">") == 0;
}

static bool is_list(const char *mode)
{
    static const char *const lists[] = {"inbox", "lamps", "lamp_list", "report", "list"};

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(mode, lists[i]) == 0) return true;
    return false;
}

static void look_at_cursor(void)
{
    const struct screen *top = office.seat.top;
    int row = fake.cursor_row, col = fake.cursor_col;

    must(row >= 0 && row < fake.rows && col >= 0 && col < fake.cols, "the cursor is on the screen");
    if (fake.rows < 20 || fake.cols < 60) return;
    if (fake.plain && office.seat.announce) {
        must(row == fake.rows - 2, "a plain terminal's cursor is on what is new");
        return;
    }
    must(row >= 1 && row < fake.rows - 2, "the cursor is in the body");
    if (application_sheet(top) && form_at(application_sheet(top)->form) >= 0)
        must(in_field(row, col), "the cursor is in a field");
    if (is_list(top->kind->mode))
        must(fake.cell[row][0].utf8[0] == '>' || in_field(row, col) || !strchr(fake_row(row), '>'),
             "the cursor is on the marked row");
}

static void paint(void)
{
    monkey.dirty = false;
    stage_paint(&office.seat);
    see();
    look_at_cells();
    look_at_cursor();
}

/* --- Drafts --- */

/* Lines "key=value" as a form must leave them behind. */
static void put_values(const struct sheet *h, struct buf *out)
{
    for (int i = 0; i < h->n; i++)
        if (h->of[i] && *form_value(h->form, i) && !form_is_default(h->form, i))
            draft_line(out, h->of[i]->key, form_value(h->form, i));
    if (h->materials < 0) return;
    const char *marks = form_value(h->form, h->materials);
    if (marks[strspn(marks, " ")]) draft_line(out, "materials", marks);
}

/* Every line of a is a line of b. */
static bool holds(const char *b, const char *a)
{
    size_t n;

    for (; *a; a += n) {
        const char *at = b;
        n = strcspn(a, "\n") + 1;
        while (*at && strncmp(at, a, n) != 0)
            at += strcspn(at, "\n") + 1;
        if (!*at) return false;
    }
    return true;
}

static const char *thing_of(struct screen *s)
{
    const char *number = s->kind->number(s);

    return number ? number : application_sheet(s)->item->id;
}

/* What the topmost form of each thing holds is in its draft. */
static void look_at_drafts(void)
{
    for (struct screen *c = office.seat.top; c; c = c->below) {
        struct buf values = {0};
        const struct sheet *h = application_sheet(c);
        if (!h || !office.seat.person) continue;
        put_values(h, &values);
        char *kept = draft_load(&office.seat, thing_of(c));
        if (values.len) {
            if (!kept || !holds(kept, buf_str(&values)))
                fprintf(stderr, "--- typed\n%s--- kept\n%s", buf_str(&values), kept ? kept : "");
            must(kept && holds(kept, buf_str(&values)), "what was typed is in the draft");
            monkey.drafts++;
        }
        free(kept);
        buf_free(&values);
    }
}

/* --- Sessions --- */

static const char *our_words(const char *msgid)
{
    return gettext(msgid);
}

/* The program begun anew; the definitions are read again one time in eight only, to be quick. */
static struct catalog *kept;

static void open_seat(void)
{
    struct door *door = door_local(office_answers, NULL);
    struct fault f;

    if (kept && roll(8)) {
        office.seat =
            (struct seat){.door = door, .catalog = kept, .sample = true, .simulation = true};
        seat_tick(&office.seat);
        return;
    }
    catalog_free(kept);
    must(seat_open(&office.seat, door, &f) == RC_OK, "the seat opens");
    kept = office.seat.catalog;
}

static void close_seat(void)
{
    struct door *door = office.seat.door;

    office.seat.leave = true; /* as office_screen does: the line may be gone */
    stage_close(&office.seat);
    office.seat.catalog = NULL; /* kept */
    seat_close(&office.seat);
    door_close(door);
}

static void sit_down(void)
{
    static const char *const people[] = {"zhangmin", "lixiaomei", "zhoumingyuan", "heqian", NULL},
                             *const maps[] = {"default", "nofn", "numpad"};
    const char *who = people[roll(5)];
    bool gb = roll(2);

    monkey.cs = charset_open(gb ? "GB18030" : "UTF-8");
    monkey.keys = key_decoder_new(gb ? KEY_GB18030 : KEY_UTF8);
    monkey.scan = (struct scan){.n = 0};
    monkey.pressed = monkey.sent = monkey.heard = office_ms;
    monkey.gone = false;
    text_ambiguous = gb ? 2 : 1;
    fake.plain = roll(4) == 0;
    fake.lacks = roll(2) ? 0x20BB7 : 0;
    words_open(our_words, roll(2) ? "zh_CN" : "en");
    mood.code = NULL;
    mood.away = false;
    open_seat();
    seat_keymap(&office.seat, maps[roll(3)]);
    office.seat.burst.clock = office_clock;
    office.seat.drafts = mem_strdup(office.drafts);
    sign_in_open(&office.seat, who, who ? "d03" : NULL);
    if (who && roll(3) == 0) matter_open(&office.seat, MONKEY_NUMBER);
    stage_changed(&office.seat);
    paint();
}

static void get_up(void)
{
    close_seat();
    key_decoder_free(monkey.keys);
    charset_close(monkey.cs);
}

/* The line is gone.  What comes back out of a draft is what went in. */
static void hang_up(void)
{
    stage_keep(&office.seat);
    look_at_drafts();
    get_up();
    monkey.hangups++;
    sit_down();
}

/* --- Keys, as input.c takes them, by the monkey's clock --- */

static void handle(struct key k)
{
    fake.dropped = false;
    stage_key(&office.seat, k);
    monkey.pressed = office_ms;
    monkey.dirty = true;
    if (office.seat.leave) monkey.gone = true;
    must(office.seat.top != NULL, "there is always a screen");
    if (!fake.dropped) return;
    scan_drop(&monkey.scan);
    key_drop(monkey.keys);
}

static void drain(void)
{
    struct key k;

    while (!monkey.gone) {
        k = scan_take(&monkey.scan);
        if (k.code == KEY_NONE) {
            k = key_next(monkey.keys);
            if (k.code == KEY_NONE) return;
            scan_put(&monkey.scan, k, monkey.sent, fake.scans);
            continue;
        }
        handle(k);
    }
}

static int64_t nearest(int64_t end)
{
    int64_t at = end, esc = monkey.heard + ESCAPE_MS;
    int left = scan_left(&monkey.scan, office_ms);

    if (key_waiting(monkey.keys) && esc < at) at = esc;
    if (left >= 0 && office_ms + left < at) at = office_ms + left;
    return at > office_ms ? at : office_ms;
}

static void pass(int ms)
{
    int64_t end = office_ms + ms;

    for (;;) {
        drain();
        if (monkey.gone) return;
        if (!monkey.rushed && monkey.dirty) paint();
        office_ms = nearest(end);
        bool late = key_waiting(monkey.keys) && office_ms >= monkey.heard + ESCAPE_MS,
             quiet = scan_left(&monkey.scan, office_ms) == 0;
        if (late) {
            key_timeout(monkey.keys);
            monkey.heard = office_ms;
        }
        if (quiet) scan_quiet(&monkey.scan);
        if (!late && !quiet && office_ms >= end) return;
    }
}

static void play_event(struct monkey_event *e)
{
    size_t at = 0;

    for (int i = 0; i < e->n && !monkey.gone; i++) {
        monkey.sent = monkey.heard = office_ms;
        key_feed(monkey.keys, buf_str(&e->bytes) + at, e->piece[i].end - at);
        at = e->piece[i].end;
        pass(e->piece[i].ms);
    }
}

/* --- What else happens --- */

static void resize(int rows, int cols)
{
    fake.rows = rows;
    fake.cols = cols;
    fake.cursor_row = fake.cursor_col = 0;
    term_clear();
    handle((struct key){.code = KEY_RESIZE});
    paint();
}

static void any_size(void)
{
    static const int odd[][2] = {{20, 60}, {19, 59},  {25, 81},  {1, 1},    {100, 300},
                                 {24, 61}, {43, 132}, {20, 300}, {100, 60}, {6, 40}};

    if (roll(2)) {
        int i = (int)roll(sizeof odd / sizeof *odd);
        resize(odd[i][0], odd[i][1]);
    } else {
        resize(20 + (int)roll(81), 60 + (int)roll(241));
    }
}

static void idle(void)
{
    office_ms += 11 * 60000;
    if (lock_left(&office.seat, monkey.pressed, office_ms) == 0) lock_open(&office.seat);
    paint();
}

static void something_else(void)
{
    unsigned kind = roll(1000);

    if (kind < 8)
        any_size();
    else if (kind < 14)
        resize(24, 80);
    else if (kind < 30)
        stage_changed(&office.seat);
    else if (kind < 50)
        change_mood();
    else if (kind < 60)
        monkey_matter();
    else if (kind < 62)
        idle();
    if (kind == 999 || kind == 998 || monkey.gone) hang_up();
}

static void live(uint64_t seed, unsigned long events)
{
    struct monkey_event e = {0};

    monkey.seed = seed;
    monkey.event = 0;
    monkey.lives++;
    roll_from(seed);
    office_ms = 1000000;
    snprintf(office.drafts, sizeof office.drafts, "/dev/shm/yc_monkey_XXXXXX");
    must(mkdtemp(office.drafts) != NULL, "there is room for drafts");
    fake_start(24, 80);
    office.special = moody;
    office.answer = monkey_answers;
    monkey_item = roll(3) ? "A03" : "C01";
    monkey_matter();
    sit_down();
    for (; monkey.event < events; monkey.event++, monkey.all++) {
        monkey.rushed = roll(10) == 0;
        monkey_event(monkey.cs, &e);
        if (getenv("MONKEY_TRACE")) {
            fprintf(stderr, "%lu %s %s:", monkey.event, office.seat.top->kind->mode, e.what);
            for (size_t i = 0; i < e.bytes.len && i < 40; i++)
                fprintf(stderr, " %02x", (unsigned char)e.bytes.data[i]);
            fputc('\n', stderr);
        }
        play_event(&e);
        something_else();
        buf_clear(&office.log);
    }
    hang_up();
    get_up();
    buf_free(&e.bytes);
    yc__matter__free_unpacked(office.matter, NULL);
    office.matter = NULL;
    buf_free(&office.log);
    char *cmd = mem_printf("rm -rf '%s'", office.drafts);
    if (system(cmd) != 0) abort();
    free(cmd);
}

static unsigned long wanted(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);

    return text && *text ? strtoul(text, NULL, 10) : otherwise;
}

static void nothing_breaks(void **state)
{
    unsigned long events = wanted("MONKEY_EVENTS", SMOKE), seed = wanted("MONKEY_SEED", 1);
    struct fault f;

    (void)state;
    if (!office.files.n) assert_int_equal(catalog_files_read(SOURCE_DIR, &office.files, &f), RC_OK);
    print_message("monkey: seed %lu\n", seed);
    while (monkey.all < events)
        live(seed++, LIFE);
    print_message("monkey: %lu events, %lu lives, %lu hang-ups, %lu drafts compared, %zu requests, "
                  "%d kinds of screen\n",
                  monkey.all, monkey.lives, monkey.hangups, monkey.drafts, mood.requests, nseen);
    catalog_free(kept);
    catalog_files_free(&office.files);
}

/* By mode, how many different screens draw themselves there. */
static void every_screen_was_seen(void **state)
{
    static const struct {
        const char *mode;
        int n;
    } all[] = {
        {"sign_in", 2}, /* the lock looks the same to a keymap */
        {"inbox", 1},   {"find", 1},      {"matter", 1},
        {"ledger", 2}, /* and what is read: papers, reports */
        {"form", 3},   /* application, conflict, what an act needs */
        {"lamps", 1},   {"lamp_list", 1}, {"report", 1},
        {"list", 1},    {"palette", 5}, /* choose, question, columns, macros, many */
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (seen_in(all[i].mode) < all[i].n)
            print_message("%s: %d of %d\n", all[i].mode, seen_in(all[i].mode), all[i].n);
        assert_true(seen_in(all[i].mode) >= all[i].n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_breaks),
                                       cmocka_unit_test(every_screen_was_seen)};
    const char *build = getenv("BUILD");
    char *locale = mem_printf("%s/locale", build ? build : SOURCE_DIR "/build");

    signal(SIGABRT, on_signal);
    signal(SIGSEGV, on_signal);
    setlocale(LC_ALL, "C.UTF-8");
    bindtextdomain("yichuang", locale);
    bind_textdomain_codeset("yichuang", "UTF-8");
    textdomain("yichuang");
    free(locale);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
