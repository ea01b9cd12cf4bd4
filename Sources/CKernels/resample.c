// 8-bit picture arithmetic: the two passes of a fixed-point resampler, compositing over white, patches.
#include "internal.h"

/// Bits behind the point of resampling weights.
enum { PRECISION = 22 };

static uint8_t clip(int32_t sum) {
    int32_t value = sum >> PRECISION;
    return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
}

void ck_resample_rows(const uint8_t *in, int64_t rows, int64_t width, const ck_resample *axis, uint8_t *out) {
    for (int64_t y = 0; y < rows; y++) {
        const uint8_t *row = in + y * width * 3;
        for (int64_t i = 0; i < axis->outputs; i++) {
            const int32_t *weights = axis->weights + i * axis->taps;
            const uint8_t *pixel = row + (int64_t)axis->first[i] * 3;
            int32_t red = 1 << (PRECISION - 1), green = red, blue = red;
            for (int32_t j = 0; j < axis->count[i]; j++, pixel += 3) {
                red += weights[j] * pixel[0];
                green += weights[j] * pixel[1];
                blue += weights[j] * pixel[2];
            }
            *out++ = clip(red);
            *out++ = clip(green);
            *out++ = clip(blue);
        }
    }
}

void ck_resample_columns(const uint8_t *in, int64_t width, const ck_resample *axis, uint8_t *out) {
    for (int64_t i = 0; i < axis->outputs; i++) {
        const int32_t *weights = axis->weights + i * axis->taps;
        const uint8_t *top = in + (int64_t)axis->first[i] * width * 3;
        for (int64_t x = 0; x < width * 3; x++) {
            int32_t sum = 1 << (PRECISION - 1);
            for (int32_t j = 0; j < axis->count[i]; j++) sum += weights[j] * top[(int64_t)j * width * 3 + x];
            *out++ = clip(sum);
        }
    }
}

void ck_over_white(const uint8_t *rgba, int64_t pixels, uint8_t *rgb) {
    for (int64_t i = 0; i < pixels; i++, rgba += 4) {
        uint32_t alpha = rgba[3];
        for (int c = 0; c < 3; c++) {
            // Two roundings by shifts, as 8-bit compositing over an opaque colour is done.
            uint32_t sum = rgba[c] * alpha * 128 + 255 * (255 * 128 - alpha * 128) + 0x4000;
            *rgb++ = (uint8_t)((((sum >> 8) + sum) >> 8) >> 7);
        }
    }
}

void ck_patches(
    const uint8_t *rgb, int64_t size, int64_t patch, const float *table, float *rows, int64_t stride) {
    int64_t side = size / patch;
    for (int64_t py = 0; py < side; py++) {
        for (int64_t px = 0; px < side; px++, rows += stride) {
            float *out = rows;
            for (int64_t c = 0; c < 3; c++) {
                for (int64_t y = 0; y < patch; y++) {
                    const uint8_t *pixel = rgb + ((py * patch + y) * size + px * patch) * 3 + c;
                    for (int64_t x = 0; x < patch; x++) *out++ = table[c * 256 + pixel[x * 3]];
                }
            }
        }
    }
}
