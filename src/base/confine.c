#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* --- Files --- */

/* As the kernel's interface has them; the headers of the system may be older than its kernel. */
enum {
    FS_FIRST = 13, /* rights known to the first version; 2 added REFER, 3 TRUNCATE, 5 IOCTL_DEV */
    REFER = 1 << 13,
    TRUNCATE = 1 << 14,
    NET_TCP = 3,  /* bind and connect: version 4 */
    SCOPE_ALL = 3 /* abstract sockets and signals: version 6 */
};
struct ruleset {
    uint64_t fs, net, scoped;
};
enum {
    READ_FILE = LANDLOCK_ACCESS_FS_READ_FILE,
    READ = READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    WRITE_FILE = READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE,
    CHANGE = READ | WRITE_FILE | REFER | LANDLOCK_ACCESS_FS_REMOVE_DIR |
             LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
             LANDLOCK_ACCESS_FS_MAKE_REG
};

static uint64_t rights_known(int version)
{
    return (1u << FS_FIRST) - 1 + (version >= 2 ? REFER : 0) + (version >= 3 ? TRUNCATE : 0);
}

/* A path that is not there gives nothing away. */
static bool allow(int ruleset, const struct confine_path *p, uint64_t known)
{
    struct landlock_path_beneath_attr rule = {0};
    struct stat st;
    int fd = p->path ? open(p->path, O_PATH | O_CLOEXEC) : -1;

    if (fd < 0 || fstat(fd, &st) != 0) return fd < 0;
    uint64_t file = p->right == CONFINE_READ ? READ_FILE : WRITE_FILE;
    uint64_t folder = p->right == CONFINE_READ ? READ : CHANGE;
    rule.allowed_access = (S_ISDIR(st.st_mode) ? folder : file) & known;
    rule.parent_fd = fd;
    bool good = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(fd);
    return good;
}

bool confine_files(const struct confine_path *allowed, size_t n)
{
    long version =
        SANITIZED ? 0
                  : syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1) return false;

    struct ruleset all = {.fs = rights_known((int)version),
                          .net = version >= 4 ? NET_TCP : 0,
                          .scoped = version >= 6 ? SCOPE_ALL : 0};
    size_t size = version >= 6 ? sizeof all : version >= 4 ? 16 : 8;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    bool good = ruleset >= 0;
    for (size_t i = 0; good && i < n; i++)
        good = allow(ruleset, &allowed[i], all.fs);
    good = good && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    if (ruleset >= 0) close(ruleset);
    return good;
}

/* --- Memory --- */

void confine_memory(void)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    if (!SANITIZED) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* a leak check looks from outside */
}

/* --- Calls --- */

/* What libc, iconv, gettext, ncurses and our own code do on a terminal. */
static const int terminal_calls[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(close_range),
    SCMP_SYS(fstat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),
    SCMP_SYS(getdents64),
    SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(rename),
    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),
    SCMP_SYS(ftruncate),
    SCMP_SYS(fsync),
    SCMP_SYS(fdatasync),
    SCMP_SYS(flock),
    SCMP_SYS(fcntl),
    SCMP_SYS(dup),
    SCMP_SYS(dup2),
    SCMP_SYS(dup3),
    SCMP_SYS(pipe2),
    SCMP_SYS(memfd_create),
    SCMP_SYS(eventfd2),
    SCMP_SYS(signalfd4),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    SCMP_SYS(connect),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmsg),
    SCMP_SYS(shutdown),
    SCMP_SYS(getsockopt),
    SCMP_SYS(setsockopt),
    SCMP_SYS(getsockname),
    SCMP_SYS(getpeername),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigpending),
    SCMP_SYS(rt_sigtimedwait),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(tgkill),
    SCMP_SYS(pause),
    SCMP_SYS(alarm),
    SCMP_SYS(setitimer),
    SCMP_SYS(getitimer),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(times),
    SCMP_SYS(getrusage),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(gettid),
    SCMP_SYS(getpgrp),
    SCMP_SYS(getpgid),
    SCMP_SYS(getsid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(umask),
    SCMP_SYS(sched_yield),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* What no process of ours does once it works, and whoever has taken it over would like to. */
static const int outward_calls[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(kcmp),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(swapon),
    SCMP_SYS(reboot),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(clock_adjtime),
    SCMP_SYS(adjtimex),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    SCMP_SYS(setuid),
    SCMP_SYS(setgid),
    SCMP_SYS(setreuid),
    SCMP_SYS(setresuid),
    SCMP_SYS(personality),
    SCMP_SYS(io_uring_setup),
};

/* Keys pushed into a terminal are typed by nobody: into our own, or one we were given. */
static const uint64_t pushing_ioctls[] = {TIOCSTI, TIOCLINUX, TIOCSCTTY, TIOCCONS};
static const uint64_t terminal_ioctls[] = {TCGETS, TCSETS, TCSETSW,  TCSETSF,  TIOCGWINSZ, TCFLSH,
                                           TCSBRK, TCXONC, FIONREAD, TIOCOUTQ, TIOCGPGRP};

#define LENGTH(list) (sizeof(list) / sizeof *(list))

static int allow_terminal(scmp_filter_ctx f)
{
    int err =
        seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, AF_UNIX, 0));

    for (size_t i = 0; !err && i < LENGTH(terminal_calls); i++)
        err = seccomp_rule_add(f, SCMP_ACT_ALLOW, terminal_calls[i], 0);
    for (size_t i = 0; !err && i < LENGTH(terminal_ioctls); i++)
        err = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                               SCMP_A1(SCMP_CMP_EQ, terminal_ioctls[i], 0));
    return err;
}

/* The kernel looks at the low half of an ioctl's number only, and so must we. */
static int refuse_outward(scmp_filter_ctx f)
{
    int err = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1,
                               SCMP_A0(SCMP_CMP_NE, AF_UNIX, 0));

    for (size_t i = 0; !err && i < LENGTH(outward_calls); i++)
        err = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), outward_calls[i], 0);
    for (size_t i = 0; !err && i < LENGTH(pushing_ioctls); i++)
        err = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                               SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX, pushing_ioctls[i]));
    return err;
}

bool confine_calls(enum confine_calls which)
{
    bool terminal = which == CONFINE_TERMINAL;
    scmp_filter_ctx f =
        SANITIZED ? NULL : seccomp_init(terminal ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_ALLOW);

    if (!f) return false;
    int err = terminal ? allow_terminal(f) : refuse_outward(f);
    if (!err) err = seccomp_load(f);
    seccomp_release(f);
    return !err;
}
