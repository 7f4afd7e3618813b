/// SHA-256 as text.
enum Hash {
    /// 64 lower-case hexadecimal digits: safe as a file's name.
    static func isOne(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
