extension StoreSchema {
    /// The guards of unsent work know photos too: a claim keeps its content until the central has all of them.
    static let seventh = """
        CREATE TRIGGER claim_photos_kept BEFORE UPDATE OF document, wiped_at ON claim
        WHEN NEW.document IS NULL AND OLD.document IS NOT NULL AND EXISTS (
            SELECT 1 FROM attachment WHERE sequence = OLD.sequence AND state <> 'sent'
        ) BEGIN
            SELECT RAISE(ABORT, 'a claim with photos that were not sent is never wiped');
        END;
        CREATE TRIGGER attachment_kept BEFORE DELETE ON attachment
        WHEN OLD.state <> 'sent' AND NOT EXISTS (SELECT 1 FROM claim WHERE amends = OLD.sequence) BEGIN
            SELECT RAISE(ABORT, 'a photo that was not sent stays');
        END;
        CREATE TRIGGER attachment_removed AFTER DELETE ON attachment WHEN OLD.state <> 'sent' BEGIN
            UPDATE tally SET count = count - 1 WHERE state = 'photo-' || OLD.state;
        END;
        """
}
