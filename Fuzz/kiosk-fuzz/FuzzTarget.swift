/// Code that reads what comes from outside, and what must hold for every input.
///
/// A new target is one file that makes a value of this type, one entry in `all`, and a folder of seeds in Fuzz/Corpus.
struct FuzzTarget: Sendable {
    /// The name of its folder in Fuzz/Corpus.
    let name: String
    /// In bytes.
    let longestInput: Int
    /// Ends the process with the rule's words when a rule does not hold.
    let run: @Sendable (UnsafeRawBufferPointer) -> Void

    static let all: [FuzzTarget] = [
        .sdtFrames, .sdtReplies, .cardText, .cardSequence,
        .scannerLines, .scannedText, .ssiPackets, .ssiSession, .keyStrokes,
        .printerJob, .captureFile, .captureScrubber,
        .kioskSettings, .centralSettings, .programme, .calendar, .matchTable, .supervisors,
        .claimsBundle, .answersBundle, .chainExport, .backupFile,
        .claimDocument, .claimIntake, .claimBatch,
        .centralAnswers, .syncManifest, .byteRange,
        .certificateRequest, .certificates, .enrolment, .sealingKeys, .sealedBox,
    ]
}

/// Ends the process when a rule does not hold; libFuzzer then keeps the input that broke it.
func must(_ holds: Bool, _ rule: StaticString) {
    guard holds else { fatalError("rule broken: \(rule)") }
}
