extension RegisterSchema {
    /// `epoch` is random; it is drawn anew whenever the file is opened and is not the one with this `inode`: then it was
    /// put back from a copy, or moved.
    static let sixth = """
        ALTER TABLE register ADD COLUMN epoch TEXT NOT NULL DEFAULT '';
        ALTER TABLE register ADD COLUMN inode TEXT NOT NULL DEFAULT '';
        """
}
