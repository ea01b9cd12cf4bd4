// Shared by the kernel files; not part of the API.
#pragma once

#include "CKernels.h"

#include <string.h>

/// Panels of packed f32 activations hold this many tokens; the last one is as wide as it must be, in steps of 16.
enum { CK_PANEL = 48, CK_PANEL_STEP = 16 };
/// Up to this many tokens activations stay in rows and outputs are dot products (decode).
enum { CK_FEW_TOKENS = 4 };
/// Values of K that are widened at a time: one row of them is 4 KiB.
enum { CK_WIDEN_BLOCK = 1024 };

/// One way to multiply: what `ck_packed_size` ... `ck_matmul` call after choosing it.
typedef struct {
    size_t (*packed_size)(const ck_matrix *w, int64_t tokens);
    int64_t (*panels)(const ck_matrix *w, int64_t tokens);
    void (*pack)(const ck_matrix *w, ck_input in, void *packed, int64_t p0, int64_t p1);
    void (*matmul)(
        const ck_matrix *w, const void *packed, int64_t tokens, ck_output out, int64_t n0, int64_t n1);
    /// What `ck_feed_begin` and `ck_feed_forward` do; `feed` is null where the two products are made one by one.
    void (*feed_begin)(const ck_feed *f);
    void (*feed)(const ck_feed *f, int64_t n0, int64_t n1);
} ck_engine;

/// f32 activations and arithmetic, any weights (matmul_exact.c).
extern const ck_engine ck_engine_exact;
/// bf16 activations over bf16 weights with AVX-512 BF16 (matmul_bf16.c).
extern const ck_engine ck_engine_bf16;
/// int8 activations over int8 and int4 weights with AVX-512 VNNI (matmul_vnni.c).
extern const ck_engine ck_engine_vnni;

/// bf16 activations over packed bf16 weights (matmul_packed.c); where `ck_has_byte_permutes`.
extern const ck_engine ck_engine_packed;

/// Whether this thread may use AVX-512 VBMI and VBMI2 beside BF16 and VNNI.
int ck_has_byte_permutes(void);
/// Rows n0 ..< n1 of a packed matrix as bf16, one behind the other.
void ck_unpack_rows_avx512(const ck_matrix *w, int64_t n0, int64_t n1, uint16_t *out);

/// Tiles of bf16 with AMX (matmul_amx.c): between `begin` and `end` a thread may call `ck_amx_rows`.
void ck_amx_begin(void);
void ck_amx_end(void);
/// Rows n ... of w, whose K is a multiple of 32, by a panel of 16, 32 or 48 tokens, of which `tokens` exist, as long as 16
/// are left; returns the first row that is not done.
int64_t ck_amx_rows(
    const uint32_t *panel, int64_t width, const ck_matrix *w, int64_t n, int64_t end, int64_t tokens, ck_output out);
/// 6 products of 16 x 16 x 32 in each round.
double ck_amx_probe(int64_t rounds);

/// As `ck_attend`, with bf16 products for an even head dimension (attention_bf16.c); AVX-512 BF16 only.
void ck_attend_bf16(const ck_attention *a, int64_t head, int64_t q0, int64_t q1, void *scratch);
size_t ck_attention_bf16_scratch(const ck_attention *a);

/// The f32 kernels of one instruction set, all compiled from `simd_kernels.inc`.
typedef struct {
    /// tile[r * width + t] = sum_k rows[r * stride + k] * panel[k * width + t] for `row_count` rows and `columns` k.
    void (*tile)(const float *panel, int64_t width, const float *rows, int64_t stride, int64_t row_count, int64_t columns,
        float *tile);
    /// sums[r * tokens + t] += dot of one weight row with `tokens` <= 4 rows of x.
    void (*dot)(int32_t dtype, const void *row, const float *x, int64_t x_stride, int64_t tokens, int64_t columns,
        float *sums);
    /// products[t * 16 + r] = product of row 16 * block + r of an int8 or int4 matrix with row t of dense x.
    void (*dot_codes)(const ck_matrix *w, int64_t block, const float *x, int64_t tokens, float *products);
    void (*attend)(const ck_attention *a, int64_t head, int64_t q0, int64_t q1, float *scratch);
    void (*layernorm)(const float *x, int64_t rows, int64_t columns, const float *weight, const float *bias, float eps,
        float *y);
    void (*rmsnorm)(const float *x, int64_t rows, int64_t columns, const float *weight, float eps, float *y);
    void (*activate)(int32_t function, float *x, int64_t count);
    void (*gate)(int32_t function, float *gate, const float *up, int64_t count);
    void (*softmax)(float *x, int64_t count);
    float (*log_sum_exp)(const float *x, int64_t count);
    void (*narrow)(const float *x, int64_t count, uint16_t *out);
    void (*rope)(float *x, int64_t heads, int64_t head_dim, const float *cosine, const float *sine);
} ck_simd;

extern const ck_simd ck_simd_portable, ck_simd_avx2, ck_simd_avx512;
const ck_simd *ck_simd_in_use(void);

/// gate = f(gate) * up, or f(gate) where there is no `up`, of `count` sums.
static inline void ck_activate_sums(const ck_feed *f, float *gate, const float *up, int64_t count) {
    if (f->up) {
        ck_simd_in_use()->gate(f->function, gate, up, count);
    } else {
        ck_simd_in_use()->activate(f->function, gate, count);
    }
}

static inline int64_t ck_min(int64_t a, int64_t b) { return a < b ? a : b; }
/// The head of keys and values that a head of queries reads.
static inline int64_t ck_key_head(const ck_attention *a, int64_t head) { return a->group > 1 ? head / a->group : head; }
static inline int64_t ck_round_up(int64_t a, int64_t step) { return (a + step - 1) / step * step; }

/// Row n of a packed matrix: its table and its blocks.
static inline const uint8_t *ck_packed_row(const ck_matrix *w, int64_t n) {
    return (const uint8_t *)w->values + n * ck_packed_row_bytes(w->columns);
}

/// The outliers of a row of a packed matrix: the next one, and where all end.
typedef struct {
    const uint8_t *at, *end;
} ck_outliers;

/// Never outside the list, whatever the starts say; `end` may be read, it is in the margin.
static inline ck_outliers ck_outliers_of(const ck_matrix *w, int64_t n) {
    uint32_t start;
    memcpy(&start, (const uint8_t *)w->starts + 4 * n, 4);
    return (ck_outliers){.at = w->outliers + ck_min(start, w->outlier_count), .end = w->outliers + w->outlier_count};
}

static inline float ck_float_of_bits(uint32_t bits) {
    union { uint32_t u; float f; } v = {.u = bits};
    return v.f;
}
static inline uint32_t ck_bits_of_float(float f) {
    union { uint32_t u; float f; } v = {.f = f};
    return v.u;
}
static inline float ck_float_of_bf16(uint16_t b) { return ck_float_of_bits((uint32_t)b << 16); }

/// Exact for every half: subnormals through the multiplication, infinity and NaN by setting the exponent.
static inline float ck_float_of_f16(uint16_t h) {
    float scaled = ck_float_of_bits((uint32_t)(h & 0x7fff) << 13) * 0x1p112f;
    uint32_t bits = ck_bits_of_float(scaled) | ((h & 0x7c00) == 0x7c00 ? 0x7f800000u : 0u);
    return ck_float_of_bits(bits | (uint32_t)(h & 0x8000) << 16);
}

static inline uint16_t ck_bf16_of_float(float f) {
    uint32_t bits = ck_bits_of_float(f);
    if ((bits & 0x7fffffff) > 0x7f800000) return (uint16_t)(bits >> 16) | 0x40;
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
