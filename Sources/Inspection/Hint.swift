/// Why an event changed nothing, or what staff should watch for. Every code has a text in the catalogues; values
/// name no person.
package struct Hint: Hashable, Sendable {
    package enum Code: String, CaseIterable, Sendable {
        case cardNotAsked = "card-not-asked"
        case scanNotExpected = "scan-not-expected"
        case plateInvalid = "plate-invalid"
        case bankCardMismatch = "bank-card-mismatch"
        case bankCardForm = "bank-card-form"
        case bankCardLuhn = "bank-card-luhn"
        case serialInvalid = "serial-invalid"
        case voltageNeeded = "voltage-needed"
        case certificateInvalid = "certificate-invalid"
        case noticeOutdated = "notice-outdated"
        case stepNotNow = "step-not-now"
        case busyCommitting = "busy-committing"
        case lookUpFailed = "look-up-failed"
        case notSaved = "not-saved"
        case sessionTimedOut = "session-timed-out"
        case cardExpired = "card-expired"
        case cardUnreadable = "card-unreadable"
        case cardNotAnID = "card-not-an-id"
        case cardReadFailed = "card-read-failed"
        case cardMoved = "card-moved"
        case cardStillThere = "card-still-there"
        case storeNotWritable = "store-not-writable"
    }

    package let code: Code
    package let values: [String: String]

    package init(_ code: Code, _ values: [String: String] = [:]) {
        self.code = code
        self.values = values
    }

    /// Whether the input itself was wrong, rather than its moment.
    package var isInputError: Bool {
        switch code {
        case .plateInvalid, .bankCardMismatch, .bankCardForm, .bankCardLuhn, .serialInvalid, .voltageNeeded,
            .certificateInvalid, .noticeOutdated:
            true
        case .cardNotAsked, .scanNotExpected, .stepNotNow, .busyCommitting, .lookUpFailed, .notSaved,
            .sessionTimedOut, .cardExpired, .cardUnreadable, .cardNotAnID, .cardReadFailed, .cardMoved,
            .cardStillThere, .storeNotWritable:
            false
        }
    }
}
