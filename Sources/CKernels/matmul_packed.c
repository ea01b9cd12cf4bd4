// bf16 activations over packed bf16 weights, with AVX-512 BF16 and the byte permutes of VBMI and VBMI2.
//
// Few tokens (decode): 64 weights at a time become bf16 in registers and meet the activations there. Many tokens: the
// weights of a block that stays in the second-level cache are unpacked and multiplied as any other bf16. Sums are formed
// in the order of matmul_bf16.c, so that the answers are the same to the last bit.
#include "internal.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx512vbmi,avx512vbmi2,popcnt,fma"))), \
    apply_to = function)

/// Bytes of unpacked weights that are kept in the second-level cache; rows that stay together, since matmul_bf16.c may
/// compute 16 otherwise than fewer; bytes of packed weights, and of outliers, that are asked for ahead.
enum { ROW_BLOCK_BYTES = 1 << 18, ROW_GROUP = 16, AHEAD = 72 * 64, OUTLIERS_AHEAD = 9 * 64 };

/// What reads one row.
typedef struct {
    const uint8_t *block;
    ck_outliers outliers;
    __m512i table, outlier;
} reader;

static inline reader reader_of(const ck_matrix *w, int64_t n) {
    const uint8_t *row = ck_packed_row(w, n);
    int64_t table;
    memcpy(&table, row, CK_PACKED_TABLE);
    return (reader){.block = row + CK_PACKED_TABLE, .outliers = ck_outliers_of(w, n), .table = _mm512_set1_epi64(table),
        .outlier = _mm512_set1_epi8((char)row[CK_PACKED_OUTLIER])};
}

/// The next 64 weights as bf16: columns 0 ... 31 and 32 ... 63 of the block.
static inline __attribute__((always_inline)) void next_block(reader *r, __m512i out[2]) {
    // Bytes 3q ... 3q + 2 of the codes into lane q of 64 bits, and from there the 8 bits from 3b on into its byte b. Of
    // these a permute looks at the lowest 6; the table stands 8 times in its 64 bytes, so that only 3 count.
    const __m512i spread = _mm512_set_epi64(0x171615, 0x141312, 0x11100f, 0x0e0d0c, 0x0b0a09, 0x080706, 0x050403, 0x020100);
    const __m512i shifts = _mm512_set1_epi64(0x15120f0c09060300);
    __m512i codes = _mm512_castsi256_si512(_mm256_loadu_si256((const __m256i *)r->block));
    __m512i lower = _mm512_loadu_si512(r->block + CK_PACKED_CODES);
    codes = _mm512_multishift_epi64_epi8(shifts, _mm512_permutexvar_epi8(spread, codes));
    __m512i upper = _mm512_permutexvar_epi8(codes, r->table);
    __mmask64 outside = _mm512_cmpeq_epi8_mask(upper, r->outlier);
    upper = _mm512_mask_expand_epi8(upper, outside, _mm512_loadu_si512(r->outliers.at));
    const uint8_t *next = r->outliers.at + _mm_popcnt_u64(outside);
    r->outliers.at = next < r->outliers.end ? next : r->outliers.end;
    r->block += CK_PACKED_CODES + CK_PACKED_BLOCK;
    out[0] = _mm512_unpacklo_epi8(lower, upper);
    out[1] = _mm512_unpackhi_epi8(lower, upper);
}

void ck_unpack_rows_avx512(const ck_matrix *w, int64_t n0, int64_t n1, uint16_t *out) {
    for (int64_t n = n0; n < n1; n++, out += w->columns) {
        reader r = reader_of(w, n);
        for (int64_t k = 0; k < w->columns; k += CK_PACKED_BLOCK) {
            __m512i block[2];
            next_block(&r, block);
            for (int i = 0; i < 2; i++) {
                int64_t count = w->columns - k - 32 * i;
                __mmask32 mask = count >= 32 ? 0xffffffff : count > 0 ? (1u << count) - 1 : 0;
                _mm512_mask_storeu_epi16(out + k + 32 * i, mask, block[i]);
            }
        }
    }
}

/// Dot products of row n with `tokens` rows of x, which are padded with zeros to whole vectors.
static inline __attribute__((always_inline)) void dots(
    const ck_matrix *w, int64_t n, const uint16_t *x, int64_t x_step, int tokens, float *sums) {
    reader r = reader_of(w, n);
    __m512 s[CK_FEW_TOKENS][4];
    for (int t = 0; t < tokens; t++)
        for (int i = 0; i < 4; i++) s[t][i] = _mm512_setzero_ps();
    int64_t k = 0, blocks = w->columns / (2 * CK_PACKED_BLOCK);
    for (int64_t b = 0; b < blocks; b++) {
        // 176 bytes of the row, and some outliers.
        _mm_prefetch((const char *)r.block + AHEAD + 128, _MM_HINT_T0);
        _mm_prefetch((const char *)r.outliers.at + OUTLIERS_AHEAD, _MM_HINT_T0);
#pragma unroll
        for (int i = 0; i < 2; i++, k += CK_PACKED_BLOCK) {
            _mm_prefetch((const char *)r.block + AHEAD, _MM_HINT_T0);
            __m512i y[2];
            next_block(&r, y);
            for (int t = 0; t < tokens; t++) {
                const uint16_t *at = x + t * x_step + k;
                s[t][2 * i] = _mm512_dpbf16_ps(s[t][2 * i], (__m512bh)y[0], (__m512bh)_mm512_loadu_si512(at));
                s[t][2 * i + 1] = _mm512_dpbf16_ps(s[t][2 * i + 1], (__m512bh)y[1], (__m512bh)_mm512_loadu_si512(at + 32));
            }
        }
    }
    while (k < w->columns) {
        __m512i y[2];
        next_block(&r, y);
        for (int i = 0; i < 2 && k < w->columns; i++, k += 32) {
            for (int t = 0; t < tokens; t++) {
                __m512bh at = (__m512bh)_mm512_loadu_si512(x + t * x_step + k);
                s[t][0] = _mm512_dpbf16_ps(s[t][0], (__m512bh)y[i], at);
            }
        }
    }
    for (int t = 0; t < tokens; t++) sums[t] = _mm512_reduce_add_ps((s[t][0] + s[t][1]) + (s[t][2] + s[t][3]));
}

static void few_tokens(
    const ck_matrix *w, const uint16_t *x, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    int64_t step = ck_round_up(w->columns, 32);
    for (int64_t n = n0; n < n1; n++) {
        float sums[CK_FEW_TOKENS];
        switch (tokens) {
        case 1: dots(w, n, x, step, 1, sums); break;
        case 2: dots(w, n, x, step, 2, sums); break;
        case 3: dots(w, n, x, step, 3, sums); break;
        default: dots(w, n, x, step, 4, sums); break;
        }
        for (int64_t t = 0; t < tokens; t++) {
            float *y = out.y + t * out.stride + n;
            *y = (out.accumulate ? *y : 0) + (out.bias ? out.bias[n] : 0) + sums[t];
        }
    }
}

static void many_tokens(
    const ck_matrix *w, const void *packed, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    int64_t some = ROW_BLOCK_BYTES / (w->columns * 2) / ROW_GROUP * ROW_GROUP;
    if (some < ROW_GROUP) some = ROW_GROUP;
    // At most 1 MiB, by CK_PACKED_COLUMNS: threads may have stacks of 2 MiB.
    uint16_t rows[some * w->columns];
    for (int64_t n = n0; n < n1; n += some) {
        int64_t count = ck_min(some, n1 - n);
        ck_unpack_rows_avx512(w, n, n + count, rows);
        ck_matrix plain = {.dtype = CK_BF16, .rows = count, .columns = w->columns, .values = rows};
        ck_output here = out;
        here.y += n;
        if (here.bias) here.bias += n;
        ck_engine_bf16.matmul(&plain, packed, tokens, here, 0, count);
    }
}

static void packed_matmul(
    const ck_matrix *w, const void *packed, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    if (tokens <= CK_FEW_TOKENS) {
        few_tokens(w, packed, tokens, out, n0, n1);
    } else {
        many_tokens(w, packed, tokens, out, n0, n1);
    }
}

static size_t packed_size(const ck_matrix *w, int64_t tokens) { return ck_engine_bf16.packed_size(w, tokens); }
static int64_t packed_panels(const ck_matrix *w, int64_t tokens) { return ck_engine_bf16.panels(w, tokens); }
static void packed_pack(const ck_matrix *w, ck_input in, void *packed, int64_t p0, int64_t p1) {
    ck_engine_bf16.pack(w, in, packed, p0, p1);
}

const ck_engine ck_engine_packed = {packed_size, packed_panels, packed_pack, packed_matmul, 0, 0};
#pragma clang attribute pop
#endif
