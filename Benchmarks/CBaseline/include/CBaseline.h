#ifndef CBASELINE_H
#define CBASELINE_H

#include <stddef.h>
#include <stdint.h>

// The least that a durable record can cost on this machine, without anything of ours.
// Functions answer 0, or a code: SQLite's for baseline_sqlite_*, errno for baseline_append.

typedef struct baseline_sqlite baseline_sqlite;

// A kiosk's store that is there already, in WAL with synchronous = FULL.
int baseline_sqlite_open(const char *path, baseline_sqlite **out);
// One transaction: a claim's row, its place in the outbox and its three parts, as the kiosk writes them.
int baseline_sqlite_insert(baseline_sqlite *database, int64_t sequence, const void *document, size_t length);
void baseline_sqlite_close(baseline_sqlite *database);

// Appends the bytes to an open file and waits until they are on the disk (fdatasync).
int baseline_append(int descriptor, const void *bytes, size_t length);

#endif
