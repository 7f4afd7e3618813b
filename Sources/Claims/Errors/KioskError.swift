/// What went wrong, in the form every interface of the project shows: a stable code, what happened, what to do.
///
/// `docs/errors.md` lists every code; a test fails when one is missing there. A message never holds a name, an
/// identity number or a card number.
package struct KioskError: Error, Sendable, CustomStringConvertible {
    /// A stable, searchable name such as `reader.open.busy`.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        package let name: String

        package init(_ name: String) { self.name = name }

        package var description: String { name }

        /// From the central: it does not take this kiosk's certificate, and nothing goes either way until a person has
        /// enrolled the kiosk anew.
        package var refusesKiosk: Bool { name.hasPrefix("trust.") }
    }

    package let code: Code
    /// What happened, with the path or device it happened to. English, for technicians and logs.
    package let message: String
    /// What a technician can do about it.
    package let remedy: String
    /// The error underneath, if there is one.
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, remedy: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }

    /// One line: code, message, cause, remedy.
    package var description: String {
        let why = cause.map { " (cause: \($0))" } ?? ""
        return "\(code): \(message)\(why). Remedy: \(remedy)"
    }
}
