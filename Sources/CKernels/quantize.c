// Symmetric quantisation in groups along K, 16 rows interleaved; the layout is described at `ck_matrix`.
#include "internal.h"

#include <math.h>
#include <string.h>

size_t ck_quantized_values_size(int32_t dtype, int64_t rows, int64_t columns, int32_t group) {
    int64_t values = ck_round_up(rows, 16) * ck_round_up(columns, group);
    return (size_t)(dtype == CK_INT4 ? values / 2 : values);
}

size_t ck_quantized_scales_size(int64_t rows, int64_t columns, int32_t group) {
    return (size_t)(ck_round_up(rows, 16) * (ck_round_up(columns, group) / group)) * sizeof(uint16_t);
}

/// The scale (as bf16) that maps the largest magnitude of a group to the largest code.
static uint16_t group_scale(const float *x, int32_t group, int limit) {
    float largest = 0;
    for (int32_t i = 0; i < group; i++) {
        float magnitude = fabsf(x[i]);
        if (magnitude > largest) largest = magnitude;
    }
    return ck_bf16_of_float(largest / (float)limit);
}

static int code(float x, float scale, int limit) {
    if (scale == 0) return 0;
    float q = rintf(x / scale);
    return q > (float)limit ? limit : q < (float)-limit ? -limit : (int)q;
}

/// One group of one row; `lines` begins at the row's 16-row block.
static void quantize_group(
    int32_t dtype, int32_t group, const float *x, int64_t lane, int64_t k0, uint8_t *lines, uint16_t *scale) {
    int limit = dtype == CK_INT4 ? 7 : 127;
    *scale = group_scale(x, group, limit);
    float step = ck_float_of_bf16(*scale);
    for (int32_t i = 0; i < group; i++) {
        int q = code(x[i], step, limit);
        int64_t k = k0 + i;
        if (dtype == CK_INT8) {
            lines[k / 4 * 64 + lane * 4 + k % 4] = (uint8_t)(q + 128);
        } else {
            uint8_t *byte = lines + k / 8 * 64 + lane * 4 + k % 4;
            *byte = k % 8 < 4 ? (uint8_t)((*byte & 0xf0) | (q + 8)) : (uint8_t)((*byte & 0x0f) | (q + 8) << 4);
        }
    }
}

void ck_quantize(
    const ck_matrix *from, int32_t dtype, int32_t group, void *values, uint16_t *scales, int64_t b0, int64_t b1) {
    int64_t padded = ck_round_up(from->columns, group), groups = padded / group;
    int64_t line_bytes = dtype == CK_INT4 ? padded * 8 : padded * 16;
    float x[64];
    for (int64_t n = b0 * 16; n < b1 * 16; n++) {
        uint8_t *lines = (uint8_t *)values + n / 16 * line_bytes;
        for (int64_t g = 0; g < groups; g++) {
            int64_t k0 = g * group, count = ck_min(group, from->columns - k0);
            memset(x, 0, sizeof x);
            if (n < from->rows && count > 0) ck_widen_row(from, n, k0, k0 + count, x);
            quantize_group(dtype, group, x, n % 16, k0, lines, scales + (n / 16 * groups + g) * 16 + n % 16);
        }
    }
}
