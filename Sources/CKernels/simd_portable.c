// The f32 kernels with 4 lanes: any processor.
#define CK_LANES 4
#define CK_TILE_ROWS 2
#define CK_SIMD_TABLE ck_simd_portable
#include "simd_kernels.inc"
