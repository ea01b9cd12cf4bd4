// What can code inside a worker still do? Preloaded into one: when the worker opens its answers, after it is in its bounds,
// everything here is tried once, and a line each is written to worker.txt beside them: `exec no`, `fork YES`.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

static FILE *out;
static void told(const char *what, long result) { fprintf(out, "%s %s\n", what, result >= 0 ? "YES" : "no"); fflush(out); }

static long executes(void) {
    pid_t child = vfork();
    if (child == 0) { execl("/bin/true", "true", (char *)0); _exit(9); }
    if (child < 0) return -1;
    int status = 0;
    waitpid(child, &status, 0);
    return status == 0 ? 0 : -1;
}
static long forks(void) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, 0, 0);
    return child;
}
static long reads_other(pid_t pid) {
    char byte;
    struct iovec here = {&byte, 1}, there = {(void *)0x400000, 1};
    ssize_t count = process_vm_readv(pid, &here, 1, &there, 1, 0);
    return count >= 0 || errno == EFAULT ? 0 : -1;
}
static void *nothing(void *value) { return value; }
static long makes_thread(void) {
    pthread_t thread;
    return pthread_create(&thread, 0, nothing, 0) == 0 ? pthread_join(thread, 0) : -1;
}
static long has_capabilities(void) {
    char text[8192] = {0};
    int file = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/status", O_RDONLY);
    if (read(file, text, sizeof text - 1) < 0) return 0;
    return strstr(text, "CapEff:\t0000000000000000") && strstr(text, "CapPrm:\t0000000000000000") ? -1 : 0;
}
static long limited(int resource) {
    struct rlimit limit;
    getrlimit(resource, &limit);
    return limit.rlim_max == RLIM_INFINITY ? -1 : 0;
}

static void try_all(const char *answers) {
    char path[1024], ring[256] = {0};
    snprintf(path, sizeof path, "%.*s/worker.txt", (int)(strrchr(answers, '/') - answers), answers);
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    out = fdopen(file, "w");
    pid_t parent = getppid();
    told("socket", socket(AF_INET, SOCK_STREAM, 0));
    told("local-socket", socket(AF_UNIX, SOCK_STREAM, 0));
    told("socket-pair", syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, ring));
    told("io_uring", syscall(SYS_io_uring_setup, 8, ring));
    told("exec", executes());
    told("fork", forks());
    told("clone3", syscall(SYS_clone3, ring, 64));
    told("ptrace", ptrace(PTRACE_SEIZE, parent, 0, 0));
    told("process_vm_readv", reads_other(parent));
    told("pidfd", syscall(SYS_pidfd_open, parent, 0));
    told("kill-parent", kill(parent, 0));
    told("kill-all", kill(-1, 0));
    told("tkill", syscall(SYS_tkill, parent, 0));
    told("read-passwd", open("/etc/passwd", O_RDONLY));
    told("read-root", open("/root", O_RDONLY | O_DIRECTORY));
    told("write-tmp", open("/tmp/worker-was-here", O_WRONLY | O_CREAT, 0600));
    told("write-usr", open("/usr/worker-was-here", O_WRONLY | O_CREAT, 0600));
    told("unshare", unshare(0x10000000));  // a user namespace, and with it all capabilities
    told("mount", syscall(SYS_mount, "none", "/mnt", "tmpfs", 0, 0));
    told("bpf", syscall(SYS_bpf, 0, ring, sizeof ring));
    told("perf", syscall(SYS_perf_event_open, ring, 0, -1, -1, 0));
    told("keyring", syscall(SYS_keyctl, 0, -3, 0));
    told("shared-memory", syscall(SYS_shmget, 0, 4096, 01600));
    told("cut-beacon", ftruncate(3, 0));
    told("capabilities", has_capabilities());
    told("limit-files", limited(RLIMIT_FSIZE));
    told("limit-cpu", limited(RLIMIT_CPU));
    told("limit-memory", limited(RLIMIT_AS));
    told("thread", makes_thread());
    told("kill-self", kill(getpid(), 0));
    told("read-libraries", open("/usr/lib", O_RDONLY | O_DIRECTORY));
    snprintf(path, sizeof path, "%.*s/of-its-own", (int)(strrchr(answers, '/') - answers), answers);
    told("write-own", open(path, O_WRONLY | O_CREAT, 0600));
    fprintf(out, "end\n");
    fclose(out);
}

#define OPENS(name) int name(const char *path, int flags, ...) { \
    static __typeof__(name) *real; static int done; \
    if (!real) real = dlsym(RTLD_NEXT, #name); \
    mode_t mode = 0; \
    if (flags & O_CREAT) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); } \
    int file = real(path, flags, mode); \
    if (!done && strstr(path, "answers.jsonl")) { done = 1; try_all(path); } \
    return file; }
OPENS(open)
OPENS(open64)
