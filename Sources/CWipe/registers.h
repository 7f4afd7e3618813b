#ifndef CWIPE_REGISTERS_H
#define CWIPE_REGISTERS_H

#include <signal.h>

// Clears what a thread that waits in a system call left in its vector registers, and what the kernel left unwritten between
// them, where it saved them for a signal handler: with what the handler is called. The thread goes on with zeros in them.
// Leaves the registers of a thread that was computing, and does nothing on processors other than x86-64.
void cwipe_registers(siginfo_t *info, void *context);

#endif
