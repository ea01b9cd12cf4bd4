// The least values of many hash functions over a set (MinHash): most of what a signature costs.
#include "internal.h"

/// Functions that are kept in registers together.
enum { BLOCK = 16 };

void ck_minhash_reference(
    const uint64_t *shingles, int64_t count, const uint32_t *factors, const uint32_t *addends, int64_t functions,
    uint32_t *minima) {
    for (int64_t f = 0; f < functions; f++) {
        for (int64_t i = 0; i < count; i++) {
            uint32_t hash = factors[f] * (uint32_t)(shingles[i] >> 32) + addends[f];
            if (hash < minima[f]) minima[f] = hash;
        }
    }
}

typedef uint32_t lanes __attribute__((vector_size(4 * BLOCK), aligned(4)));

// Two blocks at a time: the multiplication takes ten cycles and leaves room for another.
#define MINHASH(NAME)                                                                                                  \
    static int64_t NAME(                                                                                               \
        const uint64_t *shingles, int64_t count, const uint32_t *factors, const uint32_t *addends, int64_t functions,    \
        uint32_t *minima) {                                                                                            \
        int64_t f = 0;                                                                                                 \
        for (; f + 2 * BLOCK <= functions; f += 2 * BLOCK) {                                                           \
            lanes a0 = *(const lanes *)(factors + f), a1 = *(const lanes *)(factors + f + BLOCK);                      \
            lanes b0 = *(const lanes *)(addends + f), b1 = *(const lanes *)(addends + f + BLOCK);                      \
            lanes m0 = *(const lanes *)(minima + f), m1 = *(const lanes *)(minima + f + BLOCK);                        \
            for (int64_t i = 0; i < count; i++) {                                                                      \
                m0 = __builtin_elementwise_min(m0, (uint32_t)(shingles[i] >> 32) * a0 + b0);                                               \
                m1 = __builtin_elementwise_min(m1, (uint32_t)(shingles[i] >> 32) * a1 + b1);                                               \
            }                                                                                                          \
            *(lanes *)(minima + f) = m0;                                                                               \
            *(lanes *)(minima + f + BLOCK) = m1;                                                                       \
        }                                                                                                              \
        for (; f + BLOCK <= functions; f += BLOCK) {                                                                   \
            lanes a = *(const lanes *)(factors + f), b = *(const lanes *)(addends + f), m = *(const lanes *)(minima + f); \
            for (int64_t i = 0; i < count; i++) m = __builtin_elementwise_min(m, (uint32_t)(shingles[i] >> 32) * a + b);                   \
            *(lanes *)(minima + f) = m;                                                                                \
        }                                                                                                              \
        return f;                                                                                                      \
    }

MINHASH(minhash_portable)
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
MINHASH(minhash_avx2)
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))), apply_to = function)
MINHASH(minhash_avx512)
#pragma clang attribute pop
#endif

void ck_minhash(
    const uint64_t *shingles, int64_t count, const uint32_t *factors, const uint32_t *addends, int64_t functions,
    uint32_t *minima) {
    int64_t done;
#if defined(__x86_64__)
    if (ck_level() >= CK_AVX512) {
        done = minhash_avx512(shingles, count, factors, addends, functions, minima);
    } else if (ck_level() >= CK_AVX2) {
        done = minhash_avx2(shingles, count, factors, addends, functions, minima);
    } else
#endif
    {
        done = minhash_portable(shingles, count, factors, addends, functions, minima);
    }
    ck_minhash_reference(shingles, count, factors + done, addends + done, functions - done, minima + done);
}
