extension StoreSchema {
    /// `audit` holds what people did, chained like claims; nothing changes or deletes a line. `pause` has a row while
    /// nothing is to be sent. `wiped_up_to`: every claim up to this number was wiped.
    /// `ended_at` is set once the programme was ended here.
    ///
    /// The guards make it the file's own rule that unsent work stays: no claim is deleted, none is wiped while it waits,
    /// nothing leaves the outbox before its answer is there, or the claim that corrects it.
    static let fifth = """
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY CHECK (number > 0),
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('supervisor', 'technician', 'administrator', 'clerk')),
            via TEXT NOT NULL CHECK (via IN ('page', 'socket')),
            action TEXT NOT NULL,
            subject TEXT,
            detail TEXT,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN
            SELECT RAISE(ABORT, 'the audit log keeps its lines');
        END;
        CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN
            SELECT RAISE(ABORT, 'the audit log keeps its lines');
        END;

        CREATE TABLE pause (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            actor TEXT NOT NULL,
            since INTEGER NOT NULL
        ) STRICT;

        ALTER TABLE store ADD COLUMN wiped_up_to INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE store ADD COLUMN ended_at INTEGER;

        CREATE TRIGGER claim_kept BEFORE DELETE ON claim BEGIN
            SELECT RAISE(ABORT, 'a claim is never deleted');
        END;
        CREATE TRIGGER claim_unsent_kept BEFORE UPDATE OF document, wiped_at ON claim
        WHEN NEW.document IS NOT OLD.document AND EXISTS (SELECT 1 FROM outbox WHERE sequence = OLD.sequence) BEGIN
            SELECT RAISE(ABORT, 'a claim that was not sent is never wiped');
        END;
        CREATE TRIGGER outbox_kept BEFORE DELETE ON outbox
        WHEN NOT EXISTS (SELECT 1 FROM answer WHERE sequence = OLD.sequence)
            AND NOT EXISTS (SELECT 1 FROM claim WHERE amends = OLD.sequence) BEGIN
            SELECT RAISE(ABORT, 'a claim without an answer stays in the outbox');
        END;
        """
}
