/// What names people in a claim, and what belongs to one bike only: sealed to the reviewers' key.
package struct ClaimIdentity: Codable, Equatable, Sendable {
    package struct Person: Codable, Equatable, Sendable {
        package var name: String
        package var idNumber: String

        package init(name: String, idNumber: String) {
            self.name = name
            self.idNumber = idNumber
        }
    }

    package struct Certificate: Codable, Equatable, Sendable {
        package var issuer: String
        package var number: String
        package var signatory: String?
    }

    package var applicant: Person
    package var agent: Person?
    package var plate: String?
    /// By part, of those that were read.
    package var serials: [String: String]
    package var certificate: Certificate?
    /// Why a supervisor allowed what `overrides` lists, in its order: free text, which may name anybody.
    package var overrideReasons: [String]
}

/// Where the money goes: sealed to the payers' key.
package struct ClaimPayee: Codable, Equatable, Sendable {
    package var bankCard: String
    /// The applicant's name, which the bank compares. Empty in an amendment: `Sealed.formerPayee` has it.
    package var holder: String

    package init(bankCard: String, holder: String) {
        self.bankCard = bankCard
        self.holder = holder
    }
}
