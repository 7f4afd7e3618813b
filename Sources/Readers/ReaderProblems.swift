import Claims
import ReaderProtocols

extension KioskError {
    static func silent(_ path: String) -> KioskError {
        KioskError(
            .readerSilent,
            "the ID-card reader at \(path) does not answer",
            remedy:
                "check the cable and that the path is the reader's; cut the reader's power for a moment; "
                + "every speed that such readers can have is tried in turn"
        )
    }

    /// Answers, but at another speed than the configured one.
    static func otherSpeed(_ baud: Int, configured: Int, _ path: String) -> KioskError {
        KioskError(
            .readerOtherSpeed,
            "the ID-card reader at \(path) answers at \(baud) baud, not at \(configured)",
            remedy: "set baud: \(baud) for it in the configuration: then it is found at once after a restart"
        )
    }

    static func fault(_ fault: CardReadSequence.Fault, _ path: String) -> KioskError {
        switch fault {
        case .selfTestFailed:
            KioskError(
                .readerSelfTest,
                "the security module of the ID-card reader at \(path) failed its self-test",
                remedy: "cut the reader's power for a moment; if the message comes back, replace the reader"
            )
        case .notAuthorised:
            KioskError(
                .readerNotAuthorised,
                "the security module of the ID-card reader at \(path) is not authorised",
                remedy: "replace the reader; its module can only be authorised by its maker"
            )
        case .garbled:
            KioskError(
                .readerGarbled,
                "the ID-card reader at \(path) sends nothing that can be understood",
                remedy: "check the cable; check that the device is an ID-card reader; cut its power for a moment"
            )
        }
    }

    static func flooded(_ path: String) -> KioskError {
        KioskError(
            .readerFlooded,
            "the device at \(path) sends without a pause, more than a person can scan",
            remedy: "unplug it; check its speed, its cable and its earth; if it is no reader or scanner, unbind it"
        )
    }

    static func noTerminator(_ path: String) -> KioskError {
        KioskError(
            .readerNoTerminator,
            "the scanner at \(path) sends data without an end",
            remedy: "scan the set-up code from its manual that adds CR (Enter) after each read"
        )
    }

    static func undecodable(_ path: String, _ failure: ScanDecoder.Failure) -> KioskError {
        switch failure {
        case .noConverter:
            KioskError(
                .readerUndecodable,
                "this machine cannot convert the characters that the scanner at \(path) sends",
                remedy: "install the package libc6-gconv-modules-extra, then restart the kiosk"
            )
        case .empty, .binary, .wrongBytes, .unknownECI:
            KioskError(
                .readerUndecodable,
                "what the scanner at \(path) reads is no text",
                remedy: "check the speed and the encoding in the configuration; scan a code that is known to be good"
            )
        }
    }

    static func scannerSilent(_ path: String) -> KioskError {
        KioskError(
            .readerScannerSilent,
            "the scanner at \(path) does not answer",
            remedy: "check its speed; scan the set-up code for SSI over RS-232 or USB CDC from its manual"
        )
    }

    static func noPackets(_ path: String) -> KioskError {
        KioskError(
            .readerScannerNoPackets,
            "the scanner at \(path) sends plain text instead of SSI packets",
            remedy: "scan the set-up code for packeted decode data from its manual, or set its driver to line"
        )
    }

    static func scannerGarbled(_ path: String) -> KioskError {
        KioskError(
            .readerScannerGarbled,
            "the scanner at \(path) sends nothing that can be understood",
            remedy: "check the speed in the configuration and the cable; check that the scanner speaks SSI"
        )
    }
}
