#include "CICU.h"

#include <stddef.h>
#include <unicode/ubrk.h>
#include <unicode/udata.h>

cicu_words *cicu_open_words(void) {
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    return U_FAILURE(status) ? NULL : (cicu_words *)iterator;
}

int cicu_set_text(cicu_words *words, const uint16_t *text, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText((UBreakIterator *)words, (const UChar *)text, length, &status);
    return !U_FAILURE(status);
}

int32_t cicu_next(cicu_words *words) { return ubrk_next((UBreakIterator *)words); }

void cicu_close(cicu_words *words) { ubrk_close((UBreakIterator *)words); }

const int32_t *cicu_dictionary(void) {
    UErrorCode status = U_ZERO_ERROR;
    UDataMemory *data = udata_open(U_ICUDATA_NAME "-brkitr", "dict", "cjdict", &status);
    return U_FAILURE(status) ? NULL : (const int32_t *)udata_getMemory(data);
}
