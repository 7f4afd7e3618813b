/// What a device does at the counter.
package enum DeviceRole: String, CaseIterable, Codable, Sendable {
    /// Reads the applicant's resident ID card.
    case idCard = "id-card"
    /// Reads plates and the serials of parts; bank cards too where no device has that role.
    case scanner
    /// A second scanner, or a keyboard, for bank cards alone.
    case bankCard = "bank-card"
    /// Prints receipts and proofs.
    case printer
}
