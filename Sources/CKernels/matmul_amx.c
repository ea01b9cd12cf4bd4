// Panels of bf16 activations over bf16 weights with AMX: a tile register is 16 weight rows x 32 of K where the weights lie,
// another the same of K for 16 tokens where the panel lies, a third their 16 x 16 sums.
#include "internal.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,fma,amx-tile,amx-bf16"))), apply_to = function)
#include "matmul_bf16.h"

/// Elements of K that one tile has.
enum { TILE_K = 32 };

/// What LDTILECFG reads.
typedef struct {
    uint8_t palette, start_row, reserved[14];
    uint16_t bytes[16];
    uint8_t rows[16];
} tile_shapes;

void ck_amx_begin(void) {
    // All eight registers are 16 rows of 64 bytes.
    tile_shapes shapes = {.palette = 1};
    for (int i = 0; i < 8; i++) {
        shapes.bytes[i] = 64;
        shapes.rows[i] = 16;
    }
    _tile_loadconfig(&shapes);
}

void ck_amx_end(void) { _tile_release(); }

/// Stores a tile of sums, [16 rows][16 tokens].
static inline void store_tile(const float *sums, int64_t tokens, tile_output out) {
    for (int half = 0; half < 2; half++) {
        tile_output part = out;
        part.y += half * TILE_ROWS;
        if (part.bias) part.bias += half * TILE_ROWS;
        store_8_rows(sums + half * TILE_ROWS * 16, 16, tokens, &part);
    }
}

/// Tokens 16 * v ..< 16 * v + 16 of both groups of rows: registers v and 3 + v hold their sums, 6 the weights, 7 the
/// activations. The processor renames registers, so that the next loads need not wait.
#define MULTIPLY(GROUP, V) _tile_loadd(7, at + 16 * V, panel_bytes), _tile_dpbf16ps(3 * GROUP + V, 6, 7)
#define STORE(GROUP, V) _tile_stored(3 * GROUP + V, sums[3 * GROUP + V], 64)

static inline __attribute__((always_inline)) void rows_by_panel(
    const uint32_t *panel, int vectors, const uint16_t *rows, int groups, int64_t columns, int64_t tokens, tile_output out) {
    int64_t row_bytes = columns * 2, panel_bytes = vectors * 64;
    _tile_zero(0), _tile_zero(1), _tile_zero(2), _tile_zero(3), _tile_zero(4), _tile_zero(5);
    for (int64_t k = 0; k < columns; k += TILE_K) {
        const uint32_t *at = panel + k / 2 * 16 * vectors;
        _tile_loadd(6, rows + k, row_bytes);
        MULTIPLY(0, 0);
        if (vectors > 1) MULTIPLY(0, 1);
        if (vectors > 2) MULTIPLY(0, 2);
        if (groups < 2) continue;
        _tile_loadd(6, rows + 16 * columns + k, row_bytes);
        MULTIPLY(1, 0);
        if (vectors > 1) MULTIPLY(1, 1);
        if (vectors > 2) MULTIPLY(1, 2);
    }
    float sums[6][256] __attribute__((aligned(64)));
    STORE(0, 0), STORE(0, 1), STORE(0, 2), STORE(1, 0), STORE(1, 1), STORE(1, 2);
    for (int g = 0; g < groups; g++) {
        for (int v = 0; v < vectors && 16 * v < tokens; v++) {
            tile_output part = out;
            part.y += 16 * v * out.stride + 16 * g;
            if (part.bias) part.bias += 16 * g;
            store_tile(sums[3 * g + v], ck_min(16, tokens - 16 * v), part);
        }
    }
}

#define ROWS(NAME, VECTORS, GROUPS)                                                                                    \
    static void NAME(                                                                                                  \
        const uint32_t *panel, const uint16_t *rows, int64_t columns, int64_t tokens, tile_output out) {               \
        rows_by_panel(panel, VECTORS, rows, GROUPS, columns, tokens, out);                                             \
    }
ROWS(rows_16_by_16, 1, 1)
ROWS(rows_16_by_32, 2, 1)
ROWS(rows_16_by_48, 3, 1)
ROWS(rows_32_by_16, 1, 2)
ROWS(rows_32_by_32, 2, 2)
ROWS(rows_32_by_48, 3, 2)

int64_t ck_amx_rows(
    const uint32_t *panel, int64_t width, const ck_matrix *w, int64_t n, int64_t end, int64_t tokens, ck_output out) {
    typedef void (*kernel)(const uint32_t *, const uint16_t *, int64_t, int64_t, tile_output);
    static const kernel kernels[2][3] = {
        {rows_16_by_16, rows_16_by_32, rows_16_by_48}, {rows_32_by_16, rows_32_by_32, rows_32_by_48}};
    while (end - n >= 16) {
        int64_t groups = end - n >= 32 ? 2 : 1;
        tile_output to = {out.y + n, out.stride, out.bias ? out.bias + n : 0, out.accumulate};
        kernels[groups - 1][width / 16 - 1](
            panel, (const uint16_t *)w->values + n * w->columns, w->columns, tokens, to);
        n += 16 * groups;
    }
    return n;
}

double ck_amx_probe(int64_t rounds) {
    float x[256] __attribute__((aligned(64))) = {0};
    ck_amx_begin();
    _tile_loadd(6, x, 64), _tile_loadd(7, x, 64);
    _tile_zero(0), _tile_zero(1), _tile_zero(2), _tile_zero(3), _tile_zero(4), _tile_zero(5);
    for (int64_t r = 0; r < rounds; r++) {
        _tile_dpbf16ps(0, 6, 7), _tile_dpbf16ps(1, 6, 7), _tile_dpbf16ps(2, 6, 7);
        _tile_dpbf16ps(3, 6, 7), _tile_dpbf16ps(4, 6, 7), _tile_dpbf16ps(5, 6, 7);
    }
    _tile_stored(0, x, 64);
    ck_amx_end();
    return x[0];
}
#pragma clang attribute pop
#endif
