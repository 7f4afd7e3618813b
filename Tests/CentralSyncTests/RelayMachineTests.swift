import Claims
import Outbox
import Testing

@testable import CentralSync

struct RelayMachineTests {
    private let problem = RelayDecision.problem(.centralUnreachable, "no route", remedy: "wait")
    private let accepted = RelayAction.acknowledge(
        CentralAnswer(status: .accepted, receivedAt: Timestamp(milliseconds: 0))
    )
    private var machine = RelayMachine(BackOff.Policy())

    @Test mutating func `trouble and recovery are told once, however many attempts there are`() {
        #expect(machine.central == .unknown)
        #expect(machine.attempted(accepted, random: 0).change == nil)
        let changes = (0..<5).map { _ in machine.attempted(.postponeAll(problem), random: 0).change }
        #expect(changes == [.trouble(problem), nil, nil, nil, nil])
        #expect(machine.central == .unreachable && machine.problem == problem)
        #expect(machine.attempted(accepted, random: 0).change == .recovered)
        #expect(machine.attempted(accepted, random: 0).change == nil)
        #expect(machine.central == .reachable && machine.problem == nil)
    }

    @Test mutating func `pauses grow until something gets through`() {
        let pauses = (0..<3).map { _ in machine.attempted(.postponeAll(problem), random: 0).pause }
        #expect(pauses == [.milliseconds(500), .seconds(1), .seconds(2)])
        #expect(machine.attempted(accepted, random: 0).pause == nil)
        #expect(machine.attempted(.postponeAll(problem), random: 0).pause == .milliseconds(500))
    }

    @Test mutating func `a refusal is an answer and the next claim goes at once`() {
        _ = machine.attempted(.postponeAll(problem), random: 0)
        let next = machine.attempted(.setAside(problem), random: 0)
        #expect(next == RelayMachine.Consequence(change: .recovered))
        #expect(machine.central == .reachable)
    }

    @Test mutating func `a claim that the central fails at waits longer than the relay`() throws {
        let next = machine.attempted(.postponeClaim(problem), random: 0.5)
        #expect(try #require(next.claimPause) > #require(next.pause))
        #expect(machine.central == .reachable && next.change == .trouble(problem))
    }

    @Test mutating func `no claim waits longer than twice the longest pause`() throws {
        var machine = RelayMachine(BackOff.Policy(first: .microseconds(1_500), longest: .microseconds(1_500)))
        // Rounded up to 2 ms.
        let next = machine.attempted(.postponeClaim(problem), random: 0)
        #expect(next.pause == .milliseconds(2) && next.claimPause == .milliseconds(3))
    }

    @Test mutating func `asking for an attempt now begins the pauses again`() {
        for _ in 0..<6 { _ = machine.attempted(.postponeAll(problem), random: 0) }
        machine.retryNow()
        #expect(machine.attempted(.postponeAll(problem), random: 0).pause == .milliseconds(500))
    }
}
