import Claims
import Sealing
import WireAPI

/// From the canonical bytes of a claim to the claim in clear, whichever of the known content versions it is.
///
/// | content version | read |
/// | --- | --- |
/// | 2 | as it is: nothing in it is sealed |
/// | 3 | the identity is opened, its masks must be those of its content; the payee stays closed, its key must be the payers' |
struct ClaimOpener: Sendable {
    private struct Version: Decodable {
        let contentVersion: Int
    }

    let keys: OpeningKeys

    /// Which fields of a claim were checked. Others of any name may stand beside them and are kept unread, so whoever
    /// reads a stored claim asks this first.
    ///
    /// Throws what reading JSON throws, and `DecodingError` for a document that does not say.
    static func contentVersion(of content: [UInt8]) throws -> Int {
        try contentVersion(of: try CanonicalJSON.read(content).value)
    }

    private static func contentVersion(of value: JSONNode) throws -> Int {
        try value.decoded(Version.self).contentVersion
    }

    /// Throws `claim.invalid`, `sealing.key-unknown` and `sealing.not-opened`.
    func open(_ content: [UInt8]) throws(KioskError) -> OpenClaim { try open(try CanonicalJSON.read(content).value) }

    /// Of a claim that was parsed already.
    func open(_ value: JSONNode) throws(KioskError) -> OpenClaim {
        if let document = ClaimDocument(reading: value),
            document.contentVersion == ClaimDocument.currentContentVersion
        {
            return try open(document)
        }
        do {
            switch try Self.contentVersion(of: value) {
            case ClaimDocument.currentContentVersion:
                return try open(try value.decoded(ClaimDocument.self))
            case OpenClaim.contentVersion: return try value.decoded(OpenClaim.self)
            case let version:
                throw KioskError.invalidClaim(
                    "The claim cannot be taken: contentVersion \(version) is not one that this central reads "
                        + "(\(OpenClaim.contentVersion), \(ClaimDocument.currentContentVersion))."
                )
            }
        } catch let error as KioskError {
            throw error
        } catch let error as DecodingError {
            throw .invalidClaim("The claim cannot be taken: \(Self.problem(error)).")
        } catch {
            throw .invalidClaim("The claim cannot be taken: it does not have the form of a claim.")
        }
    }

    private func open(_ document: ClaimDocument) throws(KioskError) -> OpenClaim {
        guard document.claimId.utf8.count == 36, document.amends.map({ $0.utf8.count == 36 }) ?? true,
            let box = SealedBox(document.sealed.identity)
        else { throw .invalidClaim("The claim cannot be taken: sealed.identity must be a box for a claim's id.") }
        for (payee, field) in [
            (document.sealed.payee, "sealed.payee"), (document.sealed.formerPayee, "sealed.formerPayee"),
        ] {
            guard let payee else { continue }
            guard let box = SealedBox(payee) else {
                throw .invalidClaim("The claim cannot be taken: \(field) must be a box.")
            }
            try keys.checkPayee(box)
        }
        if let context = document.sealed.context, let first = document.amended?.earlier?.last?.claimId,
            context != first
        {
            throw .invalidClaim("The claim cannot be taken: sealed.context must be the first claim of its row.")
        }
        // A correction carries over what the first claim of its row sealed, and seals in the same context.
        let contexts = (document.amends.map { [document.sealed.context ?? $0] } ?? []) + [document.claimId]
        let content = try keys.open(box, .identity, contexts: contexts)
        guard let value = try? JSONNode(parsing: content),
            var identity = ClaimIdentity(reading: value)
        else { throw .invalidClaim("The claim cannot be taken: sealed.identity is no identity.") }
        for corrections in try corrections(of: document, contexts) { identity = identity.corrected(by: corrections) }
        guard let claim = OpenClaim(document, identity)
        else { throw .invalidClaim("The claim cannot be taken: sealed.identity does not fit the rest.") }
        try Self.checkMasks(of: document, claim)
        return claim
    }

    /// In the order in which they were made.
    private func corrections(
        of document: ClaimDocument,
        _ contexts: [String]
    ) throws(KioskError) -> [ClaimCorrections] {
        let boxes = document.sealed.corrections ?? []
        let isPlain = boxes.isEmpty && document.sealed.context == nil && document.sealed.formerPayee == nil
        guard isPlain || document.amends != nil, boxes.count <= ClaimDocument.Amended.longestRow,
            document.sealed.context.map({ $0.utf8.count == 36 }) ?? true
        else {
            throw .invalidClaim("The claim cannot be taken: sealed.corrections and sealed.context go with amends only.")
        }
        var all: [ClaimCorrections] = []
        for box in boxes {
            guard let sealed = SealedBox(box) else {
                throw .invalidClaim("The claim cannot be taken: sealed.corrections must hold boxes.")
            }
            let content = try keys.open(sealed, .corrections, contexts: contexts)
            guard let value = try? JSONNode(parsing: content),
                let corrections = try? value.decoded(ClaimCorrections.self)
            else {
                throw .invalidClaim("The claim cannot be taken: sealed.corrections are none.")
            }
            all.append(corrections)
        }
        return all
    }

    /// A mask that says another thing than what is sealed would show one person and pay another.
    private static func checkMasks(of document: ClaimDocument, _ claim: OpenClaim) throws(KioskError) {
        var faults = Faults()
        for (masked, person, field) in [
            (document.applicant, claim.applicant, "applicant"), (document.agent, claim.agent, "agent"),
        ] {
            guard let masked, let person else { continue }
            let fits = "must be the mask of what is sealed"
            faults.require(masked.maskedName == person.maskedName, "\(field).maskedName", fits)
            faults.require(masked.maskedNumber == person.maskedNumber, "\(field).maskedNumber", fits)
        }
        let isSame = document.vehicle.maskedPlate == claim.vehicle.maskedPlate
        faults.require(isSame, "vehicle.maskedPlate", "must be the mask of what is sealed")
        faults.require(
            (document.payee == nil) == (document.sealed.payee == nil),
            "sealed.payee",
            "must be there with payee, only then"
        )
        if let error = faults.error { throw error }
    }

    private static func problem(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "\(path(context.codingPath + [key])) must be there"
        case .valueNotFound(_, let context): "\(path(context.codingPath)) must not be null"
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            "\(path(context.codingPath)) has the wrong type"
        @unknown default: "it does not have the form of a claim"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "the whole" : keys.map { shown($0.stringValue) }.joined(separator: ".")
    }

    /// Our own names have letters only; any other may be a person's, and is not repeated.
    private static func shown(_ name: String) -> String {
        let isOurs = (1...40).contains(name.utf8.count) && name.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
        return isOurs ? name : "…"
    }
}

extension SealedBox {
    /// Nil for what has not the form of a box.
    fileprivate init?(_ box: ClaimDocument.Box) { self.init(key: box.key, base64: box.box) }
}
