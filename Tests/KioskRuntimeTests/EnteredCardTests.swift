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

    @Test func `two numbers that differ are told as that, and one that is none as that`() throws {
        func message(_ number: String, _ again: String) throws -> String {
            let entry = AmendmentEntry.Card(number: number, repeated: again, confirmUnusual: nil)
            return try #require(throws: KioskError.self) { _ = try EnteredAmendment.card(entry) }.message
        }
        #expect(try message("6299990000000012348", "6299990000000012355").contains("the two numbers differ"))
        #expect(try message("629999", "6299990000000012348").contains("16–19 digits"))
    }

    @Test func `the word helps neither two numbers nor none`() {
        #expect(code("6299990000000012348", again: "6299990000000012349", sure: true) == .inputInvalid)
        #expect(code("629999", sure: true) == .inputInvalid)
    }
}
