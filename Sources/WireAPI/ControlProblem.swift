package import Claims

/// What is wrong and what to do: the words of a `KioskError` on the wire.
package struct ControlProblem: Codable, Equatable, Sendable {
    /// As in `docs/errors.md`.
    package var code: String
    package var message: String
    package var remedy: String

    package init(_ error: KioskError) {
        (code, message, remedy) = (error.code.name, error.message, error.remedy)
    }

    package init(code: String, message: String, remedy: String) {
        (self.code, self.message, self.remedy) = (code, message, remedy)
    }

    package var error: KioskError { KioskError(KioskError.Code(code), message, remedy: remedy) }
}
