// bf16 activations over bf16 weights where they lie, with AVX-512 BF16.
//
// Many tokens: panels of 48 tokens, pairs along K interleaved, so that a vector is 16 tokens x 2; 8 weight rows meet them
// with one broadcast each. Weight rows are taken in blocks that stay in the second-level cache while all panels pass.
// With AMX tiles of 16 rows x 16 tokens take the place of these vectors where K is a multiple of 32.
// One to four tokens, alone or left over behind the panels: rows of bf16, each output a dot product.
#include "internal.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,fma"))), apply_to = function)
#include "matmul_bf16.h"

/// Bytes of weights that are kept in the second-level cache, also of both matrices of a feed-forward block; rows whose
/// sums are activated and packed at a time.
enum { ROW_BLOCK_BYTES = 1 << 18, FEED_BLOCK_BYTES = 1 << 19, FEED_ROWS = 32 };
/// Bytes that dot products ask for ahead of their use, found in a model whose tokens took other distances in turn: decode
/// is 3 % slower with 4096.
enum { AHEAD = 34 * 64 };

/// How the tokens of an input are laid out.
typedef struct {
    int64_t whole;   ///< tokens in panels
    int64_t panels;  ///< panels
    int64_t rest;    ///< tokens in rows behind them, at most CK_FEW_TOKENS
    int64_t pairs;   ///< pairs of K in a panel
    int64_t row;     ///< elements of a row
} layout;

static layout layout_of(const ck_matrix *w, int64_t tokens) {
    int64_t rest = tokens % CK_PANEL_STEP;
    if (rest > CK_FEW_TOKENS) rest = 0;
    int64_t whole = tokens - rest;
    return (layout){.whole = whole, .panels = (whole + CK_PANEL - 1) / CK_PANEL, .rest = rest,
        .pairs = (w->columns + 1) / 2, .row = ck_round_up(w->columns, 32)};
}

/// First token of panel p. A last panel of 16 would keep too few sums in flight: the last two are 32 wide instead.
static int64_t first_of(layout l, int64_t p) {
    int64_t odd = ck_round_up(l.whole, CK_PANEL_STEP) % CK_PANEL == CK_PANEL_STEP && p == l.panels - 1 && p > 0;
    return p * CK_PANEL - (odd ? CK_PANEL_STEP : 0);
}

static int64_t width_of(layout l, int64_t p) {
    int64_t end = p + 1 < l.panels ? first_of(l, p + 1) : ck_round_up(l.whole, CK_PANEL_STEP);
    return end - first_of(l, p);
}

static size_t bf16_packed_size(const ck_matrix *w, int64_t tokens) {
    layout l = layout_of(w, tokens);
    return (size_t)(ck_round_up(l.whole, CK_PANEL_STEP) * l.pairs * 4 + l.rest * l.row * 2);
}

static int64_t bf16_panels(const ck_matrix *w, int64_t tokens) {
    layout l = layout_of(w, tokens);
    return l.panels + (l.rest > 0);
}

static uint16_t *rest_rows(layout l, const void *packed) {
    return (uint16_t *)((uint8_t *)packed + ck_round_up(l.whole, CK_PANEL_STEP) * l.pairs * 4);
}

static void bf16_pack(const ck_matrix *w, ck_input in, void *packed, int64_t p0, int64_t p1) {
    layout l = layout_of(w, in.tokens);
    for (int64_t p = p0; p < ck_min(p1, l.panels); p++) {
        int64_t width = width_of(l, p), first = first_of(l, p);
        uint32_t *panel = (uint32_t *)packed + first * l.pairs;
        for (int64_t t = 0; t < width; t += 16) {
            int64_t token = first + t;
            pack_16_tokens(in.x + token * in.stride, in.stride, ck_min(16, l.whole - token), w->columns, 1, panel + t,
                width);
        }
    }
    if (p1 <= l.panels) return;
    for (int64_t t = 0; t < l.rest; t++) {
        const float *x = in.x + (l.whole + t) * in.stride;
        uint16_t *row = rest_rows(l, packed) + t * l.row;
        for (int64_t k = 0; k < w->columns; k += 32) _mm512_storeu_si512(row + k, narrow_pairs(x + k, w->columns - k, 1));
    }
}

/// The sums of a tile, [rows][tokens].
typedef float tile_sums[TILE_ROWS * CK_PANEL] __attribute__((aligned(64)));

#define PANEL_ROWS(NAME, ROWS, VECTORS)                                                                                \
    static void NAME(const uint32_t *panel, pair_rows w, int64_t columns, float *out) {                                \
        __m512 sums[TILE_ROWS][TILE_VECTORS];                                                                          \
        whole_tile(panel, VECTORS, w, ROWS, columns, sums);                                                            \
        for (int r = 0; r < ROWS; r++)                                                                                 \
            for (int v = 0; v < VECTORS; v++) _mm512_store_ps(out + (r * VECTORS + v) * 16, sums[r][v]);               \
    }
PANEL_ROWS(eight_rows_48, TILE_ROWS, 3)
PANEL_ROWS(eight_rows_32, TILE_ROWS, 2)
PANEL_ROWS(eight_rows_16, TILE_ROWS, 1)
PANEL_ROWS(one_row_48, 1, 3)
PANEL_ROWS(one_row_32, 1, 2)
PANEL_ROWS(one_row_16, 1, 1)

/// The sums of 8 rows, or of 1, from n on and a panel as wide as `width`.
static void panel_tile(
    const ck_matrix *w, const uint32_t *panel, int64_t width, int64_t n, int64_t rows, tile_sums sums) {
    typedef void (*kernel)(const uint32_t *, pair_rows, int64_t, float *);
    static const kernel eight[] = {eight_rows_16, eight_rows_32, eight_rows_48};
    static const kernel one[] = {one_row_16, one_row_32, one_row_48};
    pair_rows pairs = {(const uint16_t *)w->values + n * w->columns, w->columns, 2};
    (rows == 1 ? one : eight)[width / 16 - 1](panel, pairs, w->columns, sums);
}

/// Asks for the lines that the next 16 sums of some tokens go to. They were written long ago, or never: without this each
/// tile would wait for them at its end.
static void ask_for_sums(ck_output out, int64_t n, int64_t tokens) {
    for (int64_t t = 0; t < tokens; t++) __builtin_prefetch(out.y + t * out.stride + n, 1, 2);
}

/// Rows n ..< end of one panel, to whose first token `out` points; whole groups of 16 by tiles where `amx`.
static void panel_rows(
    const ck_matrix *w, layout l, const uint32_t *packed, int64_t p, ck_output out, int64_t n, int64_t end, int amx) {
    int64_t width = width_of(l, p), first = first_of(l, p), tokens = ck_min(width, l.whole - first);
    const uint32_t *panel = packed + first * l.pairs;
    if (amx) n = ck_amx_rows(panel, width, w, n, end, l.whole - first, out);
    while (n < end) {
        int64_t rows = end - n >= TILE_ROWS ? TILE_ROWS : 1;
        if (n % 16 == 0) ask_for_sums(out, n, tokens);
        tile_sums sums;
        panel_tile(w, panel, width, n, rows, sums);
        tile_output to = {out.y + n, out.stride, out.bias ? out.bias + n : 0, out.accumulate};
        if (rows == 1) {
            store_1_row(sums, tokens, &to);
        } else {
            store_8_rows(sums, width, tokens, &to);
        }
        n += rows;
    }
}

/// Dot products of one weight row with `tokens` rows of x.
static inline __attribute__((always_inline)) void dots(
    const uint16_t *w, const uint16_t *x, int64_t x_step, int tokens, int64_t columns, float *sums) {
    __m512 s[CK_FEW_TOKENS][4];
    for (int t = 0; t < tokens; t++)
        for (int i = 0; i < 4; i++) s[t][i] = _mm512_setzero_ps();
    int64_t k = 0;
    for (; k + 128 <= columns; k += 128) {
        _mm_prefetch((const char *)(w + k) + AHEAD, _MM_HINT_T0);
        _mm_prefetch((const char *)(w + k) + AHEAD + 64, _MM_HINT_T0);
        _mm_prefetch((const char *)(w + k) + AHEAD + 128, _MM_HINT_T0);
        _mm_prefetch((const char *)(w + k) + AHEAD + 192, _MM_HINT_T0);
#pragma unroll
        for (int i = 0; i < 4; i++) {
            __m512bh y = (__m512bh)_mm512_loadu_si512(w + k + 32 * i);
            for (int t = 0; t < tokens; t++) {
                s[t][i] = _mm512_dpbf16_ps(s[t][i], y, (__m512bh)_mm512_loadu_si512(x + t * x_step + k + 32 * i));
            }
        }
    }
    for (; k < columns; k += 32) {
        __mmask32 mask = columns - k >= 32 ? 0xffffffff : (1u << (columns - k)) - 1;
        __m512bh y = (__m512bh)_mm512_maskz_loadu_epi16(mask, w + k);
        for (int t = 0; t < tokens; t++) {
            s[t][0] = _mm512_dpbf16_ps(s[t][0], y, (__m512bh)_mm512_loadu_si512(x + t * x_step + k));
        }
    }
    for (int t = 0; t < tokens; t++) sums[t] = _mm512_reduce_add_ps((s[t][0] + s[t][1]) + (s[t][2] + s[t][3]));
}

/// Rows n ..< end of the tokens behind the panels, to the first of which `out` points.
static void rest_products(
    const ck_matrix *w, layout l, const uint16_t *x, ck_output out, int64_t n, int64_t end) {
    for (; n < end; n++) {
        const uint16_t *row = (const uint16_t *)w->values + n * w->columns;
        float sums[CK_FEW_TOKENS];
        switch (l.rest) {
        case 1: dots(row, x, l.row, 1, w->columns, sums); break;
        case 2: dots(row, x, l.row, 2, w->columns, sums); break;
        case 3: dots(row, x, l.row, 3, w->columns, sums); break;
        default: dots(row, x, l.row, 4, w->columns, sums); break;
        }
        for (int64_t t = 0; t < l.rest; t++) {
            float *y = out.y + t * out.stride + n;
            *y = (out.accumulate ? *y : 0) + (out.bias ? out.bias[n] : 0) + sums[t];
        }
    }
}

/// Whether panels are multiplied with AMX tiles, which the thread may then use.
static int begin_amx(int64_t columns, layout l) {
    int amx = ck_level() >= CK_AMX_BF16 && columns % 32 == 0 && l.panels > 0;
    if (amx) ck_amx_begin();
    return amx;
}

static ck_output at_token(ck_output out, int64_t token) {
    out.y += token * out.stride;
    return out;
}

static void bf16_matmul(
    const ck_matrix *w, const void *packed, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    layout l = layout_of(w, tokens);
    int64_t block = ROW_BLOCK_BYTES / (w->columns * 2) / 16 * 16;
    if (block < 16) block = 16;
    int amx = begin_amx(w->columns, l);
    for (int64_t n = n0; n < n1; n += block) {
        int64_t end = ck_min(n + block, n1);
        for (int64_t p = 0; p < l.panels; p++) panel_rows(w, l, packed, p, at_token(out, first_of(l, p)), n, end, amx);
        if (l.rest > 0) rest_products(w, l, rest_rows(l, packed), at_token(out, l.whole), n, end);
    }
    if (amx) ck_amx_end();
}

/// 8 rows from n on of both matrices by one panel: their sums are activated and become values of K in the packed input of
/// the next product. Lanes are tokens there as here, so that pairs of rows are all there is to form.
static void feed_tile(const ck_feed *f, const uint32_t *panel, int64_t width, int64_t n, uint32_t *inner) {
    tile_sums gate, up;
    panel_tile(f->gate, panel, width, n, TILE_ROWS, gate);
    if (f->up) panel_tile(f->up, panel, width, n, TILE_ROWS, up);
    for (int r = 0; r < TILE_ROWS; r++) {
        __m512 bias = _mm512_set1_ps(f->bias ? f->bias[n + r] : 0);
        for (float *at = gate + r * width; at < gate + (r + 1) * width; at += 16) {
            _mm512_store_ps(at, _mm512_add_ps(_mm512_load_ps(at), bias));
        }
    }
    ck_activate_sums(f, gate, up, TILE_ROWS * width);
    for (int r = 0; r < TILE_ROWS; r += 2) {
        const float *low = gate + r * width, *high = low + width;
        for (int64_t t = 0; t < width; t += 16) {
            _mm512_storeu_si512(inner + r / 2 * width + t, pair_up(_mm512_load_ps(low + t), _mm512_load_ps(high + t)));
        }
    }
}

/// The same of FEED_ROWS rows whose sums come token by token: from AMX, or of the tokens behind the last panel.
static void feed_tokens(const ck_feed *f, layout l, layout inner, int64_t p, int64_t n) {
    float sums[2][CK_PANEL * FEED_ROWS];
    const ck_matrix *both[] = {f->gate, f->up};
    int64_t columns = f->gate->columns, first = first_of(l, p);
    int64_t tokens = p < l.panels ? ck_min(width_of(l, p), l.whole - first) : l.rest;
    for (int i = 0; i < (f->up ? 2 : 1); i++) {
        ck_matrix w = {.dtype = CK_BF16, .rows = FEED_ROWS, .columns = columns,
            .values = (const uint16_t *)both[i]->values + n * columns};
        ck_output out = {sums[i], FEED_ROWS, i == 0 && f->bias ? f->bias + n : 0, 0};
        if (p < l.panels) {
            panel_rows(&w, l, f->packed, p, out, 0, FEED_ROWS, 1);
        } else {
            rest_products(&w, l, rest_rows(l, f->packed), out, 0, FEED_ROWS);
        }
    }
    ck_activate_sums(f, sums[0], sums[1], tokens * FEED_ROWS);
    if (p < l.panels) {
        int64_t width = width_of(l, p);
        uint32_t *panel = (uint32_t *)f->inner + first * inner.pairs + n / 2 * width;
        for (int64_t t = 0; t < width; t += 16) {
            pack_16_tokens(sums[0] + t * FEED_ROWS, FEED_ROWS, ck_min(16, tokens - t), FEED_ROWS, 1, panel + t, width);
        }
    } else {
        uint16_t *row = rest_rows(inner, f->inner) + n;
        for (int64_t t = 0; t < tokens; t++) {
            _mm512_storeu_si512(row + t * inner.row, narrow_pairs(sums[0] + t * FEED_ROWS, FEED_ROWS, 1));
        }
    }
}

/// FEED_ROWS rows from n on by one panel or, after the last one, the tokens behind it.
static void feed_rows(const ck_feed *f, layout l, int64_t p, int64_t n, int amx) {
    layout inner = layout_of(&(ck_matrix){.columns = f->gate->rows}, f->tokens);
    if (amx || p == l.panels) {
        feed_tokens(f, l, inner, p, n);
        return;
    }
    int64_t width = width_of(l, p), first = first_of(l, p);
    for (int64_t r = n; r < n + FEED_ROWS; r += TILE_ROWS) {
        feed_tile(f, (const uint32_t *)f->packed + first * l.pairs, width, r,
            (uint32_t *)f->inner + first * inner.pairs + r / 2 * width);
    }
}

static void bf16_feed(const ck_feed *f, int64_t n0, int64_t n1) {
    layout l = layout_of(f->gate, f->tokens);
    int64_t row_bytes = f->gate->columns * (f->up ? 4 : 2), block = FEED_BLOCK_BYTES / row_bytes / FEED_ROWS * FEED_ROWS;
    if (block < FEED_ROWS) block = FEED_ROWS;
    int amx = begin_amx(f->gate->columns, l);
    for (int64_t n = n0; n < n1; n += block) {
        for (int64_t p = 0; p < l.panels + (l.rest > 0); p++) {
            for (int64_t r = n; r < ck_min(n + block, n1); r += FEED_ROWS) feed_rows(f, l, p, r, amx);
        }
    }
    if (amx) ck_amx_end();
}

const ck_engine ck_engine_bf16 = {bf16_packed_size, bf16_panels, bf16_pack, bf16_matmul, 0, bf16_feed};
#pragma clang attribute pop
#endif
