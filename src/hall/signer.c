#include "hall/signer.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/log.h"
#include "base/mem.h"
#include "door/now.h"
#include "store/disk.h"

enum { ANSWER_MS = 1000, SLOT = 1024 };

/* Two slots, written in turn: whatever happens while one is written, the other is whole. */
struct slot {
    uint64_t turn;
    char text[SEAL_TEXT];
    struct merkle_hash sum; /* of the two */
};

struct signer {
    struct seal_key *key;
    struct seal_bytes public_key;
    int last_fd;
    uint64_t turn;
    struct seal_head last; /* number 0: nothing was signed */
    char text[SEAL_TEXT];
};

/* --- The last head signed --- */

static struct merkle_hash slot_sum(const struct slot *s)
{
    return merkle_digest(MERKLE_SM3, s, offsetof(struct slot, sum));
}

static void read_last(struct signer *s)
{
    for (int i = 0; i < 2; i++) {
        struct slot slot;
        struct seal_head h;
        if (pread(s->last_fd, &slot, sizeof slot, i * SLOT) != sizeof slot) continue;
        struct merkle_hash sum = slot_sum(&slot);
        slot.text[SEAL_TEXT - 1] = '\0';
        if (memcmp(&sum, &slot.sum, sizeof sum) != 0 || slot.turn <= s->turn ||
            !seal_head_parse(slot.text, &h))
            continue;
        s->turn = slot.turn;
        s->last = h;
        memcpy(s->text, slot.text, SEAL_TEXT);
    }
}

static bool keep_last(struct signer *s, const struct seal_head *h, const char text[SEAL_TEXT])
{
    struct slot slot;

    memset(&slot, 0, sizeof slot);
    slot.turn = s->turn + 1;
    memcpy(slot.text, text, SEAL_TEXT);
    slot.sum = slot_sum(&slot);
    if (pwrite(s->last_fd, &slot, sizeof slot, (off_t)(slot.turn % 2 * SLOT)) != sizeof slot ||
        fdatasync(s->last_fd) != 0)
        return false;
    s->turn = slot.turn;
    s->last = *h;
    memcpy(s->text, text, SEAL_TEXT);
    return true;
}

/* --- Answers --- */

static enum sign_word check(const struct signer *s, const struct seal_head *h,
                            const struct sign_request *q)
{
    const struct seal_head *last = &s->last;

    if (!last->number) return SIGN_DONE; /* the first head this folder sees */
    struct merkle_hash prev = merkle_digest(last->kind, s->text, strlen(s->text));
    if (h->size < last->size) return SIGN_SHORTER;
    if (h->kind != last->kind ||
        !merkle_consistent(h->kind, last->size, &last->root, h->size, &h->root, &q->path))
        return SIGN_FORKED;
    if (h->number != last->number + 1 || h->at < last->at ||
        memcmp(&h->prev, &prev, sizeof prev) != 0)
        return SIGN_ORDER;
    return SIGN_DONE;
}

static enum sign_word sign(struct signer *s, const struct sign_request *q, struct sign_reply *r)
{
    char text[SEAL_TEXT] = "";
    struct seal_head h;

    if (!memchr(q->head, '\0', SEAL_TEXT) || !seal_head_parse(q->head, &h)) return SIGN_BAD;
    snprintf(text, sizeof text, "%s", q->head); /* and nothing behind it */
    if (strcmp(text, s->text) != 0) {
        enum sign_word word = check(s, &h, q);
        if (word != SIGN_DONE) return word;
        if (!keep_last(s, &h, text)) return SIGN_FAILED;
    }
    r->key = s->public_key;
    return seal_key_sign(s->key, text, strlen(text), &r->signature) ? SIGN_DONE : SIGN_FAILED;
}

void signer_answer(struct signer *s, const struct sign_request *q, struct sign_reply *r)
{
    memset(r, 0, sizeof *r);
    r->tag = q->tag;
    if (q->head[0] == '\0')
        r->word = SIGN_LAST;
    else
        r->word = sign(s, q, r);
    memcpy(r->last, s->text, SEAL_TEXT);
    if (r->word > SIGN_LAST)
        log_error("a head was refused (%u): it does not extend number %llu of %llu events",
                  (unsigned)r->word, (unsigned long long)s->last.number,
                  (unsigned long long)s->last.size);
}

/* --- Its folder --- */

static bool has(const char *folder, const char *name)
{
    char *path = mem_printf("%s/%s", folder, name);
    bool yes = access(path, F_OK) == 0;

    free(path);
    return yes;
}

/* An account of its own: the folder's owner, when the service is started by root. */
static bool become_owner(const char *folder)
{
    struct stat st;

    if (stat(folder, &st) != 0) return false;
    if (geteuid() != 0 || st.st_uid == 0) return true;
    return setgroups(0, NULL) == 0 && setresgid(st.st_gid, st.st_gid, st.st_gid) == 0 &&
           setresuid(st.st_uid, st.st_uid, st.st_uid) == 0;
}

static struct seal_key *open_key(const char *folder)
{
    char *path = mem_printf("%s/key.pem", folder), *pub = mem_printf("%s/pub.pem", folder);
    struct seal_key *k = NULL;

    if (has(folder, "key.pem"))
        k = seal_key_read(path);
    else if (has(folder, "pub.pem") || has(folder, "last"))
        log_error("%s: the key is gone; doc/operator.md says what to do", path);
    else if ((k = seal_key_make()) && !seal_key_write(k, path))
        log_error("%s: %s", path, strerror(errno));
    if (k && !has(folder, "pub.pem") && !seal_key_write_public(k, pub))
        log_error("%s: %s", pub, strerror(errno));
    free(path);
    free(pub);
    return k;
}

struct signer *signer_open(const char *folder)
{
    struct signer *s = mem_alloc(sizeof *s);

    s->last_fd = -1;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) log_error("%s: %s", folder, strerror(errno));
    char *place = realpath(folder, NULL); /* a link to where that account can go */
    if (place && become_owner(place) && (s->key = open_key(place))) {
        char *path = mem_printf("%s/last", place);
        s->last_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        free(path);
        if (disk_sync(place) != 0) log_warn("%s: not on disk yet", place);
    }
    free(place);
    if (s->last_fd >= 0) {
        seal_key_public(s->key, &s->public_key);
        read_last(s);
        return s;
    }
    log_error("%s: the journal's heads cannot be signed: %s", folder, strerror(errno));
    signer_close(s);
    return NULL;
}

void signer_close(struct signer *s)
{
    if (s->last_fd >= 0) close(s->last_fd);
    seal_key_free(s->key);
    free(s);
}

/* --- The process --- */

/* Whatever the library fetches or opens when it signs for the first time, it does now. */
static bool warm_up(const struct signer *s)
{
    struct seal_bytes signature;
    struct merkle_hash h = merkle_digest(MERKLE_SHA256, "", 0);

    return seal_key_sign(s->key, &h, sizeof h, &signature);
}

static void serve(struct signer *s, int fd)
{
    struct sign_request q;
    struct sign_reply r;
    ssize_t n;

    while ((n = recv(fd, &q, sizeof q, 0)) > 0 || (n < 0 && errno == EINTR)) {
        if (n != sizeof q) continue;
        signer_answer(s, &q, &r);
        if (send(fd, &r, sizeof r, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) log_warn("no answer sent");
    }
}

/* Without its filter it does not work; without Landlock (the kernel's matter) the filter alone
 * keeps it from every file. */
static bool shut_in(const struct signer *s, int line_fd)
{
    const int keep[] = {line_fd, s->last_fd, log_fd()};

    confine_descriptors(keep, sizeof keep / sizeof *keep);
    confine_memory();
    confine_files(NULL, 0);
    return confine_calls(CONFINE_SIGNER) || confine_nothing;
}

int signer_process(const char *folder, int line_fd)
{
    prctl(PR_SET_NAME, "yichuang-signer");
    struct signer *s = signer_open(folder);

    if (!s) return 1;
    if (!warm_up(s) || !shut_in(s, line_fd)) {
        log_error("the signer cannot be shut in: %s", strerror(errno));
        return 1;
    }
    serve(s, line_fd);
    return 0;
}

/* --- The other side --- */

/* An answer to an earlier question may still be there: its process died, or it came too late. */
bool signer_call(void *line_fd, const struct sign_request *q, struct sign_reply *r)
{
    int fd = *(const int *)line_fd;
    int64_t until = now_ms() + ANSWER_MS, left;

    if (send(fd, q, sizeof *q, MSG_DONTWAIT | MSG_NOSIGNAL) != sizeof *q) return false;
    while ((left = until - now_ms()) > 0) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, (int)left) <= 0) continue;
        if (recv(fd, r, sizeof *r, MSG_DONTWAIT) == sizeof *r && r->tag == q->tag) return true;
    }
    return false;
}
