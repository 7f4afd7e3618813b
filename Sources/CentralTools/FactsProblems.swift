import Claims

/// Collects everything that is wrong with the facts, so that a stranger corrects a file once, not key by key.
final class FactsProblems {
    /// One thing that is wrong: no verdict is given while there is one.
    struct Problem: Encodable {
        /// As in `docs/errors.md`.
        let code: String
        /// `parts.battery.blocks`; empty for the whole object.
        let place: String
        /// In the facts' file, from 1.
        let line: Int?
        let message: String
        let remedy: String

        init(code: KioskError.Code, place: String, line: Int?, message: String, remedy: String) {
            self.code = code.name
            self.place = place
            self.line = line
            self.message = message
            self.remedy = remedy
        }
    }

    private(set) var all: [Problem] = []

    func add(_ code: KioskError.Code, _ node: FactsReader, _ message: String, _ remedy: String) {
        guard all.count < 50 else { return }
        all.append(Problem(code: code, place: node.place, line: node.json.line, message: message, remedy: remedy))
    }
}
