#ifndef CWIPE_H
#define CWIPE_H

// A program that links this target wipes memory as it gives it back. There is nothing to call for that.

#endif
