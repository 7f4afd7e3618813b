import Claims
import Hummingbird

/// The query of `GET /v1/claims`.
struct ListQuery: Equatable {
    /// A place in the order of storing; 0 starts at the first.
    let after: Int64
    let limit: Int
    let kiosk: KioskID?

    /// Throws `request.malformed` for a value out of range.
    init(_ parameters: Parameters) throws(KioskError) {
        try self.init(
            after: parameters.get("after"),
            limit: parameters.get("limit"),
            kiosk: parameters.get("kiosk")
        )
    }

    init(after: String?, limit: String?, kiosk: String?) throws(KioskError) {
        guard let after = Int64(after ?? "0"), after >= 0 else {
            throw .badQuery("after must be the next of an earlier answer")
        }
        let limits = CentralAPI.pageLimits
        guard let limit = Int(limit ?? String(limits.usual)), (1...limits.highest).contains(limit) else {
            throw .badQuery("limit must be 1–\(limits.highest)")
        }
        let name = kiosk.map { KioskID($0) }
        if case .some(.none) = name { throw .badQuery("kiosk must be a kiosk's name") }
        self.after = after
        self.limit = limit
        self.kiosk = name ?? nil
    }
}

extension KioskError {
    /// `interface` is the file of `docs/openapi` that describes the request.
    static func badQuery(_ problem: String, interface: String = "central") -> KioskError {
        KioskError(
            .requestMalformed,
            "The request cannot be understood: \(problem).",
            remedy: "Correct the request; docs/openapi/\(interface).yaml describes it."
        )
    }

    /// What the operator asks; a name as kiosk.yaml has it.
    static func notAKiosk() -> KioskError {
        .badQuery(
            "a kiosk's name has 2–8 of the digits 0–9 and the capital letters A–Y without I, L, O and U, such as DQ01",
            interface: "central-admin"
        )
    }
}
