// Distances, leaves and joins of the search for nearest neighbours.
#include "CLayout.h"

#pragma STDC FP_CONTRACT OFF

// Not for ThreadSanitizer, which would look at the choice of a clone before it is ready to.
#if defined(__x86_64__) && !__has_feature(thread_sanitizer)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

typedef float lanes __attribute__((ext_vector_type(8), aligned(4)));

/// The sum of 8 lanes; a macro, since a vector is no argument of a function compiled for several widths.
#define SUM8(v) (((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7])))

static inline __attribute__((always_inline)) float distance(const float *a, const float *b, int32_t d) {
    lanes one = 0, two = 0;
    int32_t i = 0;
    for (; i + 16 <= d; i += 16) {
        lanes p = *(const lanes *)(a + i) - *(const lanes *)(b + i);
        lanes q = *(const lanes *)(a + i + 8) - *(const lanes *)(b + i + 8);
        one += p * p;
        two += q * q;
    }
    if (i < d) {
        lanes p = *(const lanes *)(a + i) - *(const lanes *)(b + i);
        one += p * p;
    }
    one += two;
    return SUM8(one);
}

WIDE float cl_distance(const float *a, const float *b, int32_t d) { return distance(a, b, d); }

WIDE void cl_project(const float *x, int32_t d, const int32_t *ids, int32_t count, const float *normal, float *out) {
    for (int32_t i = 0; i < count; i++) {
        const float *row = x + (int64_t)ids[i] * d;
        lanes sum = 0;
        for (int32_t j = 0; j < d; j += 8) sum += *(const lanes *)(row + j) * *(const lanes *)(normal + j);
        out[i] = SUM8(sum);
    }
}

/// Floats that another thread may be writing.
static inline __attribute__((always_inline)) float read_float(float *at) {
    float value;
    __atomic_load(at, &value, __ATOMIC_RELAXED);
    return value;
}
static inline __attribute__((always_inline)) void write_float(float *at, float value) {
    __atomic_store(at, &value, __ATOMIC_RELAXED);
}

/// Puts (distance, j) into the list of i if it is among the K nearest. Pairs are totally ordered and one that was pushed
/// out can never come back, so the list that is left does not depend on the order of the calls.
static inline __attribute__((always_inline)) void offer(cl_neighbours *near, int32_t i, int32_t j, float distance) {
    int32_t k = near->k;
    float *distances = near->distances + (int64_t)i * k;
    // Stale at worst, and then too large: what fails here fails under the lock too.
    if (distance > read_float(&distances[k - 1])) return;
    while (__atomic_exchange_n(near->locks + i, 1, __ATOMIC_ACQUIRE)) { }
    int32_t *ids = near->ids + (int64_t)i * k;
    uint8_t *fresh = near->fresh + (int64_t)i * k;
    int32_t at = k - 1;
    if (distance < distances[at] || (distance == distances[at] && j < ids[at])) {
        int32_t place = 0;
        while (distances[place] < distance || (distances[place] == distance && ids[place] < j && ids[place] >= 0)) place++;
        if (ids[place] != j || distances[place] != distance) {
            for (; at > place; at--) {
                write_float(&distances[at], distances[at - 1]);
                ids[at] = ids[at - 1];
                fresh[at] = fresh[at - 1];
            }
            write_float(&distances[place], distance);
            ids[place] = j;
            fresh[place] = 1;
        }
    }
    __atomic_store_n(near->locks + i, 0, __ATOMIC_RELEASE);
}

WIDE void cl_offer_leaf(cl_neighbours *near, const float *x, int32_t d, const int32_t *ids, int32_t count) {
    for (int32_t a = 0; a < count; a++) {
        for (int32_t b = a + 1; b < count; b++) {
            float r = distance(x + (int64_t)ids[a] * d, x + (int64_t)ids[b] * d, d);
            offer(near, ids[a], ids[b], r);
            offer(near, ids[b], ids[a], r);
        }
    }
}

WIDE void cl_join(
    cl_neighbours *near, const float *x, int32_t d, const int32_t *candidates, const uint8_t *new_candidates,
    const int32_t *counts, int32_t r, int32_t first, int32_t last) {
    for (int32_t i = first; i < last; i++) {
        const int32_t *ids = candidates + (int64_t)i * r;
        const uint8_t *fresh = new_candidates + (int64_t)i * r;
        for (int32_t a = 0; a < counts[i]; a++) {
            for (int32_t b = a + 1; b < counts[i]; b++) {
                if (!(fresh[a] | fresh[b]) || ids[a] == ids[b]) continue;
                float distance_ab = distance(x + (int64_t)ids[a] * d, x + (int64_t)ids[b] * d, d);
                offer(near, ids[a], ids[b], distance_ab);
                offer(near, ids[b], ids[a], distance_ab);
            }
        }
    }
}
