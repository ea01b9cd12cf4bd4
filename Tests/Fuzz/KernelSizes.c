// Products and attention over odd sizes, at every level of the processor, in buffers of exactly the size that is promised,
// against their definitions in f64. Run under AddressSanitizer by `Tests/Fuzz/kernels`.
#include "CKernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(LIST) (int)(sizeof(LIST) / sizeof(*LIST))

static uint32_t state = 1;
static int failures = 0;

static float any(void) {
    state = state * 1664525u + 1013904223u;
    return (float)(state >> 8) / 8388608.0f - 1.0f;
}

static float *floats(int64_t count) {
    float *x = malloc((size_t)count * sizeof(float));
    for (int64_t i = 0; i < count; i++) x[i] = any();
    return x;
}

static uint16_t *narrowed(const float *x, int64_t count) {
    uint16_t *out = malloc((size_t)count * sizeof(uint16_t));
    ck_narrow_bf16(x, count, out);
    return out;
}

/// A random matrix; `free_matrix` frees what it holds.
static ck_matrix any_matrix(int32_t dtype, int32_t group, int64_t columns, int64_t rows) {
    float *plain = floats(rows * columns);
    ck_matrix w = {CK_F32, 0, rows, columns, plain};
    if (dtype == CK_F32) return w;
    void *values = 0, *starts = 0;
    uint16_t *scales = 0;
    uint8_t *outliers = 0;
    if (dtype == CK_BF16) {
        values = narrowed(plain, rows * columns);
        w = (ck_matrix){CK_BF16, 0, rows, columns, values};
    } else if (dtype == CK_F16) {
        uint16_t *halves = values = malloc((size_t)(rows * columns) * sizeof(uint16_t));
        for (int64_t i = 0; i < rows * columns; i++) halves[i] = (uint16_t)(0x3800 + (int)(512 * (any() + 1)));
        w = (ck_matrix){CK_F16, 0, rows, columns, values};
    } else if (dtype == CK_PACKED) {
        uint16_t *narrow = narrowed(plain, rows * columns);
        uint32_t *next = starts = malloc((size_t)(rows + 1) * sizeof(uint32_t));
        int64_t step = ck_packed_row_bytes(columns), count = 0;
        values = malloc((size_t)(rows * step));
        outliers = malloc((size_t)(rows * columns + CK_PACKED_MARGIN));
        for (int64_t n = 0; n < rows; n++) {
            next[n] = (uint32_t)count;
            count += ck_pack_row(narrow + n * columns, columns, (uint8_t *)values + n * step, outliers + count);
        }
        next[rows] = (uint32_t)count;
        outliers = realloc(outliers, (size_t)(count + CK_PACKED_MARGIN));
        memset(outliers + count, 0, CK_PACKED_MARGIN);
        w = (ck_matrix){dtype, 0, rows, columns, values, .starts = starts, .outliers = outliers, .outlier_count = count};
        free(narrow);
    } else {
        values = malloc(ck_quantized_values_size(dtype, rows, columns, group));
        scales = malloc(ck_quantized_scales_size(rows, columns, group));
        ck_quantize(&w, dtype, group, values, scales, 0, (rows + 15) / 16);
        w = (ck_matrix){dtype, group, rows, columns, values, .scales = scales};
    }
    free(plain);
    return w;
}

static void free_matrix(ck_matrix w) {
    free((void *)w.values), free((void *)w.scales), free((void *)w.starts), free((void *)w.outliers);
}

static void *packed_for(const ck_matrix *w, int32_t math, ck_input in) {
    void *packed = malloc(ck_packed_size(w, math, in.tokens));
    for (int64_t p = 0; p < ck_panels(w, math, in.tokens); p++) ck_pack(w, math, in, packed, p, p + 1);
    return packed;
}

static void check_product(int32_t dtype, int32_t group, int64_t tokens, int64_t columns, int64_t rows) {
    ck_matrix w = any_matrix(dtype, group, columns, rows);
    float *x = floats(tokens * columns);
    float *y = malloc((size_t)(tokens * rows) * sizeof(float)), *wanted = malloc((size_t)(tokens * rows) * sizeof(float));
    ck_input in = {x, columns, tokens};
    ck_matmul_reference(&w, in, (ck_output){wanted, rows, 0, 0}, 0, rows);
    for (int32_t math = CK_EXACT; math <= CK_FAST; math++) {
        for (int32_t level = 0; level <= ck_best_level(); level++) {
            ck_set_level(level);
            void *packed = packed_for(&w, math, in);
            for (int64_t n = 0; n < rows; n += 32) {
                int64_t end = n + 32 < rows ? n + 32 : rows;
                ck_matmul(&w, math, packed, tokens, (ck_output){y, rows, 0, 0}, n, end);
            }
            free(packed);
            double worst = 0, bound = (math == CK_FAST ? 2e-2 : 1e-5) * (sqrt((double)columns) + 1);
            for (int64_t i = 0; i < tokens * rows; i++) worst = fmax(worst, fabs((double)y[i] - wanted[i]));
            if (!(worst <= bound)) {
                failures++;
                printf("product: dtype %d group %d tokens %ld columns %ld rows %ld math %d level %d: %g\n", dtype, group,
                    (long)tokens, (long)columns, (long)rows, math, level, worst);
            }
        }
    }
    free_matrix(w), free(x), free(y), free(wanted);
}

/// y = down(f(gate x + bias) (* up x)) with the kernel for it and one step after the other: the same bits.
static void check_feed_forward(int32_t dtype, int32_t group, int64_t tokens, int64_t columns, int64_t width, int gated) {
    ck_matrix gate = any_matrix(dtype, group, columns, width), up = any_matrix(dtype, group, columns, width);
    ck_matrix down = any_matrix(dtype, group, width, 24);
    float *x = floats(tokens * columns), *bias = floats(width), *y = floats(tokens * 24), *wanted = floats(tokens * 24);
    float *inner = floats(tokens * width), *raised = floats(tokens * width);
    if (tokens > 20) x[3 * columns + 1] = NAN;
    ck_input in = {x, columns, tokens};
    for (int32_t level = 0; level <= ck_best_level(); level++) {
        ck_set_level(level);
        if (!ck_can_feed(&gate, CK_FAST, tokens)) continue;
        void *packed = packed_for(&gate, CK_FAST, in);
        ck_matmul(&gate, CK_FAST, packed, tokens, (ck_output){inner, width, bias, 0}, 0, width);
        ck_matmul(&up, CK_FAST, packed, tokens, (ck_output){raised, width, 0, 0}, 0, width);
        if (gated) {
            ck_gate(CK_SILU, inner, raised, tokens * width);
        } else {
            ck_activate(CK_GELU, inner, tokens * width);
        }
        void *steps = packed_for(&down, CK_FAST, (ck_input){inner, width, tokens});
        ck_matmul(&down, CK_FAST, steps, tokens, (ck_output){wanted, 24, 0, 0}, 0, 24);
        void *own = malloc(ck_packed_size(&down, CK_FAST, tokens));
        ck_feed feed = {&gate, gated ? &up : 0, bias, gated ? CK_SILU : CK_GELU, packed, tokens, own};
        ck_feed_begin(&feed);
        for (int64_t n = 0; n < width; n += CK_FEED_STEP) ck_feed_forward(&feed, n, n + CK_FEED_STEP);
        ck_matmul(&down, CK_FAST, own, tokens, (ck_output){y, 24, 0, 0}, 0, 24);
        int64_t differ = 0;
        for (int64_t i = 0; i < tokens * 24; i++) differ += y[i] != wanted[i] && !(isnan(y[i]) && isnan(wanted[i]));
        if (differ > 0) {
            failures++;
            printf("feed-forward: dtype %d group %d tokens %ld columns %ld width %ld gated %d level %d: %ld differ\n",
                dtype, group, (long)tokens, (long)columns, (long)width, gated, level, (long)differ);
        }
        free(packed), free(steps), free(own);
    }
    free_matrix(gate), free_matrix(up), free_matrix(down);
    free(x), free(bias), free(y), free(wanted), free(inner), free(raised);
}

/// Packed rows whose starts and bytes are anything: nothing outside of them may be read.
static void check_hostile_rows(int64_t columns, int64_t rows) {
    int64_t step = ck_packed_row_bytes(columns), count = 17;
    uint8_t *values = malloc((size_t)(rows * step)), *outliers = calloc((size_t)(count + CK_PACKED_MARGIN), 1);
    uint32_t *starts = malloc((size_t)(rows + 1) * sizeof(uint32_t));
    for (int64_t i = 0; i < rows * step; i++) values[i] = (uint8_t)(128 * (any() + 1)) | (i % 3 ? 0 : 0xb6);
    for (int64_t n = 0; n <= rows; n++) starts[n] = (uint32_t)(n % 2 ? 4e9f * fabsf(any()) : 16 * fabsf(any()));
    ck_matrix w = {CK_PACKED, 0, rows, columns, values, .starts = starts, .outliers = outliers, .outlier_count = count};
    const int tokens[] = {1, 3, 21};
    uint16_t *row = malloc((size_t)columns * sizeof(uint16_t));
    float *x = floats(21 * columns), *y = malloc((size_t)(21 * rows + columns) * sizeof(float));
    for (int32_t level = 0; level <= ck_best_level(); level++) {
        ck_set_level(level);
        for (int64_t n = 0; n < rows; n++) {
            ck_unpack_row(&w, n, row), ck_packed_outliers(&w, n), ck_widen_row(&w, n, columns / 2, columns, y);
        }
        for (int32_t math = CK_EXACT; math <= CK_FAST; math++) {
            for (int t = 0; t < COUNT(tokens); t++) {
                void *packed = malloc(ck_packed_size(&w, math, tokens[t]));
                ck_pack(&w, math, (ck_input){x, columns, tokens[t]}, packed, 0, ck_panels(&w, math, tokens[t]));
                ck_matmul(&w, math, packed, tokens[t], (ck_output){y, rows, 0, 0}, 0, rows);
                free(packed);
            }
        }
    }
    free(values), free(outliers), free(starts), free(row), free(x), free(y);
}

/// The largest difference from the definition; k and v are in f32 what `a` holds in its own type.
static double difference(const ck_attention *a, const float *k, const float *v, int64_t heads) {
    double worst = 0, *weights = malloc((size_t)a->keys * sizeof(double));
    for (int64_t i = 0; i < a->queries; i++) {
        for (int64_t head = 0; head < heads; head++) {
            const float *q = a->q + i * a->q_stride + head * a->head_dim;
            const float *out = a->out + i * a->out_stride + head * a->head_dim;
            int64_t seen = a->causal < 0 ? a->keys : i + a->causal + 1, first = head * a->kv_head_stride;
            double most = -INFINITY, sum = 0;
            for (int64_t j = 0; j < seen; j++) {
                weights[j] = 0;
                const float *row = k + first + j * a->kv_stride;
                for (int64_t d = 0; d < a->head_dim; d++) weights[j] += (double)q[d] * row[d] * a->scale;
                most = fmax(most, weights[j]);
            }
            for (int64_t j = 0; j < seen; j++) sum += weights[j] = exp(weights[j] - most);
            for (int64_t d = 0; d < a->head_dim; d++) {
                double mixed = 0;
                for (int64_t j = 0; j < seen; j++) mixed += weights[j] * v[first + j * a->kv_stride + d] / sum;
                worst = fmax(worst, fabs(mixed - out[d]));
            }
        }
    }
    free(weights);
    return worst;
}

static void check_attention(int64_t queries, int64_t past, int64_t dim, int causal, int32_t dtype) {
    int64_t heads = 2, width = heads * dim, keys = queries + past;
    float *q = floats(queries * width), *k = floats(keys * width), *v = floats(keys * width);
    float *out = malloc((size_t)(queries * width) * sizeof(float));
    uint16_t *narrow_k = narrowed(k, keys * width), *narrow_v = narrowed(v, keys * width);
    for (int32_t math = CK_EXACT; math <= CK_FAST; math++) {
        for (int32_t level = 0; level <= ck_best_level(); level++) {
            ck_set_level(level);
            // Heads side by side in a row, and head after head.
            for (int apart = 0; apart < 2; apart++) {
                ck_attention a = {.q = q, .k = dtype == CK_F32 ? (void *)k : narrow_k,
                    .v = dtype == CK_F32 ? (void *)v : narrow_v, .out = out, .q_stride = width,
                    .kv_stride = apart ? dim : width, .kv_head_stride = apart ? keys * dim : dim, .out_stride = width,
                    .queries = queries, .keys = keys, .head_dim = dim, .causal = causal ? past : -1, .kv_dtype = dtype,
                    .math = math, .scale = 1 / sqrtf((float)dim)};
                float *scratch = malloc(ck_attention_scratch(&a));
                for (int64_t head = 0; head < heads; head++) ck_attend(&a, head, 0, queries, scratch);
                free(scratch);
                double worst = difference(&a, k, v, heads);
                if (!(worst <= (math == CK_FAST || dtype == CK_BF16 ? 3e-2 : 2e-5))) {
                    failures++;
                    printf("attention: queries %ld keys %ld dim %ld causal %d dtype %d math %d level %d apart %d: %g\n",
                        (long)queries, (long)keys, (long)dim, causal, dtype, math, level, apart, worst);
                }
            }
        }
    }
    free(q), free(k), free(v), free(out), free(narrow_k), free(narrow_v);
}

int main(void) {
    const int tokens[] = {1, 2, 3, 4, 5, 6, 7, 15, 16, 17, 18, 33, 48, 49, 51, 64, 65, 97, 257};
    const int columns[] = {1, 2, 3, 31, 32, 33, 63, 64, 65, 70, 96, 127, 130, 257};
    const int rows[] = {1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 47};
    const struct { int32_t dtype, group; } formats[] = {
        {CK_F32, 0}, {CK_BF16, 0}, {CK_F16, 0}, {CK_INT8, 32}, {CK_INT8, 64}, {CK_INT4, 32}, {CK_INT4, 64},
        {CK_PACKED, 0}};
    int products = 0, blocks = 0, attentions = 0;
    for (int f = 0; f < COUNT(formats); f++)
        for (int t = 0; t < COUNT(tokens); t++)
            for (int c = 0; c < COUNT(columns); c++)
                for (int r = 0; r < COUNT(rows); r++) {
                    // Of the large ones a fifth is enough.
                    if (tokens[t] * columns[c] * rows[r] > 120000 && (t + c + r) % 5) continue;
                    check_product(formats[f].dtype, formats[f].group, tokens[t], columns[c], rows[r]);
                    products++;
                }
    for (int f = 0; f < COUNT(formats); f++)
        for (int t = 0; t < COUNT(tokens); t++)
            for (int c = 0; c < COUNT(columns); c++)
                for (int gated = 0; gated < 2; gated++) {
                    check_feed_forward(formats[f].dtype, formats[f].group, tokens[t], columns[c], 64 << c % 3, gated);
                    blocks++;
                }
    for (int c = 0; c < COUNT(columns); c++)
        for (int r = 0; r < COUNT(rows); r++) check_hostile_rows(columns[c], rows[r]);
    const int queries[] = {1, 2, 3, 4, 5, 16, 17, 47, 48, 49, 97}, past[] = {0, 1, 5, 30};
    const int dimensions[] = {2, 3, 8, 15, 16, 34, 80, 96, 128};
    for (int q = 0; q < COUNT(queries); q++)
        for (int p = 0; p < COUNT(past); p++)
            for (int d = 0; d < COUNT(dimensions); d++)
                for (int causal = 0; causal < 2; causal++)
                    for (int32_t dtype = CK_F32; dtype <= CK_BF16; dtype++) {
                        check_attention(queries[q], past[p], dimensions[d], causal, dtype);
                        attentions++;
                    }
    printf("kernels: %d products and %d attentions, each in 2 arithmetics, %d feed-forward blocks, at %d levels, %d wrong\n",
        products, attentions, blocks, ck_best_level() + 1, failures);
    return failures > 0;
}
