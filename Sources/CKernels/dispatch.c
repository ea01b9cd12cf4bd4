// Which instruction sets the kernels use, decided once.
#include "internal.h"

#include <stdatomic.h>

#if defined(__x86_64__)
#include <sys/syscall.h>
#include <unistd.h>

/// Whether this process may use the tiles of AMX: the system gives their registers to those who ask (arch_prctl,
/// ARCH_REQ_XCOMP_PERM for component 18).
static int has_tiles(void) {
    return __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-bf16")
        && syscall(SYS_arch_prctl, 0x1023, 18) == 0;
}
#endif

static _Atomic int32_t best = -1;
/// Of this thread; -1 where nothing was lowered.
static _Thread_local int32_t lowered = -1;

int32_t ck_best_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("fma")) {
        if (!__builtin_cpu_supports("avx512bf16") || !__builtin_cpu_supports("avx512vnni")) return CK_AVX512;
        return has_tiles() ? CK_AMX_BF16 : CK_AVX512_BF16_VNNI;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return CK_AVX2;
#endif
    return CK_PORTABLE;
}

int32_t ck_level(void) {
    if (lowered >= 0) return lowered;
    int32_t level = atomic_load_explicit(&best, memory_order_relaxed);
    if (level >= 0) return level;
    level = ck_best_level();
    atomic_store_explicit(&best, level, memory_order_relaxed);
    return level;
}

int ck_has_byte_permutes(void) {
#if defined(__x86_64__)
    return ck_level() >= CK_AVX512_BF16_VNNI && __builtin_cpu_supports("avx512vbmi")
        && __builtin_cpu_supports("avx512vbmi2");
#else
    return 0;
#endif
}

void ck_set_level(int32_t level) {
    int32_t most = ck_best_level();
    lowered = level < CK_PORTABLE ? CK_PORTABLE : level >= most ? -1 : level;
}

const ck_simd *ck_simd_in_use(void) {
#if defined(__x86_64__)
    if (ck_level() >= CK_AVX512) return &ck_simd_avx512;
    if (ck_level() >= CK_AVX2) return &ck_simd_avx2;
#endif
    return &ck_simd_portable;
}
