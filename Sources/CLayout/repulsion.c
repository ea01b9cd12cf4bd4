// The repulsion of a t-SNE by a pyramid of grids: a fast multipole method with masses and local expansions.
//
// The kernel is t = 1/(1+r²). A cell's field is the sum over far cells of t (that is Z) and of t² d (the force F), with F's
// first and second derivatives. Nothing needs the derivatives of Z, since grad Z = -2 F.
//
// A far cell is its mass at its mean, and its spread: points strewn by s along both axes make of a kernel g the kernel
// g + s²/2 (g_xx + g_yy). Of t that is t + s² (2 t² - 4 t³), and F and its derivatives follow from it by u = r², dt/du = -t².
//
// All loops run along a row of cells, element by element: the compiler makes vectors of any width of them, and no sum
// changes its order.
#include "CLayout.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Not for ThreadSanitizer, which would look at the choice of a clone before it is ready to.
#if defined(__x86_64__) && !__has_feature(thread_sanitizer)
#define WIDE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define WIDE
#endif

enum { FRAME = 3 };

static inline int32_t stride_of(const cl_grid *g) { return (1 << g->level) + 2 * FRAME; }

WIDE void cl_far_field(const cl_grid *g, int32_t first, int32_t last) {
    int32_t side = 1 << g->level, stride = stride_of(g);
    for (int32_t row = first; row < last; row++) {
        int64_t base = (int64_t)(row + FRAME) * stride + FRAME;
        float *restrict z = g->z + base, *restrict fx = g->fx + base, *restrict fy = g->fy + base;
        float *restrict xx = g->xx + base, *restrict xy = g->xy + base, *restrict yy = g->yy + base;
        float *restrict xxx = g->xxx + base, *restrict xxy = g->xxy + base;
        float *restrict xyy = g->xyy + base, *restrict yyy = g->yyy + base;
        size_t bytes = (size_t)side * sizeof(float);
        memset(z, 0, bytes), memset(fx, 0, bytes), memset(fy, 0, bytes);
        memset(xx, 0, bytes), memset(xy, 0, bytes), memset(yy, 0, bytes);
        memset(xxx, 0, bytes), memset(xxy, 0, bytes), memset(xyy, 0, bytes), memset(yyy, 0, bytes);
        float middle_y = g->top + ((float)row + 0.5f) * g->width;
        // The children of the parent's neighbours: from 2 before an even cell, from 3 before an odd one.
        int32_t low = row & 1 ? -3 : -2, high = row & 1 ? 2 : 3;
        for (int32_t dy = low; dy <= high; dy++) {
            for (int32_t dx = -3; dx <= 3; dx++) {
                if (dy >= -1 && dy <= 1 && dx >= -1 && dx <= 1) continue;
                int64_t other = base + (int64_t)dy * stride + dx;
                const float *restrict m = g->mass + other, *restrict mx = g->x + other, *restrict my = g->y + other;
                const float *restrict s = g->spread + other;
                int32_t begin = dx == -3 ? 1 : 0, step = dx == -3 || dx == 3 ? 2 : 1;
                for (int32_t a = begin; a < side; a += step) {
                    float px = g->left + ((float)a + 0.5f) * g->width - mx[a], py = middle_y - my[a];
                    float x2 = px * px, y2 = py * py;
                    float t = 1.0f / (1.0f + (x2 + y2)), t2 = t * t, st2 = s[a] * t2;
                    float mt2 = t2 * m[a] + st2 * (t * 4.0f - t2 * 12.0f);
                    float mt3 = (t * 4.0f) * (t2 * m[a] + st2 * (t * 6.0f - t2 * 24.0f));
                    float mt4 = (t2 * 24.0f) * (t2 * m[a] + st2 * (t * 8.0f - t2 * 40.0f));
                    z[a] += m[a] * t + st2 * (2.0f - t * 4.0f);
                    fx[a] += mt2 * px;
                    fy[a] += mt2 * py;
                    xx[a] += mt2 - mt3 * x2;
                    xy[a] -= mt3 * px * py;
                    yy[a] += mt2 - mt3 * y2;
                    xxx[a] += px * (mt4 * x2 - 3.0f * mt3);
                    xxy[a] += py * (mt4 * x2 - mt3);
                    xyy[a] += px * (mt4 * y2 - mt3);
                    yyy[a] += py * (mt4 * y2 - 3.0f * mt3);
                }
            }
        }
    }
}

/// The field (of a cell, d from its middle) at a place.
typedef struct { float z, fx, fy; } field;
static inline __attribute__((always_inline)) field at_place(const cl_grid *g, int64_t c, float dx, float dy) {
    float x2 = 0.5f * dx * dx, y2 = 0.5f * dy * dy, both = dx * dy;
    field f;
    f.fx = g->fx[c] + g->xx[c] * dx + g->xy[c] * dy + g->xxx[c] * x2 + g->xxy[c] * both + g->xyy[c] * y2;
    f.fy = g->fy[c] + g->xy[c] * dx + g->yy[c] * dy + g->xxy[c] * x2 + g->xyy[c] * both + g->yyy[c] * y2;
    f.z = g->z[c] - 2.0f * (g->fx[c] * dx + g->fy[c] * dy) - 2.0f * (g->xx[c] * x2 + g->xy[c] * both + g->yy[c] * y2);
    return f;
}

WIDE void cl_hand_down(const cl_grid *parent, const cl_grid *g, int32_t first, int32_t last) {
    int32_t side = 1 << g->level, stride = stride_of(g), wide = stride_of(parent);
    for (int32_t row = first; row < last; row++) {
        float dy = (row & 1 ? 0.5f : -0.5f) * g->width;
        for (int32_t a = 0; a < side; a++) {
            int64_t c = (int64_t)(row + FRAME) * stride + FRAME + a;
            int64_t p = (int64_t)((row >> 1) + FRAME) * wide + FRAME + (a >> 1);
            float dx = (a & 1 ? 0.5f : -0.5f) * g->width;
            field f = at_place(parent, p, dx, dy);
            g->z[c] += f.z;
            g->fx[c] += f.fx;
            g->fy[c] += f.fy;
            g->xx[c] += parent->xx[p] + parent->xxx[p] * dx + parent->xxy[p] * dy;
            g->xy[c] += parent->xy[p] + parent->xxy[p] * dx + parent->xyy[p] * dy;
            g->yy[c] += parent->yy[p] + parent->xyy[p] * dx + parent->yyy[p] * dy;
            g->xxx[c] += parent->xxx[p];
            g->xxy[c] += parent->xxy[p];
            g->xyy[c] += parent->xyy[p];
            g->yyy[c] += parent->yyy[p];
        }
    }
}

typedef float lanes __attribute__((ext_vector_type(8), aligned(4)));

/// The sum of 8 lanes; a macro, since a vector is no argument of a function compiled for several widths.
#define SUM8(v) (((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7])))

/// Points (or a cell's mean in place of its points) around a cell, for all points in it.
enum { CROWD = 96, OWN = 512, ROOM = 9 * OWN + 16 };
typedef struct {
    int32_t count;
    float x[ROOM], y[ROOM], m[ROOM];
} surroundings;

static inline void put(surroundings *s, float x, float y, float m) {
    s->x[s->count] = x;
    s->y[s->count] = y;
    s->m[s->count++] = m;
}

static void gather(
    surroundings *s, const cl_grid *g, const int32_t *starts, const float *px, const float *py, int32_t row, int32_t a) {
    int32_t side = 1 << g->level, stride = stride_of(g);
    s->count = 0;
    for (int32_t b = row > 0 ? row - 1 : 0; b <= row + 1 && b < side; b++) {
        for (int32_t c = a > 0 ? a - 1 : 0; c <= a + 1 && c < side; c++) {
            int32_t begin = starts[b * side + c], end = starts[b * side + c + 1];
            if (end - begin > CROWD && (b != row || c != a)) {
                int64_t cell = (int64_t)(b + FRAME) * stride + FRAME + c;
                put(s, g->x[cell], g->y[cell], g->mass[cell]);
                continue;
            }
            // A crowded cell stands for itself by every so manieth of its points.
            int32_t step = end - begin > OWN ? (end - begin + OWN / 2 - 1) / (OWN / 2) : 1;
            for (int32_t p = begin; p < end; p += step) put(s, px[p], py[p], (float)step);
        }
    }
    // Without mass they do nothing.
    while (s->count % 8) put(s, 0, 0, 0);
}

WIDE double cl_near_field(
    const cl_grid *g, const int32_t *starts, const float *px, const float *py, int32_t first, int32_t last,
    float *fx, float *fy) {
    int32_t side = 1 << g->level, stride = stride_of(g);
    surroundings s;
    double total = 0;
    for (int32_t row = first; row < last; row++) {
        float middle_y = g->top + ((float)row + 0.5f) * g->width;
        double sum = 0;
        for (int32_t a = 0; a < side; a++) {
            int32_t begin = starts[row * side + a], end = starts[row * side + a + 1];
            if (begin == end) continue;
            gather(&s, g, starts, px, py, row, a);
            int64_t c = (int64_t)(row + FRAME) * stride + FRAME + a;
            float middle_x = g->left + ((float)a + 0.5f) * g->width;
            for (int32_t p = begin; p < end; p++) {
                lanes zs = 0, xs = 0, ys = 0;
                for (int32_t k = 0; k < s.count; k += 8) {
                    lanes dx = px[p] - *(const lanes *)(s.x + k), dy = py[p] - *(const lanes *)(s.y + k);
                    lanes t = 1.0f / (1.0f + (dx * dx + dy * dy)), mt = t * *(const lanes *)(s.m + k);
                    zs += mt;
                    mt *= t;
                    xs += mt * dx;
                    ys += mt * dy;
                }
                field f = at_place(g, c, px[p] - middle_x, py[p] - middle_y);
                fx[p] = f.fx + SUM8(xs);
                fy[p] = f.fy + SUM8(ys);
                // A point's distance to itself counts 1 in the sum over its surroundings.
                sum += (double)(f.z + SUM8(zs)) - 1.0;
            }
        }
        total += sum;
    }
    return total;
}

// Eight neighbours at a time, in vectors where the machine gathers; sums are kept in eight lanes and added in one order on
// every machine.
#define LANES 8
#define ATTRACT(weight)                                                                       \
    float x0 = y[2 * i], y0 = y[2 * i + 1], xs[LANES] = {0}, ys[LANES] = {0};                  \
    int32_t e = starts[i], end = starts[i + 1];                                               \
    for (; e + LANES <= end; e += LANES) {                                                    \
        for (int32_t k = 0; k < LANES; k++) {                                                 \
            float dx = x0 - y[2 * edges[e + k]], dy = y0 - y[2 * edges[e + k] + 1];            \
            float r2 = dx * dx + dy * dy, w = weight;                                         \
            xs[k] += w * dx, ys[k] += w * dy;                                                 \
        }                                                                                     \
    }                                                                                         \
    float fx = SUM8(xs), fy = SUM8(ys);                                                       \
    for (; e < end; e++) {                                                                    \
        float dx = x0 - y[2 * edges[e]], dy = y0 - y[2 * edges[e] + 1];                        \
        float r2 = dx * dx + dy * dy, w = weight;                                             \
        fx += w * dx, fy += w * dy;                                                           \
    }

WIDE void cl_attract(
    const int32_t *starts, const int32_t *edges, const float *y, int32_t first, int32_t last, float *out) {
    for (int32_t i = first; i < last; i++) {
        ATTRACT(1.0f / (1.0f + r2))
        out[2 * i] = fx;
        out[2 * i + 1] = fy;
    }
}

WIDE void cl_attract_pairs(
    const int32_t *starts, const int32_t *edges, const float *y, float c, float scale, int32_t first, int32_t last,
    float *out) {
    for (int32_t i = first; i < last; i++) {
        ATTRACT(scale / ((c + 1.0f + r2) * (c + 1.0f + r2)))
        out[2 * i] += fx;
        out[2 * i + 1] += fy;
    }
}
