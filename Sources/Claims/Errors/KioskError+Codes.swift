extension KioskError.Code {
    // Settings and start-up.
    package static let configMissing = Self("config.missing")
    package static let configUnreadable = Self("config.unreadable")
    package static let configSyntax = Self("config.syntax")
    package static let configUnknownKey = Self("config.unknown-key")
    package static let configMissingKey = Self("config.missing-key")
    package static let configWrongType = Self("config.wrong-type")
    package static let configInvalidValue = Self("config.invalid-value")
    package static let configContradiction = Self("config.contradiction")
    package static let configPlaintext = Self("config.plaintext-not-loopback")
    package static let keyUnreadable = Self("key.unreadable")
    package static let keyNotWritten = Self("key.not-written")
    package static let pagesMissing = Self("pages.missing")
    package static let listenInUse = Self("listen.in-use")
    package static let listenFailed = Self("listen.failed")
    package static let alreadyRunning = Self("daemon.already-running")

    // Readers.
    package static let readerMissing = Self("reader.open.missing")
    package static let readerBusy = Self("reader.open.busy")
    package static let readerDenied = Self("reader.open.denied")
    package static let readerNotATerminal = Self("reader.open.not-a-tty")
    package static let readerOpenFailed = Self("reader.open.failed")
    package static let readerSettings = Self("reader.open.settings-refused")
    package static let readerGone = Self("reader.gone")
    package static let readerSilent = Self("reader.silent")
    package static let readerGarbled = Self("reader.garbled")
    package static let readerSelfTest = Self("reader.sam.self-test-failed")
    package static let readerNotAuthorised = Self("reader.sam.not-authorised")
    package static let readerNoTerminator = Self("reader.scanner.no-terminator")

    // Printers.
    package static let printerPaperOut = Self("printer.paper-out")
    package static let printerCoverOpen = Self("printer.cover-open")
    package static let printerOffline = Self("printer.offline")
    package static let printerFault = Self("printer.fault")
    package static let printerSilent = Self("printer.silent")
    package static let printerGone = Self("printer.gone")
    package static let printerOutcomeUnknown = Self("printer.outcome-unknown")
    package static let printerQueueFull = Self("printer.queue-full")
    package static let printerTextNotEncoded = Self("printer.text-not-encoded")
    package static let printerFontMissing = Self("printer.font-missing")
    package static let printerImageFailed = Self("printer.image-failed")

    // The kiosk's store.
    package static let storeOpen = Self("store.open-failed")
    package static let storeDamaged = Self("store.damaged")
    package static let storeNewer = Self("store.newer-version")
    package static let storeWrongMode = Self("store.wrong-mode")
    package static let storeDiskFull = Self("store.disk-full")
    package static let storeReadOnly = Self("store.read-only")
    package static let storeBusy = Self("store.in-use")
    package static let storeFailed = Self("store.failed")

    // The way to the central.
    package static let centralUnreachable = Self("central.unreachable")
    package static let centralTimeout = Self("central.timeout")
    package static let centralUnavailable = Self("central.unavailable")
    package static let centralAnswer = Self("central.answer-not-understood")
    package static let centralRefused = Self("central.refused")

    // Requests to either server.
    package static let requestMalformed = Self("request.malformed")
    package static let requestTooLarge = Self("request.too-large")
    package static let requestForeign = Self("request.foreign-origin")
    package static let requestNotFound = Self("request.not-found")
    package static let requestFailed = Self("request.failed")
    package static let eventIgnored = Self("session.event-ignored")
    package static let inputInvalid = Self("session.input-invalid")

    // Answers of the central about a claim.
    package static let claimContentDiffers = Self("claim.content-differs")
    package static let claimIDMismatch = Self("claim.id-mismatch")
    package static let claimInvalid = Self("claim.invalid")
    package static let claimWrongMode = Self("claim.wrong-mode")
    package static let claimNumberTaken = Self("claim.number-taken")
    package static let claimUnknown = Self("claim.unknown")
    package static let claimNoCertificate = Self("claim.no-certificate-yet")
    package static let supervisorLocked = Self("supervisor.locked")
    package static let claimConcluded = Self("claim.concluded")
    package static let claimUnpayable = Self("claim.unpayable")

    // Papers and the scrapping certificate.
    package static let textsUnreadable = Self("texts.unreadable")
    package static let textsIncomplete = Self("texts.incomplete")
    package static let certificateUnreadable = Self("certificate.unreadable")
    package static let certificateFactsInvalid = Self("certificate.facts-invalid")
    package static let certificateNotWritten = Self("certificate.not-written")
    package static let certificateNotSigned = Self("certificate.not-signed-here")

    // Rehearsal only.
    package static let simulatorUnreachable = Self("rehearsal.simulator-unreachable")
    package static let simulatorRefused = Self("rehearsal.simulator-refused")
    package static let simulatorFailed = Self("rehearsal.simulator-failed")
    package static let scriptUnreadable = Self("rehearsal.script.unreadable")
    package static let scriptNotUnderstood = Self("rehearsal.script.not-understood")
    package static let scriptValue = Self("rehearsal.script.value")
    package static let scriptWrongDevice = Self("rehearsal.script.wrong-device")
    package static let scriptTooLong = Self("rehearsal.script.too-long")
    package static let scriptStepFailed = Self("rehearsal.script.step-failed")
    package static let walkUnreachable = Self("rehearsal.claim.counter-unreachable")
    package static let walkAnswer = Self("rehearsal.claim.answer-not-understood")
    package static let walkStopped = Self("rehearsal.claim.stopped")
    package static let walkTimeout = Self("rehearsal.claim.timeout")

    // Facts of a case to be decided.
    package static let factsUnreadable = Self("facts.unreadable")
    package static let factsSyntax = Self("facts.syntax")
    package static let factsUnknownKey = Self("facts.unknown-key")
    package static let factsWrongType = Self("facts.wrong-type")
    package static let factsInvalidValue = Self("facts.invalid-value")
    package static let factsContradiction = Self("facts.contradiction")

    // The vehicle registry.
    package static let registryUnreadable = Self("registry.unreadable")
    package static let registryDamaged = Self("registry.damaged")
    package static let registryWrongSignature = Self("registry.wrong-signature")
    package static let registryWrongMode = Self("registry.wrong-mode")
    package static let registryWrongDigestKey = Self("registry.wrong-digest-key")
    package static let registryNewerFormat = Self("registry.newer-format")
    package static let registryExtractUnreadable = Self("registry.extract-unreadable")
    package static let registryExtractColumns = Self("registry.extract-columns")
    package static let registryBadLines = Self("registry.bad-lines")
    package static let registryNotWritten = Self("registry.not-written")

    /// A bug of ours: the one code whose remedy is to report it.
    package static let internalFault = Self("internal.fault")
}
