// Header only: every function is inlined into the caller, nothing is linked.
#define XXH_INLINE_ALL
#include <xxhash.h>

// The library renames its functions by macro when inlined, which Swift does not see: one plain name instead.
static inline uint64_t xxh3_hash(const void *bytes, size_t count, uint64_t seed) {
    return XXH3_64bits_withSeed(bytes, count, seed);
}
