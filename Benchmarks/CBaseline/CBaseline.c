#include "CBaseline.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct baseline_sqlite {
    sqlite3 *database;
    sqlite3_stmt *begin, *claim, *outbox, *part, *commit;
};

static const char *const parts[] = {"battery", "motor", "frame"};

int baseline_sqlite_open(const char *path, baseline_sqlite **out) {
    baseline_sqlite *new = calloc(1, sizeof *new);
    if (!new) return SQLITE_NOMEM;
    const struct {
        sqlite3_stmt **statement;
        const char *sql;
    } statements[] = {
        {&new->begin, "BEGIN IMMEDIATE"},
        {&new->claim,
         "INSERT INTO claim (sequence, claim_id, recorded_at, person_digest, vehicle_digest, amount_fen, verdict, live,"
         " previous_hash, hash, masked_applicant, masked_plate, document)"
         " VALUES (?, ?, ?, ?, ?, 37100, 'subsidy', 1, ?, ?, '*', '*', ?)"},
        {&new->outbox, "INSERT INTO outbox (sequence) VALUES (?)"},
        {&new->part, "INSERT INTO part_key (kind, digest, sequence) VALUES (?, ?, ?)"},
        {&new->commit, "COMMIT"},
    };
    int code = sqlite3_open_v2(path, &new->database, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(
            new->database, "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    for (size_t index = 0; code == SQLITE_OK && index < sizeof statements / sizeof *statements; index++)
        code = sqlite3_prepare_v2(new->database, statements[index].sql, -1, statements[index].statement, NULL);
    if (code != SQLITE_OK) {
        baseline_sqlite_close(new);
        return code;
    }
    *out = new;
    return SQLITE_OK;
}

static int run(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
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
    sqlite3_stmt *claim = database->claim;
    sqlite3_bind_int64(claim, 1, sequence);
    sqlite3_bind_text(claim, 2, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(claim, 3, 1741572000000 + sequence);
    sqlite3_bind_text(claim, 4, person, 64, SQLITE_STATIC);
    sqlite3_bind_text(claim, 5, vehicle, 64, SQLITE_STATIC);
    sqlite3_bind_text(claim, 6, previous, 64, SQLITE_STATIC);
    sqlite3_bind_text(claim, 7, hash, 64, SQLITE_STATIC);
    sqlite3_bind_blob(claim, 8, document, (int)length, SQLITE_STATIC);
    int code = run(database->begin);
    if (code == SQLITE_OK) code = run(claim);
    sqlite3_bind_int64(database->outbox, 1, sequence);
    if (code == SQLITE_OK) code = run(database->outbox);
    for (uint64_t index = 0; code == SQLITE_OK && index < 3; index++) {
        char part[65];
        digest(part, (uint64_t)sequence, 5 + index);
        sqlite3_bind_text(database->part, 1, parts[index], -1, SQLITE_STATIC);
        sqlite3_bind_text(database->part, 2, part, 64, SQLITE_STATIC);
        sqlite3_bind_int64(database->part, 3, sequence);
        code = run(database->part);
    }
    int end = run(database->commit);
    return code != SQLITE_OK ? code : end;
}

void baseline_sqlite_close(baseline_sqlite *database) {
    if (!database) return;
    sqlite3_finalize(database->begin);
    sqlite3_finalize(database->claim);
    sqlite3_finalize(database->outbox);
    sqlite3_finalize(database->part);
    sqlite3_finalize(database->commit);
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
