// The definition of the product, kept readable: every other path is compared with it.
#include "internal.h"

void ck_matmul_reference(const ck_matrix *w, ck_input in, ck_output out, int64_t n0, int64_t n1) {
    for (int64_t t = 0; t < in.tokens; t++) {
        for (int64_t n = n0; n < n1; n++) {
            double sum = out.bias ? out.bias[n] : 0;
            for (int64_t k = 0; k < w->columns; k++) {
                float weight;
                ck_widen_row(w, n, k, k + 1, &weight);
                sum += (double)weight * in.x[t * in.stride + k];
            }
            float *y = out.y + t * out.stride + n;
            *y = (float)(out.accumulate ? *y + sum : sum);
        }
    }
}
