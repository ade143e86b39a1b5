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

#include "base/mem.h"
#include "store/crc32c.h"

/* RFC 9106: Argon2id; 19 MiB, 2 passes: some 40 ms.  A sealed PIN is MAKE, salt, hash. */
enum { MAKE = 1, SALT = 16, HASH = 32, KEY = 32, SUM = 4, PASSES = 2, MEMORY_KIB = 19456 };
static_assert(PIN_SEALED == 1 + SALT + HASH, "sealed");

enum rc pin_allowed(const char *pin, struct fault *f)
{
    size_t n = strlen(pin);
    bool same = true, row = true;

    if (n < PIN_LEAST || n > PIN_MOST || strspn(pin, "0123456789") != n)
        return fault_set(f, RC_REFUSED, "pin", N_("a PIN is 6 to 12 digits"), NULL);
    for (size_t i = 1; i < n; i++) {
        same &= pin[i] == pin[0];
        row &= pin[i] - pin[i - 1] == pin[1] - pin[0] && abs(pin[1] - pin[0]) == 1;
    }
    if (same || row)
        return fault_set(f, RC_REFUSED, "pin",
                         N_("such a PIN is guessed at once: choose one less regular"), NULL);
    return RC_OK;
}

/* --- The key --- */

static bool draw(unsigned char *to, size_t n)
{
    return getrandom(to, n, 0) == (ssize_t)n;
}

/* The key and a sum of it: with a changed key every PIN would be wrong, and nobody would know why.
 * The first versions wrote no sum. */
static bool read_key(const char *path, unsigned char key[KEY])
{
    unsigned char kept[KEY + SUM + 1];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t n = fd >= 0 ? read(fd, kept, sizeof kept) : -1;
    uint32_t sum = store_crc32c(0, kept, KEY);
    bool whole = n == KEY || (n == KEY + SUM && memcmp(kept + KEY, &sum, SUM) == 0);

    if (fd >= 0) close(fd);
    if (whole) memcpy(key, kept, KEY);
    if (n >= 0 && !whole) errno = EBADMSG;
    OPENSSL_cleanse(kept, sizeof kept);
    return whole;
}

/* Whole or not at all, and never over one that is there: link refuses that. */
static bool make_key(const char *path)
{
    unsigned char key[KEY + SUM];
    char *fresh = mem_printf("%s.XXXXXX", path);
    int fd = mkostemp(fresh, O_CLOEXEC); /* 0600 */
    bool good = fd >= 0 && draw(key, KEY);
    uint32_t sum = good ? store_crc32c(0, key, KEY) : 0;

    memcpy(key + KEY, &sum, SUM);
    good = good && write(fd, key, sizeof key) == sizeof key && fsync(fd) == 0;

    good = good && (link(fresh, path) == 0 || errno == EEXIST);
    if (fd >= 0) close(fd);
    if (fd >= 0) unlink(fresh);
    OPENSSL_cleanse(key, sizeof key);
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

enum rc pin_seal(const char *home, const char *pin, unsigned char sealed[PIN_SEALED],
                 struct fault *f)
{
    sealed[0] = MAKE;
    if (!draw(sealed + 1, SALT))
        return fault_set(f, RC_FATAL, "pin", N_("the system gives no random numbers"), NULL);
    return reckon(home, pin, sealed + 1, sealed + 1 + SALT, f);
}

enum rc pin_right(const char *home, const char *pin, const void *sealed, size_t n, bool *right,
                  struct fault *f)
{
    const unsigned char *kept = sealed;
    unsigned char hash[HASH];

    *right = false;
    if (n != PIN_SEALED || kept[0] != MAKE) return RC_OK;
    enum rc rc = reckon(home, pin, kept + 1, hash, f);
    if (rc == RC_OK) *right = CRYPTO_memcmp(hash, kept + 1 + SALT, HASH) == 0;
    OPENSSL_cleanse(hash, HASH);
    return rc;
}
