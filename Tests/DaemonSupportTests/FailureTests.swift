import Claims
import DaemonSupport
import Foundation
import Testing

struct FailureTests {
    @Test(
        arguments: [
            (KioskError.Code.configSyntax, 78), (.configPlaintext, 78), (.keyUnreadable, 78), (.pagesMissing, 78),
            (.sealingKeysInvalid, 78), (.trustUnreadable, 78), (.controlDenied, 77), (.controlUnreachable, 69),
            (.bundleChanged, 65), (.claimUnknown, 1), (.kioskUnknown, 1), (.requestMalformed, 1),
            (.alreadyRunning, 75), (.storeBusy, 75),
            (.storeDamaged, 74), (.storeNewer, 74), (.storeDiskFull, 74), (.storeWrongMode, 74),
            (.listenInUse, 69), (.listenFailed, 69), (.centralUnavailable, 69),
            (.registryBadLines, 65), (.registryExtractColumns, 65), (.registryWrongSignature, 65),
            (.registryNotWritten, 65),
            (.internalFault, 70), (.requestFailed, 70), (KioskError.Code("of.tomorrow"), 70), (KioskError.Code(""), 70),
        ] as [(KioskError.Code, Int32)]
    )
    func `each kind of error has its exit code`(code: KioskError.Code, expected: Int32) {
        #expect(Failure.exitCode(for: code) == expected)
    }

    @Test func `an error is one line with program, code, message, cause and remedy`() throws {
        struct Cause: Error, CustomStringConvertible { var description: String { "busy\nvery" } }
        let error = KioskError(
            .listenInUse,
            "127.0.0.1:8080 is taken.",
            remedy: "Stop the other program.",
            cause: Cause()
        )
        let pipe = Pipe()
        let code = Failure.report(error, program: "kioskd", descriptor: pipe.fileHandleForWriting.fileDescriptor)
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let expected =
            "kioskd: error listen.in-use: 127.0.0.1:8080 is taken (busy very). Remedy: Stop the other program.\n"
        #expect(text == expected)
        #expect(code == 69)
    }
}
