extension RegisterSchema {
    /// Which kiosks may send. A token is kept as its hash; a certificate with all that is asked about it, and whole, so
    /// that the same request can be answered again. Nothing is ever deleted: who had what, when, is evidence.
    static let fourth = """
        CREATE TABLE kiosk (
            kiosk_id TEXT PRIMARY KEY,
            known_since INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE enrolment_token (
            hash TEXT PRIMARY KEY,
            kiosk_id TEXT NOT NULL REFERENCES kiosk (kiosk_id),
            made_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            revoked_at INTEGER,
            used_at INTEGER,
            serial TEXT REFERENCES kiosk_certificate (serial),
            CHECK ((used_at IS NULL) = (serial IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX enrolment_token_kiosk ON enrolment_token (kiosk_id);

        CREATE TABLE kiosk_certificate (
            serial TEXT PRIMARY KEY,
            kiosk_id TEXT NOT NULL REFERENCES kiosk (kiosk_id),
            public_key TEXT NOT NULL,
            pem TEXT NOT NULL,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            issued_at INTEGER NOT NULL,
            first_used_at INTEGER,
            revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX kiosk_certificate_kiosk ON kiosk_certificate (kiosk_id, issued_at);
        """
}
