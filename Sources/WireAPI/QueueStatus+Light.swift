extension QueueStatus {
    /// Free bytes and room for claims below which a person has to make space.
    package static let leastFreeBytes: Int64 = 16 << 20
    package static let leastRoom: Int64 = 200
    /// Days before its end on which a certificate that was not renewed by itself needs a person.
    package static let certificateDays: Int64 = 14

    /// What the lamp must show for the other fields. `confirmedUpTo` comes from the queue itself and `waiting` from a
    /// counter beside it: should the two ever differ, it is not green.
    ///
    /// | light | when |
    /// | red | nothing can be recorded, something was set aside or came back, the clock was set back, space or the certificate runs out |
    /// | amber | else: anything is not at the central or not confirmed, or sending is paused |
    /// | green | else |
    ///
    /// - Parameter certificateDaysLeft: nil without a certificate.
    package func rightLight(certificateDaysLeft: Int64?) -> Light {
        if stopped != nil || needsPerson > 0 || returned > 0 || clock == "set-back" || freeBytes < Self.leastFreeBytes
            || roomForClaims < Self.leastRoom || certificateDaysLeft.map({ $0 < Self.certificateDays }) ?? false
        {
            return .red
        }
        if waiting > 0 || photosWaiting > 0 || confirmedUpTo < lastSequence || paused != nil { return .amber }
        return .green
    }
}
