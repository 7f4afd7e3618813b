// Shows what wiping the stacks of threads leaves, and what it must not touch. A process of its own, because it interrupts
// every thread of its process.
//
//   wipe-probe copied LENGTH   a thread copies so much of a secret and waits: how often eight bytes of it are found
//   wipe-probe busy ROUNDS     threads come and go, map memory and compute meanwhile: how many of them saw it changed
//   wipe-probe code            how many KiB of code there are, and of files in memory before and after giving it back

#include "probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int count, char **arguments) {
    if (count == 3 && strcmp(arguments[1], "copied") == 0) return show_copied((size_t)atoi(arguments[2]));
    if (count == 3 && strcmp(arguments[1], "busy") == 0) return show_busy(atoi(arguments[2]));
    if (count == 2 && strcmp(arguments[1], "code") == 0) return show_code();
    fprintf(stderr, "wipe-probe copied LENGTH | busy ROUNDS | code\n");
    return 64;
}
