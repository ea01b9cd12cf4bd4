// The machine's limits, measured where the model runs: how fast memory is read and products are formed.
#include "internal.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Bytes that are asked for ahead: the distance at which most is read here, a tenth more than at 4096.
enum { AHEAD = 138 * 64 };

uint64_t ck_probe_read(const void *memory, size_t bytes) {
    const uint8_t *p = memory;
    uint64_t a = 0, b = 0, c = 0, d = 0;
    size_t i = 0;
    for (; i + 64 <= bytes; i += 64) {
        uint64_t w[8];
        memcpy(w, p + i, 64);
        __builtin_prefetch(p + i + AHEAD);
        a += w[0] ^ w[4];
        b += w[1] ^ w[5];
        c += w[2] ^ w[6];
        d += w[3] ^ w[7];
    }
    return a + b + c + d;
}

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16,avx512vnni,fma"))), apply_to = function)

/// Accumulators: enough independent sums to keep both multiply units busy; with the two factors they fit the registers.
enum { SUMS = 24 };

/// One function for each kind of product, so that the sums stay in registers; nothing touches memory. The empty assembly
/// keeps the compiler from forming several rounds at once.
#define PROBE(NAME, PRODUCT)                                                                                           \
    static double NAME(int64_t rounds) {                                                                               \
        __m512 sums[SUMS];                                                                                             \
        __m512 x = _mm512_set1_ps(1.0001f), y = _mm512_set1_ps(1e-4f);                                                 \
        _Pragma("unroll") for (int i = 0; i < SUMS; i++) sums[i] = _mm512_set1_ps(1e-3f * (float)i);                   \
        for (int64_t r = 0; r < rounds; r++) {                                                                         \
            __asm__ volatile("" : "+v"(x), "+v"(y));                                                                   \
            _Pragma("unroll") for (int i = 0; i < SUMS; i++) sums[i] = PRODUCT;                                        \
        }                                                                                                              \
        double total = 0;                                                                                              \
        _Pragma("unroll") for (int i = 0; i < SUMS; i++) total += _mm512_reduce_add_ps(sums[i]);                       \
        return total;                                                                                                  \
    }
PROBE(probe_f32, _mm512_fmadd_ps(x, y, sums[i]))
PROBE(probe_bf16, _mm512_dpbf16_ps(sums[i], (__m512bh)x, (__m512bh)y))
PROBE(probe_int8, (__m512)_mm512_dpbusd_epi32((__m512i)sums[i], (__m512i)x, (__m512i)y))
#pragma clang attribute pop
#endif

int64_t ck_probe_products(int32_t kind, int64_t rounds, double *sink) {
#if defined(__x86_64__)
    if (kind == CK_BF16 && ck_level() >= CK_AMX_BF16) {
        *sink += ck_amx_probe(rounds);
        return rounds * 6 * 16 * 16 * 32 * 2;
    }
    if (ck_level() >= CK_AVX512_BF16_VNNI) {
        *sink += kind == CK_F32 ? probe_f32(rounds) : kind == CK_BF16 ? probe_bf16(rounds) : probe_int8(rounds);
        int64_t lanes = kind == CK_F32 ? 16 : kind == CK_BF16 ? 32 : 64;
        return rounds * SUMS * lanes * 2;
    }
#endif
    (void)kind;
    (void)rounds;
    (void)sink;
    return 0;
}
