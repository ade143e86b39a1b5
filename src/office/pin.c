#include "office/pin.h"

#include <argon2.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/day.h"
#include "base/mem.h"

/* RFC 9106: Argon2id; 19 MiB, 2 passes: some 40 ms.  A sealed PIN is MAKE, salt, hash. */
enum { MAKE = 1, SALT = 16, HASH = 32, KEY = 32, DRAWN = 8, PASSES = 2, MEMORY_KIB = 19456 };
static_assert(PIN_SEALED == 1 + SALT + HASH, "sealed");

/* --- What is guessed first --- */

static int number_at(const char *s, int n)
{
    int value = 0;

    while (n-- > 0)
        value = value * 10 + *s++ - '0';
    return value;
}

static bool same_step(const char *pin, size_t n)
{
    int step = pin[1] - pin[0];

    for (size_t i = 2; i < n; i++)
        if (pin[i] - pin[i - 1] != step) return false;
    return abs(step) <= 1;
}

/* 121212, 123123: a group over and over; 112233: each digit as often. */
static bool grouped(const char *pin, size_t n)
{
    for (size_t group = 1; group <= n / 2; group++) {
        bool over = memcmp(pin, pin + group, n - group) == 0, run = group > 1 && n % group == 0;
        for (size_t i = 0; i < n && run; i++)
            run = pin[i] == pin[i - i % group];
        if (over || run) return true;
    }
    return false;
}

/* 1988-10-24, as 19881024 or 881024. */
static bool birthday(const char *pin, size_t n)
{
    if (n != 6 && n != 8) return false;
    int year = n == 8 ? number_at(pin, 4) : 2000 + number_at(pin, 2);
    return year >= 1900 && year < 2100 &&
           day_valid(year, number_at(pin + n - 4, 2), number_at(pin + n - 2, 2));
}

static bool mobile_number(const char *pin, size_t n)
{
    return n == 11 && pin[0] == '1' && pin[1] >= '3';
}

/* Heads of every list of leaked ones: keyboard columns, and digits that sound like words (520,
 * 1314, 5201314: 我爱你一生一世). */
static bool known(const char *pin)
{
    static const char *const list[] = {
        "147258", "258369", "147852", "159357",   "159753",   "741852",  "963852",   "789456",
        "456123", "147896", "123654", "123789",   "100200",   "112358",  "314159",   "520520",
        "521521", "520131", "521131", "131452",   "5201314",  "5211314", "13145200", "168168",
        "666888", "888666", "888168", "12345679", "147258369"};

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(pin, list[i]) == 0) return true;
    return false;
}

enum rc pin_allowed(const char *pin, struct fault *f)
{
    size_t n = strlen(pin);

    if (n < PIN_LEAST || n > PIN_MOST || strspn(pin, "0123456789") != n)
        return fault_set(f, RC_REFUSED, "pin", N_("a PIN is 6 to 12 digits"), NULL);
    if (same_step(pin, n) || grouped(pin, n) || known(pin))
        return fault_set(f, RC_REFUSED, "pin",
                         N_("such a PIN is guessed at once: choose one less regular"), NULL);
    if (birthday(pin, n) || mobile_number(pin, n))
        return fault_set(f, RC_REFUSED, "pin",
                         N_("a date or a telephone number is tried first: choose another PIN"),
                         NULL);
    return RC_OK;
}

/* --- The key --- */

static bool draw(unsigned char *to, size_t n)
{
    return getrandom(to, n, 0) == (ssize_t)n;
}

static enum rc no_random(struct fault *f)
{
    return fault_set(f, RC_FATAL, "pin", N_("the system gives no random numbers"), NULL);
}

static bool read_key(const char *path, unsigned char key[KEY])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool good = fd >= 0 && read(fd, key, KEY) == KEY;

    if (fd >= 0) close(fd);
    return good;
}

/* Whole or not at all, and never over one that is there: link refuses that. */
static bool make_key(const char *path)
{
    unsigned char key[KEY];
    char *fresh = mem_printf("%s.XXXXXX", path);
    int fd = mkostemp(fresh, O_CLOEXEC); /* 0600 */
    bool good = fd >= 0 && draw(key, KEY) && write(fd, key, KEY) == KEY && fsync(fd) == 0;

    good = good && (link(fresh, path) == 0 || errno == EEXIST);
    if (fd >= 0) close(fd);
    if (fd >= 0) unlink(fresh);
    OPENSSL_cleanse(key, KEY);
    free(fresh);
    return good;
}

static enum rc get_key(const char *home, unsigned char key[KEY], struct fault *f)
{
    char *path = mem_printf("%s/pin.key", home);
    bool good =
        read_key(path, key) || (access(path, F_OK) != 0 && make_key(path) && read_key(path, key));
    enum rc rc = RC_OK;

    if (!good)
        rc = fault_set(f, RC_FATAL, "pin", N_("{1} can be neither read nor made: {2}"), path,
                       strerror(errno), NULL);
    free(path);
    return rc;
}

/* --- The hash --- */

static enum rc reckon(const char *home, const char *pin, const unsigned char *salt,
                      unsigned char hash[HASH], struct fault *f)
{
    unsigned char key[KEY];
    enum rc rc = get_key(home, key, f);

    if (rc != RC_OK) return rc;
    argon2_context c = {.out = hash,
                        .outlen = HASH,
                        .pwd = (uint8_t *)(uintptr_t)pin,
                        .pwdlen = (uint32_t)strlen(pin),
                        .salt = (uint8_t *)(uintptr_t)salt,
                        .saltlen = SALT,
                        .secret = key,
                        .secretlen = KEY,
                        .t_cost = PASSES,
                        .m_cost = MEMORY_KIB,
                        .lanes = 1,
                        .threads = 1,
                        .version = ARGON2_VERSION_13};
    int status = argon2id_ctx(&c);
    OPENSSL_cleanse(key, KEY);
    if (status == ARGON2_OK) return RC_OK;
    return fault_set(f, RC_FATAL, "pin", N_("a PIN cannot be reckoned: {1}"),
                     argon2_error_message(status), NULL);
}

enum rc pin_seal(const char *home, const char *pin, const unsigned char *like,
                 unsigned char sealed[PIN_SEALED], struct fault *f)
{
    sealed[0] = MAKE;
    if (like && like[0] == MAKE)
        memcpy(sealed + 1, like + 1, SALT);
    else if (!draw(sealed + 1, SALT))
        return no_random(f);
    return reckon(home, pin, sealed + 1, sealed + 1 + SALT, f);
}

enum rc pin_right(const char *home, const char *pin, const void *sealed, size_t n, bool *right,
                  struct fault *f)
{
    static const unsigned char none[PIN_SEALED];
    bool there = sealed && n == PIN_SEALED && *(const unsigned char *)sealed == MAKE;
    const unsigned char *kept = there ? sealed : none;
    unsigned char hash[HASH];

    *right = false;
    enum rc rc = reckon(home, pin, kept + 1, hash, f);
    if (rc == RC_OK) *right = CRYPTO_memcmp(hash, kept + 1 + SALT, HASH) == 0 && there;
    OPENSSL_cleanse(hash, HASH);
    return rc;
}

enum rc pin_draw(char pin[PIN_TEXT], struct fault *f)
{
    struct fault why;

    do {
        for (size_t i = 0; i < DRAWN;) {
            unsigned char byte;
            if (!draw(&byte, 1)) return no_random(f);
            if (byte < 250) pin[i++] = (char)('0' + byte % 10); /* each digit 25 times */
        }
        pin[DRAWN] = '\0';
    } while (pin_allowed(pin, &why) != RC_OK);
    return RC_OK;
}
