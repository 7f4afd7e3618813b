#include "CFraming.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static const uint8_t preamble[5] = {0xAA, 0xAA, 0xAA, 0x96, 0x69};

static void append(struct framing *state, const uint8_t *data, size_t count) {
    if (state->pending + count > sizeof state->bytes) state->pending = 0;
    memcpy(state->bytes + state->pending, data, count);
    state->pending += count;
}

static void drop(struct framing *state, size_t count) {
    state->pending -= count;
    memmove(state->bytes, state->bytes + count, state->pending);
}

size_t framing_sdt(struct framing *state, const uint8_t *data, size_t count) {
    size_t frames = 0, at = 0;
    append(state, data, count);
    const uint8_t *bytes = state->bytes;
    while (state->pending - at >= 7) {
        if (memcmp(bytes + at, preamble, 5) != 0) {
            at++;
            continue;
        }
        size_t length = (size_t)bytes[at + 5] << 8 | bytes[at + 6];
        if (length < 4 || length > 4096) {
            at = state->pending;
            break;
        }
        if (state->pending - at < 7 + length) break;
        uint8_t sum = 0;
        for (size_t index = at + 5; index < at + 7 + length; index++) sum ^= bytes[index];
        frames += sum == 0;
        at += 7 + length;
    }
    drop(state, at);
    return frames;
}

size_t framing_lines(struct framing *state, const uint8_t *data, size_t count) {
    size_t lines = 0, start = 0, index = state->pending;
    append(state, data, count);
    for (; index < state->pending; index++) {
        if (state->bytes[index] != '\r' && state->bytes[index] != '\n') continue;
        lines += index > start;
        start = index + 1;
    }
    drop(state, start);
    return lines;
}

int framing_serve(const char *path, int output) {
    static struct framing state;
    static uint8_t buffer[4096];
    static uint8_t marks[4096];
    int input = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (input < 0) return errno;
    memset(marks, 1, sizeof marks);
    if (write(output, marks, 1) != 1) return errno;
    for (;;) {
        struct pollfd wanted = {.fd = input, .events = POLLIN};
        if (poll(&wanted, 1, -1) < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        ssize_t count = read(input, buffer, sizeof buffer);
        if (count <= 0) return 0;
        size_t lines = framing_lines(&state, buffer, (size_t)count);
        if (lines > 0 && write(output, marks, lines) < 0) return errno;
    }
}
