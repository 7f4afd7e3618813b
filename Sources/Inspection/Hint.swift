/// Why an event changed nothing, or what staff should watch for. Every code has a text in the catalogues; values
/// name no person.
package struct Hint: Hashable, Sendable {
    package enum Code: String, CaseIterable, Sendable {
        case cardNotAsked = "card-not-asked"
        case scanNotExpected = "scan-not-expected"
        case plateInvalid = "plate-invalid"
        case platePattern = "plate-pattern"
        case agentSamePerson = "agent-same-person"
        case bankCardMismatch = "bank-card-mismatch"
        case bankCardForm = "bank-card-form"
        case bankCardLuhn = "bank-card-luhn"
        case bankCardLength = "bank-card-length"
        /// The doubtful number once more: only a supervisor can let it pass.
        case bankCardAgain = "bank-card-again"
        case serialInvalid = "serial-invalid"
        case voltageNeeded = "voltage-needed"
        case kilometresInvalid = "kilometres-invalid"
        case conditionUnknown = "condition-unknown"
        case certificateInvalid = "certificate-invalid"
        /// No real day, or one to come.
        case certificateDate = "certificate-date"
        case photoNeeded = "photo-needed"
        case photoUnknown = "photo-unknown"
        /// Name or PIN is not right.
        case supervisorRefused = "supervisor-refused"
        /// A supervisor's reason that is empty, too long or not printable.
        case overrideReason = "override-reason"
        case overrideNotNow = "override-not-now"
        case noticeOutdated = "notice-outdated"
        case stepNotNow = "step-not-now"
        case busyCommitting = "busy-committing"
        case lookUpFailed = "look-up-failed"
        case notSaved = "not-saved"
        case sessionTimedOut = "session-timed-out"
        case cardUnreadable = "card-unreadable"
        case cardNotAnID = "card-not-an-id"
        case cardReadFailed = "card-read-failed"
        case cardMoved = "card-moved"
        case cardStillThere = "card-still-there"
        case storeNotWritable = "store-not-writable"
        /// The counter is being replaced by one with other files; nobody can begin for a moment.
        case startingAnew = "starting-anew"
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
        case .plateInvalid, .platePattern, .agentSamePerson, .bankCardMismatch, .bankCardForm, .bankCardLuhn,
            .bankCardLength, .bankCardAgain, .serialInvalid, .voltageNeeded, .kilometresInvalid, .conditionUnknown,
            .certificateInvalid, .certificateDate, .photoNeeded, .photoUnknown, .supervisorRefused,
            .overrideReason, .noticeOutdated:
            true
        case .cardNotAsked, .scanNotExpected, .stepNotNow, .busyCommitting, .lookUpFailed, .notSaved,
            .sessionTimedOut, .cardUnreadable, .cardNotAnID, .cardReadFailed, .cardMoved, .cardStillThere,
            .storeNotWritable, .startingAnew, .overrideNotNow:
            false
        }
    }
}
