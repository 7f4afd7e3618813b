package import Claims
import GRDB
import SQLiteFile

extension SQLiteClaimRegister {
    package func keep(
        token hash: String,
        for kiosk: KioskID,
        at now: Timestamp,
        until end: Timestamp
    ) async throws(KioskError) {
        try await database.write { db in
            try db.execute(
                sql: "INSERT INTO kiosk (kiosk_id, known_since) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [kiosk.text, now.milliseconds]
            )
            try db.execute(
                sql: "INSERT INTO enrolment_token (hash, kiosk_id, made_at, expires_at) VALUES (?, ?, ?, ?)",
                arguments: [hash, kiosk.text, now.milliseconds, end.milliseconds]
            )
        }
    }

    package func enrol(
        token hash: String,
        kiosk: KioskID,
        publicKey: String,
        at now: Timestamp,
        issue: @escaping @Sendable () throws(KioskError) -> IssuedCertificate
    ) async throws(KioskError) -> IssuedCertificate {
        try await database.write { db in
            let found = try Row.fetchOne(
                db,
                sql: "SELECT * FROM enrolment_token WHERE hash = ? AND kiosk_id = ? AND revoked_at IS NULL",
                arguments: [hash, kiosk.text]
            )
            guard let token = found else { throw Self.tokenUnknown(kiosk) }
            if let serial: String = try token.optional("serial") {
                return try Self.again(serial, publicKey, db)
            }
            guard now.milliseconds <= (try token.value("expires_at")) else {
                throw KioskError(
                    .trustTokenExpired,
                    "The token for \(kiosk) is too old.",
                    remedy: "Make a new one: kiosk-central token new --kiosk \(kiosk)."
                )
            }
            try Self.revokeCertificates(of: kiosk, at: now, db)
            try db.execute(sql: "UPDATE kiosk SET revoked_at = NULL WHERE kiosk_id = ?", arguments: [kiosk.text])
            let certificate = try issue()
            try Self.insert(certificate, at: now, db)
            try db.execute(
                sql: "UPDATE enrolment_token SET used_at = ?, serial = ? WHERE hash = ?",
                arguments: [now.milliseconds, certificate.serial, hash]
            )
            return certificate
        }
    }

    package func renew(
        serial: String,
        at now: Timestamp,
        issue: @escaping @Sendable () throws(KioskError) -> IssuedCertificate
    ) async throws(KioskError) -> IssuedCertificate {
        try await database.write { db in
            let found = try Row.fetchOne(
                db,
                sql: "SELECT * FROM kiosk_certificate WHERE serial = ?",
                arguments: [serial]
            )
            guard let shown = found else {
                throw KioskError(
                    .trustCertificateUnknown,
                    "The register does not have the certificate that is to be renewed.",
                    remedy: "Was an old register restored? Make a token and enrol the kiosk anew."
                )
            }
            let kiosk = try shown.value("kiosk_id") { KioskID($0) }
            guard try shown.time("revoked_at") == nil else { throw KioskError.certificateRevoked(kiosk) }
            let newest = try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM kiosk_certificate
                    WHERE kiosk_id = ? AND public_key = ? AND revoked_at IS NULL
                        AND ? - issued_at < (ends_at - issued_at) / 3
                    ORDER BY issued_at DESC LIMIT 1
                    """,
                arguments: [kiosk.text, try shown.value("public_key") as String, now.milliseconds]
            )
            if let newest { return try Self.certificate(from: newest) }
            let certificate = try issue()
            try Self.insert(certificate, at: now, db)
            return certificate
        }
    }

    private static func insert(_ certificate: IssuedCertificate, at now: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO kiosk_certificate (serial, kiosk_id, public_key, pem, starts_at, ends_at, issued_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                certificate.serial, certificate.kiosk.text, certificate.publicKey, certificate.pem,
                certificate.starts.milliseconds, certificate.ends.milliseconds, now.milliseconds,
            ]
        )
    }

    /// The answer that a used token got, for the key that got it.
    private static func again(_ serial: String, _ publicKey: String, _ db: Database) throws -> IssuedCertificate {
        let found = try Row.fetchOne(
            db,
            sql: """
                SELECT * FROM kiosk_certificate
                WHERE serial = ? AND public_key = ? AND first_used_at IS NULL AND revoked_at IS NULL
                """,
            arguments: [serial, publicKey]
        )
        guard let row = found else {
            throw KioskError(
                .trustTokenUsed,
                "The token was used before.",
                remedy: "If that was not you, revoke the kiosk at once. Make a new token: kiosk-central token new."
            )
        }
        return try certificate(from: row)
    }

    private static func certificate(from row: Row) throws -> IssuedCertificate {
        IssuedCertificate(
            serial: try row.value("serial"),
            kiosk: try row.value("kiosk_id") { KioskID($0) },
            publicKey: try row.value("public_key"),
            pem: try row.value("pem"),
            starts: Timestamp(milliseconds: try row.value("starts_at")),
            ends: Timestamp(milliseconds: try row.value("ends_at"))
        )
    }

    private static func tokenUnknown(_ kiosk: KioskID) -> KioskError {
        KioskError(
            .trustTokenUnknown,
            "The central has no such token for \(kiosk), or it was revoked.",
            remedy: "Make a new one: kiosk-central token new --kiosk \(kiosk)."
        )
    }
}
