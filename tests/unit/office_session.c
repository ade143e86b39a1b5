/* Sessions: who may act, until when, from where, and what a typed PIN is good for.  Every limit
 * tried here is the one data/hall/hall.yaml or its profile says. */
#include <dlfcn.h>
#include <fcntl.h>
#include <ftw.h>
#include <pwd.h>

#include "office_look.h"

static const char pin[] = "470193", other[] = "906417";
enum { HEX = 32 };
static char first[HEX + 1], second[HEX + 1];

/* --- Shared --- */

static unsigned reckoned; /* how often the slow sum was made */

int argon2id_ctx(void *context);
int argon2id_ctx(void *context)
{
    static int (*real)(void *context);

    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "argon2id_ctx");
    reckoned++;
    return real(context);
}

static void keep_session(const struct home *h, char to[HEX + 1])
{
    const char *hex = door_reply_get(h->reply, "session");

    assert_int_equal(strlen(hex), HEX);
    assert_int_equal(strspn(hex, "0123456789abcdef"), HEX);
    memcpy(to, hex, HEX + 1);
}

/* zhangmin with a PIN, signed in at 09:00 from window 3. */
static void open_signed_in(struct home *h)
{
    home_open(h, true);
    h->at = "2026-03-02T09:00";
    MUST(h, "zhangmin", "set_pin", NULL, "pin", pin);
    MUST(h, "zhangmin", "sign_in", NULL, "pin", pin, "desk", "d03");
    keep_session(h, first);
}

/* Tells nothing but whether he may.  A query takes the office's time, an act brings its own. */
static void set_time(struct home *h, const char *at)
{
    h->at = at;
    MUST(h, "liuyang", "sign_in", NULL);
}

static int left(const struct home *h)
{
    return atoi(door_reply_get(h->reply, "left"));
}

static void said(void *arg, const char *line)
{
    (void)arg;
    print_error("%s\n", line);
}

static void assert_verified(struct home *h)
{
    uint64_t bad = 1;
    struct fault f;

    assert_int_equal(office_verify(h->office, said, NULL, &bad, &f), RC_OK);
    assert_int_equal(bad, 0);
}

static void reopen(struct home *h)
{
    struct fault f;
    char dir[80];

    office_close(h->office);
    snprintf(dir, sizeof dir, "%s/home", h->dir);
    assert_int_equal(office_open(dir, OFFICE_OWNER, &h->office, &f), RC_OK);
}

/* --- Signing in --- */

static void test_session_is_wanted(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "inbox", NULL); /* no PIN, no session */
    MUST(&h, "zhangmin", "set_pin", NULL, "pin", pin);
    REFUSED(&h, "sign-in", "zhangmin", "inbox", NULL);
    REFUSED(&h, "sign-in", "zhangmin", "register", NULL, "item", "A03", A03_FORM);
    REFUSED(&h, "sign-in", "zhangmin", "check_pin", NULL, "pin", pin);
    REFUSED(&h, "pin-wanted", "zhangmin", "sign_in", NULL);
    REFUSED(&h, "pin-wrong", "zhangmin", "sign_in", NULL, "pin", other);
    assert_int_equal(left(&h), 4);
    assert_string_equal(door_reply_get(h.reply, "session"), "");
    REFUSED(&h, "sign-in", "zhangmin", "inbox", NULL);
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pin, "desk", "d03");
    assert_string_equal(door_reply_get(h.reply, "wrong"), "1");
    assert_string_equal(door_reply_get(h.reply, "last_at"), "");
    keep_session(&h, first);
    MUST(&h, "zhangmin", "inbox", NULL, "session", first);
    REFUSED(&h, "sign-in", "zhangmin", "inbox", NULL);
    REFUSED(&h, "taken", "zhangmin", "inbox", NULL, "session", "0123456789abcdef0123456789abcdef");
    REFUSED(&h, "taken", "zhangmin", "inbox", NULL, "session", "0123");
    MUST(&h, "liuyang", "inbox", NULL); /* others as before */
    MUST(&h, "zhangmin", "sign_out", NULL, "session", first);
    REFUSED(&h, "sign-in", "zhangmin", "inbox", NULL, "session", first);
    h.at = "2026-03-02T10:00";
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pin);
    assert_string_equal(door_reply_get(h.reply, "last_at"), "2026-03-02T09:00:00");
    assert_string_equal(door_reply_get(h.reply, "last_desk"), "d03");
    assert_string_equal(door_reply_get(h.reply, "wrong"), "0");
    assert_string_equal(door_reply_get(h.reply, "took_over"), "");
    assert_verified(&h);
    home_close(&h);
}

static void test_taken_over(void **state)
{
    struct home h;

    (void)state;
    open_signed_in(&h);
    h.at = "2026-03-02T09:05";
    REFUSED(&h, "pin-wrong", "zhangmin", "sign_in", NULL, "pin", other, "desk", "d04");
    MUST(&h, "zhangmin", "inbox", NULL, "session", first); /* nobody took anything */
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pin, "desk", "d04");
    assert_string_equal(door_reply_get(h.reply, "took_over"), "true");
    keep_session(&h, second);
    assert_string_not_equal(first, second);
    REFUSED(&h, "taken", "zhangmin", "inbox", NULL, "session", first);
    assert_non_null(strstr(h.text, "zhangmin"));
    assert_non_null(strstr(h.text, "2026-03-02T09:05"));
    assert_non_null(strstr(h.text, "4号窗"));
    REFUSED(&h, "taken", "zhangmin", "sign_out", NULL, "session", first); /* not the other's */
    MUST(&h, "zhangmin", "inbox", NULL, "session", second);
    home_close(&h);
}

/* A session is a work day at most, however busy. */
static void test_over_after_twelve_hours(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T08:00";
    PUBLISH(&h, "data/hall/hall.yaml", "lock: 10min", "lock: 0");
    MUST(&h, "zhangmin", "set_pin", NULL, "pin", pin);
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pin);
    keep_session(&h, first);
    set_time(&h, "2026-03-02T19:59:59");
    MUST(&h, "zhangmin", "inbox", NULL, "session", first);
    set_time(&h, "2026-03-02T20:00");
    REFUSED(&h, "sign-in", "zhangmin", "inbox", NULL, "session", first);
    REFUSED(&h, "sign-in", "zhangmin", "check_pin", NULL, "session", first, "pin", pin);
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pin);
    home_close(&h);
}

/* --- The lock --- */

static void test_locked_when_idle(void **state)
{
    struct home h;

    (void)state;
    open_signed_in(&h);
    set_time(&h, "2026-03-02T09:05");
    MUST(&h, "zhangmin", "awake", NULL, "session", first);
    set_time(&h, "2026-03-02T09:14");
    MUST(&h, "zhangmin", "inbox", NULL, "session", first, "unattended", "true");
    set_time(&h, "2026-03-02T09:15"); /* ten minutes, not more */
    MUST(&h, "zhangmin", "inbox", NULL, "session", first, "unattended", "true");
    set_time(&h, "2026-03-02T09:15:01");
    REFUSED(&h, "locked", "zhangmin", "inbox", NULL, "session", first);
    REFUSED(&h, "locked", "zhangmin", "awake", NULL, "session", first);
    REFUSED(&h, "locked", "zhangmin", "register", NULL, "session", first, "item", "A03", A03_FORM);
    MUST(&h, "zhangmin", "hall", NULL, "session", first); /* the hall's name is no secret */
    MUST(&h, "zhangmin", "check_pin", NULL, "session", first, "pin", other);
    REFUSED(&h, "locked", "zhangmin", "inbox", NULL, "session", first);
    MUST(&h, "zhangmin", "check_pin", NULL, "session", first, "pin", pin);
    MUST(&h, "zhangmin", "inbox", NULL, "session", first);
    MUST(&h, "sunjing", "absent", NULL, "person", "zhangmin"); /* about him, not by him */
    set_time(&h, "2026-03-02T09:26");
    REFUSED(&h, "locked", "zhangmin", "inbox", NULL, "session", first);
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pin);
    keep_session(&h, second);
    MUST(&h, "zhangmin", "inbox", NULL, "session", second);
    assert_verified(&h);
    home_close(&h);
}

static void test_locked_by_hand(void **state)
{
    struct home h;

    (void)state;
    open_signed_in(&h);
    MUST(&h, "zhangmin", "lock", NULL, "session", first);
    REFUSED(&h, "locked", "zhangmin", "inbox", NULL, "session", first);
    REFUSED(&h, "no-pin", "liuyang", "lock", NULL);
    reopen(&h); /* no kill opens it */
    REFUSED(&h, "locked", "zhangmin", "inbox", NULL, "session", first);
    MUST(&h, "zhangmin", "check_pin", NULL, "session", first, "pin", pin);
    MUST(&h, "zhangmin", "inbox", NULL, "session", first);
    MUST(&h, "zhangmin", "lock", NULL, "session", first);
    MUST(&h, "zhangmin", "sign_out", NULL, "session", first);
    REFUSED(&h, "sign-in", "zhangmin", "inbox", NULL, "session", first);
    home_close(&h);
}

/* Sessions outlive the data process; idle time counts from its start. */
static void test_restart(void **state)
{
    struct home h;

    (void)state;
    open_signed_in(&h);
    set_time(&h, "2026-03-02T09:09");
    reopen(&h);
    MUST(&h, "zhangmin", "inbox", NULL, "session", first, "unattended", "true");
    set_time(&h, "2026-03-02T09:19");
    MUST(&h, "zhangmin", "inbox", NULL, "session", first, "unattended", "true");
    set_time(&h, "2026-03-02T09:19:01");
    REFUSED(&h, "locked", "zhangmin", "inbox", NULL, "session", first);
    home_close(&h);
}

/* --- Wrong PINs --- */

static void wrong_at(struct home *h, const char *at, int more)
{
    h->at = at;
    REFUSED(h, "pin-wrong", "zhangmin", "sign_in", NULL, "pin", other);
    assert_int_equal(left(h), more);
}

/* Five in fifteen minutes; then ten minutes, whatever is typed; never for ever. */
static void test_held(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T08:00";
    MUST(&h, "zhangmin", "set_pin", NULL, "pin", pin);
    wrong_at(&h, "2026-03-02T09:00", 4);
    wrong_at(&h, "2026-03-02T09:04", 3);
    wrong_at(&h, "2026-03-02T09:08", 2);
    wrong_at(&h, "2026-03-02T09:12", 1);
    wrong_at(&h, "2026-03-02T09:15", 1); /* the first is fifteen minutes old */
    wrong_at(&h, "2026-03-02T09:18:59", 0);
    REFUSED(&h, "tries", "zhangmin", "sign_in", NULL, "pin", pin);
    REFUSED(&h, "tries", "zhangmin", "sign_in", NULL);
    h.at = "2026-03-02T09:28:58";
    REFUSED(&h, "tries", "zhangmin", "sign_in", NULL, "pin", pin);
    assert_non_null(strstr(h.text, "2026-03-02T09:28"));
    wrong_at(&h, "2026-03-02T09:28:59", 4); /* and again five */
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pin);
    assert_string_equal(door_reply_get(h.reply, "wrong"), "7");
    keep_session(&h, first);
    for (int i = 4; i >= 0; i--) { /* at the lock the same */
        MUST(&h, "zhangmin", "check_pin", NULL, "session", first, "pin", other);
        assert_int_equal(left(&h), i);
    }
    REFUSED(&h, "tries", "zhangmin", "check_pin", NULL, "session", first, "pin", pin);
    assert_verified(&h);
    home_close(&h);
}

/* Every answer costs one sum, whoever is meant. */
static void test_same_work(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    MUST(&h, "zhangmin", "set_pin", NULL, "pin", pin);
    reckoned = 0;
    REFUSED(&h, "pin-wrong", "zhangmin", "sign_in", NULL, "pin", other);
    assert_int_equal(reckoned, 1);
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pin);
    assert_int_equal(reckoned, 2);
    MUST(&h, "liuyang", "sign_in", NULL, "pin", pin); /* has none */
    assert_int_equal(reckoned, 3);
    REFUSED(&h, "identity", "nobody", "sign_in", NULL, "pin", pin);
    assert_int_equal(reckoned, 4);
    for (int i = 0; i < 5; i++)
        REFUSED(&h, "pin-wrong", "zhangmin", "sign_in", NULL, "pin", other);
    REFUSED(&h, "tries", "zhangmin", "sign_in", NULL, "pin", other);
    assert_int_equal(reckoned, 10);
    home_close(&h);
}

/* --- PINs given, changed, expired --- */

/* A hall of profile mlps3 in which the director has a PIN and a session (first). */
static void open_mlps3(struct home *h)
{
    char once[16];

    home_open(h, true);
    h->at = "2026-03-02T09:00";
    PUBLISH(h, "data/hall/hall.yaml", "profile: open", "profile: mlps3", "lock: 10min", "lock: 0");
    REFUSED(h, "sign-in", "zhoumingyuan", "inbox", NULL);
    REFUSED(h, "no-pin", "zhoumingyuan", "sign_in", NULL);
    MUST(h, "system", "reset_pin", NULL, "person", "zhoumingyuan");
    snprintf(once, sizeof once, "%s", door_reply_get(h->reply, "pin"));
    REFUSED(h, "pin-old", "zhoumingyuan", "sign_in", NULL, "pin", once);
    REFUSED(h, "pin", "zhoumingyuan", "sign_in", NULL, "pin", once, "new_pin", once);
    REFUSED(h, "pin", "zhoumingyuan", "sign_in", NULL, "pin", once, "new_pin", "123456");
    REFUSED(h, "sign-in", "zhoumingyuan", "inbox", NULL);
    MUST(h, "zhoumingyuan", "sign_in", NULL, "pin", once, "new_pin", pin);
    keep_session(h, first);
    REFUSED(h, "pin-wrong", "zhoumingyuan", "sign_in", NULL, "pin", once);
    MUST(h, "zhoumingyuan", "inbox", NULL, "session", first);
}

static void test_given_by_another(void **state)
{
    struct home h;
    char once[16];

    (void)state;
    open_mlps3(&h);
    REFUSED(&h, "duty", "zhoumingyuan", "reset_pin", NULL, "session", first, "person",
            "zhoumingyuan");
    REFUSED(&h, "identity", "zhoumingyuan", "reset_pin", NULL, "session", first, "person",
            "nobody");
    MUST(&h, "zhoumingyuan", "reset_pin", NULL, "session", first, "person", "zhangmin");
    snprintf(once, sizeof once, "%s", door_reply_get(h.reply, "pin"));
    assert_int_equal(strlen(once), 8);
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", once, "new_pin", other);
    keep_session(&h, second);
    REFUSED(&h, "role", "zhangmin", "reset_pin", NULL, "session", second, "person", "liuyang");
    for (int i = 0; i < 5; i++)
        REFUSED(&h, "pin-wrong", "zhangmin", "sign_in", NULL, "pin", "0");
    MUST(&h, "zhoumingyuan", "reset_pin", NULL, "session", first, "person", "zhangmin");
    REFUSED(&h, "sign-in", "zhangmin", "inbox", NULL, "session", second);
    char again[16]; /* forgotten, found by another: no longer held */
    snprintf(again, sizeof again, "%s", door_reply_get(h.reply, "pin"));
    assert_string_not_equal(again, once);
    home_close(&h);
}

static void test_expires(void **state)
{
    struct home h;

    (void)state;
    open_mlps3(&h); /* set on 2 March; 90 days on is 31 May */
    h.at = "2026-05-31T08:59:59";
    MUST(&h, "zhoumingyuan", "sign_in", NULL, "pin", pin);
    h.at = "2026-05-31T09:00";
    REFUSED(&h, "pin-old", "zhoumingyuan", "sign_in", NULL, "pin", pin);
    REFUSED(&h, "pin", "zhoumingyuan", "sign_in", NULL, "pin", pin, "new_pin", pin);
    MUST(&h, "zhoumingyuan", "sign_in", NULL, "pin", pin, "new_pin", other);
    MUST(&h, "zhoumingyuan", "sign_in", NULL, "pin", other);
    assert_verified(&h);
    home_close(&h);
}

static void test_last_five(void **state)
{
    static const char *const pins[] = {"470193", "906417", "480276", "705932", "664801", "337905"};
    struct home h;

    (void)state;
    open_signed_in(&h);
    for (int i = 1; i < 5; i++)
        MUST(&h, "zhangmin", "sign_in", NULL, "pin", pins[i - 1], "new_pin", pins[i]);
    for (int i = 0; i < 5; i++)
        REFUSED(&h, "pin", "zhangmin", "sign_in", NULL, "pin", pins[4], "new_pin", pins[i]);
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pins[4], "new_pin", pins[5]);
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pins[5], "new_pin", pins[0]);
    REFUSED(&h, "pin", "zhangmin", "sign_in", NULL, "pin", pins[0], "new_pin", pins[2]);
    assert_verified(&h);
    home_close(&h);
}

/* --- Typed again --- */

static const char *some_file(void)
{
    static char *text;

    if (!text) text = read_text("data/hall/hall.yaml");
    return text;
}

static bool publishes(struct home *h, const char *session)
{
    return home_do(h, "zhoumingyuan", "publish", NULL, "session", session,
                   "file.data/hall/hall.yaml", some_file(), NULL);
}

static void test_typed_again(void **state)
{
    struct home h;

    (void)state;
    open_mlps3(&h);
    h.at = "2026-03-02T09:05"; /* five minutes after signing in, not more */
    assert_true(publishes(&h, first));
    h.at = "2026-03-02T09:05:01";
    assert_false(publishes(&h, first));
    assert_string_equal(h.code, "reauth");
    MUST(&h, "zhoumingyuan", "inbox", NULL, "session", first); /* the session goes on */
    MUST(&h, "zhoumingyuan", "check_pin", NULL, "session", first, "pin", other);
    assert_false(publishes(&h, first));
    MUST(&h, "zhoumingyuan", "check_pin", NULL, "session", first, "pin", pin);
    assert_true(publishes(&h, first));
    home_close(&h);
}

/* The same request goes again: done once, and with the same answer. */
static void test_same_request_again(void **state)
{
    struct home h;

    (void)state;
    open_signed_in(&h);
    MUST(&h, "zhangmin", "lock", NULL, "session", first);
    REFUSED(&h, "locked", "zhangmin", "absent", NULL, "session", first, "id", "r1");
    MUST(&h, "zhangmin", "check_pin", NULL, "session", first, "pin", pin, "id", "c1");
    MUST(&h, "zhangmin", "set_pin", NULL, "session", first, "pin", other, "id", "r1");
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", other);
    keep_session(&h, second); /* in another session the same request is the same */
    MUST(&h, "zhangmin", "set_pin", NULL, "session", second, "pin", other, "id", "r1");
    REFUSED(&h, "taken", "zhangmin", "set_pin", NULL, "session", first, "pin", other, "id", "r1");
    home_close(&h);
}

static void test_signing_needs_a_pin(void **state)
{
    struct home h;

    (void)state;
    home_open(&h, true);
    h.at = "2026-03-02T09:00";
    PUBLISH(&h, "data/hall/hall.yaml", "choose: true", "choose: true, pin: signing");
    MUST(&h, "zhoumingyuan", "inbox", NULL);
    assert_false(publishes(&h, ""));
    assert_string_equal(h.code, "no-pin");
    home_close(&h);
}

/* --- The kernel's word --- */

static void test_own_account(void **state)
{
    struct home h;
    char with[120];

    (void)state;
    snprintf(with, sizeof with, "name: 张敏, login: %s,", getpwuid(getuid())->pw_name);
    open_signed_in(&h);
    PUBLISH(&h, "data/hall/people.yaml", "name: 张敏,", with);
    REFUSED(&h, "identity", "liuyang", "sign_in", NULL); /* nobody else from there */
    MUST(&h, "zhangmin", "awake", NULL);                 /* the kernel says it is he */
    MUST(&h, "zhangmin", "awake", NULL, "session", first);
    REFUSED(&h, "taken", "zhangmin", "awake", NULL, "session", "0123");
    MUST(&h, "zhangmin", "lock", NULL);
    REFUSED(&h, "locked", "zhangmin", "inbox", NULL); /* but not that he sits there */
    REFUSED(&h, "locked", "", "inbox", NULL);
    MUST(&h, "zhangmin", "sign_out", NULL);
    REFUSED(&h, "sign-in", "zhangmin", "inbox", NULL);
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", pin);
    MUST(&h, "", "inbox", NULL);
    home_close(&h);
}

/* --- Written nowhere --- */

static const char *sought;
static bool seen;

static int look_into(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)ftw;
    if (type != FTW_F || st->st_size == 0) return 0;
    char *all = malloc((size_t)st->st_size);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(read(fd, all, (size_t)st->st_size), st->st_size);
    seen |= memmem(all, (size_t)st->st_size, sought, strlen(sought)) != NULL;
    close(fd);
    free(all);
    return 0;
}

static bool on_disk(const struct home *h, const char *what)
{
    sought = what;
    seen = false;
    assert_int_equal(nftw(h->dir, look_into, 16, FTW_PHYS), 0);
    return seen;
}

static void test_on_no_disk(void **state)
{
    static const char sent[] = "47019388", chosen[] = "90641733";
    struct home h;
    struct fault f;
    unsigned char raw[HEX / 2];

    (void)state;
    open_mlps3(&h);
    MUST(&h, "zhoumingyuan", "reset_pin", NULL, "session", first, "person", "zhangmin", "id", "i1");
    char *once = mem_strdup(door_reply_get(h.reply, "pin"));
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", once, "new_pin", sent, "desk", "d03", "id", "i2");
    REFUSED(&h, "pin-wrong", "zhangmin", "sign_in", NULL, "pin", "36251409", "id", "i3");
    MUST(&h, "zhangmin", "sign_in", NULL, "pin", sent, "id", "i4");
    keep_session(&h, second);
    MUST(&h, "zhangmin", "check_pin", NULL, "session", second, "pin", sent, "id", "i5");
    MUST(&h, "zhangmin", "set_pin", NULL, "session", second, "pin", chosen, "id", "i6");
    assert_int_equal(office_checkpoint(h.office, true, &f), RC_OK);
    assert_true(on_disk(&h, "zhangmin"));
    assert_false(on_disk(&h, once));
    assert_false(on_disk(&h, sent));
    assert_false(on_disk(&h, chosen));
    assert_false(on_disk(&h, "36251409"));
    assert_false(on_disk(&h, second));
    for (size_t i = 0; i < sizeof raw; i++)
        assert_int_equal(sscanf(second + 2 * i, "%2hhx", &raw[i]), 1);
    char token[sizeof raw + 1] = "";
    memcpy(token, raw, sizeof raw);
    if (strlen(token) > 8) assert_false(on_disk(&h, token));
    free(once);
    home_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_session_is_wanted),
        cmocka_unit_test(test_taken_over),
        cmocka_unit_test(test_over_after_twelve_hours),
        cmocka_unit_test(test_locked_when_idle),
        cmocka_unit_test(test_locked_by_hand),
        cmocka_unit_test(test_restart),
        cmocka_unit_test(test_held),
        cmocka_unit_test(test_same_work),
        cmocka_unit_test(test_given_by_another),
        cmocka_unit_test(test_expires),
        cmocka_unit_test(test_last_five),
        cmocka_unit_test(test_typed_again),
        cmocka_unit_test(test_same_request_again),
        cmocka_unit_test(test_signing_needs_a_pin),
        cmocka_unit_test(test_own_account),
        cmocka_unit_test(test_on_no_disk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
