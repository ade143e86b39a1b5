#include "hall/shut_in.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Headers of Debian 12 know version 2 of Landlock; later kernels know more rights, which the filter
 * takes away in any case. */
static bool no_paths(void)
{
    const struct landlock_ruleset_attr all = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                             LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                             LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                             LANDLOCK_ACCESS_FS_MAKE_SYM};
    int fd = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);

    if (fd < 0) return errno == ENOSYS || errno == EOPNOTSUPP; /* the filter alone, then */
    bool ok = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
    close(fd);
    return ok;
}

#if defined __x86_64__
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define OUR_ARCH AUDIT_ARCH_AARCH64
#else
#error "shut_in: which AUDIT_ARCH is this?"
#endif

static const unsigned allowed[] = {
    SYS_read,          SYS_write,
    SYS_pread64,       SYS_pwrite64,
    SYS_fsync,         SYS_fdatasync,
    SYS_close,         SYS_recvfrom,
    SYS_sendto,        SYS_recvmsg,
    SYS_sendmsg,       SYS_ppoll,
    SYS_brk,           SYS_munmap,
    SYS_mremap,        SYS_madvise,
    SYS_futex,         SYS_getrandom,
    SYS_getpid,        SYS_gettid,
    SYS_clock_gettime, SYS_clock_nanosleep,
    SYS_rt_sigreturn,  SYS_rt_sigprocmask,
    SYS_exit,          SYS_exit_group,
#ifdef SYS_poll
    SYS_poll,          SYS_time,
#endif
};
enum { ALLOWED = sizeof allowed / sizeof *allowed };

/* Loads a field of struct seccomp_data; arguments are 64 bits, whose low half is first here. */
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define END(what) BPF_STMT(BPF_RET | BPF_K, what)

static bool no_calls(void)
{
    enum { HEAD = 10 };
    struct sock_filter code[HEAD + 2 * ALLOWED + 1] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0),
        END(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        /* memory that is not code */
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 0, 4),
        LOAD(args[2]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
        END(SECCOMP_RET_ERRNO | EPERM),
        END(SECCOMP_RET_ALLOW),
    };
    size_t n = HEAD;

    for (size_t i = 0; i < ALLOWED; i++) {
        code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1);
        code[n++] = (struct sock_filter)END(SECCOMP_RET_ALLOW);
    }
    code[n++] = (struct sock_filter)END(SECCOMP_RET_ERRNO | EPERM);
    const struct sock_fprog program = {(unsigned short)n, code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void close_others(const int *keep, int n)
{
    for (unsigned from = STDERR_FILENO + 1, next; from != 0; from = next + 1) {
        next = ~0u;
        for (int i = 0; i < n; i++)
            if ((unsigned)keep[i] >= from && (unsigned)keep[i] < next) next = (unsigned)keep[i];
        if (next > from) syscall(SYS_close_range, from, next == ~0u ? next : next - 1, 0);
    }
}

bool shut_in(const int *keep, int n)
{
    const struct rlimit none = {0, 0};

    close_others(keep, n);
    setrlimit(RLIMIT_CORE, &none);
    return prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           no_paths() && no_calls();
}
