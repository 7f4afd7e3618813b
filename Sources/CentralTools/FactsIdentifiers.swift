import Claims

/// What is wrong, or unusual, with the identifiers of a case, and their masked forms. Never a whole number.
struct FactsIdentifiers: Encodable {
    struct Identity: Encodable {
        var isValid: Bool
        /// `obsolete`, `form`, `birthDate` or `check`.
        var problem: String?
        var masked: String?
        /// The kinds of card that can carry the number.
        var kinds: [String]?
        var birthDate: String?

        enum CodingKeys: String, CodingKey {
            case isValid = "valid"
            case problem, masked, kinds, birthDate
        }

        /// A wrong number is a problem of its place.
        static func read(_ node: FactsReader) -> (Identity, IdentityNumber?) {
            guard case .text(let text) = node.json.value else {
                node.reject("an ID number in quotes")
                return (Identity(isValid: false, problem: "form"), nil)
            }
            do throws(IdentityNumber.Problem) {
                let number = try IdentityNumber(checking: text)
                let kinds = number.kinds.map(\.rawValue).sorted()
                let birth = number.birthDate?.description
                return (Identity(isValid: true, masked: number.masked, kinds: kinds, birthDate: birth), number)
            } catch {
                node.reject(expected(error, text))
                return (Identity(isValid: false, problem: error.rawValue), nil)
            }
        }

        private static func expected(_ problem: IdentityNumber.Problem, _ text: String) -> String {
            switch problem {
            case .birthDate where text.utf8.count == 15:
                "the number of a foreigner's card of 2017 whose characters 10–13 are a month and a day that exist"
            case .obsolete: "the ID number of 18 characters: the form of 15 digits is obsolete"
            case .form: "17 digits and a digit or X, or three capital letters and 12 digits"
            case .birthDate: "an ID number whose characters 7–14 are a day that exists"
            case .check: "an ID number whose last character fits the others (MOD 11-2)"
            }
        }
    }

    struct BankCard: Encodable {
        var isValid: Bool
        var masked: String?
        /// `length`, `luhn`, `prefix`.
        var warnings: [String] = []
        /// Whether a supervisor has to let it pass.
        var needsSupervisor = false

        enum CodingKeys: String, CodingKey {
            case isValid = "valid"
            case masked, warnings, needsSupervisor
        }

        init(_ card: BankCardNumber?) {
            isValid = card != nil
            masked = card?.masked
            warnings = card?.warnings.map(\.rawValue) ?? []
            needsSupervisor = card?.needsSupervisor ?? false
        }
    }

    struct PlateText: Encodable {
        var isValid: Bool
        /// The form in which plates are compared.
        var folded: String?
        /// Nil when the programme has no pattern.
        var fitsPattern: Bool?

        enum CodingKeys: String, CodingKey {
            case isValid = "valid"
            case folded, fitsPattern
        }
    }

    var idNumber: Identity?
    var agentIdNumber: Identity?
    var ownerIdNumber: Identity?
    var bankCard: BankCard?
    var plate: PlateText?

    var isEmpty: Bool {
        idNumber == nil && agentIdNumber == nil && ownerIdNumber == nil && bankCard == nil && plate == nil
    }
}
