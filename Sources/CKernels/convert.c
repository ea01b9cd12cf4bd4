// Element types: everything stored becomes f32 here, exactly.
#include "internal.h"

#include <math.h>
#include <string.h>

void ck_widen(int32_t dtype, const void *in, int64_t count, float *out) {
    switch (dtype) {
    case CK_F32: memcpy(out, in, (size_t)count * sizeof(float)); break;
    case CK_BF16: {
        const uint8_t *p = in;
        for (int64_t i = 0; i < count; i++) {
            uint16_t v;
            memcpy(&v, p + 2 * i, 2);
            out[i] = ck_float_of_bf16(v);
        }
        break;
    }
    case CK_F16: {
        const uint8_t *p = in;
        for (int64_t i = 0; i < count; i++) {
            uint16_t v;
            memcpy(&v, p + 2 * i, 2);
            out[i] = ck_float_of_f16(v);
        }
        break;
    }
    default: break;
    }
}

void ck_narrow_bf16(const float *in, int64_t count, uint16_t *out) {
    ck_simd_in_use()->narrow(in, count, out);
}

static void widen_int8(const ck_matrix *w, int64_t n, int64_t k0, int64_t k1, float *out) {
    int64_t padded = ck_round_up(w->columns, w->group), block = n / 16, lane = n % 16;
    const uint8_t *lines = (const uint8_t *)w->values + block * padded * 16;
    const uint16_t *scales = w->scales + block * (padded / w->group) * 16 + lane;
    for (int64_t k = k0; k < k1; k++) {
        int q = (int)lines[k / 4 * 64 + lane * 4 + k % 4] - 128;
        out[k - k0] = (float)q * ck_float_of_bf16(scales[k / w->group * 16]);
    }
}

static void widen_int4(const ck_matrix *w, int64_t n, int64_t k0, int64_t k1, float *out) {
    int64_t padded = ck_round_up(w->columns, w->group), block = n / 16, lane = n % 16;
    const uint8_t *lines = (const uint8_t *)w->values + block * padded * 8;
    const uint16_t *scales = w->scales + block * (padded / w->group) * 16 + lane;
    for (int64_t k = k0; k < k1; k++) {
        int byte = lines[k / 8 * 64 + lane * 4 + k % 4];
        int q = (k % 8 < 4 ? byte & 15 : byte >> 4) - 8;
        out[k - k0] = (float)q * ck_float_of_bf16(scales[k / w->group * 16]);
    }
}

static void widen_packed(const ck_matrix *w, int64_t n, int64_t k0, int64_t k1, float *out) {
    uint16_t row[w->columns];
    ck_unpack_row(w, n, row);
    ck_widen(CK_BF16, row + k0, k1 - k0, out);
}

void ck_widen_row(const ck_matrix *w, int64_t n, int64_t k0, int64_t k1, float *out) {
    switch (w->dtype) {
    case CK_INT8: widen_int8(w, n, k0, k1, out); break;
    case CK_INT4: widen_int4(w, n, k0, k1, out); break;
    case CK_PACKED: widen_packed(w, n, k0, k1, out); break;
    default: {
        int64_t size = w->dtype == CK_F32 ? 4 : 2;
        ck_widen(w->dtype, (const uint8_t *)w->values + (n * w->columns + k0) * size, k1 - k0, out);
    }
    }
}

int64_t ck_count_nonfinite(int32_t dtype, const void *x, int64_t count) {
    // The exponent bits are all ones exactly for infinities and NaN, in each of the three types.
    int64_t bad = 0;
    const uint8_t *p = x;
    if (dtype == CK_F32) {
        for (int64_t i = 0; i < count; i++) {
            uint32_t v;
            memcpy(&v, p + 4 * i, 4);
            bad += (v & 0x7f800000) == 0x7f800000;
        }
        return bad;
    }
    uint16_t mask = dtype == CK_BF16 ? 0x7f80 : 0x7c00;
    for (int64_t i = 0; i < count; i++) {
        uint16_t v;
        memcpy(&v, p + 2 * i, 2);
        bad += (v & mask) == mask;
    }
    return bad;
}

int64_t ck_count_bad_scales(const uint16_t *scales, int64_t count) {
    // As an unsigned number whatever has the sign bit or is NaN is larger than 2^63, too.
    int64_t bad = 0;
    for (int64_t i = 0; i < count; i++) {
        uint16_t v;
        memcpy(&v, scales + i, 2);
        bad += v > 0x5f00;
    }
    return bad;
}
