// int8 activations over int8 and int4 weights with AVX-512 VNNI.
//
// Activations are rows of int8. A group's scale is a power of two or that times the root of 2: it is put on a weight's
// scale by adding to its exponent, which leaves the multiply units to the products (a free scale costs 7 % of a prefill
// and is a tenth more exact). Weights are unsigned (code + 128 or + 8), so that each group's sum starts at minus that
// offset times the sum of its activations. A line of weights feeds 16 outputs of one token: 2 blocks of 16 outputs x 6
// tokens are 12 integer and 12 f32 accumulators.
#include "internal.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma"))), apply_to = function)

/// Tokens and blocks of one tile; tokens of one panel; tokens at most whose sums are activated and packed at a time.
enum { TILE_TOKENS = 6, TILE_BLOCKS = 2, PANEL_TOKENS = 8, FEED_TOKENS = 192 };
/// Bytes that one token asks for ahead, found as that of matmul_bf16.c: 5 % of decode with int8, 3 % with int4.
enum { INT8_AHEAD = 26 * 64, INT4_AHEAD = 42 * 64 };
/// Bytes of activations that stay in the second-level cache while all rows of a share pass.
enum { TOKEN_BLOCK_BYTES = 3 << 17 };
/// Exponents of activation scales lie within this of 0; with weights' scales up to 2^63 no sum of both overflows.
enum { MOST_EXPONENT = 63 };

/// The steps between powers of two that scales of activations may have.
static const float steps[2] = {1, 1.41421356f};

/// Where the packed activations lie.
typedef struct {
    const int8_t *values;      ///< [T, padded]
    const int32_t *exponents;  ///< [T, groups], of the scales, where a float has its exponent; the last bit is the step
    const int32_t *offsets;    ///< [T, groups], minus the weights' offset times the sum of the group
    const float *flaws;        ///< [T], NaN where a token has a value that is not finite (or beyond 2^69), else 0
    int64_t padded, groups, tokens;
} inputs;

static inputs inputs_of(const ck_matrix *w, const void *packed, int64_t tokens) {
    inputs x = {.values = packed, .padded = ck_round_up(w->columns, w->group), .tokens = tokens};
    x.groups = x.padded / w->group;
    x.exponents = (const int32_t *)(x.values + tokens * x.padded);
    x.offsets = x.exponents + tokens * x.groups;
    x.flaws = (const float *)(x.offsets + tokens * x.groups);
    return x;
}

static size_t vnni_packed_size(const ck_matrix *w, int64_t tokens) {
    inputs x = inputs_of(w, 0, tokens);
    return (size_t)(tokens * (x.padded + 8 * x.groups + 4));
}

static int64_t vnni_panels(const ck_matrix *w, int64_t tokens) {
    (void)w;
    return (tokens + PANEL_TOKENS - 1) / PANEL_TOKENS;
}

/// One group of `size` values, those from `count` on as zero; returns whether all are finite. The largest magnitude is
/// found among the bits, where NaN and infinity are above all numbers.
static inline __attribute__((always_inline)) int pack_group(
    const float *x, int64_t count, int size, int offset, int8_t *q, int32_t *exponent, int32_t *sum) {
    __m512 v[4];
    __m512i most = _mm512_setzero_si512(), total = most;
    const __m512i magnitude = _mm512_set1_epi32(0x7fffffff);
#pragma unroll
    for (int i = 0; i < size / 16; i++) {
        int64_t here = count - 16 * i;
        __mmask16 mask = here >= 16 ? 0xffff : here > 0 ? (__mmask16)((1u << here) - 1) : 0;
        v[i] = count >= size ? _mm512_loadu_ps(x + 16 * i) : _mm512_maskz_loadu_ps(mask, x + 16 * i);
        most = _mm512_max_epi32(most, _mm512_and_si512((__m512i)v[i], magnitude));
    }
    // The smallest scale that brings the largest magnitude to 127 or less.
    uint32_t bits = ck_bits_of_float(ck_float_of_bits((uint32_t)_mm512_reduce_max_epi32(most)) * (1.0f / 127));
    float fraction = ck_float_of_bits((bits & 0x7fffff) | 127 << 23);
    int power = (int)(bits >> 23) - 127 + (fraction > steps[1]), step = fraction > 1 && fraction <= steps[1];
    int finite = power <= MOST_EXPONENT;
    power = power > MOST_EXPONENT ? MOST_EXPONENT : power < -MOST_EXPONENT ? -MOST_EXPONENT : power;
    *exponent = power * (1 << 23) | step;
    __m512 factor = _mm512_set1_ps(ck_float_of_bits((uint32_t)(127 - power) << 23) / steps[step]);
#pragma unroll
    for (int i = 0; i < size / 16; i++) {
        __m512i code = _mm512_cvtps_epi32(_mm512_mul_ps(v[i], factor));
        total = _mm512_add_epi32(total, code);
        _mm_storeu_si128((__m128i *)(q + 16 * i), _mm512_cvtepi32_epi8(code));
    }
    *sum = (int32_t)(-(uint32_t)offset * (uint32_t)_mm512_reduce_add_epi32(total));
    return finite;
}

static inline __attribute__((always_inline)) float pack_groups(
    const float *x, int64_t columns, int size, int offset, int8_t *q, int32_t *exponents, int32_t *sums) {
    int finite = 1;
    for (int64_t k = 0; k < columns; k += size) {
        finite &= pack_group(x + k, columns - k, size, offset, q + k, exponents + k / size, sums + k / size);
    }
    return finite ? 0 : ck_float_of_bits(0x7fc00000);
}

/// `columns` values of a token for a matrix like w; returns its flaw.
static float pack_token(
    const ck_matrix *w, const float *x, int64_t columns, int8_t *q, int32_t *exponents, int32_t *sums) {
    int offset = w->dtype == CK_INT4 ? 8 : 128;
    return w->group == 64 ? pack_groups(x, columns, 64, offset, q, exponents, sums)
                          : pack_groups(x, columns, 32, offset, q, exponents, sums);
}

static void vnni_pack(const ck_matrix *w, ck_input in, void *packed, int64_t p0, int64_t p1) {
    inputs x = inputs_of(w, packed, in.tokens);
    for (int64_t t = p0 * PANEL_TOKENS; t < ck_min(p1 * PANEL_TOKENS, in.tokens); t++) {
        ((float *)x.flaws)[t] = pack_token(w, in.x + t * in.stride, w->columns, (int8_t *)x.values + t * x.padded,
            (int32_t *)x.exponents + t * x.groups, (int32_t *)x.offsets + t * x.groups);
    }
}

static inline __m512i broadcast_4(const int8_t *x) {
    int32_t four;
    memcpy(&four, x, 4);
    return _mm512_set1_epi32(four);
}

/// The scales of a group of 16 outputs. They are at least 2^-63 (or 0, raised to that: their codes are 0 too), so that
/// an exponent of activations can be added.
static inline __m512i scales_16(const uint16_t *scales) {
    __m512i bits = _mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)scales)), 16);
    return _mm512_max_epi32(bits, _mm512_set1_epi32((127 - MOST_EXPONENT) << 23));
}

/// Scales times the power of two of an activation's scale.
static inline __m512 scaled(__m512i scales, int32_t exponent) {
    return (__m512)_mm512_add_epi32(scales, _mm512_set1_epi32(exponent));
}

/// Bytes of the lines of one block of 16 outputs.
static inline int64_t block_bytes(const ck_matrix *w, int64_t padded) {
    return w->dtype == CK_INT4 ? padded * 8 : padded * 16;
}

/// The lines of the block of 16 outputs from n on.
static inline const uint8_t *lines_of(const ck_matrix *w, const inputs *x, int64_t n) {
    return (const uint8_t *)w->values + n / 16 * block_bytes(w, x->padded);
}

/// Stores 16 outputs of token t, `count` of which exist.
static inline void store_16(__m512 sums, const inputs *x, ck_output out, int64_t t, int64_t n, int64_t count) {
    __mmask16 mask = count >= 16 ? 0xffff : (__mmask16)((1u << count) - 1);
    float *y = out.y + t * out.stride + n;
    sums = _mm512_add_ps(sums, _mm512_set1_ps(x->flaws[t]));
    if (out.bias) sums = _mm512_add_ps(sums, _mm512_maskz_loadu_ps(mask, out.bias + n));
    if (out.accumulate) sums = _mm512_add_ps(sums, _mm512_maskz_loadu_ps(mask, y));
    _mm512_mask_storeu_ps(y, mask, sums);
}

/// acc[b][t] += products of one 64-byte line of each block with the next values of each token.
static inline __attribute__((always_inline)) void one_line(
    const uint8_t *lines, int64_t block_step, const int8_t *values, int64_t stride, int int4, int blocks, int tokens,
    __m512i acc[TILE_BLOCKS][TILE_TOKENS]) {
    __m512i w[TILE_BLOCKS], high[TILE_BLOCKS];
    const __m512i nibble = _mm512_set1_epi8(15);
    for (int b = 0; b < blocks; b++) {
        w[b] = _mm512_loadu_si512(lines + b * block_step);
        if (int4) {
            high[b] = _mm512_and_si512(_mm512_srli_epi16(w[b], 4), nibble);
            w[b] = _mm512_and_si512(w[b], nibble);
        }
    }
#pragma unroll
    for (int t = 0; t < tokens; t++) {
        const int8_t *at = values + t * stride;
        __m512i y = broadcast_4(at);
        for (int b = 0; b < blocks; b++) acc[b][t] = _mm512_dpbusd_epi32(acc[b][t], w[b], y);
        if (int4) {
            __m512i z = broadcast_4(at + 4);
            for (int b = 0; b < blocks; b++) acc[b][t] = _mm512_dpbusd_epi32(acc[b][t], high[b], z);
        }
    }
}

/// Weights that a tile asks for: those of the next tiles would else come from memory while nothing is computed.
typedef struct {
    const uint8_t *lines;
    int64_t per_group;  ///< lines for each group of the tile's own
} ahead;

/// `blocks` x 16 outputs from n on, of tokens t0 ..< t0 + tokens, with all of K. The constants are where it is inlined.
static inline __attribute__((always_inline)) void tile(
    const ck_matrix *w, const inputs *x, ck_output out, int64_t n, int64_t end, int64_t t0, ahead next, int int4,
    int blocks, int tokens) {
    int64_t step = block_bytes(w, x->padded), per_line = int4 ? 8 : 4;
    const int8_t *values = x->values + t0 * x->padded;
    const uint8_t *lines = lines_of(w, x, n);
    const uint16_t *scales = w->scales + n / 16 * x->groups * 16;
    __m512 sums[TILE_BLOCKS][TILE_TOKENS];
    for (int b = 0; b < blocks; b++)
        for (int t = 0; t < tokens; t++) sums[b][t] = _mm512_setzero_ps();
    // Rows of y are far apart: their lines are asked for as long before they are stored.
    for (int t = 0; t < tokens; t++) {
        for (int b = 0; b < blocks; b++) __builtin_prefetch(out.y + (t0 + t) * out.stride + n + 16 * b, 1);
    }
    for (int64_t g = 0; g < x->groups; g++) {
        for (int64_t i = 0; i < next.per_group; i++, next.lines += 64) {
            _mm_prefetch((const char *)next.lines, _MM_HINT_T1);
        }
        __m512i acc[TILE_BLOCKS][TILE_TOKENS];
        for (int t = 0; t < tokens; t++) {
            acc[0][t] = _mm512_set1_epi32(x->offsets[(t0 + t) * x->groups + g]);
            for (int b = 1; b < blocks; b++) acc[b][t] = acc[0][t];
        }
        for (int64_t k = 0; k < w->group; k += per_line, lines += 64, values += per_line) {
            one_line(lines, step, values, x->padded, int4, blocks, tokens, acc);
        }
        __m512i scale[2][TILE_BLOCKS];
        for (int b = 0; b < blocks; b++) {
            scale[0][b] = scales_16(scales + (b * x->groups + g) * 16);
            scale[1][b] = (__m512i)_mm512_mul_ps((__m512)scale[0][b], _mm512_set1_ps(steps[1]));
        }
        for (int t = 0; t < tokens; t++) {
            int32_t exponent = x->exponents[(t0 + t) * x->groups + g];
            for (int b = 0; b < blocks; b++) {
                __m512 factor = scaled(scale[exponent & 1][b], exponent);
                sums[b][t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(acc[b][t]), factor, sums[b][t]);
            }
        }
    }
    for (int t = 0; t < tokens; t++)
        for (int b = 0; b < blocks; b++) store_16(sums[b][t], x, out, t0 + t, n + 16 * b, end - n - 16 * b);
}

#define TILE(NAME, INT4, BLOCKS, TOKENS)                                                                               \
    static void NAME(                                                                                                  \
        const ck_matrix *w, const inputs *x, ck_output out, int64_t n, int64_t end, int64_t t0, ahead next) {          \
        tile(w, x, out, n, end, t0, next, INT4, BLOCKS, TOKENS);                                                       \
    }
#define TILES(TOKENS)                                                                                                  \
    TILE(int8_one_block_##TOKENS, 0, 1, TOKENS)                                                                        \
    TILE(int8_two_blocks_##TOKENS, 0, 2, TOKENS)                                                                       \
    TILE(int4_one_block_##TOKENS, 1, 1, TOKENS)                                                                        \
    TILE(int4_two_blocks_##TOKENS, 1, 2, TOKENS)
TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6)

typedef void (*tile_kernel)(const ck_matrix *, const inputs *, ck_output, int64_t, int64_t, int64_t, ahead);
#define KERNELS(NAME) {NAME##_1, NAME##_2, NAME##_3, NAME##_4, NAME##_5, NAME##_6}
static const tile_kernel kernels[2][TILE_BLOCKS][TILE_TOKENS] = {
    {KERNELS(int8_one_block), KERNELS(int8_two_blocks)}, {KERNELS(int4_one_block), KERNELS(int4_two_blocks)}};

/// 16 outputs of a single token: four chains of sums, since there is nothing else to overlap; lines are asked for ahead.
static inline __attribute__((always_inline)) void single(
    const ck_matrix *w, const inputs *x, ck_output out, int64_t n, int64_t end, int int4) {
    const uint8_t *lines = lines_of(w, x, n);
    const uint16_t *scales = w->scales + n / 16 * x->groups * 16;
    const __m512i nibble = _mm512_set1_epi8(15), zero = _mm512_setzero_si512();
    __m512 sums = _mm512_setzero_ps();
    int64_t in_group = w->group / (int4 ? 8 : 4);
    const int8_t *v = x->values;
    for (int64_t g = 0; g < x->groups; g++) {
        __m512i acc[4] = {_mm512_set1_epi32(x->offsets[g]), zero, zero, zero};
        for (int64_t line = 0; line < in_group; line += 4, lines += 256) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
                _mm_prefetch((const char *)lines + 64 * i + (int4 ? INT4_AHEAD : INT8_AHEAD), _MM_HINT_T0);
                __m512i y = _mm512_loadu_si512(lines + 64 * i);
                if (int4) {
                    acc[i] = _mm512_dpbusd_epi32(acc[i], _mm512_and_si512(y, nibble), broadcast_4(v + 8 * i));
                    y = _mm512_and_si512(_mm512_srli_epi16(y, 4), nibble);
                    acc[i] = _mm512_dpbusd_epi32(acc[i], y, broadcast_4(v + 8 * i + 4));
                } else {
                    acc[i] = _mm512_dpbusd_epi32(acc[i], y, broadcast_4(v + 4 * i));
                }
            }
            v += int4 ? 32 : 16;
        }
        __m512i total = _mm512_add_epi32(_mm512_add_epi32(acc[0], acc[1]), _mm512_add_epi32(acc[2], acc[3]));
        __m512 own = _mm512_mul_ps((__m512)scales_16(scales + g * 16), _mm512_set1_ps(steps[x->exponents[g] & 1]));
        __m512 factor = scaled((__m512i)own, x->exponents[g]);
        sums = _mm512_fmadd_ps(_mm512_cvtepi32_ps(total), factor, sums);
    }
    store_16(sums, x, out, 0, n, end - n);
}

/// Tokens t0 ..< t1 of outputs n0 ..< n1, after which weights at `then` are needed.
static void token_block(const ck_matrix *w, const inputs *x, ck_output out, int64_t n0, int64_t n1, int64_t t0, int64_t t1,
    const uint8_t *then) {
    int64_t block = block_bytes(w, x->padded), tiles = (t1 - t0 + TILE_TOKENS - 1) / TILE_TOKENS;
    int64_t lines = TILE_BLOCKS * block / 64;
    for (int64_t n = n0; n < n1; n += 32) {
        const tile_kernel *of = kernels[w->dtype == CK_INT4][n1 - n > 16];
        ahead next = {.lines = n + 32 < n1 ? lines_of(w, x, n + 32) : then,
            .per_group = (lines + tiles * x->groups - 1) / (tiles * x->groups)};
        for (int64_t t = t0; t < t1; t += TILE_TOKENS) {
            of[ck_min(TILE_TOKENS, t1 - t) - 1](w, x, out, n, n1, t, next);
            next.lines += 64 * next.per_group * x->groups;
        }
    }
}

static void vnni_matmul(
    const ck_matrix *w, const void *packed, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    inputs x = inputs_of(w, packed, tokens);
    int int4 = w->dtype == CK_INT4;
    if (tokens == 1) {
        for (int64_t n = n0; n < n1; n += 16) {
            if (int4) {
                single(w, &x, out, n, n1, 1);
            } else {
                single(w, &x, out, n, n1, 0);
            }
        }
        return;
    }
    int64_t some = TOKEN_BLOCK_BYTES / x.padded / TILE_TOKENS * TILE_TOKENS;
    if (some < TILE_TOKENS) some = TILE_TOKENS;
    for (int64_t t = 0; t < tokens; t += some) {
        // The next tokens begin with the first outputs.
        token_block(w, &x, out, n0, n1, t, ck_min(t + some, tokens), lines_of(w, &x, n0));
    }
}

/// What the second matrix of a feed-forward block reads.
static inputs inner_of(const ck_feed *f) {
    ck_matrix next = *f->gate;
    next.columns = f->gate->rows;
    return inputs_of(&next, f->inner, f->tokens);
}

/// No token has a flaw yet.
static void vnni_feed_begin(const ck_feed *f) {
    inputs inner = inner_of(f);
    memset((float *)inner.flaws, 0, (size_t)f->tokens * sizeof(float));
}

/// CK_FEED_STEP rows from n on, by tokens t ..< t + count.
static void feed_tokens(const ck_feed *f, int64_t n, int64_t t, int64_t count, const uint8_t *then) {
    float sums[2][FEED_TOKENS * CK_FEED_STEP];
    const ck_matrix *both[] = {f->gate, f->up};
    inputs x = inputs_of(f->gate, f->packed, f->tokens);
    x.values += t * x.padded, x.exponents += t * x.groups, x.offsets += t * x.groups, x.flaws += t;
    for (int i = 0; i < (f->up ? 2 : 1); i++) {
        ck_matrix w = *both[i];
        w.rows = CK_FEED_STEP;
        w.values = lines_of(both[i], &x, n);
        w.scales += n * x.groups;
        ck_output out = {sums[i], CK_FEED_STEP, i == 0 && f->bias ? f->bias + n : 0, 0};
        token_block(&w, &x, out, 0, CK_FEED_STEP, 0, count, i == 0 && f->up ? lines_of(f->up, &x, n) : then);
    }
    ck_activate_sums(f, sums[0], sums[1], count * CK_FEED_STEP);
    inputs inner = inner_of(f);
    int64_t group = f->gate->group;
    for (int64_t i = 0; i < count; i++) {
        int64_t at = (t + i) * inner.padded + n;
        float flaw = pack_token(f->gate, sums[0] + i * CK_FEED_STEP, CK_FEED_STEP, (int8_t *)inner.values + at,
            (int32_t *)inner.exponents + at / group, (int32_t *)inner.offsets + at / group);
        // Other rows of this token may be another thread's; all that is ever written is NaN.
        if (flaw != 0) __atomic_store((float *)inner.flaws + t + i, &flaw, __ATOMIC_RELAXED);
    }
}

static void vnni_feed(const ck_feed *f, int64_t n0, int64_t n1) {
    inputs x = inputs_of(f->gate, f->packed, f->tokens);
    int64_t some = ck_min(FEED_TOKENS, TOKEN_BLOCK_BYTES / x.padded) / TILE_TOKENS * TILE_TOKENS;
    if (some < TILE_TOKENS) some = TILE_TOKENS;
    for (int64_t t = 0; t < f->tokens; t += some) {
        for (int64_t n = n0; n < n1; n += CK_FEED_STEP) {
            int64_t next = n + CK_FEED_STEP < n1 ? n + CK_FEED_STEP : n0;
            feed_tokens(f, n, t, ck_min(some, f->tokens - t), lines_of(f->gate, &x, next));
        }
    }
}

const ck_engine ck_engine_vnni = {vnni_packed_size, vnni_panels, vnni_pack, vnni_matmul, vnni_feed_begin, vnni_feed};
#pragma clang attribute pop
#endif
