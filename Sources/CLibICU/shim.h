#include <unicode/ubrk.h>
#include <unicode/udata.h>
