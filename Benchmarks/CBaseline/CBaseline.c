#include "CBaseline.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct baseline_sqlite {
    sqlite3 *database;
    sqlite3_stmt *insert;
};

static const char tables[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "CREATE TABLE claim (sequence INTEGER PRIMARY KEY, claim_id TEXT NOT NULL UNIQUE, recorded_at INTEGER NOT NULL,"
    " person_digest TEXT NOT NULL, vehicle_digest TEXT, amount_fen INTEGER, verdict TEXT NOT NULL, live INTEGER NOT NULL,"
    " previous_hash TEXT NOT NULL, hash TEXT NOT NULL, masked_applicant TEXT, masked_plate TEXT, document BLOB) STRICT;"
    "CREATE INDEX claim_person ON claim (person_digest) WHERE live = 1;"
    "CREATE INDEX claim_vehicle ON claim (vehicle_digest) WHERE live = 1 AND vehicle_digest IS NOT NULL;";

int baseline_sqlite_open(const char *path, baseline_sqlite **out) {
    baseline_sqlite *new = calloc(1, sizeof *new);
    if (!new) return SQLITE_NOMEM;
    int code = sqlite3_open(path, &new->database);
    if (code == SQLITE_OK) code = sqlite3_exec(new->database, tables, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(
            new->database, "INSERT INTO claim VALUES (?, ?, ?, ?, ?, 37100, 'subsidy', 1, ?, ?, '*', '*', ?)", -1,
            &new->insert, NULL);
    if (code != SQLITE_OK) {
        baseline_sqlite_close(new);
        return code;
    }
    *out = new;
    return SQLITE_OK;
}

// 64 hexadecimal digits that look random and differ by number and purpose, as digests do.
static void digest(char text[65], uint64_t number, uint64_t purpose) {
    uint64_t state = number * 0x9E3779B97F4A7C15u + purpose;
    for (int word = 0; word < 4; word++) {
        state ^= state >> 30;
        state *= 0xBF58476D1CE4E5B9u;
        state ^= state >> 27;
        state *= 0x94D049BB133111EBu;
        state ^= state >> 31;
        snprintf(text + 16 * word, 17, "%016llx", (unsigned long long)state);
    }
}

int baseline_sqlite_insert(baseline_sqlite *database, int64_t sequence, const void *document, size_t length) {
    char person[65], vehicle[65], previous[65], hash[65], id[37];
    digest(person, (uint64_t)sequence, 1);
    digest(vehicle, (uint64_t)sequence, 2);
    digest(previous, (uint64_t)sequence, 3);
    digest(hash, (uint64_t)sequence, 4);
    // UUIDs of version 7 grow with time.
    snprintf(id, sizeof id, "0195%08llx-7%.3s-8%.3s-%.12s", (unsigned long long)sequence, hash, hash + 3, hash + 6);
    sqlite3_stmt *insert = database->insert;
    sqlite3_bind_int64(insert, 1, sequence);
    sqlite3_bind_text(insert, 2, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 3, 1741572000000 + sequence);
    sqlite3_bind_text(insert, 4, person, 64, SQLITE_STATIC);
    sqlite3_bind_text(insert, 5, vehicle, 64, SQLITE_STATIC);
    sqlite3_bind_text(insert, 6, previous, 64, SQLITE_STATIC);
    sqlite3_bind_text(insert, 7, hash, 64, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 8, document, (int)length, SQLITE_STATIC);
    int code = sqlite3_step(insert);
    sqlite3_reset(insert);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

void baseline_sqlite_close(baseline_sqlite *database) {
    if (!database) return;
    sqlite3_finalize(database->insert);
    sqlite3_close(database->database);
    free(database);
}

int baseline_append(int descriptor, const void *bytes, size_t length) {
    const char *next = bytes;
    while (length > 0) {
        ssize_t count = write(descriptor, next, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return count < 0 ? errno : EIO;
        next += count;
        length -= (size_t)count;
    }
    return fdatasync(descriptor) == 0 ? 0 : errno;
}
