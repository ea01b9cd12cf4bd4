// Chooses how a product is computed; see the three steps in CKernels.h.
#include "internal.h"

static const ck_engine *engine(const ck_matrix *w, int32_t math) {
#if defined(__x86_64__)
    if (math == CK_FAST && ck_level() >= CK_AVX512_BF16_VNNI) {
        if (w->dtype == CK_BF16) return &ck_engine_bf16;
        if (w->dtype == CK_PACKED && ck_has_byte_permutes()) return &ck_engine_packed;
        if (w->dtype == CK_INT8 || w->dtype == CK_INT4) return &ck_engine_vnni;
    }
#endif
    return &ck_engine_exact;
}

size_t ck_packed_size(const ck_matrix *w, int32_t math, int64_t tokens) {
    return engine(w, math)->packed_size(w, tokens);
}

int64_t ck_panels(const ck_matrix *w, int32_t math, int64_t tokens) { return engine(w, math)->panels(w, tokens); }

void ck_pack(const ck_matrix *w, int32_t math, ck_input in, void *packed, int64_t p0, int64_t p1) {
    engine(w, math)->pack(w, in, packed, p0, p1);
}

void ck_matmul(
    const ck_matrix *w, int32_t math, const void *packed, int64_t tokens, ck_output out, int64_t n0, int64_t n1) {
    engine(w, math)->matmul(w, packed, tokens, out, n0, n1);
}

int32_t ck_can_feed(const ck_matrix *gate, int32_t math, int64_t tokens) {
    return engine(gate, math)->feed && tokens > CK_FEW_TOKENS && gate->rows % CK_FEED_STEP == 0;
}

void ck_feed_begin(const ck_feed *f) {
    void (*begin)(const ck_feed *) = engine(f->gate, CK_FAST)->feed_begin;
    if (begin) begin(f);
}

void ck_feed_forward(const ck_feed *f, int64_t n0, int64_t n1) { engine(f->gate, CK_FAST)->feed(f, n0, n1); }
