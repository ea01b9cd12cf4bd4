#pragma once

// Linux calls that Swift cannot make: prctl is variadic, a seccomp filter is a table of macros, and <malloc.h> is not in
// Swift's Glibc module.

/// Asks the kernel to kill this process when its parent ends; also when the parent has ended already.
void sandbox_die_with_parent(void);

/// Refuses `socket` and `connect` to this process and its children from now on (EACCES). 0, or -1 where the kernel
/// has no seccomp.
int sandbox_forbid_network(void);

/// Lets malloc keep up to `bytes` of freed memory and take large blocks from it, instead of asking the kernel for zeroed
/// pages again for every page of a crawl.
void sandbox_keep_memory(int bytes);
