// The f32 kernels with 16 lanes: AVX-512.
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma"))), apply_to = function)
#define CK_LANES 16
#define CK_TILE_ROWS 8
#define CK_SIMD_TABLE ck_simd_avx512
#include "simd_kernels.inc"
#pragma clang attribute pop
#endif
