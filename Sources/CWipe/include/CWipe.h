#ifndef CWIPE_H
#define CWIPE_H

#include <stddef.h>

// A program that links this target gives memory back as zeros: free and realloc are its own. There is nothing to call for
// that.

// Gives the kernel back the part of each thread's stack that no function is using, so that it reads as zeros. Returns how
// many threads did so within a second. One caller at a time.
int cwipe_stacks(void);

// Takes the code of the program and its libraries out of this process's memory. What is run again comes back at once from
// the page cache, or from the file when the kernel needed the room. Returns how many bytes of code there are.
size_t cwipe_release_code(void);

#endif
