import Claims
import Foundation
import Glibc
import Sealing
import Testing
import VehicleRegistry

struct SnapshotTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    @Test func `every changed byte is noticed`() throws {
        try desk.run(Desk.heading + Desk.row + "A2,green,2021-01-10,\(Desk.otherOwner),48,,,\n")
        let good = try desk.folder.bytes(of: "registry.snapshot")
        for place in good.indices {
            var bad = good
            bad[place] ^= 1 << UInt8(place % 8)
            try desk.folder.write(bad, to: "registry.snapshot")
            let found = code { _ = try desk.open() }
            #expect(found == .registryDamaged || found == .registryWrongSignature, "byte \(place)")
        }
    }

    @Test func `a file that was cut short or has more than it should is damaged`() throws {
        try desk.run(Desk.heading + Desk.row)
        let good = try desk.folder.bytes(of: "registry.snapshot")
        for length in [0, 1, 7, 8, 11, 12, 13, 200, good.count - 73, good.count - 72, good.count - 1] {
            try desk.folder.write(Array(good.prefix(length)), to: "registry.snapshot")
            #expect(code { _ = try desk.open() } == .registryDamaged, "\(length) bytes")
        }
        try desk.folder.write(good + [0], to: "registry.snapshot")
        #expect(code { _ = try desk.open() } == .registryDamaged)
    }

    @Test func `records in the place of others are noticed although each is whole`() throws {
        try desk.run(Desk.heading + Desk.row + "A2,green,2021-01-10,\(Desk.otherOwner),48,,,\n")
        let good = try desk.folder.bytes(of: "registry.snapshot")
        let (head, first, second) = (good.dropLast(144), good.dropLast(72).suffix(72), good.suffix(72))
        try desk.folder.write(Array(head + second + first), to: "registry.snapshot")
        #expect(code { _ = try desk.open() } == .registryDamaged)
    }

    @Test func `another key's signature is not accepted`() throws {
        try desk.run(Desk.heading + Desk.row)
        let other = SigningKey().verificationKey
        let found = code {
            _ = try RegistrySnapshot.open(desk.target, key: other, digestKey: desk.digestKey, rehearsal: true)
        }
        #expect(found == .registryWrongSignature)
        #expect(code { _ = try RegistrySnapshot.inspect(desk.target, key: other) } == .registryWrongSignature)
    }

    @Test func `another digest key is noticed before a plate is missed`() throws {
        try desk.run(Desk.heading + Desk.row)
        let other = try #require(DigestKey(hex: String(repeating: "a5", count: 32)))
        let key = desk.signingKey.verificationKey
        let found = code { _ = try RegistrySnapshot.open(desk.target, key: key, digestKey: other, rehearsal: true) }
        #expect(found == .registryWrongDigestKey)
    }

    @Test func `a rehearsal's snapshot is not for production, and can be inspected all the same`() throws {
        try desk.run(Desk.heading + Desk.row)
        #expect(code { _ = try desk.open(rehearsal: false) } == .registryWrongMode)
        let header = try RegistrySnapshot.inspect(desk.target, key: desk.signingKey.verificationKey)
        #expect(header.rehearsal && header.version == "rehearsal-1")
    }

    @Test(arguments: [
        (#""format":2"#, #""format":3"#, "registry.newer-format"), (#""count":1"#, #""count":0"#, "registry.damaged"),
    ])
    func `a signed header of another kind is told apart`(old: String, new: String, expected: String) throws {
        try desk.run(Desk.heading + Desk.row)
        let bytes = try desk.folder.bytes(of: "registry.snapshot")
        let header = String(decoding: bytes.dropFirst(12).dropLast(64 + 72), as: UTF8.self)
        try #require(header.contains(old))
        let head = Array(bytes.prefix(12)) + Array(header.replacing(old, with: new).utf8)
        try desk.folder.write(head + desk.signingKey.sign(head) + bytes.suffix(72), to: "registry.snapshot")
        #expect(code { _ = try desk.open() }?.name == expected)
    }

    @Test func `a file of format 1 is still read`() throws {
        try desk.run(Desk.heading + Desk.row)
        try resign(body: { $0 }, header: { $0.replacing(#""format":2"#, with: #""format":1"#) })
        let record = try #require(try desk.record("拉萨A00101"))
        #expect(record.volts == 60 && !record.ownerIsCompany)
    }

    @Test func `a flag that the format does not have is damage`() throws {
        try desk.run(Desk.heading + Desk.row)
        try resign(body: { $0.dropLast() + [2] }, header: { $0 })
        let snapshot = try desk.open()
        #expect(code { _ = try snapshot.lookUp(plate("拉萨A00101")) } == .registryDamaged)
    }

    /// Changes a file of one record, and signs it again.
    private func resign(body: ([UInt8]) -> [UInt8], header: (String) -> String) throws {
        let bytes = try desk.folder.bytes(of: "registry.snapshot")
        let (old, new) = (Array(bytes.suffix(72)), body(Array(bytes.suffix(72))))
        let text = String(decoding: bytes.dropFirst(12).dropLast(64 + 72), as: UTF8.self)
        let changed = header(text).replacing(ContentHash.sha256(of: old), with: ContentHash.sha256(of: new))
        try #require(changed != text && changed.utf8.count == text.utf8.count)
        let head = Array(bytes.prefix(12)) + Array(changed.utf8)
        try desk.folder.write(head + desk.signingKey.sign(head) + new, to: "registry.snapshot")
    }

    @Test func `what is no readable file is told`() throws {
        #expect(code { _ = try desk.open() } == .registryUnreadable)
        #expect(mkfifo(desk.target, 0o600) == 0)
        #expect(code { _ = try desk.open() } == .registryUnreadable)
    }

    @Test func `a file that is written into while it is in use answers nothing more`() throws {
        try desk.run(Desk.heading + Desk.row)
        let snapshot = try desk.open()
        let plate = try plate("拉萨A00101")
        #expect(try snapshot.lookUp(plate) != nil)
        #expect(truncate(desk.target, 100) == 0)
        #expect(code { _ = try snapshot.lookUp(plate) } == .registryDamaged)
    }

    @Test func `a file that was replaced is still there for who has it open`() throws {
        try desk.run(Desk.heading + Desk.row)
        let snapshot = try desk.open()
        try desk.run(Desk.heading + "A2,green,2021-01-10,\(Desk.owner),,,,\n")
        #expect(try snapshot.lookUp(plate("拉萨A00101")) != nil)
    }

    @Test func `descriptors are closed with the snapshot`() throws {
        try desk.run(Desk.heading + Desk.row)
        // Other tests open files meanwhile: only this file's descriptors count.
        func openDescriptors() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { number in
                var name = [CChar](repeating: 0, count: 256)
                let length = readlink("/proc/self/fd/\(number)", &name, 255)
                return length > 0
                    && String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self) == desk.target
            }
        }
        for _ in 0..<20 { _ = try desk.open() }
        let snapshot = try desk.open()
        #expect(try openDescriptors() == 1)
        withExtendedLifetime(snapshot) {}
    }
}
