// Element-wise kernels that need no vectors by hand, and the doors to those of `simd_kernels.inc`.
#include "internal.h"

#include <math.h>

void ck_layernorm(
    const float *x, int64_t rows, int64_t columns, const float *weight, const float *bias, float eps, float *y) {
    ck_simd_in_use()->layernorm(x, rows, columns, weight, bias, eps, y);
}

void ck_rmsnorm(const float *x, int64_t rows, int64_t columns, const float *weight, float eps, float *y) {
    ck_simd_in_use()->rmsnorm(x, rows, columns, weight, eps, y);
}

void ck_activate(int32_t function, float *x, int64_t count) { ck_simd_in_use()->activate(function, x, count); }

void ck_gate(int32_t function, float *gate, const float *up, int64_t count) {
    ck_simd_in_use()->gate(function, gate, up, count);
}

void ck_softmax(float *x, int64_t count) { ck_simd_in_use()->softmax(x, count); }

float ck_log_sum_exp(const float *x, int64_t count) { return ck_simd_in_use()->log_sum_exp(x, count); }

/// Below this many queries products are dot products, and packing keys and values would cost more than it saves.
enum { BF16_QUERIES = 4 };

/// Of all queries: how they are shared out must not change their numbers.
static int attends_in_bf16(const ck_attention *a) {
#if defined(__x86_64__)
    return a->math == CK_FAST && a->queries >= BF16_QUERIES && a->head_dim % 2 == 0 && ck_level() >= CK_AVX512_BF16_VNNI;
#else
    return 0;
#endif
}

size_t ck_attention_scratch(const ck_attention *a) {
    // Packed queries, scores, output block, 64 widened rows of keys or values.
    int64_t floats = 16 * a->head_dim + 16 * a->keys + 16 * a->head_dim + 64 * a->head_dim;
    size_t bytes = (size_t)floats * sizeof(float);
#if defined(__x86_64__)
    size_t fast = ck_attention_bf16_scratch(a);
    if (fast > bytes) bytes = fast;
#endif
    return bytes;
}

void ck_attend(const ck_attention *a, int64_t head, int64_t q0, int64_t q1, float *scratch) {
#if defined(__x86_64__)
    if (attends_in_bf16(a)) {
        ck_attend_bf16(a, head, q0, q1, scratch);
        return;
    }
#endif
    ck_simd_in_use()->attend(a, head, q0, q1, scratch);
}

void ck_add_gated(float *x, const float *a, int64_t rows, int64_t columns, const float *gate, int64_t gates) {
    for (int64_t r = 0; r < rows; r++, x += columns, a += columns) {
        if (gates == 1) {
            for (int64_t c = 0; c < columns; c++) x[c] += gate[0] * a[c];
        } else {
            for (int64_t c = 0; c < columns; c++) x[c] += gate[c] * a[c];
        }
    }
}

void ck_add(float *x, const float *a, int64_t count) {
    for (int64_t i = 0; i < count; i++) x[i] += a[i];
}

void ck_scale(float *x, float factor, int64_t count) {
    for (int64_t i = 0; i < count; i++) x[i] *= factor;
}

void ck_rope(float *x, int64_t heads, int64_t head_dim, const float *cosine, const float *sine) {
    ck_simd_in_use()->rope(x, heads, head_dim, cosine, sine);
}

int64_t ck_argmax(const float *x, int64_t count) {
    int64_t best = count > 0 ? 0 : -1;
    for (int64_t i = 0; i < count; i++) {
        if (isnan(x[i])) return -1;
        if (x[i] > x[best]) best = i;
    }
    return best;
}
