extension String {
    /// The same text in memory of its own, however short it is.
    ///
    /// Swift keeps up to 15 bytes of UTF-8 inside the value: most names. Such a value leaves a copy wherever it passes, on
    /// stacks, in tasks, in buffers of streams, that nobody can find to wipe. This one leaves a pointer, and the one place
    /// that it points to is wiped when it is freed.
    package var stored: String {
        var stored = ""
        stored.reserveCapacity(Swift.max(utf8.count, 32))
        stored.append(self)
        return stored
    }
}
