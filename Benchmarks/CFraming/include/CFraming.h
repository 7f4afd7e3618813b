// The least that framing can cost: plain loops over the same bytes, for devices-bench to stand beside.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Bytes that were read and belong to no whole frame yet.
struct framing {
    size_t pending;
    uint8_t bytes[8192];
};

// Takes `count` bytes (at most 4096) as a read would bring them. Gives the number of whole SDT frames with a good sum.
size_t framing_sdt(struct framing *state, const uint8_t *data, size_t count);

// The same for lines that end with CR, LF or both; empty ones do not count.
size_t framing_lines(struct framing *state, const uint8_t *data, size_t count);

// poll(2) and read(2) on the terminal at `path` until it hangs up, one byte to `output` for each line and one when it
// listens. Gives 0, or errno.
int framing_serve(const char *path, int output);
