package import Claims
package import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One line of a bundle between its header and its end.
package enum BundleEntry: Equatable, Sendable {
    /// A claim's document, byte for byte as it was recorded.
    case claim([UInt8])
    case photo(PhotoPiece)
    case answer(ClaimAnswer)
    case refusal(ClaimRefusal)
    /// What became of claims that were answered before, from where the kiosk last heard of it.
    case changes(ChangePage)
    case received(PhotoArrival)
    case link(ChainLinkEntry)

    /// What the central says of one claim, whichever way that came.
    package init(_ line: BatchAnswer) {
        self =
            switch line {
            case .answer(let answer): .answer(answer)
            case .refusal(let id, let error): .refusal(ClaimRefusal(claimId: id ?? "", error: error))
            }
    }

    /// The kinds of files that such a line may stand in.
    var kinds: Set<BundleKind> {
        switch self {
        case .claim: [.claims, .chain]
        case .photo: [.claims]
        case .answer, .refusal, .changes, .received: [.answers]
        case .link: [.chain]
        }
    }

    /// Whether the header's `count` counts it.
    func counts(in kind: BundleKind) -> Bool {
        switch self {
        case .claim: kind == .claims
        case .answer, .refusal, .link: true
        case .photo, .changes, .received: false
        }
    }

    private struct Line: Codable {
        var answer: ClaimAnswer?
        var changes: ChangePage?
        var link: ChainLinkEntry?
        var photo: PhotoPiece?
        var received: PhotoArrival?
        var refusal: ClaimRefusal?
    }

    private static let claimPrefix = Array(#"{"claim":"#.utf8)

    /// The line's JSON, canonical if the claim's document is.
    func json() throws -> [UInt8] {
        switch self {
        case .claim(let document): Self.claimPrefix + document + [UInt8(ascii: "}")]
        case .photo(let piece): try CanonicalJSON.encode(Line(photo: piece))
        case .answer(let answer): try CanonicalJSON.encode(Line(answer: answer))
        case .refusal(let refusal): try CanonicalJSON.encode(Line(refusal: refusal))
        case .changes(let page): try CanonicalJSON.encode(Line(changes: page))
        case .received(let receipt): try CanonicalJSON.encode(Line(received: receipt))
        case .link(let link): try CanonicalJSON.encode(Line(link: link))
        }
    }

    /// Nil for anything else than one of the lines above. What a claim's document holds is not looked at.
    init?(json: ArraySlice<UInt8>) {
        if json.starts(with: Self.claimPrefix) {
            let rest = json.dropFirst(Self.claimPrefix.count)
            guard rest.last == UInt8(ascii: "}"), rest.count > 2 else { return nil }
            self = .claim(Array(rest.dropLast()))
            return
        }
        guard let line = try? JSONDecoder().decode(Line.self, from: Data(json)) else { return nil }
        let entries: [BundleEntry] = [
            line.answer.map(BundleEntry.answer), line.changes.map(BundleEntry.changes),
            line.link.map(BundleEntry.link), line.photo.map(BundleEntry.photo),
            line.received.map(BundleEntry.received), line.refusal.map(BundleEntry.refusal),
        ].compactMap(\.self)
        guard entries.count == 1 else { return nil }
        self = entries[0]
    }
}

/// A piece of a sealed photo.
package struct PhotoPiece: Codable, Equatable, Sendable {
    /// Bytes of one piece at most.
    package static let longest = 192 * 1_024

    /// Of a claim that names the photo.
    package var claimId: String
    /// The name of the photo: SHA-256 of its plain bytes, lower-case hex.
    package var sha256: String
    /// Where the piece begins, and how long the whole file is, in bytes.
    package var offset: Int64
    package var length: Int64
    /// Base64.
    package var piece: String

    package init(claimId: String, sha256: String, offset: Int64, length: Int64, bytes: [UInt8]) {
        self.claimId = claimId
        self.sha256 = sha256
        self.offset = offset
        self.length = length
        piece = Data(bytes).base64EncodedString()
    }

    /// Nil when it is no base64, too long, or lies outside the file.
    package var bytes: [UInt8]? {
        guard let data = Data(base64Encoded: piece), data.count <= Self.longest, offset >= 0, length >= 0,
            offset <= length, Int64(data.count) <= length - offset
        else { return nil }
        return Array(data)
    }
}

/// How much of a photo the central has.
package struct PhotoArrival: Codable, Equatable, Sendable {
    package var sha256: String
    /// Bytes.
    package var received: Int64
    package var complete: Bool

    package init(sha256: String, received: Int64, complete: Bool) {
        self.sha256 = sha256
        self.received = received
        self.complete = complete
    }
}

/// The central's "no" to a claim.
package struct ClaimRefusal: Codable, Equatable, Sendable {
    package var claimId: String
    package var error: ErrorBody.Detail

    package init(claimId: String, error: ErrorBody.Detail) {
        self.claimId = claimId
        self.error = error
    }
}

/// A link of a chain. When the claim's document is there, it is the next line.
package struct ChainLinkEntry: Codable, Equatable, Sendable {
    package var sequence: Int64
    package var claimId: String
    /// The hash of the claim before; 64 zeros for the first.
    package var previous: String
    /// SHA-256 of the claim's document.
    package var hash: String
    /// For a claim whose document never came: the number of the correction that names this link.
    package var correctedBy: Int64?

    package init(sequence: Int64, claimId: String, previous: String, hash: String, correctedBy: Int64? = nil) {
        self.sequence = sequence
        self.claimId = claimId
        self.previous = previous
        self.hash = hash
        self.correctedBy = correctedBy
    }
}
