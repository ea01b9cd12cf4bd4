#define _GNU_SOURCE

#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// MARK: What the kernel handed over

static int argument_count;
static char **arguments;

// glibc gives constructors what main gets.
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    argument_count = count;
    arguments = values;
}

char *const *sandbox_arguments(int *count) {
    *count = argument_count;
    return arguments;
}

const char *sandbox_executable(void) { return (const char *)getauxval(AT_EXECFN); }

// MARK: Bounds

int sandbox_die_with_parent(int parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return -1;
    return getppid() == parent ? 0 : 1;
}

int sandbox_hide(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

bool sandbox_has_seccomp(void) { return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0; }

void sandbox_keep_memory(int bytes) {
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, bytes);
}

static int set_capabilities(uint64_t effective, uint64_t permitted) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {
        {(uint32_t)effective, (uint32_t)permitted, 0},
        {(uint32_t)(effective >> 32), (uint32_t)(permitted >> 32), 0},
    };
    return (int)syscall(SYS_capset, &header, data);
}

int sandbox_drop_capabilities(const char *const *paths, int count) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct now[2];
    if (syscall(SYS_capget, &header, now) != 0) return -1;
    uint64_t held = (uint64_t)now[1].permitted << 32 | now[0].permitted;
    // Not needed to be held: what is not in the bounding set cannot come back by exec. EPERM for who has none anyway.
    for (int one = 0; one < 64; one++) prctl(PR_CAPBSET_DROP, one, 0, 0, 0);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (set_capabilities(0, held) != 0) return -1;
    uint64_t kept = 0;
    for (int at = 0; at < count && kept == 0; at++)
        if (faccessat(AT_FDCWD, paths[at], R_OK, AT_EACCESS) != 0 && errno == EACCES)
            kept = held & (1ull << CAP_DAC_READ_SEARCH | 1ull << CAP_DAC_OVERRIDE);
    if (set_capabilities(kept, kept) != 0) return -1;
    return kept == 0 ? 0 : 1;
}

#if defined(__x86_64__)
// Calls of the x32 ABI have the architecture of x86-64 and this bit in their number.
#define X32_BIT 0x40000000
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#endif

// The same numbers on every architecture; older headers do not have them.
#define NR_PIDFD_SEND_SIGNAL 424
#define NR_IO_URING_SETUP 425
#define NR_IO_URING_ENTER 426
#define NR_IO_URING_REGISTER 427
#define NR_OPEN_TREE 428
#define NR_MOVE_MOUNT 429
#define NR_FSOPEN 430
#define NR_FSMOUNT 432
#define NR_FSPICK 433
#define NR_PIDFD_OPEN 434
#define NR_CLONE3 435
#define NR_PIDFD_GETFD 438
#define NR_PROCESS_MADVISE 440
#define NR_MOUNT_SETATTR 442
#define NR_LANDLOCK_CREATE 444
#define NR_LANDLOCK_ADD 445
#define NR_LANDLOCK_RESTRICT 446

#define SHARED_FILE 3

#define REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define DENY(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), REFUSE
// The low half of an argument, which is all of a process id, a flag word or a descriptor.
#define LOAD_ARGUMENT(n) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * (n))
// Refuses `number` unless its first argument is `value`: a signal to this process itself is its own affair.
#define ONLY_FOR(number, value) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 4), LOAD_ARGUMENT(0), \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 1, 0), REFUSE, ALLOW

static int install(struct sock_filter *program, size_t count) {
    struct sock_fprog filter = {(unsigned short)count, program};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}

int sandbox_forbid_network(void) {
#ifdef NATIVE_ARCH
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        DENY(__NR_socket), DENY(__NR_socketpair), DENY(__NR_connect), DENY(__NR_bind), DENY(__NR_listen),
        DENY(__NR_accept), DENY(__NR_accept4),
        ALLOW,
    };
    return install(program, sizeof program / sizeof program[0]);
#else
    return -1;
#endif
}

int sandbox_forbid_others(void) {
#ifdef NATIVE_ARCH
    uint32_t own = (uint32_t)getpid();
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef X32_BIT
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        DENY(__NR_fork), DENY(__NR_vfork),
#endif
        // Programs and processes. Threads are this process; glibc goes back to clone where there is no clone3.
        DENY(__NR_execve), DENY(__NR_execveat),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NR_CLONE3, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4), LOAD_ARGUMENT(0),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0), REFUSE, ALLOW,
        // Others: their memory, their descriptors, their end.
        DENY(__NR_ptrace), DENY(__NR_process_vm_readv), DENY(__NR_process_vm_writev), DENY(__NR_kcmp),
        DENY(NR_PIDFD_OPEN), DENY(NR_PIDFD_GETFD), DENY(NR_PIDFD_SEND_SIGNAL), DENY(NR_PROCESS_MADVISE),
        DENY(__NR_tkill), DENY(__NR_rt_sigqueueinfo), DENY(__NR_rt_tgsigqueueinfo),
        ONLY_FOR(__NR_kill, own), ONLY_FOR(__NR_tgkill, own),
        // The supervisor has this file mapped: made shorter, it would be a deadly signal there.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_ftruncate, 0, 4), LOAD_ARGUMENT(0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SHARED_FILE, 0, 1), REFUSE, ALLOW,
        // System V memory, queues and semaphores belong to everybody of this user.
        DENY(__NR_shmget), DENY(__NR_shmat), DENY(__NR_msgget), DENY(__NR_semget), DENY(__NR_mq_open),
        // Ways around: io_uring makes calls that no filter sees, the rest are large and rarely tested by others.
        DENY(NR_IO_URING_SETUP), DENY(NR_IO_URING_ENTER), DENY(NR_IO_URING_REGISTER), DENY(__NR_bpf),
        DENY(__NR_perf_event_open), DENY(__NR_userfaultfd), DENY(__NR_add_key), DENY(__NR_request_key), DENY(__NR_keyctl),
        DENY(__NR_fanotify_init), DENY(__NR_name_to_handle_at), DENY(__NR_open_by_handle_at),
        // The system itself.
        DENY(__NR_unshare), DENY(__NR_setns), DENY(__NR_mount), DENY(__NR_umount2), DENY(__NR_pivot_root),
        DENY(__NR_chroot), DENY(NR_OPEN_TREE), DENY(NR_MOVE_MOUNT), DENY(NR_FSOPEN), DENY(NR_FSMOUNT), DENY(NR_FSPICK),
        DENY(NR_MOUNT_SETATTR), DENY(__NR_swapon), DENY(__NR_swapoff), DENY(__NR_reboot), DENY(__NR_kexec_load),
        DENY(__NR_init_module), DENY(__NR_finit_module), DENY(__NR_delete_module), DENY(__NR_settimeofday),
        DENY(__NR_clock_settime), DENY(__NR_adjtimex), DENY(__NR_quotactl), DENY(__NR_acct),
        ALLOW,
    };
    return install(program, sizeof program / sizeof program[0]);
#else
    return -1;
#endif
}

// MARK: Files

// Of the kernel's interface (linux/landlock.h); Debian 12's header ends before the later ones.
#define ACCESS_TRUNCATE (1ULL << 14)
#define ACCESS_IOCTL_DEVICE (1ULL << 15)

struct ruleset {
    uint64_t files, network, scoped;
};

int sandbox_landlock(void) {
    long version = syscall(NR_LANDLOCK_CREATE, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return version < 0 ? 0 : (int)version;
}

static uint64_t known_accesses(int version) {
    uint64_t known = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;  // the first version has all up to this one
    if (version >= 2) known |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3) known |= ACCESS_TRUNCATE;
    if (version >= 5) known |= ACCESS_IOCTL_DEVICE;
    return known;
}

static int allow(int ruleset, const char *path, uint64_t accesses) {
    struct stat status;
    int file = open(path, O_PATH | O_CLOEXEC);
    // What is not there, or not for this user, need not be allowed; what cannot be opened just now would be missing later.
    if (file < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES || errno == ELOOP || errno == ENAMETOOLONG ? 0 : -1;
    // Rights of folders are refused by the kernel for files.
    if (fstat(file, &status) == 0 && !S_ISDIR(status.st_mode))
        accesses &= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | ACCESS_TRUNCATE
            | ACCESS_IOCTL_DEVICE;
    struct landlock_path_beneath_attr rule = {accesses, file};
    int code = (int)syscall(NR_LANDLOCK_ADD, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(file);
    return code;
}

int sandbox_confine(const char *const *reading, int readings, const char *const *writing, int writings) {
    int version = sandbox_landlock();
    if (version == 0) {
        errno = ENOSYS;
        return -1;
    }
    uint64_t known = known_accesses(version);
    // Version 4 knows TCP, version 6 signals and abstract sockets to processes outside.
    struct ruleset rules = {known, version >= 4 ? 3 : 0, version >= 6 ? 3 : 0};
    size_t size = version >= 6 ? sizeof rules : version >= 4 ? offsetof(struct ruleset, scoped) : sizeof rules.files;
    int ruleset = (int)syscall(NR_LANDLOCK_CREATE, &rules, size, 0);
    if (ruleset < 0) return -1;
    int code = 0;
    uint64_t read = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    // Files and folders of one's own; no links, devices, sockets or programs.
    uint64_t write = known
        & (read | LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE | LANDLOCK_ACCESS_FS_REMOVE_FILE
            | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR);
    for (int at = 0; at < readings && code == 0; at++) code = allow(ruleset, reading[at], read);
    for (int at = 0; at < writings && code == 0; at++) code = allow(ruleset, writing[at], write);
    if (code == 0) code = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (code == 0) code = (int)syscall(NR_LANDLOCK_RESTRICT, ruleset, 0);
    int error = errno;
    close(ruleset);
    errno = error;
    return code;
}
