import Claims

/// Whose number stands in an extract's owner column.
enum ExtractOwner: Equatable, Sendable {
    case person(IdentityNumber)
    case company(SocialCreditCode)

    /// Why a text is neither number.
    enum Problem: Error {
        /// It has the form of an identity number, with another check character.
        case check
        case form
    }

    /// A number that fits both rules is a person's.
    ///
    /// So is one that is right but for its check character, although one in 31 of those would pass for a company's:
    /// a slip in a person's number must not make a company of the person. A company whose code is such a number too,
    /// digits with a date in the middle, has to be looked at by somebody.
    init(_ text: String) throws(Problem) {
        do throws(IdentityNumber.Problem) {
            self = .person(try IdentityNumber(checking: text))
        } catch {
            if error == .check { throw .check }
            guard let code = SocialCreditCode(text) else { throw .form }
            self = .company(code)
        }
    }

    var isCompany: Bool {
        switch self {
        case .person: false
        case .company: true
        }
    }

    /// Where the number was given out: six digits; those of a person may be another country's letters.
    var region: Substring {
        switch self {
        case .person(let number): number.text.prefix(6)
        case .company(let code): code.regionText
        }
    }
}
