/// The body of every answer that is not a success, on every interface.
package struct ErrorBody: Codable, Equatable, Sendable {
    package struct Detail: Codable, Equatable, Sendable {
        /// As in `docs/errors.md`.
        package var code: String
        package var message: String
        package var remedy: String
    }

    package var error: Detail

    package init(_ error: Detail) { self.error = error }

    package init(_ error: KioskError) {
        self.error = Detail(code: error.code.name, message: error.message, remedy: error.remedy)
    }
}
