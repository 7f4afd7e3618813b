#define _GNU_SOURCE
#include "CWipe.h"
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

// Only what cannot be written: nothing of ours is in it, and what the file has comes back (madvise(2)). The relocated
// constants, which are read-only too by now, lie in a segment that may be written.
static int release_object(struct dl_phdr_info *object, size_t size, void *released) {
    (void)size;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X) || (segment->p_flags & PF_W)) continue;
        uintptr_t start = (object->dlpi_addr + segment->p_vaddr) & ~page;
        uintptr_t end = (object->dlpi_addr + segment->p_vaddr + segment->p_memsz + page) & ~page;
        if (madvise((void *)start, end - start, MADV_DONTNEED) == 0) *(size_t *)released += end - start;
    }
    return 0;
}

size_t cwipe_release_code(void) {
    size_t released = 0;
    dl_iterate_phdr(release_object, &released);
    return released;
}
