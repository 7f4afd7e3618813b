/// What the verification of a chain found.
package struct ChainReport: Codable, Equatable, Sendable {
    package struct Problem: Codable, Equatable, Sendable {
        package enum Kind: String, Codable, CaseIterable, Sendable {
            case missing
            /// Stands after a higher number.
            case outOfPlace = "out-of-place"
            case twice
            /// Does not name the hash of the claim before.
            case link
            /// The document's hash is not the one that the chain says.
            case document
            /// The document names another number, id or link than the chain.
            case differs
            /// Comes after the end that was signed.
            case appended
            /// The last hash is not the one that was signed.
            case head
            case unreadable
        }

        /// The claim's running number; for an unreadable line the one that is expected there.
        package var number: Int64
        package var kind: Kind
        package var explanation: String
    }

    package enum Signature: String, Codable, CaseIterable, Sendable {
        case valid
        case invalid
        /// Nobody signed it.
        case unsigned
        /// Signed, and no public key was given.
        case unchecked
    }

    package var kioskId: String?
    /// Links in the file.
    package var count: Int64
    package var last: Int64
    package var hash: String?
    /// Links whose document is there; the others were wiped, or never came.
    package var documents: Int64
    /// Links of claims that never came, each named by the document of its correction.
    package var corrected: Int64
    /// The first 100, by number.
    package var problems: [Problem]
    /// The first line of the file that is not as it was written, in words.
    package var damage: String?
    /// Of the file as a whole, and of the chain's end.
    package var signature: Signature
    package var headSignature: Signature
    /// Who signed the file by its own word, and the key that was given: `VerificationKey.fingerprint`.
    package var signer: String?
    package var givenKey: String?

    package var isWhole: Bool { isLinked && signature != .invalid && headSignature != .invalid }

    /// Whether numbers, links and documents fit, whoever wrote them.
    package var isLinked: Bool { problems.isEmpty && damage == nil }

    /// Whether somebody else signed the file: most likely the wrong key was given.
    package var isOfOtherKey: Bool { signer != nil && givenKey != nil && signer != givenKey }
}
