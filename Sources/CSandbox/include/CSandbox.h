#pragma once

#include <stdbool.h>

// Linux calls that Swift cannot make: prctl and syscall are variadic, a seccomp filter is a table of macros, <malloc.h> and
// <sys/auxv.h> are not in Swift's Glibc module, and only C has constructors.

/// The program's arguments as the kernel handed them to main, `count` of them; valid as long as the process.
char *const *sandbox_arguments(int *count);

/// The path that the kernel was asked to start (`AT_EXECFN`); NULL where it does not say.
const char *sandbox_executable(void);

/// Asks the kernel to kill this process when its parent ends. 0, or -1 with errno where it refuses; 1 where the parent is
/// not `parent`: it has ended already.
int sandbox_die_with_parent(int parent);

/// Keeps other processes of the same user out of this one: no ptrace, no core, no reading of its memory. 0, or -1 with errno.
int sandbox_hide(void);

/// Gives up every capability, for ever. Where one of `paths` can then no longer be read (root reads files of others), only
/// those for reading and writing whatever owner stay. 0, 1 where they stay, -1 with errno.
int sandbox_drop_capabilities(const char *const *paths, int count);

/// Refuses sockets to this process from now on (EACCES). Together with `sandbox_forbid_others`, which refuses the ways
/// around. 0, or -1 with errno where the kernel has no seccomp.
int sandbox_forbid_network(void);

/// Refuses to this process from now on, with EACCES: other programs and processes (exec, fork), the memory, descriptors and
/// signals of others, io_uring, mounts, namespaces and whatever changes the system. A call of another architecture, x32 among
/// them, ends the process. 0, or -1 with errno where the kernel has no seccomp.
int sandbox_forbid_others(void);

/// Whether the kernel has seccomp.
bool sandbox_has_seccomp(void);

/// The version of Landlock's interface in this kernel; 0 where it has none, or was started without.
int sandbox_landlock(void);

/// Leaves this process only the files and folders of `reading` to read, and those of `writing` to write and make files in;
/// what is open stays open. 0, or -1 with errno; ENOSYS where the kernel has no Landlock.
int sandbox_confine(const char *const *reading, int readings, const char *const *writing, int writings);

/// Lets malloc keep up to `bytes` of freed memory and take large blocks from it, instead of asking the kernel for zeroed
/// pages again for every page of a crawl.
void sandbox_keep_memory(int bytes);
