// Products of bf16 pairs with AVX-512 BF16: the tile that matrix products and attention share. Included inside
// `#pragma clang attribute push(target(...))` of the files that use it.
#pragma once

#include "internal.h"

#include <immintrin.h>
#include <string.h>

/// Rows of a tile; its tokens are 1 ... 3 vectors of 16.
enum { TILE_ROWS = 8, TILE_VECTORS = 3 };
/// Pairs of the panel that a tile asks for ahead: a panel comes from the second-level cache.
enum { PAIRS_AHEAD = 40 };

/// bf16 pairs to multiply with: the pair p of row r is at `base + r * row_step + p * pair_step`, in elements.
typedef struct {
    const uint16_t *base;
    int64_t row_step, pair_step;
} pair_rows;

/// sums[r][v] += sum of `pairs` products of row r with the panel's tokens 16v ... 16v + 15; panel is [pairs][width].
/// `rows` and `vectors` are constants where this is inlined, so that the sums stay in registers.
static inline __attribute__((always_inline)) void tile_products(
    const uint32_t *panel, int64_t width, int vectors, pair_rows w, int rows, int64_t pairs,
    __m512 sums[TILE_ROWS][TILE_VECTORS]) {
    for (int64_t p = 0; p < pairs; p++) {
        __m512bh x[TILE_VECTORS];
        for (int v = 0; v < vectors; v++) x[v] = (__m512bh)_mm512_loadu_si512(panel + p * width + 16 * v);
        const uint16_t *at = w.base + p * w.pair_step;
        for (int v = 0; v < vectors; v++) {
            _mm_prefetch((const char *)(panel + (p + PAIRS_AHEAD) * width + 16 * v), _MM_HINT_T0);
        }
        // Rows of whole pairs follow each other: those of the next tile are asked for while these are used.
        if (w.pair_step == 2) _mm_prefetch((const char *)(w.base + rows * (w.row_step + 2 * p)), _MM_HINT_T0);
#pragma unroll
        for (int r = 0; r < rows; r++) {
            int32_t pair;
            memcpy(&pair, at + r * w.row_step, 4);
            __m512bh y = (__m512bh)_mm512_set1_epi32(pair);
#pragma unroll
            for (int v = 0; v < vectors; v++) sums[r][v] = _mm512_dpbf16_ps(sums[r][v], y, x[v]);
        }
    }
}

/// Columns of 16 vectors become rows: r[i] lane j <-> r[j] lane i.
static inline void transpose_16(__m512i r[16]) {
    __m512i t[16], u[16];
    for (int i = 0; i < 16; i += 2) {
        t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
        t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
    }
    for (int g = 0; g < 16; g += 4) {
        u[g] = _mm512_unpacklo_epi64(t[g], t[g + 2]);
        u[g + 1] = _mm512_unpackhi_epi64(t[g], t[g + 2]);
        u[g + 2] = _mm512_unpacklo_epi64(t[g + 1], t[g + 3]);
        u[g + 3] = _mm512_unpackhi_epi64(t[g + 1], t[g + 3]);
    }
    // u[4g + j], 128-bit lane l, holds column 4l + j of rows 4g ... 4g + 3.
    for (int j = 0; j < 4; j++) {
        __m512i a = _mm512_shuffle_i32x4(u[j], u[4 + j], 0x88), b = _mm512_shuffle_i32x4(u[j], u[4 + j], 0xdd);
        __m512i c = _mm512_shuffle_i32x4(u[8 + j], u[12 + j], 0x88), d = _mm512_shuffle_i32x4(u[8 + j], u[12 + j], 0xdd);
        r[j] = _mm512_shuffle_i32x4(a, c, 0x88);
        r[4 + j] = _mm512_shuffle_i32x4(b, d, 0x88);
        r[8 + j] = _mm512_shuffle_i32x4(a, c, 0xdd);
        r[12 + j] = _mm512_shuffle_i32x4(b, d, 0xdd);
    }
}

/// 32 floats times `scale`, those from `count` on as zero, as 16 pairs of bf16.
static inline __m512i narrow_pairs(const float *x, int64_t count, float scale) {
    __mmask16 low = count >= 16 ? 0xffff : count > 0 ? (__mmask16)((1u << count) - 1) : 0;
    __mmask16 high = count >= 32 ? 0xffff : count > 16 ? (__mmask16)((1u << (count - 16)) - 1) : 0;
    __m512 factor = _mm512_set1_ps(scale);
    return (__m512i)_mm512_cvtne2ps_pbh(_mm512_mul_ps(_mm512_maskz_loadu_ps(high, x + 16), factor),
        _mm512_mul_ps(_mm512_maskz_loadu_ps(low, x), factor));
}

/// Lane i of what is put together from two vectors of 16: lane i / 2 of the first or of the second.
#define EACH_SECOND(i) (i) * 0x10001 + 0x100000
/// (low, high) as pairs of bf16.
static inline __m512i pair_up(__m512 low, __m512 high) {
    const __m512i order = _mm512_set_epi32(EACH_SECOND(15), EACH_SECOND(14), EACH_SECOND(13), EACH_SECOND(12),
        EACH_SECOND(11), EACH_SECOND(10), EACH_SECOND(9), EACH_SECOND(8), EACH_SECOND(7), EACH_SECOND(6), EACH_SECOND(5),
        EACH_SECOND(4), EACH_SECOND(3), EACH_SECOND(2), EACH_SECOND(1), EACH_SECOND(0));
    return _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(high, low));
}

/// Packs `tokens` <= 16 rows of x, scaled, as panel[p * width + t] = (x[t][2p], x[t][2p + 1]); missing tokens are zero.
static inline void pack_16_tokens(
    const float *x, int64_t stride, int64_t tokens, int64_t columns, float scale, uint32_t *panel, int64_t width) {
    int64_t pairs = (columns + 1) / 2;
    for (int64_t k = 0; k < columns; k += 32) {
        __m512i r[16];
        for (int64_t t = 0; t < 16; t++) {
            r[t] = t < tokens ? narrow_pairs(x + t * stride + k, columns - k, scale) : _mm512_setzero_si512();
        }
        transpose_16(r);
        int64_t count = ck_min(16, pairs - k / 2);
        for (int64_t p = 0; p < count; p++) _mm512_storeu_si512(panel + (k / 2 + p) * width, r[p]);
    }
}

/// Where the transposed sums of a tile go: y[t * stride + r].
typedef struct {
    float *y;
    int64_t stride;
    const float *bias;  ///< of the tile's first row, or null
    int32_t accumulate;
} tile_output;

/// Stores 8 rows of 16 tokens, `tokens` of which exist.
static inline void store_16_tokens(const __m512 s[TILE_ROWS], int64_t tokens, const tile_output *out, float *y) {
    __m512d u[TILE_ROWS];
    for (int i = 0; i < TILE_ROWS; i += 4) {
        __m512 t0 = _mm512_unpacklo_ps(s[i], s[i + 1]), t1 = _mm512_unpackhi_ps(s[i], s[i + 1]);
        __m512 t2 = _mm512_unpacklo_ps(s[i + 2], s[i + 3]), t3 = _mm512_unpackhi_ps(s[i + 2], s[i + 3]);
        u[i] = _mm512_unpacklo_pd((__m512d)t0, (__m512d)t2);
        u[i + 1] = _mm512_unpackhi_pd((__m512d)t0, (__m512d)t2);
        u[i + 2] = _mm512_unpacklo_pd((__m512d)t1, (__m512d)t3);
        u[i + 3] = _mm512_unpackhi_pd((__m512d)t1, (__m512d)t3);
    }
    const __m512i first = _mm512_set_epi64(11, 10, 3, 2, 9, 8, 1, 0), second = _mm512_set_epi64(15, 14, 7, 6, 13, 12, 5, 4);
    __m256 bias = out->bias ? _mm256_loadu_ps(out->bias) : _mm256_setzero_ps();
    for (int j = 0; j < 4; j++) {
        __m512 pair[2] = {(__m512)_mm512_permutex2var_pd(u[j], first, u[4 + j]),
            (__m512)_mm512_permutex2var_pd(u[j], second, u[4 + j])};
        for (int part = 0; part < 4; part++) {
            int64_t t = 4 * part + j;
            if (t >= tokens) break;
            __m256 row = part % 2 ? _mm512_extractf32x8_ps(pair[part / 2], 1) : _mm512_castps512_ps256(pair[part / 2]);
            row = _mm256_add_ps(row, bias);
            if (out->accumulate) row = _mm256_add_ps(row, _mm256_loadu_ps(y + t * out->stride));
            _mm256_storeu_ps(y + t * out->stride, row);
        }
    }
}

/// Stores 8 rows of sums, `step` apart, of `tokens` tokens. On its own and through memory: inlined behind a tile it takes
/// the tile's registers.
static __attribute__((noinline)) void store_8_rows(
    const float *sums, int64_t step, int64_t tokens, const tile_output *out) {
    for (int64_t t = 0; t < tokens; t += 16) {
        __m512 s[TILE_ROWS];
        for (int r = 0; r < TILE_ROWS; r++) s[r] = _mm512_loadu_ps(sums + r * step + t);
        if (tokens - t >= 16) {
            store_16_tokens(s, 16, out, out->y + t * out->stride);
        } else {
            store_16_tokens(s, tokens - t, out, out->y + t * out->stride);
        }
    }
}

/// Stores one row of sums of `tokens` tokens.
static inline void store_1_row(const float *sums, int64_t tokens, const tile_output *out) {
    for (int64_t t = 0; t < tokens; t++) {
        float *y = out->y + t * out->stride;
        *y = (out->accumulate ? *y : 0) + (out->bias ? *out->bias : 0) + sums[t];
    }
}

/// One tile of `rows` x 16 `vectors` with all of K; an odd last column is paired with zero.
static inline __attribute__((always_inline)) void whole_tile(
    const uint32_t *panel, int vectors, pair_rows w, int rows, int64_t columns, __m512 sums[TILE_ROWS][TILE_VECTORS]) {
    int64_t width = 16 * vectors, pairs = columns / 2;
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) sums[r][v] = _mm512_setzero_ps();
    tile_products(panel, width, vectors, w, rows, pairs, sums);
    if (columns % 2) {
        for (int r = 0; r < rows; r++) {
            __m512bh y = (__m512bh)_mm512_set1_epi32(w.base[r * w.row_step + pairs * w.pair_step]);
            for (int v = 0; v < vectors; v++) {
                __m512bh x = (__m512bh)_mm512_loadu_si512(panel + pairs * width + 16 * v);
                sums[r][v] = _mm512_dpbf16_ps(sums[r][v], y, x);
            }
        }
    }
}
