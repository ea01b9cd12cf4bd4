// f32 activations and f32 arithmetic over weights of any type.
//
// Many tokens: activations are packed in panels of 48 tokens, [K][48], so that one weight broadcast meets three vectors
// of tokens; 8 weight rows at a time are widened to f32 in pieces of K that stay in the first-level cache.
// Few tokens (decode): activations stay in rows, each output is a dot product.
#include "internal.h"

#include <string.h>

/// Weight rows of one tile.
enum { TILE_ROWS = 8 };

static size_t exact_packed_size(const ck_matrix *w, int64_t tokens) {
    int64_t padded = tokens <= CK_FEW_TOKENS ? tokens : ck_round_up(tokens, CK_PANEL_STEP);
    return (size_t)(padded * w->columns) * sizeof(float);
}

static int64_t exact_panels(const ck_matrix *w, int64_t tokens) {
    (void)w;
    return tokens <= CK_FEW_TOKENS ? 1 : (tokens + CK_PANEL - 1) / CK_PANEL;
}

/// Tokens in panel p, rounded up to whole steps.
static int64_t panel_width(int64_t tokens, int64_t p) {
    return ck_min(CK_PANEL, ck_round_up(tokens - p * CK_PANEL, CK_PANEL_STEP));
}

static void pack_panel(ck_input in, int64_t columns, int64_t p, float *panel) {
    int64_t width = panel_width(in.tokens, p), first = p * CK_PANEL;
    for (int64_t t = 0; t < width; t++) {
        if (first + t < in.tokens) {
            const float *x = in.x + (first + t) * in.stride;
            for (int64_t k = 0; k < columns; k++) panel[k * width + t] = x[k];
        } else {
            for (int64_t k = 0; k < columns; k++) panel[k * width + t] = 0;
        }
    }
}

static void exact_pack(const ck_matrix *w, ck_input in, void *packed, int64_t p0, int64_t p1) {
    float *out = packed;
    if (in.tokens <= CK_FEW_TOKENS) {
        for (int64_t t = 0; t < in.tokens; t++) {
            memcpy(out + t * w->columns, in.x + t * in.stride, (size_t)w->columns * sizeof(float));
        }
        return;
    }
    for (int64_t p = p0; p < p1; p++) pack_panel(in, w->columns, p, out + p * CK_PANEL * w->columns);
}

/// Adds the tile [rows][width] of partial sums to the outputs; the first piece of K also brings the bias.
static void store_tile(
    const float *tile, int64_t width, ck_output out, int64_t t0, int64_t tokens, int64_t n, int64_t rows, int first) {
    int64_t here = ck_min(width, tokens - t0);
    for (int64_t t = 0; t < here; t++) {
        float *y = out.y + (t0 + t) * out.stride + n;
        for (int64_t r = 0; r < rows; r++) {
            float start = !first || out.accumulate ? y[r] : 0;
            if (first && out.bias) start += out.bias[n + r];
            y[r] = start + tile[r * width + t];
        }
    }
}

static void many_tokens(
    const ck_matrix *w, const float *packed, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    const ck_simd *simd = ck_simd_in_use();
    float widened[TILE_ROWS * CK_WIDEN_BLOCK], tile[TILE_ROWS * CK_PANEL];
    for (int64_t n = n0; n < n1; n += TILE_ROWS) {
        int64_t rows = ck_min(TILE_ROWS, n1 - n);
        for (int64_t k = 0; k < w->columns; k += CK_WIDEN_BLOCK) {
            int64_t count = ck_min(CK_WIDEN_BLOCK, w->columns - k);
            for (int64_t r = 0; r < rows; r++) ck_widen_row(w, n + r, k, k + count, widened + r * CK_WIDEN_BLOCK);
            for (int64_t t = 0, p = 0; t < tokens; t += CK_PANEL, p++) {
                int64_t width = panel_width(tokens, p);
                const float *panel = packed + p * CK_PANEL * w->columns + k * width;
                simd->tile(panel, width, widened, CK_WIDEN_BLOCK, rows, count, tile);
                store_tile(tile, width, out, t, tokens, n, rows, k == 0);
            }
        }
    }
}

static void few_tokens(
    const ck_matrix *w, const float *x, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    const ck_simd *simd = ck_simd_in_use();
    float widened[CK_WIDEN_BLOCK];
    int direct = w->dtype == CK_F32 || w->dtype == CK_BF16, is_packed = w->dtype == CK_PACKED;
    int64_t size = w->dtype == CK_F32 ? 4 : 2;
    uint16_t unpacked[is_packed ? w->columns : 1];
    for (int64_t n = n0; n < n1; n++) {
        float sums[CK_FEW_TOKENS] = {0};
        if (is_packed) {
            ck_unpack_row(w, n, unpacked);
            simd->dot(CK_BF16, unpacked, x, w->columns, tokens, w->columns, sums);
        } else if (direct) {
            simd->dot(w->dtype, (const uint8_t *)w->values + n * w->columns * size, x, w->columns, tokens, w->columns,
                sums);
        } else {
            for (int64_t k = 0; k < w->columns; k += CK_WIDEN_BLOCK) {
                int64_t count = ck_min(CK_WIDEN_BLOCK, w->columns - k);
                ck_widen_row(w, n, k, k + count, widened);
                simd->dot(CK_F32, widened, x + k, w->columns, tokens, count, sums);
            }
        }
        for (int64_t t = 0; t < tokens; t++) {
            float *y = out.y + t * out.stride + n;
            *y = (out.accumulate ? *y : 0) + (out.bias ? out.bias[n] : 0) + sums[t];
        }
    }
}

/// The same for int8 and int4, in blocks of 16 outputs.
static void few_tokens_of_codes(
    const ck_matrix *w, const float *x, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    float products[CK_FEW_TOKENS * 16];
    for (int64_t n = n0; n < n1; n += 16) {
        ck_simd_in_use()->dot_codes(w, n / 16, x, tokens, products);
        for (int64_t t = 0; t < tokens; t++) {
            for (int64_t r = 0; r < ck_min(16, n1 - n); r++) {
                float *y = out.y + t * out.stride + n + r;
                *y = (out.accumulate ? *y : 0) + (out.bias ? out.bias[n + r] : 0) + products[t * 16 + r];
            }
        }
    }
}

static void exact_matmul(
    const ck_matrix *w, const void *packed, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    if (tokens <= CK_FEW_TOKENS && (w->dtype == CK_INT8 || w->dtype == CK_INT4)) {
        few_tokens_of_codes(w, packed, tokens, out, n0, n1);
    } else if (tokens <= CK_FEW_TOKENS) {
        few_tokens(w, packed, tokens, out, n0, n1);
    } else {
        many_tokens(w, packed, tokens, out, n0, n1);
    }
}

const ck_engine ck_engine_exact = {exact_packed_size, exact_panels, exact_pack, exact_matmul, 0, 0};
