import Claims
import Foundation
import Sealing
import Testing

struct DigestKeyTests {
    private static let hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    private func key(_ hex: String = hex) throws -> DigestKey { try #require(DigestKey(hex: hex)) }

    // Expected values computed with Python's hmac module.
    @Test(arguments: [
        (
            DigestKey.Kind.person, "990001199001010013",
            "6aa29652af9823a613dd39cf0c4eee1fe9bfb3427bfa022324efe7fbe0044b7f"
        ),
        (DigestKey.Kind.vehicle, "藏A12345", "b3b4fddcd4de9db446bcf98511e7ea70c950e2366f3b3581f41948f6790d3b5d"),
    ])
    func `a digest is HMAC-SHA-256 over kind, zero byte and text`(kind: DigestKey.Kind, text: String, expected: String)
        throws
    {
        #expect(try key().digest(kind, text) == expected)
    }

    @Test func `one text has different digests as person and as vehicle`() throws {
        #expect(try key().digest(.person, "same") != key().digest(.vehicle, "same"))
    }

    @Test func `another key gives another digest`() throws {
        let other = try key(String(repeating: "a", count: 64))
        #expect(try key().digest(.person, "same") != other.digest(.person, "same"))
    }

    @Test func `nothing prints the key`() throws {
        let key = try key()
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(!text.contains("0001") && !text.contains("SymmetricKey"))
        }
    }

    @Test(arguments: ["\(hex)\n", "  \(hex.uppercased())\r\n", hex])
    func `a key file may have white space around its digits and either case`(content: String) throws {
        let file = try TemporaryFile(content)
        #expect(try DigestKey(fileAt: file.path).digest(.person, "x") == key().digest(.person, "x"))
    }

    @Test(arguments: [
        "", "00", String(hex.dropLast()), hex + "00", hex + "\n" + hex, String(hex.dropLast()) + "g",
        String(repeating: "0", count: 100_000),
    ])
    func `a file that is no key is refused without showing its content`(content: String) throws {
        let file = try TemporaryFile(content)
        let error = try #require(throws: KioskError.self) { try DigestKey(fileAt: file.path) }
        #expect(error.code == .keyUnreadable)
        #expect(error.message.contains(file.path))
        if content.count > 10 { #expect(!"\(error)".contains(content.prefix(10))) }
    }

    @Test(arguments: ["/nonexistent/key", "/dev/zero", "/"])
    func `a path without a key file is refused`(path: String) throws {
        let error = try #require(throws: KioskError.self) { try DigestKey(fileAt: path) }
        #expect(error.code == .keyUnreadable)
    }
}

/// A file that goes with the test.
private final class TemporaryFile {
    let path: String

    init(_ content: String) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("key-\(UUID().uuidString)").path
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
