/// What each reader of a screen or paper sees of an identifier (programme.md §10).
///
/// | item | site staff, receipt | approver | payout file | public list |
/// | --- | --- | --- | --- | --- |
/// | identity number | last 4 | last 4; full on demand | nothing; full if the bank asks | nothing |
/// | bank card | last 4 | last 4 | full | nothing |
/// | name | first character and `*` | full | full | first character and `*` |
/// | plate | middle hidden | full | nothing | middle hidden |
///
/// "First 6 and last 4" of an identity number is never used: it hides the birth date alone.
package enum Masking {
    package enum Viewer: String, CaseIterable, Sendable {
        /// Lists and logs at a site. The page of a running visit shows what the clerk has just read.
        case siteStaff = "site-staff"
        /// The claimant's own paper, printed by a kiosk that keeps no more.
        case receipt
        case approver
        case payoutFile = "payout-file"
        case publicList = "public-list"
    }

    /// `onDemand`: an approver asked for the whole number, which the caller has to log, or the bank's template wants it.
    /// For everyone else it changes nothing.
    package static func identityNumber(
        _ number: IdentityNumber,
        for viewer: Viewer,
        onDemand: Bool = false
    ) -> String? {
        switch viewer {
        case .siteStaff, .receipt: number.masked
        case .approver: onDemand ? number.text : number.masked
        case .payoutFile: onDemand ? number.text : nil
        case .publicList: nil
        }
    }

    package static func bankCard(_ card: BankCardNumber, for viewer: Viewer) -> String? {
        switch viewer {
        case .siteStaff, .receipt, .approver: card.masked
        case .payoutFile: card.digits
        case .publicList: nil
        }
    }

    package static func name(_ name: PersonName, for viewer: Viewer) -> String? {
        switch viewer {
        case .approver, .payoutFile: name.text
        case .siteStaff, .receipt, .publicList: name.masked
        }
    }

    package static func plate(_ plate: Plate, for viewer: Viewer) -> String? {
        switch viewer {
        case .approver: plate.text
        case .siteStaff, .receipt, .publicList: plate.masked
        case .payoutFile: nil
        }
    }
}
