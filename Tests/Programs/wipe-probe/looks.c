#include "probe.h"

#include <stdio.h>
#include <string.h>

enum { searched = 1 << 16 };

char state_of(int thread) {
    char path[64], line[256] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
    FILE *stat = fopen(path, "re");
    if (!stat) return 0;
    char *read = fgets(line, sizeof line, stat), *end = read ? strrchr(line, ')') : NULL;
    fclose(stat);
    return end ? end[2] : 0;
}

unsigned char secret(size_t index) { return (unsigned char)(0x91 ^ (index % 8) * 23); }

int finds(const unsigned char *top) {
    int count = 0;
    for (const unsigned char *start = top - searched; start < top - 8; start++) {
        int equal = 1;
        for (size_t index = 0; equal && index < 8; index++) equal = start[index] == secret(index);
        count += equal;
    }
    return count;
}
