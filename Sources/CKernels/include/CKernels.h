// Kernels of the model engine: plain C so that one source can be compiled for several instruction sets and so that
// bf16 and int8 dot-product instructions are reachable. Nothing here allocates, locks or knows a thread: the caller
// splits the work by ranges and owns every buffer. All strides are counted in elements. No pointer needs alignment.
//
// Letters: T tokens (rows of activations), K inputs of a matrix, N outputs (rows of a matrix as it lies in memory).
#pragma once

#include <stddef.h>
#include <stdint.h>

// MARK: Instruction sets

/// What the kernels may use. The dispatcher takes the best one that the processor has.
enum { CK_PORTABLE = 0, CK_AVX2 = 1, CK_AVX512 = 2, CK_AVX512_BF16_VNNI = 3, CK_AMX_BF16 = 4 };

/// The best level of this processor.
int32_t ck_best_level(void);
/// The level in use on this thread: the best one unless `ck_set_level` lowered it.
int32_t ck_level(void);
/// Lowers the level of the calling thread (tests run every path of one machine side by side); more than the processor
/// has is cut down to it.
void ck_set_level(int32_t level);

// MARK: Matrices

/// Element types of stored weights.
enum { CK_F32 = 0, CK_BF16 = 1, CK_F16 = 2, CK_INT8 = 3, CK_INT4 = 4, CK_PACKED = 5 };
/// Packed bf16: bytes of a row's table; columns of a block; bytes of its codes; the code of what is not in the table; bytes
/// behind the list of outliers, for reads of whole vectors; columns at most, since some rows are unpacked on the stack.
enum {
    CK_PACKED_TABLE = 8,
    CK_PACKED_BLOCK = 64,
    CK_PACKED_CODES = 24,
    CK_PACKED_OUTLIER = 7,
    CK_PACKED_MARGIN = 64,
    CK_PACKED_COLUMNS = 1 << 15
};

/// A weight matrix `[N, K]` where it lies.
///
/// f32, bf16, f16: row-major, as checkpoints have it.
///
/// int8, int4: symmetric, `weight = scale * q`, one bf16 scale for `group` (32 or 64) consecutive values of K of one row.
/// K is padded with q = 0 to `Kp`, the next multiple of `group`; N with rows of zero scale to `Np`, the next multiple of 16.
/// 16 rows are interleaved, so that a 64-byte line feeds 16 outputs without horizontal sums:
///   int8: line (b, c), b < Np/16, c < Kp/4: byte 4r+j is q of row 16b+r, column 4c+j, plus 128.
///   int4: line (b, c), b < Np/16, c < Kp/8: byte 4r+j holds q + 8 of row 16b+r: low nibble column 8c+j, high 8c+4+j.
///   lines in order of b, then c; scales `[Np/16, Kp/group, 16]`, each 0 ... 2^63.
///
/// packed: bf16 without loss. A row is a table of 8 upper bytes (sign, 7 bits of the exponent), the last of which is none
/// of the others, and a block of 88 bytes for each 64 columns (the last one is filled up): 3-bit codes of the upper bytes
/// in 24, then the 64 lower bytes (a bit of the exponent, mantissa).
///   place p of a block holds its column p/16 * 8 + p%8 (p%16 < 8), or that + 32 (p%16 >= 8);
///   the code of place p is bits 3 (p%8) ... of the little-endian number in bytes 3 (p/8) ... + 2;
///   the upper byte is table[code], or for code 7 the next of the row's outliers, in order of blocks and places.
typedef struct {
    int32_t dtype;           ///< CK_F32 ... CK_PACKED
    int32_t group;           ///< int8, int4: 32 or 64; otherwise 0
    int64_t rows;            ///< N
    int64_t columns;         ///< K
    const void *values;      ///< as above
    const uint16_t *scales;  ///< int8, int4: bf16; otherwise null
    const void *starts;      ///< packed: u32 [N + 1], where the outliers of each row begin; otherwise null
    const uint8_t *outliers;  ///< packed: upper bytes of all rows, in order, and behind them at least CK_PACKED_MARGIN bytes
    int64_t outlier_count;    ///< packed: how many, without the margin
} ck_matrix;

/// Activations `[T, K]` in f32.
typedef struct {
    const float *x;
    int64_t stride;  ///< elements from one token to the next
    int64_t tokens;  ///< T
} ck_input;

/// Where `x W^T` goes: `[T, N]` in f32.
typedef struct {
    float *y;
    int64_t stride;      ///< elements from one token to the next
    const float *bias;   ///< [N], added to each row, or null
    int32_t accumulate;  ///< 1: added to what is in y (a residual), 0: y is overwritten
} ck_output;

/// How products are formed.
enum {
    CK_EXACT = 0,  ///< weights widened to f32, f32 activations, f32 fused multiply-add
    CK_FAST = 1,   ///< bf16, f16, f32 weights: bf16 activations; int8, int4 weights: int8 activations with a scale per group
};

/// y = x W^T + bias for rows n0 ..< n1 in f64 from the definition. Slow; every other path is tested against it.
void ck_matmul_reference(const ck_matrix *w, ck_input in, ck_output out, int64_t n0, int64_t n1);

// A product is two steps, so that threads share one packed copy of the activations:
//   bytes = ck_packed_size(w, math, T);
//   ck_pack(w, math, in, packed, p0, p1)           panels p0 ..< p1 of ck_panels(w, math, T), any split over threads
//   ck_matmul(w, math, packed, T, out, n0, n1)     any split of 0 ..< N whose n0 are multiples of 16
// A packed copy serves every matrix of the same dtype, group and K (q, k and v projections share one).

/// Bytes that `ck_pack` fills (0 < T).
size_t ck_packed_size(const ck_matrix *w, int32_t math, int64_t tokens);
/// Panels of tokens that `ck_pack` can fill independently of each other.
int64_t ck_panels(const ck_matrix *w, int32_t math, int64_t tokens);
/// Brings panels p0 ..< p1 of the activations into the order and type that `ck_matmul` reads.
void ck_pack(const ck_matrix *w, int32_t math, ck_input in, void *packed, int64_t p0, int64_t p1);
/// y = x W^T (+ bias) (+ y) for output columns n0 ..< n1; n0 is a multiple of 16.
void ck_matmul(
    const ck_matrix *w, int32_t math, const void *packed, int64_t tokens, ck_output out, int64_t n0, int64_t n1);

/// The first half of a feed-forward block, f(x G^T + bias) or f(x G^T) * (x U^T), written as the packed input of the second
/// half: `[T, N]` never lies in memory as f32.
typedef struct {
    const ck_matrix *gate;  ///< G [N, K]
    const ck_matrix *up;    ///< U [N, K] of the same dtype and group, or null
    const float *bias;      ///< [N], or null
    int32_t function;       ///< CK_RELU ... CK_SILU
    const void *packed;     ///< x, packed for G
    int64_t tokens;         ///< T
    void *inner;            ///< `ck_packed_size` bytes for a matrix of the same dtype and group with N columns
} ck_feed;

/// Rows of G that `ck_feed_forward` takes together.
enum { CK_FEED_STEP = 64 };
/// Whether there is a kernel for weights like G; where there is none, two products and `ck_gate` do the same.
int32_t ck_can_feed(const ck_matrix *gate, int32_t math, int64_t tokens);
/// Makes `inner` ready, once, before any of its rows.
void ck_feed_begin(const ck_feed *f);
/// Rows n0 ..< n1 of G and U, multiples of CK_FEED_STEP, any split over threads. To the last bit as the steps one by one.
void ck_feed_forward(const ck_feed *f, int64_t n0, int64_t n1);

/// Row n of a matrix as f32 (embeddings; also how the exact path reads every dtype): columns k0 ..< k1 to out[0...].
void ck_widen_row(const ck_matrix *w, int64_t n, int64_t k0, int64_t k1, float *out);
/// `count` elements of a plain dtype (f32, bf16, f16) as f32.
void ck_widen(int32_t dtype, const void *in, int64_t count, float *out);
/// f32 to bf16, round to nearest even; NaN stays NaN.
void ck_narrow_bf16(const float *in, int64_t count, uint16_t *out);

/// Bytes of `values` and of `scales` of a quantised matrix.
size_t ck_quantized_values_size(int32_t dtype, int64_t rows, int64_t columns, int32_t group);
size_t ck_quantized_scales_size(int64_t rows, int64_t columns, int32_t group);
/// Quantises the 16-row blocks b0 ..< b1 of a plain matrix into `values` and `scales` laid out as above.
void ck_quantize(
    const ck_matrix *from, int32_t dtype, int32_t group, void *values, uint16_t *scales, int64_t b0, int64_t b1);

/// Bytes of a packed row.
int64_t ck_packed_row_bytes(int64_t columns);
/// Upper bytes of a row of bf16 that its table will not have.
int64_t ck_count_outliers(const uint16_t *row, int64_t columns);
/// Packs a row of bf16 into `ck_packed_row_bytes` bytes and its outliers, whose number is returned.
int64_t ck_pack_row(const uint16_t *row, int64_t columns, uint8_t *out, uint8_t *outliers);
/// Row n of a packed matrix as `columns` bf16.
void ck_unpack_row(const ck_matrix *w, int64_t n, uint16_t *out);
/// Codes of row n of a packed matrix that stand for outliers; -1 when its table is not one.
int64_t ck_packed_outliers(const ck_matrix *w, int64_t n);

// MARK: Attention

/// Softmax attention of one sequence: out_i = sum_j softmax_j(scale * q_i k_j) v_j, for each head. Heads of queries may
/// share the head of keys and values (grouped-query attention, arXiv 2305.13245): head h reads that of h / `group`.
typedef struct {
    const float *q;      ///< [queries, heads * head_dim]
    const void *k;       ///< keys of `head_dim` elements: `kv_stride` apart, those of the next head `kv_head_stride` on
    const void *v;       ///< values, as the keys
    float *out;          ///< [queries, heads * head_dim]
    int64_t q_stride, kv_stride, kv_head_stride, out_stride;
    int64_t queries, keys, head_dim;
    int64_t group;       ///< heads of queries for each head of keys and values; 0 counts as 1
    int64_t causal;      ///< query i sees keys 0 ... i + causal; negative: it sees all
    int32_t kv_dtype;    ///< CK_F32 or CK_BF16, of k and v
    int32_t math;        ///< CK_EXACT, or CK_FAST: bf16 products where the processor has them
    float scale;
} ck_attention;

/// Queries that are worked on together: ranges given to `ck_attend` are best cut at multiples of it.
enum { CK_QUERY_BLOCK = 48 };
/// Bytes of scratch memory for one call of `ck_attend`.
size_t ck_attention_scratch(const ck_attention *a);
/// Fills rows q0 ..< q1 of `out` for one head.
void ck_attend(const ck_attention *a, int64_t head, int64_t q0, int64_t q1, float *scratch);

// MARK: Rows and elements

/// y = (x - mean) / sqrt(variance + eps) * weight + bias for each row of `columns`; y may be x.
void ck_layernorm(
    const float *x, int64_t rows, int64_t columns, const float *weight, const float *bias, float eps, float *y);
/// y = x / sqrt(mean(x^2) + eps) * weight for each row of `columns`; y may be x.
void ck_rmsnorm(const float *x, int64_t rows, int64_t columns, const float *weight, float eps, float *y);
/// Activation functions of `ck_activate`.
enum { CK_RELU = 0, CK_GELU = 1, CK_QUICK_GELU = 2, CK_GELU_TANH = 3, CK_SILU = 4 };
/// x = f(x), in place.
void ck_activate(int32_t function, float *x, int64_t count);
/// gate = f(gate) * up, in place.
void ck_gate(int32_t function, float *gate, const float *up, int64_t count);
/// x += gate * a for each row; `gates` is 1 (one gate) or `columns` (one for each column).
void ck_add_gated(float *x, const float *a, int64_t rows, int64_t columns, const float *gate, int64_t gates);
/// x += a.
void ck_add(float *x, const float *a, int64_t count);
/// x *= factor.
void ck_scale(float *x, float factor, int64_t count);
/// Rotary embedding, half-split layout, in place: x is [heads * head_dim] of one token, cosine and sine [head_dim / 2].
void ck_rope(float *x, int64_t heads, int64_t head_dim, const float *cosine, const float *sine);
/// x = softmax(x) over one row.
void ck_softmax(float *x, int64_t count);
/// log(sum(exp(x))) of a row, with the largest element taken out first.
float ck_log_sum_exp(const float *x, int64_t count);
/// Index of the largest element (the first among equals), -1 when an element is NaN or count is 0.
int64_t ck_argmax(const float *x, int64_t count);
/// Number of elements that are NaN or infinite.
int64_t ck_count_nonfinite(int32_t dtype, const void *x, int64_t count);
/// Number of scales (bf16) that no quantised matrix may have: below 0, above 2^63 or NaN.
int64_t ck_count_bad_scales(const uint16_t *scales, int64_t count);

// MARK: Pictures

/// One axis of a resampled picture: output i is sum_j weight[i * taps + j] * input[first[i] + j], fixed point of 22 bits.
typedef struct {
    int64_t outputs, taps;
    const int32_t *first;    ///< [outputs]
    const int32_t *count;    ///< [outputs], taps in use
    const int32_t *weights;  ///< [outputs, taps]
} ck_resample;

/// Horizontal pass over interleaved 8-bit RGB: in [rows, width, 3], out [rows, axis.outputs, 3].
void ck_resample_rows(const uint8_t *in, int64_t rows, int64_t width, const ck_resample *axis, uint8_t *out);
/// Vertical pass over interleaved 8-bit RGB: in [height, width, 3], out [axis.outputs, width, 3].
void ck_resample_columns(const uint8_t *in, int64_t width, const ck_resample *axis, uint8_t *out);
/// 8-bit RGBA over opaque white to RGB, with the rounding of 8-bit alpha compositing in two steps.
void ck_over_white(const uint8_t *rgba, int64_t pixels, uint8_t *rgb);
/// Square patches of a normalised picture as rows, `stride` apart: rgb [size, size, 3] -> [(size/patch)^2, 3 * patch * patch],
/// each value table[channel * 256 + byte], order (channel, row, column) inside a patch, patches row by row.
void ck_patches(
    const uint8_t *rgb, int64_t size, int64_t patch, const float *table, float *rows, int64_t stride);

// MARK: Threads

/// Tells the processor that the caller spins (a hint, not a sleep).
static inline void ck_relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

// MARK: Limits of the machine

/// Reads all bytes once and returns a checksum that keeps the reads from being optimised away.
uint64_t ck_probe_read(const void *memory, size_t bytes);
/// Runs products in registers: CK_F32, CK_BF16 or CK_INT8; returns the operations done (a multiply and an add are two),
/// 0 where the processor has no such instruction or the portable and AVX2 paths would be used. `sink` takes a result.
int64_t ck_probe_products(int32_t kind, int64_t rounds, double *sink);

// MARK: Signatures of sets

/// Lowers minima[f] to the least of factors[f] * value + addends[f] (mod 2^32) over the upper halves of `count` shingles, for
/// each of `functions` functions: the signature of a set (Broder, "On the resemblance and containment of documents", 1997).
void ck_minhash(
    const uint64_t *shingles, int64_t count, const uint32_t *factors, const uint32_t *addends, int64_t functions,
    uint32_t *minima);
/// The same from the definition.
void ck_minhash_reference(
    const uint64_t *shingles, int64_t count, const uint32_t *factors, const uint32_t *addends, int64_t functions,
    uint32_t *minima);
