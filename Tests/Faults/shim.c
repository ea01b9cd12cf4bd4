// Breaks the world around a program: preloaded, it makes the n-th call of some kinds fail, or kills the process before it, or
// lets the process wait there until the disk has been copied.
//
// FAULTS_CONTROL names a file of one struct control that all processes of a run map: `world.py` writes it and reads what
// happened.
// Workers get a clean environment, so the driver preloads this by /etc/ld.so.preload in a mount namespace of its own, where
// the file is found by the path that was compiled in (-DCONTROL="…").
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { WRITE, SYNC, RENAME, OPEN, MAP, FOLDER, LINK, READ, REMOVE, LIST, NEXT, STAT, KINDS };
enum { FAIL_ONCE, FAIL_FROM_THEN_ON, HALF, KILL, WAIT };

struct control {
    volatile int armed;
    int kinds, error, manner;  // kinds: a bit each
    long at;
    _Atomic long seen;  // calls of these kinds on files below `root`
    _Atomic int fired;
    char root[512], where[256];
    _Atomic long counts[KINDS];
};

static struct control *control;

__attribute__((constructor)) static void find(void) {
    const char *path = getenv("FAULTS_CONTROL");
#ifdef CONTROL
    if (!path) path = CONTROL;
#endif
    if (!path) return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
    if (file < 0) return;
    void *map = (void *)syscall(SYS_mmap, 0, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    syscall(SYS_close, file);
    if (map != MAP_FAILED) control = map;
}

static int is_below_root(const char *path) {
    char here[1024] = "";
    if (path[0] != '/') {
        if (syscall(SYS_getcwd, here, sizeof here - 1) < 0) return 0;
        strncat(here, "/", sizeof here - strlen(here) - 1);
    }
    size_t length = strlen(here), wanted = strlen(control->root);
    if (length >= wanted) return strncmp(here, control->root, wanted) == 0;
    return strncmp(here, control->root, length) == 0 && strncmp(path, control->root + length, wanted - length) == 0;
}

// The errno with which this call is to fail; 0: it goes through. -1: half of it goes through.
static int fault(int kind, const char *name, const char *path) {
    if (!control || !control->armed || !(control->kinds & 1 << kind) || !path || !is_below_root(path)) return 0;
    atomic_fetch_add(&control->counts[kind], 1);
    long number = atomic_fetch_add(&control->seen, 1) + 1;
    int is_due = control->at > 0 && (number == control->at || (control->manner == FAIL_FROM_THEN_ON && number > control->at));
    if (!is_due) return 0;
    if (atomic_fetch_add(&control->fired, 1) == 0)
        snprintf(control->where, sizeof control->where, "%s %s", name, path);
    if (control->manner == KILL) kill(getpid(), SIGKILL);
    while (control->manner == WAIT && control->armed) usleep(500);
    if (control->manner == WAIT) return 0;
    return control->manner == HALF ? -1 : control->error;
}

static const char *path_of(int file, char *room, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t count = syscall(SYS_readlinkat, AT_FDCWD, link, room, size - 1);
    if (count < 0) return NULL;
    room[count] = 0;
    return room;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)
#define BY_PATH(kind, name, path, refusal) do { int e = fault(kind, name, path); if (e) { errno = e; return refusal; } } while (0)
#define BY_FILE(kind, name, file) do { char room[1024]; \
    int e = fault(kind, name, path_of(file, room, sizeof room)); if (e > 0) { errno = e; return -1; } } while (0)

// Half of what was asked for is an answer that every caller has to expect.
#define HALVED(kind, name, count) char room[1024]; \
    int e = fault(kind, name, path_of(file, room, sizeof room)); if (e > 0) { errno = e; return -1; } \
    if (e < 0 && count > 1) count /= 2

ssize_t write(int file, const void *bytes, size_t count) { REAL(write); HALVED(WRITE, "write", count); return real(file, bytes, count); }
ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { REAL(pwrite); HALVED(WRITE, "pwrite", count); return real(file, bytes, count, at); }
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) { REAL(pwrite64); HALVED(WRITE, "pwrite", count); return real(file, bytes, count, at); }
ssize_t read(int file, void *bytes, size_t count) { REAL(read); HALVED(READ, "read", count); return real(file, bytes, count); }
ssize_t pread(int file, void *bytes, size_t count, off_t at) { REAL(pread); HALVED(READ, "pread", count); return real(file, bytes, count, at); }
ssize_t pread64(int file, void *bytes, size_t count, off64_t at) { REAL(pread64); HALVED(READ, "pread", count); return real(file, bytes, count, at); }
int fsync(int file) { REAL(fsync); BY_FILE(SYNC, "fsync", file); return real(file); }
int fdatasync(int file) { REAL(fdatasync); BY_FILE(SYNC, "fdatasync", file); return real(file); }
int ftruncate(int file, off_t size) { REAL(ftruncate); BY_FILE(WRITE, "ftruncate", file); return real(file, size); }
int ftruncate64(int file, off64_t size) { REAL(ftruncate64); BY_FILE(WRITE, "ftruncate", file); return real(file, size); }
int rename(const char *from, const char *to) { REAL(rename); BY_PATH(RENAME, "rename", to, -1); return real(from, to); }
int link(const char *from, const char *to) { REAL(link); BY_PATH(LINK, "link", to, -1); return real(from, to); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); BY_PATH(FOLDER, "mkdir", path, -1); return real(path, mode); }
int unlink(const char *path) { REAL(unlink); BY_PATH(REMOVE, "unlink", path, -1); return real(path); }
int rmdir(const char *path) { REAL(rmdir); BY_PATH(REMOVE, "rmdir", path, -1); return real(path); }
char *mkdtemp(char *path) { REAL(mkdtemp); BY_PATH(FOLDER, "mkdtemp", path, NULL); return real(path); }
int mkstemp(char *path) { REAL(mkstemp); BY_PATH(OPEN, "mkstemp", path, -1); return real(path); }
int stat(const char *path, struct stat *facts) { REAL(stat); BY_PATH(STAT, "stat", path, -1); return real(path, facts); }
int lstat(const char *path, struct stat *facts) { REAL(lstat); BY_PATH(STAT, "lstat", path, -1); return real(path, facts); }
int fstat(int file, struct stat *facts) { REAL(fstat); BY_FILE(STAT, "fstat", file); return real(file, facts); }
int access(const char *path, int rights) { REAL(access); BY_PATH(STAT, "access", path, -1); return real(path, rights); }
DIR *opendir(const char *path) { REAL(opendir); BY_PATH(LIST, "opendir", path, NULL); return real(path); }
struct dirent *readdir(DIR *folder) {
    REAL(readdir);
    char room[1024];
    int e = fault(NEXT, "readdir", path_of(dirfd(folder), room, sizeof room));
    if (e) { errno = e; return NULL; }
    return real(folder);
}

#define OPENS(name) int name(const char *path, int flags, ...) { \
    REAL(name); mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); } \
    BY_PATH(OPEN, #name, path, -1); return real(path, flags, mode); }
OPENS(open)
OPENS(open64)

void *mmap(void *at, size_t size, int rights, int flags, int file, off_t offset) {
    REAL(mmap);
    char room[1024];
    int e = file >= 0 ? fault(MAP, "mmap", path_of(file, room, sizeof room)) : 0;
    if (e) { errno = e; return MAP_FAILED; }
    return real(at, size, rights, flags, file, offset);
}
void *mmap64(void *at, size_t size, int rights, int flags, int file, off64_t offset) {
    REAL(mmap64);
    char room[1024];
    int e = file >= 0 ? fault(MAP, "mmap", path_of(file, room, sizeof room)) : 0;
    if (e) { errno = e; return MAP_FAILED; }
    return real(at, size, rights, flags, file, offset);
}
