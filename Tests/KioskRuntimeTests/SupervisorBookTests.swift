import Claims
import Sealing
import Settings
import Testing

@testable import KioskRuntime

/// A supervisor's PIN at the counter.
struct SupervisorBookTests {
    private static let pin = "246810"

    private static func book() throws -> SupervisorBook {
        let hash = try #require(PINHash(pin: pin)).text
        return try SupervisorBook([Supervisor(id: "S01", pinHash: hash), Supervisor(id: "S02", pinHash: hash)])
    }

    /// What a try at `instant` comes to; nil when the supervisor is locked.
    private static func tries(
        _ book: SupervisorBook,
        _ pin: String,
        as name: String = "S01",
        at instant: ContinuousClock.Instant
    ) async throws -> Bool? {
        do throws(KioskError) {
            return try await book.check(name, pin: pin, at: instant)
        } catch {
            #expect(error.code == .supervisorLocked)
            return nil
        }
    }

    @Test func `the right PIN is right, another PIN, another name and no name are not`() async throws {
        let book = try Self.book()
        #expect(try await book.check("S01", pin: Self.pin))
        #expect(try await !book.check("S01", pin: "246811"))
        #expect(try await !book.check("S01", pin: ""))
        #expect(try await !book.check("S03", pin: Self.pin))
        #expect(try await !book.check("", pin: Self.pin))
    }

    @Test func `five wrong PINs lock that supervisor alone for five minutes, the right PIN too`() async throws {
        let book = try Self.book()
        let start = ContinuousClock.now
        for _ in 0..<5 { #expect(try await Self.tries(book, "0000", at: start) == false) }
        #expect(try await Self.tries(book, Self.pin, at: start) == nil)
        #expect(try await Self.tries(book, Self.pin, at: start.advanced(by: .seconds(299))) == nil)
        #expect(try await Self.tries(book, Self.pin, as: "S02", at: start) == true)
        #expect(try await Self.tries(book, Self.pin, at: start.advanced(by: .seconds(300))) == true)
    }

    @Test func `a right PIN begins the count anew`() async throws {
        let book = try Self.book()
        let start = ContinuousClock.now
        for _ in 0..<3 {
            for _ in 0..<4 { #expect(try await Self.tries(book, "0000", at: start) == false) }
            #expect(try await Self.tries(book, Self.pin, at: start) == true)
        }
    }

    @Test func `many tries at once are no more than five`() async throws {
        let book = try Self.book()
        let start = ContinuousClock.now
        let answers = try await withThrowingTaskGroup(of: Bool?.self) { group in
            for pin in 0..<40 { group.addTask { try await Self.tries(book, "\(1_000 + pin)", at: start) } }
            return try await group.reduce(into: [Bool?]()) { $0.append($1) }
        }
        #expect(answers.count { $0 == false } == 5)
        #expect(answers.count { $0 == nil } == 35)
    }

    @Test(arguments: ["", "246810", "scrypt$14$00$00", "scrypt$30$\(String(repeating: "0", count: 32))$00"])
    func `a PIN that is not written as a hash stops the start, and is not shown`(text: String) {
        let error = #expect(throws: KioskError.self) { try SupervisorBook([Supervisor(id: "S01", pinHash: text)]) }
        #expect(error?.code == .configInvalidValue)
        if !text.isEmpty { #expect(error.map { "\($0)".contains(text) } == false) }
    }
}
