package import Claims
import Sealing
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads a bundle file as its bytes come, holding one line at most.
///
/// Nothing of it may be used before `finish()` has given the seal and the seal was checked: read the file twice.
package struct BundleReader {
    private enum State {
        case magic
        case header
        case entries
        case ended
    }

    private let kinds: Set<BundleKind>
    private let kiosk: KioskID?
    private let limit: Int64
    private let isLenient: Bool
    private var state = State.magic
    private var rest: [UInt8] = []
    private var size: Int64 = 0
    private var line = 0
    private var counted: Int64 = 0
    private var hash = RunningHash(start: Array(BundleFormat.magic.utf8))
    private var signature: MessageSignature?

    /// Nil before the second line was read, and for one that a lenient reader could not make out.
    package private(set) var header: BundleHeader?
    /// What a lenient reader came upon first.
    package private(set) var damage: KioskError?

    /// - Parameters:
    ///   - kiosk: whose the file must be; nil takes any.
    ///   - limit: bytes of the whole file.
    ///   - isLenient: goes on after damage, to say all that is wrong; `damage` then holds the first.
    package init(
        _ kinds: Set<BundleKind>,
        kiosk: KioskID? = nil,
        limit: Int64 = 16 << 30,
        isLenient: Bool = false
    ) {
        self.kinds = kinds
        self.kiosk = kiosk
        self.limit = limit
        self.isLenient = isLenient
    }

    /// Calls `each` for every entry that is whole now, with the number of its line, from 1; nil for one that a lenient
    /// reader could not make out.
    ///
    /// Throws `bundle.not-a-bundle`, `bundle.newer-version`, `bundle.changed`, `bundle.malformed`,
    /// `bundle.wrong-kind`, `bundle.wrong-kiosk`, `bundle.too-large`, and what `each` throws.
    package mutating func take(
        _ bytes: some Collection<UInt8>,
        _ each: (BundleEntry?, _ line: Int) throws -> Void
    ) throws {
        size += Int64(bytes.count)
        guard size <= limit else { throw BundleFormat.tooLarge(limit) }
        var (start, unseen) = (rest.startIndex, rest.endIndex)
        rest += bytes
        while let end = rest[unseen...].firstIndex(of: 0x0A) {
            try checkLength(end - start)
            line += 1
            try take(line: rest[start..<end], each)
            (start, unseen) = (end + 1, end + 1)
        }
        rest.removeSubrange(..<start)
        try checkLength(rest.count)
    }

    /// Of the line that comes next, or what is there of it.
    private func checkLength(_ count: Int) throws {
        guard count > (state == .magic ? 256 : BundleFormat.longestLine) else { return }
        throw state == .magic ? BundleFormat.notABundle() : BundleFormat.malformed("it is too long", line: line + 1)
    }

    /// Throws `bundle.truncated` when the end is missing, and `bundle.changed` when the header counts otherwise.
    package mutating func finish() throws -> BundleSeal {
        guard state != .magic || line > 0 else { throw BundleFormat.notABundle() }
        guard state == .ended, rest.isEmpty else {
            let error = BundleFormat.truncated(line: line)
            guard isLenient else { throw error }
            damage = damage ?? error
            return seal(signature: nil, isWhole: false)
        }
        if let header, header.count != counted, damage == nil {
            guard isLenient else { throw BundleFormat.changed(line: 2) }
            damage = BundleFormat.changed(line: 2)
        }
        return seal(signature: signature, isWhole: damage == nil)
    }

    private func seal(signature: MessageSignature?, isWhole: Bool) -> BundleSeal {
        BundleSeal(digest: hash.text, signature: signature, signer: header?.signer, line: line, isWhole: isWhole)
    }

    private mutating func take(line text: ArraySlice<UInt8>, _ each: (BundleEntry?, Int) throws -> Void) throws {
        switch state {
        case .magic:
            guard text.elementsEqual(BundleFormat.magic.utf8) else {
                guard text.starts(with: BundleFormat.family.utf8) else { throw BundleFormat.notABundle() }
                throw text.last == 0x0D ? BundleFormat.otherLineEnds() : BundleFormat.newer()
            }
            state = .header
        case .header:
            guard let json = try checked(text) else { return }
            state = .entries
            try takeHeader(json)
        case .entries:
            if text.dropFirst(BundleFormat.checkDigits + 1).starts(with: BundleFormat.end.utf8) {
                return try takeEnd(text)
            }
            guard let json = try checked(text) else { return try each(nil, line) }
            guard let entry = BundleEntry(json: json), header.map({ entry.kinds.contains($0.kind) }) ?? true else {
                try note(BundleFormat.malformed("it is no entry of such a file", line: line))
                return try each(nil, line)
            }
            if let header, entry.counts(in: header.kind) { counted += 1 }
            try each(entry, line)
        case .ended: try note(BundleFormat.malformed("it follows the end", line: line))
        }
    }

    /// The line's JSON. A lenient reader gives it also when the check does not fit.
    private mutating func checked(_ text: ArraySlice<UInt8>) throws -> ArraySlice<UInt8>? {
        let json = text.dropFirst(BundleFormat.checkDigits + 1)
        hash.add(json)
        guard isChecked(text) else {
            try note(BundleFormat.changed(line: line))
            return json.isEmpty ? nil : json
        }
        return json
    }

    private func isChecked(_ text: ArraySlice<UInt8>) -> Bool {
        text.starts(with: hash.text.utf8.prefix(BundleFormat.checkDigits))
            && text.dropFirst(BundleFormat.checkDigits).first == UInt8(ascii: " ")
    }

    private mutating func takeHeader(_ json: ArraySlice<UInt8>) throws {
        guard json.count <= BundleFormat.longestHeader,
            let header = try? JSONDecoder().decode(BundleHeader.self, from: Data(json)),
            // They become part of files' names and of what terminals show.
            KioskID(header.kioskId) != nil, header.signer.map(Self.isFingerprint) ?? true
        else { return try note(BundleFormat.malformed("it is no header", line: line)) }
        guard kinds.contains(header.kind) else {
            let wanted = kinds.map(\.rawValue).sorted().joined(separator: " or ")
            throw KioskError(
                .bundleWrongKind,
                "the bundle carries \(header.kind.rawValue), here one with \(wanted) is needed",
                remedy: "Take the file whose name ends in .\(wanted).kiosk."
            )
        }
        if let kiosk, header.kioskId != kiosk.text {
            // Damage is the likelier cause when something was changed.
            if let damage { throw damage }
            throw KioskError(
                .bundleWrongKiosk,
                "the bundle is for another kiosk than \(kiosk)",
                remedy: "Take the file with this kiosk's name; carry this one to the kiosk it is for."
            )
        }
        self.header = header
    }

    /// As `VerificationKey.fingerprint` writes it.
    private static func isFingerprint(_ text: String) -> Bool {
        text.utf8.count == 16 && text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    }

    private mutating func takeEnd(_ text: ArraySlice<UInt8>) throws {
        state = .ended
        guard isChecked(text) else { return try note(BundleFormat.changed(line: line)) }
        let word = text.dropFirst(BundleFormat.checkDigits + 1 + BundleFormat.end.utf8.count)
        if word.elementsEqual(BundleFormat.unsigned.utf8) { return }
        let written = String(decoding: word, as: UTF8.self)
        signature = MessageSignature(written)
        // One way to write it only, so that no byte can be changed.
        if signature?.text != written { try note(BundleFormat.changed(line: line)) }
    }

    private mutating func note(_ error: KioskError) throws {
        guard isLenient else { throw error }
        damage = damage ?? error
    }
}
