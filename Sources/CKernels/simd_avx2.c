// The f32 kernels with 8 lanes: AVX2 and FMA.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CK_LANES 8
#define CK_TILE_ROWS 4
#define CK_SIMD_TABLE ck_simd_avx2
#include "simd_kernels.inc"
#pragma clang attribute pop
#endif
