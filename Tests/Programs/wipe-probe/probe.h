#ifndef PROBE_H
#define PROBE_H

#include <stddef.h>

// Each ends with an exit status.
int show_copied(size_t length);
int show_busy(int rounds);
int show_code(void);

// The state of a thread of this process as /proc says it: S while it waits.
char state_of(int thread);

unsigned char secret(size_t index);
// How often eight bytes of the secret stand in the last 64 KiB before `top`.
int finds(const unsigned char *top);

#endif
