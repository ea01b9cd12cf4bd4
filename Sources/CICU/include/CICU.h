// What Swift cannot call of ICU: its functions carry its version in their names (`ubrk_open_72`), by macros that Swift does
// not see, and its headers declare the very types of the ICU that Foundation brings, so no ICU type stands here.
#ifndef CICU_H
#define CICU_H

#include <stdint.h>

/// ICU's break iterator between words (a UBreakIterator).
typedef struct cicu_words cicu_words;

/// A break iterator for any language; NULL when ICU lacks its data.
cicu_words *cicu_open_words(void);

/// Points it at UTF-16 that must live until the last `cicu_next`; 0 when ICU refuses.
int cicu_set_text(cicu_words *words, const uint16_t *text, int32_t length);

/// The next boundary, in units from the beginning; -1 after the last.
int32_t cicu_next(cicu_words *words);

void cicu_close(cicu_words *words);

/// ICU's dictionary of Chinese and Japanese as its data file has it: eight numbers (the first is the offset of the trie,
/// the fifth its kind), then the trie. It stays for the life of the process; NULL when there is none.
const int32_t *cicu_dictionary(void);

#endif
