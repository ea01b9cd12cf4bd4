#pragma once

#include <stdbool.h>

// Linux calls that Swift cannot make: prctl is variadic, a seccomp filter is a table of macros, and <malloc.h> is not in
// Swift's Glibc module.

/// Asks the kernel to kill this process when its parent ends. 0, or -1 with errno where it refuses; 1 where the parent is
/// not `parent`: it has ended already.
int sandbox_die_with_parent(int parent);

/// Refuses `socket`, `connect` and io_uring (which could make either) to this process and its children from now on
/// (EACCES); a system call of another architecture, x32 among them, ends the process. 0, or -1 with errno where the kernel
/// has no seccomp.
int sandbox_forbid_network(void);

/// Whether the kernel has seccomp.
bool sandbox_has_seccomp(void);

/// Lets malloc keep up to `bytes` of freed memory and take large blocks from it, instead of asking the kernel for zeroed
/// pages again for every page of a crawl.
void sandbox_keep_memory(int bytes);
