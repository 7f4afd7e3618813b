import Claims
import Testing
import WireAPI

@testable import KioskRuntime

/// A bank card that a correction names.
struct EnteredCardTests {
    private func code(_ number: String, again: String? = nil, sure: Bool? = nil) -> KioskError.Code? {
        do throws(KioskError) {
            let entry = AmendmentEntry.Card(number: number, repeated: again ?? number, confirmUnusual: sure)
            _ = try EnteredAmendment.card(entry)
            return nil
        } catch {
            #expect(!error.description.contains(number))
            return error.code
        }
    }

    @Test func `a number that looks mistyped passes only with the word that the card shows it so`() {
        #expect(code("6299990000000012348") == nil)
        // The last digit does not fit; twelve digits are unusual though theirs does.
        for unusual in ["6299990000000012349", "629999000008"] {
            #expect(code(unusual) == .claimCardUnusual)
            #expect(code(unusual, sure: false) == .claimCardUnusual)
            #expect(code(unusual, sure: true) == nil)
        }
    }

    @Test func `the word helps neither two numbers nor none`() {
        #expect(code("6299990000000012348", again: "6299990000000012349", sure: true) == .inputInvalid)
        #expect(code("629999", sure: true) == .inputInvalid)
    }
}
