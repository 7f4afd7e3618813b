#if DEBUG
import Glibc
import Synchronization
#endif

/// Places between two steps of a write, a request or an answer, where a crash test ends the process.
///
/// In a debug build, `KIOSK_CRASH_AT=name` or `name:count` in the environment makes the process say so on stderr and
/// kill itself (SIGKILL) when it passes that place for the count-th time (1–1 000 000; 1 when it is not given). A release
/// does nothing here and does not read the variable. `scripts/crash-test` reads the names from this file and fails when
/// one of them is never reached; `docs/crash-test.md` says how it gets there.
package enum CrashPoint: String, CaseIterable, Sendable {
    // Both daemons: any transaction of any store.
    /// It has begun; nothing is written in it.
    case storeBegun = "store.begun"
    /// All is written in it; it is not committed.
    case storeWritten = "store.written"
    /// It is committed; nobody was told.
    case storeCommitted = "store.committed"
    /// A new store is whole beside its place.
    case storeDrafted = "store.drafted"
    /// A new store is at its place; the folder is not synced.
    case storePlaced = "store.placed"

    // Whoever keeps small files, `DurableFile`.
    /// A file is whole and synced beside its place.
    case fileDrafted = "file.drafted"
    /// A file is at its place; the folder is not synced.
    case filePlaced = "file.placed"

    // Both daemons: any request.
    /// It has come; nothing was done for it.
    case httpAsked = "http.asked"
    /// All was done for it; nothing of the answer has left.
    case httpAnswering = "http.answering"

    // The kiosk.
    /// A claim and its place in the outbox are written, not committed.
    case claimInserted = "kiosk.claim.inserted"
    /// A claim is committed; the counter was not told.
    case claimRecorded = "kiosk.claim.recorded"
    /// The relay has read a batch; its last line has not left.
    case relayRead = "kiosk.relay.read"
    /// A batch may leave with its last line; the next is not begun.
    case relayReleased = "kiosk.relay.released"
    /// The central has answered; the answer is written nowhere.
    case relayAnswered = "kiosk.relay.answered"
    /// What came of a batch is written down; nobody was told.
    case relaySettled = "kiosk.relay.settled"
    /// An answer is kept and its claim taken out of the outbox, not committed; others of the batch may follow.
    case answerKept = "kiosk.answer.kept"
    /// The central has answered about a photo; nothing of it is written down.
    case photoAnswered = "kiosk.photo.answered"
    /// How much of a photo the central has is written down; the next piece is not read.
    case photoConfirmed = "kiosk.photo.confirmed"
    /// A page of changes has come; none of them is taken over.
    case changesHeard = "kiosk.changes.heard"
    /// A page of changes is taken over, not committed; the cursor behind it is not kept.
    case changesApplied = "kiosk.changes.applied"
    /// Changes and cursor are committed; what the page says of the chain was not looked at.
    case changesKept = "kiosk.changes.kept"
    /// The central was told of the chain's end; that it was is not written down.
    case headTold = "kiosk.head.told"
    /// A piece of a file from the central is written; it may not be the last.
    case centralFileReceived = "kiosk.central-file.received"
    /// A file from the central is whole at its place; the list does not name it yet.
    case centralFilePlaced = "kiosk.central-file.placed"
    /// The list names the new files; none is used.
    case manifestKept = "kiosk.manifest.kept"
    /// What neither the list nor the central names is deleted; nothing was fetched.
    case manifestSwept = "kiosk.manifest.swept"
    /// The registry's snapshot from the central is at its place; nobody has opened it.
    case registryPlaced = "kiosk.registry.placed"
    /// An export is in the audit log; nothing of the bundle has left.
    case bundleBegun = "kiosk.bundle.begun"
    /// A bundle of answers was verified as a whole; nothing of it is taken.
    case answersVerified = "kiosk.answers.verified"
    /// Answers of a bundle are written down; more may follow, and the audit log does not have it.
    case answersTaken = "kiosk.answers.taken"

    // The central.
    /// A claim and its keys are in the register, not committed; others of the batch may follow.
    case claimRegistered = "central.claim.registered"
    /// A batch is in the register; its answer is not made.
    case claimReceived = "central.claim.received"
    /// A piece of a photo is on the disk; it is not looked at, and not confirmed.
    case photoWritten = "central.photo.written"
    /// A whole photo has its name; the folder is not synced.
    case photoPlaced = "central.photo.placed"
    /// A bundle of claims was verified as a whole; nothing of it is taken.
    case bundleVerified = "central.bundle.verified"
    /// Entries of a bundle are taken; none of their answers has left, and more may follow.
    case bundleTaken = "central.bundle.taken"

    /// Says that the process is at this place.
    package func pass() {
        #if DEBUG
        guard let aim = Self.aim, aim.point == self, Self.passed.add(1, ordering: .relaxed).newValue == aim.count else {
            return
        }
        let line = Array("crash point \(rawValue)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        kill(getpid(), SIGKILL)
        // The signal ends every thread, this one at the latest here.
        while true { pause() }
        #endif
    }

    #if DEBUG
    private static let passed = Atomic(0)

    private static let aim: (point: CrashPoint, count: Int)? = {
        guard let text = getenv("KIOSK_CRASH_AT").map({ String(cString: $0) }) else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1)
        guard let point = parts.first.flatMap({ CrashPoint(rawValue: String($0)) }) else { return nil }
        guard parts.count == 2 else { return (point, 1) }
        guard let count = Int(parts[1]), (1...1_000_000).contains(count) else { return nil }
        return (point, count)
    }()
    #endif
}
