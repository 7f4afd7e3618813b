package import Claims

/// Who issues scrapping certificates here. The key stays with the runtime: this server orders signatures and never
/// holds it.
package struct CertificateIssuer: Sendable {
    /// What a certificate's code is to say.
    package struct Order: Equatable, Sendable {
        package let number: String
        package let claim: ClaimNumber
        package let owner: IdentityNumber
        /// Nil for a bike without a plate.
        package let plate: Plate?
        /// As in the programme file.
        package let pointID: String
        /// The three days are in this order.
        package let receivedOn: CivilDate
        package let issuedOn: CivilDate
        package let expiresOn: CivilDate
        package let isRehearsal: Bool
    }

    /// The recycling company that stamps the paper, 1–80 characters.
    let company: String
    /// From the day of issue, 1–3650.
    let validDays: Int
    let sign: @Sendable (Order) throws(KioskError) -> String

    /// `sign` makes the text of the code.
    package init(
        company: String,
        validDays: Int,
        sign: @escaping @Sendable (Order) throws(KioskError) -> String
    ) {
        self.company = company
        self.validDays = validDays
        self.sign = sign
    }
}
