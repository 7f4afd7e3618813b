package import Claims
import GRDB
import SQLiteFile

extension ClaimStore {
    /// What was known of the clock when it was last kept, and when the last claim was recorded.
    package func clock() async throws(KioskError) -> KioskClock {
        try await read { db in
            var clock = KioskClock()
            if let row = try Row.fetchOne(db, sql: "SELECT * FROM clock WHERE id = 1") {
                clock = try Self.clock(from: row)
            }
            let last = try Int64.fetchOne(db, sql: "SELECT recorded_at FROM claim ORDER BY sequence DESC LIMIT 1")
            if let last { clock.remember(lastClaim: Timestamp(milliseconds: last)) }
            return clock
        }
    }

    /// Keeps it; on the disk when this returns. A clock that was never read is not kept.
    package func keepClock(_ clock: KioskClock) async throws(KioskError) {
        guard let seen = clock.seen else { return }
        try await write(notifying: false) { db in
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO clock (id, seen_at, seen_boot, seen_uptime, trusted_at, trusted_boot,
                        trusted_uptime, set_back_at)
                    VALUES (1, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    seen.wall.milliseconds, seen.boot, seen.uptime, clock.trusted?.at.milliseconds,
                    clock.trusted?.boot, clock.trusted?.uptime, clock.setBackAt?.milliseconds,
                ]
            )
        }
    }

    private static func clock(from row: Row) throws -> KioskClock {
        let trustedAt: Int64? = try row.optional("trusted_at")
        let trustedBoot: String? = try row.optional("trusted_boot")
        let trustedUptime: Int64? = try row.optional("trusted_uptime")
        let setBackAt: Int64? = try row.optional("set_back_at")
        var trusted: KioskClock.TrustedTime?
        if let trustedAt, let trustedBoot, let trustedUptime {
            trusted = .init(at: Timestamp(milliseconds: trustedAt), boot: trustedBoot, uptime: trustedUptime)
        }
        return KioskClock(
            seen: ClockReading(
                wall: try row.timestamp("seen_at"),
                boot: try row.value("seen_boot"),
                uptime: try row.value("seen_uptime")
            ),
            trusted: trusted,
            setBackAt: setBackAt.map(Timestamp.init(milliseconds:))
        )
    }
}
