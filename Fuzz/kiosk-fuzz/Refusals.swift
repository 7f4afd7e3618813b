import Claims

/// What holds for everything that is refused: our own error, one of those that are documented for it, one short line
/// that a person can act on.
func mustBeOurs(_ error: any Error, _ codes: [String], longest: Int = 4_096) {
    guard let error = error as? KioskError else { return must(false, "what is thrown is an error of ours") }
    must(codes.contains { error.code.name.hasPrefix($0) }, "a refusal has one of the codes that are documented for it")
    must(error.message.utf8.count <= longest, "a refusal is short")
    mustBeShown(error.message)
    must(!error.remedy.isEmpty, "a refusal says what to do")
}

/// For texts that go to a terminal, a log or a page.
func mustBeShown(_ text: String) {
    let isClean = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
    must(isClean, "what is shown has no line feeds and controls")
}
