import Claims
import Testing

struct KioskErrorTests {
    @Test func `an error is one line with code, message, cause and remedy`() {
        let bare = KioskError(.readerBusy, "/dev/reader is in use", remedy: "Stop the other program")
        #expect(bare.description == "reader.open.busy: /dev/reader is in use. Remedy: Stop the other program")
        let caused = KioskError(.storeOpen, "the store did not open", remedy: "See the cause", cause: bare)
        #expect(
            caused.description == "store.open-failed: the store did not open (cause: \(bare)). Remedy: See the cause"
        )
    }

    @Test func `an error's body carries its code, message and remedy, not its cause`() {
        let cause = KioskError(.storeDamaged, "page 7", remedy: "none")
        let body = ErrorBody(KioskError(.storeOpen, "message", remedy: "remedy", cause: cause))
        #expect(body.error.code == "store.open-failed")
        #expect(body.error.message == "message")
        #expect(body.error.remedy == "remedy")
    }
}
