// bf16 matrices packed without loss; the layout is described at `ck_matrix`.
//
// The upper byte of a bf16 is its sign and most of its exponent. Trained weights have few of them: seven of 256 stand
// above 96 of 100 weights of a row, so that 3 bits do instead of 8 and a weight takes 11.4 bits instead of 16. Reading is
// what a decode step waits for.
#include "internal.h"

#include <string.h>

/// Place in a block, as it is stored, of column `column` of the block: two vectors of 32 bf16 are then put together from
/// bytes of the same 128-bit lanes.
static inline int64_t place_of(int64_t column) { return column % 32 / 8 * 16 + column / 32 * 8 + column % 8; }

int64_t ck_packed_row_bytes(int64_t columns) {
    return CK_PACKED_TABLE + (columns + CK_PACKED_BLOCK - 1) / CK_PACKED_BLOCK * (CK_PACKED_CODES + CK_PACKED_BLOCK);
}

/// The seven most frequent upper bytes of a row and one that is none of them; returns how many others there are.
static int64_t table_of(const uint16_t *row, int64_t columns, uint8_t table[CK_PACKED_TABLE]) {
    int64_t counts[256] = {0}, others = columns;
    for (int64_t k = 0; k < columns; k++) counts[row[k] >> 8]++;
    for (int i = 0; i < CK_PACKED_OUTLIER; i++) {
        int most = 0;
        for (int byte = 1; byte < 256; byte++) {
            if (counts[byte] > counts[most]) most = byte;
        }
        table[i] = (uint8_t)most;
        others -= counts[most];
        counts[most] = -1;
    }
    int unused = 0;
    while (counts[unused] < 0) unused++;
    table[CK_PACKED_OUTLIER] = (uint8_t)unused;
    return others;
}

int64_t ck_count_outliers(const uint16_t *row, int64_t columns) {
    uint8_t table[CK_PACKED_TABLE];
    return table_of(row, columns, table);
}

int64_t ck_pack_row(const uint16_t *row, int64_t columns, uint8_t *out, uint8_t *outliers) {
    uint8_t code_of[256];
    int64_t count = 0;
    memset(out, 0, (size_t)ck_packed_row_bytes(columns));
    table_of(row, columns, out);
    memset(code_of, CK_PACKED_OUTLIER, sizeof code_of);
    for (int i = 0; i < CK_PACKED_OUTLIER; i++) code_of[out[i]] = (uint8_t)i;
    uint8_t *codes = out + CK_PACKED_TABLE;
    for (int64_t k = 0; k < columns; k += CK_PACKED_BLOCK, codes += CK_PACKED_CODES + CK_PACKED_BLOCK) {
        uint8_t upper[CK_PACKED_BLOCK], *lower = codes + CK_PACKED_CODES;
        // What is added to the last block has the first code and is no outlier.
        memset(upper, out[0], sizeof upper);
        for (int64_t c = 0; c < ck_min(CK_PACKED_BLOCK, columns - k); c++) {
            upper[place_of(c)] = (uint8_t)(row[k + c] >> 8);
            lower[place_of(c)] = (uint8_t)row[k + c];
        }
        for (int64_t p = 0; p < CK_PACKED_BLOCK; p++) {
            uint32_t code = code_of[upper[p]] << p % 8 * 3;
            if (code_of[upper[p]] == CK_PACKED_OUTLIER) outliers[count++] = upper[p];
            // Three bits within the three bytes of eight places.
            for (int i = 0; i < 3; i++) codes[p / 8 * 3 + i] |= (uint8_t)(code >> 8 * i);
        }
    }
    return count;
}

/// The codes of places 8q ... 8q + 7, three bits each.
static inline uint32_t eight_codes(const uint8_t *codes, int64_t q) {
    const uint8_t *at = codes + 3 * q;
    return (uint32_t)(at[0] | at[1] << 8 | at[2] << 16);
}

int64_t ck_packed_outliers(const ck_matrix *w, int64_t n) {
    const uint8_t *table = ck_packed_row(w, n), *codes = table + CK_PACKED_TABLE;
    if (memchr(table, table[CK_PACKED_OUTLIER], CK_PACKED_OUTLIER)) return -1;
    int64_t count = 0;
    for (int64_t k = 0; k < w->columns; k += CK_PACKED_BLOCK, codes += CK_PACKED_CODES + CK_PACKED_BLOCK) {
        for (int64_t q = 0; q < CK_PACKED_BLOCK / 8; q++) {
            // A code of 7 has all three bits.
            uint32_t eight = eight_codes(codes, q);
            count += __builtin_popcount(eight & eight >> 1 & eight >> 2 & 0x249249);
        }
    }
    return count;
}

static void unpack_portable(const ck_matrix *w, int64_t n, uint16_t *out) {
    const uint8_t *table = ck_packed_row(w, n), *codes = table + CK_PACKED_TABLE;
    ck_outliers next = ck_outliers_of(w, n);
    for (int64_t k = 0; k < w->columns; k += CK_PACKED_BLOCK, codes += CK_PACKED_CODES + CK_PACKED_BLOCK) {
        uint16_t bits[CK_PACKED_BLOCK];
        for (int64_t p = 0; p < CK_PACKED_BLOCK; p++) {
            int code = eight_codes(codes, p / 8) >> p % 8 * 3 & 7, upper = table[code];
            if (code == CK_PACKED_OUTLIER) {
                upper = *next.at;
                next.at += next.at < next.end;
            }
            bits[p] = (uint16_t)(upper << 8 | codes[CK_PACKED_CODES + p]);
        }
        for (int64_t c = 0; c < ck_min(CK_PACKED_BLOCK, w->columns - k); c++) out[k + c] = bits[place_of(c)];
    }
}

void ck_unpack_row(const ck_matrix *w, int64_t n, uint16_t *out) {
#if defined(__x86_64__)
    if (ck_has_byte_permutes()) {
        ck_unpack_rows_avx512(w, n, n + 1, out);
        return;
    }
#endif
    unpack_portable(w, n, out);
}
