// The loops of the map that Swift cannot run at the machine's speed: they need vectors wider than the baseline's, chosen
// when the program runs, and locks of a byte. Nothing here allocates or knows a thread: the caller splits the work by
// ranges and owns every buffer.
//
// The same numbers come out at every width of vectors: sums have a fixed order (8 lanes), and nothing is fused.
//
// Letters: N points, D dimensions of a row (a multiple of 8, filled up with 0), K neighbours kept, R candidates.
#pragma once

#include <stdint.h>

/// The squared distance between two rows of D floats.
float cl_distance(const float *a, const float *b, int32_t d);

/// out[i] = row . normal, for the rows x[ids[i]], i < count.
void cl_project(const float *x, int32_t d, const int32_t *ids, int32_t count, const float *normal, float *out);

/// The K nearest that were found so far for every point, by (distance, number), the nearest first.
typedef struct {
    int32_t n, k;
    int32_t *ids;        ///< [N, K], -1 where nothing was found yet
    float *distances;    ///< [N, K], infinite there
    uint8_t *fresh;      ///< [N, K], 1 for what came in the current round
    uint8_t *locks;      ///< [N], 0
} cl_neighbours;

/// Offers every pair of a leaf's points to each other. Leaves that share no point may be done at once.
void cl_offer_leaf(cl_neighbours *near, const float *x, int32_t d, const int32_t *ids, int32_t count);

/// One round of NN-descent for the points first..<last: every pair of a point's candidates is offered to each other, if one
/// of the two is fresh. Ranges may be done at once; what is kept does not depend on the order.
///   candidates: [N, R], counts: [N], new_candidates: [N, R], 1 for a fresh one.
void cl_join(
    cl_neighbours *near, const float *x, int32_t d, const int32_t *candidates, const uint8_t *new_candidates,
    const int32_t *counts, int32_t r, int32_t first, int32_t last);

/// The field of a t-SNE's repulsion on square grids of cells that halve from level to level.
/// Level l has 2^l cells a side inside a frame of 3 empty ones: a row has 2^l + 6 floats, there are 2^l + 6 rows.
typedef struct {
    int32_t level;
    float *mass, *x, *y, *spread;        ///< points in a cell, their mean, and half the sum of squared distances to it
    float *z, *fx, *fy;                  ///< sum of t = 1/(1+r²), and of t² times the difference, at the cell's middle
    float *xx, *xy, *yy;                 ///< how the force changes: derivatives of fx by x, fx by y, fy by y
    float *xxx, *xxy, *xyy, *yyy;        ///< second derivatives
    float width;                         ///< side of a cell
    float left, top;                     ///< of the inner cells
} cl_grid;

/// What the cells in the neighbourhood of the parents, but not next to a cell itself, do to rows first..<last of a level.
void cl_far_field(const cl_grid *grid, int32_t first, int32_t last);

/// Hands the field of the parents down to rows first..<last of a level, whose own field is added.
void cl_hand_down(const cl_grid *parent, const cl_grid *grid, int32_t first, int32_t last);

/// The repulsion at the points of rows first..<last of the finest level: the cells' field, and each point next to it.
///   starts: [cells + 1] where the points of a cell begin, in rows without a frame; px, py: points in this order.
///   fx, fy: [N], in this order; returns the sum of t over all pairs.
double cl_near_field(
    const cl_grid *grid, const int32_t *starts, const float *px, const float *py, int32_t first, int32_t last,
    float *fx, float *fy);

/// The attraction at points first..<last along a graph: t times the difference to each neighbour, summed.
///   starts: [N + 1], edges: numbers of points; y: [N, 2]; out: [N, 2].
void cl_attract(
    const int32_t *starts, const int32_t *edges, const float *y, int32_t first, int32_t last, float *out);

/// As `cl_attract`, for PaCMAP: the sum of scale / (c + 1 + r²)² times the difference.
void cl_attract_pairs(
    const int32_t *starts, const int32_t *edges, const float *y, float c, float scale, int32_t first, int32_t last,
    float *out);
