// Attention with bf16 products and f32 softmax (AVX-512 BF16), for many queries; the layout of products is that of
// matmul_bf16.h: 48 queries are the lanes, rows of keys and pairs of values are broadcast.
#include "internal.h"

#if defined(__x86_64__)
#include <math.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,fma"))), apply_to = function)
#include "matmul_bf16.h"
#pragma STDC FP_CONTRACT ON
#define CK_LANES 16
#include "simd_vectors.inc"

/// Where the parts of the scratch memory begin.
typedef struct {
    uint16_t *packed;  ///< [keys, dim], where keys are f32
    const uint16_t *keys;  ///< the head's keys: the packed ones, or where they lie in bf16
    int64_t key_step;  ///< elements from one to the next
    uint32_t *values;  ///< [keys / 2, dim], pairs of keys
    uint32_t *panel;   ///< [dim / 2, 48]
    float *scores;     ///< [keys, 48]
    uint32_t *weights; ///< [keys / 2, 48], pairs of keys
} parts;

static int64_t even(int64_t n) { return n + n % 2; }

size_t ck_attention_bf16_scratch(const ck_attention *a) {
    int64_t keys = even(a->keys), dim = a->head_dim;
    return (size_t)(keys * dim * 2 + keys * dim * 2 + dim * 96 + keys * 192 + keys * 96);
}

static parts parts_of(const ck_attention *a, int64_t head, void *scratch) {
    int64_t keys = even(a->keys), dim = a->head_dim;
    parts p;
    p.scores = scratch;
    p.weights = (uint32_t *)(p.scores + keys * 48);
    p.values = p.weights + keys / 2 * 48;
    p.panel = p.values + keys / 2 * dim;
    p.packed = (uint16_t *)(p.panel + dim / 2 * 48);
    int in_place = a->kv_dtype == CK_BF16;
    p.keys = in_place ? (const uint16_t *)a->k + ck_key_head(a, head) * a->kv_head_stride : p.packed;
    p.key_step = in_place ? a->kv_stride : dim;
    return p;
}

/// Row j of k or v of a head as f32 (16 elements from d on) or as bf16.
static inline vf read_16(const ck_attention *a, const void *kv, int64_t head, int64_t j, int64_t d, int64_t count) {
    int64_t at = j * a->kv_stride + ck_key_head(a, head) * a->kv_head_stride + d;
    __mmask16 mask = count >= 16 ? 0xffff : (__mmask16)((1u << count) - 1);
    if (a->kv_dtype == CK_F32) return (vf)_mm512_maskz_loadu_ps(mask, (const float *)kv + at);
    return (vf)_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(mask, (const uint16_t *)kv + at)), 16);
}

static inline __m256i to_bf16(vf x) { return (__m256i)_mm512_cvtneps_pbh((__m512)x); }

static void pack_memory(const ck_attention *a, int64_t head, int64_t keys, parts p) {
    int64_t dim = a->head_dim;
    for (int64_t j = 0; a->kv_dtype == CK_F32 && j < keys; j++) {
        for (int64_t d = 0; d < dim; d += 16) {
            __mmask16 mask = dim - d >= 16 ? 0xffff : (__mmask16)((1u << (dim - d)) - 1);
            _mm256_mask_storeu_epi16(p.packed + j * dim + d, mask, to_bf16(read_16(a, a->k, head, j, d, dim - d)));
        }
    }
    for (int64_t j = 0; j < keys; j += 2) {
        for (int64_t d = 0; d < dim; d += 16) {
            __mmask16 mask = dim - d >= 16 ? 0xffff : (__mmask16)((1u << (dim - d)) - 1);
            vf low = read_16(a, a->v, head, j, d, dim - d);
            vf high = j + 1 < keys ? read_16(a, a->v, head, j + 1, d, dim - d) : splat(0);
            _mm512_mask_storeu_epi32(p.values + j / 2 * dim + d, mask, pair_up((__m512)low, (__m512)high));
        }
    }
}

/// Scores of `rows` keys from j on, and the largest of each query so far. `hidden` queries do not see the first of them;
/// each further key is hidden from one more.
static inline __attribute__((always_inline)) void score_rows(
    const parts *p, int64_t j, int64_t dim, int rows, int64_t hidden, vf most[TILE_VECTORS]) {
    __m512 sums[TILE_ROWS][TILE_VECTORS];
    whole_tile(p->panel, TILE_VECTORS, (pair_rows){p->keys + j * p->key_step, p->key_step, 2}, rows, dim, sums);
    for (int r = 0; hidden + rows > 1 && r < rows; r++) {
        uint64_t seen = hidden + r > 0 ? ~0ull << (hidden + r) : ~0ull;
        for (int v = 0; v < TILE_VECTORS; v++) {
            sums[r][v] = _mm512_mask_mov_ps(_mm512_set1_ps(-INFINITY), (__mmask16)(seen >> 16 * v), sums[r][v]);
        }
    }
    for (int r = 0; r < rows; r++) {
        for (int v = 0; v < TILE_VECTORS; v++) {
            most[v] = (vf)_mm512_max_ps(sums[r][v], (__m512)most[v]);
            _mm512_storeu_ps(p->scores + (j + r) * 48 + 16 * v, sums[r][v]);
        }
    }
}

/// 2^x within 3 units in the last place, 0 for -infinity: the polynomial is the best of degree 5 for the fraction of x that
/// begins with 1.
static inline vf power_of_two(vf x) {
    vf r = (vf)_mm512_reduce_ps((__m512)x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
    vf p = splat(1.86713017e-3f);
    p = p * r + splat(9.01702978e-3f);
    p = p * r + splat(5.57999127e-2f);
    p = p * r + splat(2.40164444e-1f);
    p = p * r + splat(6.93151295e-1f);
    p = p * r + splat(1);
    return (vf)_mm512_scalef_ps((__m512)p, (__m512)x);
}

/// Softmax down the columns of scores without the division: weights as pairs, and one over each column's sum.
static void exponentiate(int64_t keys, parts p, const vf most[TILE_VECTORS], vf factor[TILE_VECTORS]) {
    const vf log2_e = splat(1.44269504088896341f);
    vf total[TILE_VECTORS] = {splat(0), splat(0), splat(0)};
    for (int64_t j = 0; j < keys; j += 2) {
        for (int v = 0; v < TILE_VECTORS; v++) {
            const float *column = p.scores + j * 48 + 16 * v;
            vf offset = most[v] * log2_e;
            vf low = power_of_two(load(column) * log2_e - offset);
            vf high = j + 1 < keys ? power_of_two(load(column + 48) * log2_e - offset) : splat(0);
            total[v] = total[v] + (low + high);
            _mm512_storeu_si512(p.weights + j / 2 * 48 + 16 * v, pair_up((__m512)low, (__m512)high));
        }
    }
    for (int v = 0; v < TILE_VECTORS; v++) factor[v] = splat(1) / total[v];
}

static inline __attribute__((always_inline)) void mix_rows(
    const ck_attention *a, const parts *p, int64_t keys, int64_t d, int rows, const vf factor[3], tile_output out,
    int64_t queries) {
    __m512 sums[TILE_ROWS][TILE_VECTORS];
    pair_rows values = {(const uint16_t *)(p->values + d), 2, 2 * a->head_dim};
    whole_tile(p->weights, TILE_VECTORS, values, rows, even(keys), sums);
    float mixed[TILE_ROWS * 48] __attribute__((aligned(64)));
    for (int r = 0; r < rows; r++) {
        for (int v = 0; v < TILE_VECTORS; v++) {
            _mm512_store_ps(mixed + r * 48 + 16 * v, _mm512_mul_ps(sums[r][v], (__m512)factor[v]));
        }
    }
    if (rows == TILE_ROWS) {
        store_8_rows(mixed, 48, queries, &out);
    } else {
        store_1_row(mixed, queries, &out);
    }
}

/// Up to 48 queries from q0 on.
static void attend_48(const ck_attention *a, int64_t head, int64_t q0, int64_t queries, parts p) {
    int64_t dim = a->head_dim, keys = a->keys;
    if (a->causal >= 0) keys = ck_min(keys, q0 + queries + a->causal);
    const float *q = a->q + q0 * a->q_stride + head * dim;
    for (int64_t i = 0; i < 48; i += 16) {
        pack_16_tokens(q + i * a->q_stride, a->q_stride, queries - i, dim, a->scale, p.panel + i, 48);
    }
    // The first query sees this many keys.
    int64_t j = 0, visible = a->causal < 0 ? keys : q0 + a->causal + 1;
    vf most[TILE_VECTORS] = {splat(-INFINITY), splat(-INFINITY), splat(-INFINITY)}, factor[TILE_VECTORS];
    for (; j + TILE_ROWS <= keys; j += TILE_ROWS) score_rows(&p, j, dim, TILE_ROWS, j + 1 - visible, most);
    for (; j < keys; j++) score_rows(&p, j, dim, 1, j + 1 - visible, most);
    exponentiate(keys, p, most, factor);
    tile_output out = {a->out + q0 * a->out_stride + head * dim, a->out_stride, 0, 0};
    int64_t d = 0;
    for (; d + TILE_ROWS <= dim; d += TILE_ROWS, out.y += TILE_ROWS) {
        mix_rows(a, &p, keys, d, TILE_ROWS, factor, out, queries);
    }
    for (; d < dim; d++, out.y++) mix_rows(a, &p, keys, d, 1, factor, out, queries);
}

void ck_attend_bf16(const ck_attention *a, int64_t head, int64_t q0, int64_t q1, void *scratch) {
    parts p = parts_of(a, head, scratch);
    int64_t keys = a->causal < 0 ? a->keys : ck_min(a->keys, q1 + a->causal);
    pack_memory(a, head, keys, p);
    for (int64_t i = q0; i < q1; i += 48) attend_48(a, head, i, ck_min(48, q1 - i), p);
}
#pragma clang attribute pop
#endif
