// The machine's limits, measured where the model runs: how fast memory is read and products are formed.
#include "internal.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

uint64_t ck_probe_read(const void *memory, size_t bytes) {
    const uint8_t *p = memory;
    uint64_t a = 0, b = 0, c = 0, d = 0;
    size_t i = 0;
    for (; i + 64 <= bytes; i += 64) {
        uint64_t w[8];
        memcpy(w, p + i, 64);
        __builtin_prefetch(p + i + 4096);
        a += w[0] ^ w[4];
        b += w[1] ^ w[5];
        c += w[2] ^ w[6];
        d += w[3] ^ w[7];
    }
    return a + b + c + d;
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16,avx512vnni,fma"))) static double probe_avx512(
    int32_t kind, int64_t rounds) {
    // 24 independent accumulators keep both multiply units busy; nothing touches memory.
    __m512 sums[24];
    for (int i = 0; i < 24; i++) sums[i] = _mm512_set1_ps(1e-3f * (float)i);
    __m512 x = _mm512_set1_ps(1.0001f), y = _mm512_set1_ps(1e-4f);
    double total = 0;
    for (int64_t r = 0; r < rounds; r++) {
        if (kind == CK_F32) {
#pragma unroll
            for (int i = 0; i < 24; i++) sums[i] = _mm512_fmadd_ps(sums[i], x, y);
        } else if (kind == CK_BF16) {
#pragma unroll
            for (int i = 0; i < 24; i++) {
                sums[i] = _mm512_dpbf16_ps(sums[i], (__m512bh)_mm512_castps_si512(x), (__m512bh)_mm512_castps_si512(y));
            }
        } else {
#pragma unroll
            for (int i = 0; i < 24; i++) {
                sums[i] = _mm512_castsi512_ps(_mm512_dpbusd_epi32(
                    _mm512_castps_si512(sums[i]), _mm512_castps_si512(x), _mm512_castps_si512(y)));
            }
        }
    }
    for (int i = 0; i < 24; i++) total += _mm512_reduce_add_ps(sums[i]);
    return total;
}
#endif

int64_t ck_probe_products(int32_t kind, int64_t rounds, double *sink) {
#if defined(__x86_64__)
    if (ck_level() >= CK_AVX512_BF16_VNNI) {
        *sink += probe_avx512(kind, rounds);
        int64_t lanes = kind == CK_F32 ? 16 : kind == CK_BF16 ? 32 : 64;
        return rounds * 24 * lanes * 2;
    }
#endif
    (void)kind;
    (void)rounds;
    (void)sink;
    return 0;
}
