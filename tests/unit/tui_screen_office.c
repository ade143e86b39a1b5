/* The office as one program, from the opening to the end of the line, by a clock that only the test
 * moves: the lock after idle minutes, and what a hang-up leaves on disk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_term.h"
#include "scripted_office.h"
#include "tui/screen/office_screen.h"

enum { IDLE_MS = 10 * 60000 /* of the sample hall */ };

int64_t now_ms(void);
int64_t now_ms(void)
{
    return office_ms;
}

static struct key hand(int wait_ms);

enum rc term_open(const struct term_options *opt, struct fault *f)
{
    (void)opt, (void)f;
    fake_start(24, 80);
    fake.hand = hand;
    return RC_OK;
}

void term_close(void)
{
}

static const struct scripted_answer none[] = {{.name = NULL}};

static struct {
    const char *typed;
    int64_t last_key, until, resize_at, locked_at; /* 0: never */
} person;

static bool locked(void)
{
    return strstr(fake_row(3), "Locked since") != NULL;
}

/* Types, then leaves the seat; time passes as the program waits, and at last the line goes. */
static struct key hand(int wait_ms)
{
    if (*person.typed) {
        office_ms += 200;
        person.last_key = office_ms;
        return office_key(&person.typed);
    }
    if (locked() && !person.locked_at) person.locked_at = office_ms;
    if (person.resize_at && office_ms >= person.resize_at) {
        person.resize_at = 0;
        return (struct key){.code = KEY_RESIZE};
    }
    if (office_ms >= person.until) return (struct key){.code = KEY_HANGUP};
    office_ms += wait_ms > 0 ? wait_ms : 1;
    return (struct key){.code = KEY_NONE};
}

/* Plays it; the text of the draft of A03, fresh, NULL none. */
static char *play(const char *typed, int64_t minutes, int64_t resize_at)
{
    struct door *door = door_local(office_answers, NULL);
    struct fault f;
    char *path, *text = NULL;
    FILE *from;
    size_t n;

    office.answer = none;
    office_ms = 5000;
    person.typed = typed;
    person.until = office_ms + minutes * 60000;
    person.resize_at = resize_at;
    person.locked_at = 0;
    snprintf(office.drafts, sizeof office.drafts, "/tmp/yc_drafts_XXXXXX");
    assert_non_null(mkdtemp(office.drafts));
    if (!office.files.n) assert_int_equal(catalog_files_read(SOURCE_DIR, &office.files, &f), RC_OK);
    const struct screen_options opt = {
        .door = door, .lang = "en", .person = "zhangmin", .desk = "d03", .drafts = office.drafts};
    assert_int_equal(office_screen(&opt), 0);
    door_close(door);
    path = mem_printf("%s/zhangmin.A03.draft", office.drafts);
    if ((from = fopen(path, "re"))) {
        text = mem_alloc(4096);
        n = fread(text, 1, 4095, from);
        text[n] = '\0';
        fclose(from);
    }
    free(path);
    path = mem_printf("rm -rf '%s'", office.drafts);
    assert_int_equal(system(path), 0);
    free(path);
    buf_free(&office.log);
    return text;
}

static void locked_when_left_alone(void **state)
{
    (void)state;
    assert_null(play("<Down>", 30, 0));
    assert_int_equal(person.locked_at, person.last_key + IDLE_MS);
}

/* A resize is no key; what stood half typed in its field is on disk. */
static void locked_with_a_form_open(void **state)
{
    (void)state;
    char *draft = play("<F2>A03<Enter>宏盛食品店<Enter>9137", 30, 300000);
    assert_int_equal(person.locked_at, person.last_key + IDLE_MS);
    assert_non_null(strstr(draft, "org_name=宏盛食品店\n"));
    assert_non_null(strstr(draft, "uscc=9137\n"));
    free(draft);
}

static void not_locked_before(void **state)
{
    (void)state;
    free(play("<F2>A03<Enter>宏盛", 9, 0));
    assert_int_equal(person.locked_at, 0);
}

static void a_hang_up_keeps_what_is_half_typed(void **state)
{
    (void)state;
    char *draft = play("<F2>A03<Enter>宏盛食品店<Enter>9137", 0, 0);
    assert_int_equal(person.locked_at, 0);
    assert_non_null(strstr(draft, "uscc=9137\n"));
    assert_non_null(strstr(draft, "@at=uscc\n@caret=4\n"));
    free(draft);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locked_when_left_alone),
        cmocka_unit_test(locked_with_a_form_open),
        cmocka_unit_test(not_locked_before),
        cmocka_unit_test(a_hang_up_keeps_what_is_half_typed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
