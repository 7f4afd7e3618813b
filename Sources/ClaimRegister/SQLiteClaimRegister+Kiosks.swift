package import Claims
import GRDB
import SQLiteFile

extension SQLiteClaimRegister: KioskRegister {
    package func kiosks() async throws(KioskError) -> [KnownKiosk] {
        try await database.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT name.kiosk_id, kiosk.revoked_at,
                        (SELECT COUNT(*) FROM claim WHERE claim.kiosk_id = name.kiosk_id) AS count,
                        (SELECT COALESCE(MAX(sequence), 0) FROM claim WHERE claim.kiosk_id = name.kiosk_id) AS highest,
                        (SELECT MAX(ends_at) FROM kiosk_certificate c
                            WHERE c.kiosk_id = name.kiosk_id AND c.revoked_at IS NULL) AS ends_at
                    FROM (SELECT kiosk_id FROM kiosk UNION SELECT DISTINCT kiosk_id FROM claim) AS name
                    LEFT JOIN kiosk ON kiosk.kiosk_id = name.kiosk_id
                    ORDER BY name.kiosk_id
                    """
            )
            return try rows.map { row in
                KnownKiosk(
                    kiosk: try row.value("kiosk_id") { KioskID($0) },
                    count: try row.value("count"),
                    highest: try row.value("highest"),
                    certificateEnds: try row.time("ends_at"),
                    revokedAt: try row.time("revoked_at")
                )
            }
        }
    }

    package func certificate(serial: String) async throws(KioskError) -> CertificateStanding? {
        try await database.read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT *, EXISTS (
                        SELECT 1 FROM kiosk_certificate AS later
                        WHERE later.kiosk_id = own.kiosk_id AND later.issued_at > own.issued_at
                            AND later.revoked_at IS NULL
                    ) AS replaced
                    FROM kiosk_certificate AS own WHERE serial = ?
                    """,
                arguments: [serial]
            )
            return try row.map { row in
                CertificateStanding(
                    kiosk: try row.value("kiosk_id") { KioskID($0) },
                    ends: Timestamp(milliseconds: try row.value("ends_at")),
                    revokedAt: try row.time("revoked_at"),
                    firstUsedAt: try row.time("first_used_at"),
                    isReplaced: try row.value("replaced")
                )
            }
        }
    }

    package func publicKey(of kiosk: KioskID) async throws(KioskError) -> String? {
        try await database.read { db in
            try String.fetchOne(
                db,
                sql: """
                    SELECT public_key FROM kiosk_certificate JOIN kiosk USING (kiosk_id)
                    WHERE kiosk_id = ? AND kiosk.revoked_at IS NULL AND kiosk_certificate.revoked_at IS NULL
                    ORDER BY issued_at DESC LIMIT 1
                    """,
                arguments: [kiosk.text]
            )
        }
    }

    /// A certificate's `revoked_at` is set by the operator's word and by a later enrolment; a token's by the word only, that
    /// of a used one too, and each key came by a token. So the token tells the two apart, also for a key that was replaced
    /// before the kiosk was revoked.
    package func publicKeys(of kiosk: KioskID) async throws(KioskError) -> [KnownKey] {
        try await database.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT public_key, MIN(issued_at) AS since,
                        CASE WHEN COUNT(revoked_at) = COUNT(*) THEN MAX(revoked_at) END AS revoked_at,
                        own.public_key IN (
                            SELECT got.public_key
                            FROM enrolment_token AS token JOIN kiosk_certificate AS got ON got.serial = token.serial
                            WHERE token.kiosk_id = :kiosk AND token.revoked_at IS NOT NULL
                        ) AS barred
                    FROM kiosk_certificate AS own WHERE kiosk_id = :kiosk
                    GROUP BY public_key ORDER BY MAX(issued_at) DESC
                    """,
                arguments: ["kiosk": kiosk.text]
            )
            return try rows.map { row in
                KnownKey(
                    publicKey: try row.value("public_key"),
                    since: Timestamp(milliseconds: try row.value("since")),
                    revokedAt: try row.time("revoked_at"),
                    isBarred: try row.value("barred")
                )
            }
        }
    }

    package func used(serial: String, at now: Timestamp) async throws(KioskError) {
        try await database.write { db in
            try db.execute(
                sql: "UPDATE kiosk_certificate SET first_used_at = ? WHERE serial = ? AND first_used_at IS NULL",
                arguments: [now.milliseconds, serial]
            )
        }
    }

    package func revoke(_ kiosk: KioskID, at now: Timestamp) async throws(KioskError) {
        try await database.write { db in
            try db.execute(
                sql: "UPDATE kiosk SET revoked_at = COALESCE(revoked_at, ?) WHERE kiosk_id = ?",
                arguments: [now.milliseconds, kiosk.text]
            )
            guard db.changesCount == 1 else {
                throw KioskError(
                    .kioskUnknown,
                    "There is no kiosk \(kiosk) that could be revoked.",
                    remedy: "kiosk-central kiosks lists those that are known."
                )
            }
            try Self.revokeCertificates(of: kiosk, at: now, db)
            try db.execute(
                sql: "UPDATE enrolment_token SET revoked_at = ? WHERE kiosk_id = ? AND revoked_at IS NULL",
                arguments: [now.milliseconds, kiosk.text]
            )
        }
    }

    static func revokeCertificates(of kiosk: KioskID, at now: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE kiosk_certificate SET revoked_at = ? WHERE kiosk_id = ? AND revoked_at IS NULL",
            arguments: [now.milliseconds, kiosk.text]
        )
    }
}

extension Row {
    func time(_ column: String) throws -> Timestamp? {
        let milliseconds: Int64? = try optional(column)
        return milliseconds.map { Timestamp(milliseconds: $0) }
    }
}

extension KioskError {
    package static func certificateRevoked(_ kiosk: KioskID) -> KioskError {
        KioskError(
            .trustCertificateRevoked,
            "The kiosk \(kiosk) was revoked at the central.",
            remedy: "Ask the central's operator why. To use it again: a new token, and kioskctl enrol. Its claims wait."
        )
    }
}
