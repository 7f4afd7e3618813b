#include "CWipe.h"
#include "probe.h"

#include <stdio.h>
#include <string.h>

// KiB of files that are in this process's memory, counted page by page (proc(5), smaps_rollup); -1 if unknown.
static long mapped_files(void) {
    FILE *file = fopen("/proc/self/smaps_rollup", "re");
    if (!file) return -1;
    long resident = -1, anonymous = -1;
    char line[256];
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, "Rss:", 4) == 0) sscanf(line, "Rss: %ld", &resident);
        if (strncmp(line, "Anonymous:", 10) == 0) sscanf(line, "Anonymous: %ld", &anonymous);
    }
    fclose(file);
    return resident < 0 || anonymous < 0 ? -1 : resident - anonymous;
}

int show_code(void) {
    long before = mapped_files();
    size_t released = cwipe_release_code();
    long after = mapped_files();
    printf("code %zu\nbefore %ld\nafter %ld\n", released / 1024, before, after);
    return before < 0 || after < 0;
}
