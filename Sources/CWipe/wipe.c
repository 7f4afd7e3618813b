// The program's own free and realloc: what is given back holds zeros.
//
// Names and card numbers pass through strings, arrays and buffers of many libraries; none of them clears what it frees, and
// the next core dump, or whoever reads the memory of a kiosk at night, would find them. One place for all of them is the
// function that they all call. A program may replace the allocator's functions, and glibc's own calls come here too
// (the manual's "Replacing malloc"); the allocator itself stays glibc's, under the names that it exports for this.
//
// glibc.malloc.perturb does not do: freed blocks of the thread cache keep their content, and of all others the last
// eight bytes, which are eight digits.

#define _GNU_SOURCE
#include "CWipe.h"

#include <malloc.h>
#include <stddef.h>
#include <string.h>

// A batch of claims takes some MiB and gives them back. Beneath this much free memory glibc keeps what it has: to hand it to
// the kernel and fault it in again a moment later cost half of the time of a drain (scripts/bench --drain).
enum { KEPT = 4 << 20 };

__attribute__((constructor)) static void keep(void) { mallopt(M_TRIM_THRESHOLD, KEPT); }

extern void *__libc_malloc(size_t);
extern void __libc_free(void *);

void free(void *block) {
    if (!block) return;
    explicit_bzero(block, malloc_usable_size(block));
    __libc_free(block);
}

void *realloc(void *block, size_t size) {
    if (!block) return __libc_malloc(size);
    if (!size) {
        free(block);
        return NULL;
    }
    size_t room = malloc_usable_size(block);
    // In place while half of it is used, as glibc would leave a block with less to split off.
    if (size <= room && size >= room / 2) return block;
    void *moved = __libc_malloc(size);
    if (!moved) return NULL;
    memcpy(moved, block, size < room ? size : room);
    free(block);
    return moved;
}
