/* The signer: what it signs and refuses, what it remembers, and that it can do nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/confine.h"
#include "hall/signer.h"

static char folder[64];

static int new_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/yc-signer-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int end_folder(void **state)
{
    char cmd[96];

    (void)state;
    snprintf(cmd, sizeof cmd, "rm -rf %s", folder);
    return system(cmd);
}

static char *in_folder(const char *name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

/* --- A log whose leaves we know --- */

enum { LEAVES = 300 };
static struct merkle_hash leaves[LEAVES];

static enum rc node(void *arg, unsigned level, uint64_t index, struct merkle_hash *out,
                    struct fault *f)
{
    struct merkle_hash right;

    if (level == 0) {
        *out = leaves[index];
        return RC_OK;
    }
    enum rc rc = node(arg, level - 1, 2 * index, out, f);
    if (rc == RC_OK) rc = node(arg, level - 1, 2 * index + 1, &right, f);
    *out = merkle_node(MERKLE_SM3, out, &right);
    return rc;
}

static const struct merkle_source source = {MERKLE_SM3, node, NULL};

/* salt: another one is another log from leaf 100 on. */
static void fill(int salt)
{
    for (int i = 0; i < LEAVES; i++) {
        int both[2] = {i, i >= 100 ? salt : 0};
        leaves[i] = merkle_leaf(MERKLE_SM3, both, sizeof both);
    }
}

static struct seal_head head_of(uint64_t number, uint64_t size, const char *prev)
{
    struct seal_head h = {
        .number = number, .size = size, .kind = MERKLE_SM3, .at = 1795530605 + (int64_t)number};
    struct fault f;

    assert_int_equal(merkle_root_of(&source, size, &h.root, &f), RC_OK);
    if (prev) h.prev = merkle_digest(MERKLE_SM3, prev, strlen(prev));
    return h;
}

static enum sign_word ask(struct signer *s, const struct seal_head *h, uint64_t from,
                          struct sign_request *q, struct sign_reply *r)
{
    struct fault f;

    memset(q, 0, sizeof *q);
    q->tag = (uint64_t)rand();
    seal_head_text(h, q->head);
    if (from) assert_int_equal(merkle_consistency(&source, from, h->size, &q->path, &f), RC_OK);
    signer_answer(s, q, r);
    assert_int_equal(r->tag, q->tag);
    if (r->word == SIGN_DONE)
        assert_true(seal_key_verify(r->key.b, r->key.n, q->head, strlen(q->head), r->signature.b,
                                    r->signature.n));
    else
        assert_int_equal(r->signature.n, 0);
    return (enum sign_word)r->word;
}

/* --- Tests --- */

static void signs_only_what_extends(void **state)
{
    struct signer *s = signer_open(folder);
    struct sign_request q;
    struct sign_reply r;
    char first[SEAL_TEXT], second[SEAL_TEXT];

    (void)state;
    assert_non_null(s);
    fill(0);
    struct seal_head h1 = head_of(1, 150, NULL);
    assert_int_equal(ask(s, &h1, 0, &q, &r), SIGN_DONE);
    strcpy(first, q.head);
    assert_string_equal(r.last, first);
    assert_int_equal(ask(s, &h1, 0, &q, &r), SIGN_DONE); /* what came of it was lost */

    struct seal_head h2 = head_of(2, 290, first);
    struct seal_head bad = head_of(2, 120, first);
    assert_int_equal(ask(s, &bad, 0, &q, &r), SIGN_SHORTER);
    assert_int_equal(ask(s, &h2, 0, &q, &r), SIGN_FORKED); /* no proof */
    assert_int_equal(ask(s, &h2, 140, &q, &r), SIGN_FORKED);
    bad = head_of(3, 290, first);
    assert_int_equal(ask(s, &bad, 150, &q, &r), SIGN_ORDER);
    bad = head_of(2, 290, "another head");
    assert_int_equal(ask(s, &bad, 150, &q, &r), SIGN_ORDER);
    bad = h2;
    bad.at = h1.at - 1;
    assert_int_equal(ask(s, &bad, 150, &q, &r), SIGN_ORDER);
    bad = h2;
    bad.kind = MERKLE_SHA256;
    assert_int_equal(ask(s, &bad, 150, &q, &r), SIGN_FORKED);
    fill(1); /* leaf 100 was rewritten; root and proof are right for the new log */
    bad = head_of(2, 290, first);
    assert_int_equal(ask(s, &bad, 150, &q, &r), SIGN_FORKED);
    bad = head_of(1, 150, NULL);
    assert_int_equal(ask(s, &bad, 0, &q, &r), SIGN_FORKED);
    fill(0);
    assert_string_equal(r.last, first);
    assert_int_equal(ask(s, &h2, 150, &q, &r), SIGN_DONE);
    strcpy(second, q.head);

    memset(&q, 0, sizeof q);
    memset(q.head, 'x', sizeof q.head);
    signer_answer(s, &q, &r);
    assert_int_equal(r.word, SIGN_BAD);
    memset(&q, 0, sizeof q);
    strcpy(q.head, second);
    q.path.n = 4000000000u; /* a length that is none */
    q.head[strlen(second) - 2] ^= 1;
    signer_answer(s, &q, &r);
    assert_int_not_equal(r.word, SIGN_DONE);
    signer_close(s);
}

static void remembers(void **state)
{
    struct signer *s = signer_open(folder);
    struct sign_request q;
    struct sign_reply r;
    char last[SEAL_TEXT] = "", before[SEAL_TEXT] = "";
    uint64_t from = 0;
    struct stat st;

    (void)state;
    fill(0);
    for (uint64_t n = 1; n <= 20; n++) {
        struct seal_head h = head_of(n, 10 * n, last);
        assert_int_equal(ask(s, &h, from, &q, &r), SIGN_DONE);
        strcpy(before, last);
        strcpy(last, q.head);
        from = h.size;
        signer_close(s);
        s = signer_open(folder);
        memset(&q, 0, sizeof q);
        signer_answer(s, &q, &r);
        assert_int_equal(r.word, SIGN_LAST);
        assert_string_equal(r.last, last);
    }
    signer_close(s);
    assert_int_equal(stat(in_folder("key.pem"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);

    /* A slot torn in the writing: the one before it counts; that head was never given out. */
    int fd = open(in_folder("last"), O_RDWR);
    assert_int_equal(pwrite(fd, "torn", 4, 30), 4); /* the 20th lies in the even slot */
    close(fd);
    s = signer_open(folder);
    memset(&q, 0, sizeof q);
    signer_answer(s, &q, &r);
    assert_string_equal(r.last, before);
    signer_close(s);
}

static void no_new_key_behind_ones_back(void **state)
{
    (void)state;
    signer_close(signer_open(folder));
    unlink(in_folder("key.pem"));
    assert_null(signer_open(folder));
    unlink(in_folder("pub.pem"));
    assert_null(signer_open(folder)); /* what was signed last is known still */
    unlink(in_folder("last"));
    struct signer *s = signer_open(folder);
    assert_non_null(s);
    signer_close(s);
    int fd = open(in_folder("key.pem"), O_WRONLY | O_TRUNC);
    assert_int_equal(write(fd, "no key", 6), 6);
    close(fd);
    assert_null(signer_open(folder));
}

/* --- Shut in: each of these fails with EPERM --- */

static int try_open(void)
{
    return open(in_folder("secret"), O_RDONLY);
}

static int try_create(void)
{
    return open(in_folder("made"), O_WRONLY | O_CREAT, 0600);
}

static int try_folder(void)
{
    return opendir(folder) ? 0 : -1;
}

static int try_rename(void)
{
    return rename(in_folder("secret"), "/tmp/yc-signer-never");
}

static int try_socket(void)
{
    return socket(AF_UNIX, SOCK_SEQPACKET, 0);
}

static int try_fork(void)
{
    return fork();
}

static int try_exec(void)
{
    return execl("/bin/true", "true", NULL);
}

static int try_kill(void)
{
    return kill(getppid(), 0);
}

static int try_trace(void)
{
    return (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static int try_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
               ? -1
               : 0;
}

static int try_stat(void)
{
    struct stat st;

    return stat(in_folder("secret"), &st);
}

static int (*const tries[])(void) = {try_open,   try_create, try_folder, try_rename,
                                     try_socket, try_fork,   try_exec,   try_kill,
                                     try_trace,  try_code,   try_stat};
enum { TRIES = sizeof tries / sizeof *tries };

/* In a child: 0 when every try fails with EPERM and what it has open still works. */
static int prisoner(int line, int other)
{
    char *memory;

    if (try_open() < 0) return 100;
    confine_descriptors(&line, 1);
    confine_memory();
    confine_files(NULL, 0);
    if (!confine_calls(CONFINE_SIGNER)) return 101;
    for (int i = 0; i < TRIES; i++) {
        errno = 0;
        if (tries[i]() >= 0 || errno != EPERM) return i + 1;
    }
    if (fcntl(other, F_GETFD) >= 0) return 50; /* not kept: closed */
    if (!(memory = malloc(4 << 20))) return 51;
    memset(memory, 1, 4 << 20);
    free(memory);
    return write(line, "x", 1) == 1 ? 0 : 52;
}

static void shut_in_for_good(void **state)
{
    if (confine_nothing) skip();
    int pair[2], status, fd = open(in_folder("secret"), O_WRONLY | O_CREAT, 0600);

    (void)state;
    close(fd);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) _exit(prisoner(pair[0], pair[1]));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    close(pair[0]);
    close(pair[1]);
}

/* The whole process: it answers from its cell, and a stale answer is not taken for a new one. */
static void answers_from_its_cell(void **state)
{
    int pair[2], status;
    struct sign_request q = {.tag = 1};
    struct sign_reply r;

    (void)state;
    fill(0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) _exit(signer_process(folder, pair[0]));
    assert_int_equal(send(pair[1], &q, sizeof q, 0), sizeof q); /* and nobody waits for it */
    q.tag = 2;
    struct seal_head h = head_of(1, 7, NULL);
    seal_head_text(&h, q.head);
    while (!signer_call(&pair[1], &q, &r))
        continue;
    assert_int_equal(r.word, SIGN_DONE);
    assert_int_equal(r.tag, 2);
    assert_true(
        seal_key_verify(r.key.b, r.key.n, q.head, strlen(q.head), r.signature.b, r.signature.n));
    for (int i = 0; i < 200; i++) { /* it does not wear out its cell */
        assert_true(signer_call(&pair[1], &q, &r));
        assert_int_equal(r.word, SIGN_DONE);
    }
    assert_int_equal(send(pair[1], "short", 5, 0), 5);
    assert_true(signer_call(&pair[1], &q, &r));
    close(pair[1]);
    close(pair[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

#define in_a_folder(f) cmocka_unit_test_setup_teardown(f, new_folder, end_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(signs_only_what_extends),     in_a_folder(remembers),
        in_a_folder(no_new_key_behind_ones_back), in_a_folder(shut_in_for_good),
        in_a_folder(answers_from_its_cell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
