package import Claims

/// A photo that a claim names, as it lies sealed on this kiosk.
package struct ClaimPhoto: Hashable, Sendable {
    /// What the claim calls it: 64 lower-case hex digits.
    package let name: String
    /// Of the sealed file; at least 1.
    package let bytes: Int64

    package init(name: String, bytes: Int64) {
        self.name = name
        self.bytes = bytes
    }
}

/// A photo that is to go to the central.
package struct AttachmentEntry: Hashable, Sendable {
    package let claimID: ClaimID
    package let number: ClaimNumber
    package let photo: ClaimPhoto
    /// Bytes that the central said it has.
    package let confirmed: Int64

    package struct ID: Hashable, Sendable {
        package let claim: ClaimID
        package let name: String
    }

    package var id: ID { ID(claim: claimID, name: photo.name) }
}

/// What the store has for the one who sends photos.
package enum AttachmentHead: Hashable, Sendable {
    case due(AttachmentEntry)
    /// Something waits, nothing before this time.
    case notBefore(Timestamp)
    /// Nothing, or only photos of claims that the central does not have yet.
    case empty
}

/// A photo that needs a person, and why.
package struct SetAsidePhoto: Equatable, Sendable {
    /// Of the claim that names it.
    package let number: ClaimNumber
    package let problem: ErrorBody.Detail?
}

/// Photos, in numbers.
package struct AttachmentSummary: Hashable, Sendable {
    package let waiting: Int
    package let sent: Int
    /// Refused or not readable any more.
    package let needsPerson: Int

    package init(waiting: Int, sent: Int, needsPerson: Int) {
        self.waiting = waiting
        self.sent = sent
        self.needsPerson = needsPerson
    }
}
