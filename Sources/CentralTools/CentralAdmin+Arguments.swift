import Claims
import WireAPI

/// What a command line may say, known before the central is asked.
extension CentralAdmin {
    package static let hours = 1...720
    package static let rows = 1...500
    package static var standings: [String] { ClaimStanding.allCases.map(\.rawValue) }

    /// What is wrong with a kiosk's name; nil when nothing is.
    package static func faultOfKiosk(_ name: String) -> String? {
        guard KioskID(name) == nil else { return nil }
        let rule =
            "a kiosk's name has 2–8 of the digits 0–9 and the capital letters A–Y without I, L, O and U, such as DQ01"
        return KioskID(name.uppercased()).map { "\(rule); did you mean \($0)?" } ?? "\(rule)."
    }

    /// Whether a text is the `next` of an earlier list.
    package static func isPlace(_ text: String) -> Bool { Int64(text).map { $0 >= 0 } ?? false }
}
