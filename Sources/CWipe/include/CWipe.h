#ifndef CWIPE_H
#define CWIPE_H

// A program that links this target gives memory back as zeros: free and realloc are its own. There is nothing to call for
// that.

// Gives the kernel back the part of each thread's stack that no function is using, so that it reads as zeros. Returns how
// many threads did so within a second. One caller at a time.
int cwipe_stacks(void);

#endif
