import Claims
import ControlSocket
import Foundation
import KioskTestSupport
import Testing
import WireAPI

@testable import KioskTools

/// What supervisors read and write with the tool.
struct QueueToolTests {
    private let words = QueueWords(.standard)

    private func status(_ change: (inout QueueStatus) -> Void) -> String {
        var status = QueueStatus(
            kioskId: "DQ01",
            light: .green,
            waiting: 0,
            needsPerson: 0,
            photosWaiting: 0,
            photosNeedPerson: 0,
            returned: 0,
            accepted: 1,
            inReview: 0,
            duplicate: 0,
            oldestWaitingSince: nil,
            oldestAgeSeconds: nil,
            lastProblem: nil,
            nextAttemptAt: nil,
            central: "reachable",
            paused: nil,
            freeBytes: 1 << 40,
            roomForClaims: 1 << 20,
            space: .enough,
            clock: "confirmed",
            lastSequence: 1,
            confirmedUpTo: 1,
            certificateEnds: nil
        )
        change(&status)
        return words.status(status)
    }

    @Test func `the queue says which kiosk it is, and counts in words that fit`() {
        #expect(status { _ in }.hasPrefix("DQ01: All is sent."))
        let one = status { ($0.light, $0.waiting) = (.amber, 1) }
        #expect(one.hasPrefix("DQ01: Waiting to be sent: 1 claim, 0 photos."))
    }

    @Test func `a central that refuses the kiosk is told in the first line, and why`() {
        let told = status {
            $0.light = .red
            let error = KioskError(.trustCertificateUnknown, "nobody knows this kiosk", remedy: "enrol it anew")
            $0.lastProblem = ErrorBody(error).error
        }
        #expect(told.hasPrefix("DQ01: A person is needed. All was sent, but the central refuses this kiosk."))
        for words in ["the central: refuses this kiosk", "nobody knows this kiosk", "enrol it anew"] {
            #expect(told.contains(words))
        }
        #expect(status { $0.lost = 2 }.contains("confirmed up to number 1 of 1, but for 2 that nobody has any more"))
    }

    @Test func `a photo that was set aside is told with its claim, why, and what to do`() {
        let told = status {
            ($0.light, $0.photosNeedPerson) = (.red, 1)
            let error = KioskError(.photoUnreadable, "the photo is gone", remedy: "look at the disk")
            $0.photoTrouble = .init(claimNumber: "DQ01-000001-K", problem: ErrorBody(error).error)
        }
        #expect(told.hasPrefix("DQ01: A person is needed."))
        for words in ["1 photo set aside", "DQ01-000001-K", "the photo is gone [photo.unreadable]", "queue retry"] {
            #expect(told.contains(words))
        }
    }

    @Test func `photos that are not there are told, and what to do`() {
        let told = status {
            $0.light = .red
            let error = KioskError(.photosNotMounted, "another folder", remedy: "mount the disk")
            $0.photosMissing = ErrorBody(error).error
        }
        #expect(told.hasPrefix("DQ01: A person is needed."))
        #expect(told.contains("another folder [photos.not-mounted]\n    → mount the disk"))
    }

    @Test func `a kiosk that records nothing says so first, and why`() {
        let ended = status {
            $0.light = .red
            $0.stopped = ErrorBody(KioskError(.programmeEnded, "it was ended", remedy: "set it up anew")).error
        }
        #expect(ended.hasPrefix("DQ01: The programme was ended here.\n  it was ended [programme.ended]"))
        #expect(!ended.contains("All is sent"))
        let restored = status {
            ($0.light, $0.waiting) = (.red, 2)
            $0.stopped = ErrorBody(KioskError(.storeRestored, "a copy", remedy: "let it reach the central")).error
        }
        #expect(restored.hasPrefix("DQ01: Nothing can be recorded here now. Waiting to be sent: 2 claims"))
        #expect(restored.contains("→ let it reach the central"))
    }

    @Test func `the list says in words why, and which other claim it is about`() {
        func list(_ reason: ReasonView) -> String {
            let claim = KioskClaimView(
                claimId: "",
                claimNumber: "DQ01-000002-X",
                sequence: 2,
                recordedAt: "2025-03-10T01:00:00Z",
                amountFen: nil,
                maskedApplicant: "*",
                maskedPlate: nil,
                status: "duplicate",
                attempts: 0,
                centralReceivedAt: nil,
                problem: nil,
                reason: reason
            )
            return words.list(QueuePage(claims: [claim], next: nil))
        }
        let other = ["claim": "DQ02-000007-K"]
        #expect(
            list(ReasonView(code: "person-already-claimed", values: other))
                .contains("reason: this person has claimed already: claim DQ02-000007-K [person-already-claimed]")
        )
        #expect(
            list(ReasonView(code: "part-serial-seen", values: other.merging(["part": "motor"]) { $1 }))
                .contains("this part is in another claim: the motor, claim DQ02-000007-K [")
        )
        #expect(list(ReasonView(code: "correct-motor")).contains("of the motor must be corrected [correct-motor]"))
        #expect(list(ReasonView(code: "of-tomorrow")).contains("a person must look at it [of-tomorrow]"))
    }

    @Test func `the day's slip has the amount, and what of the central's count stands in corrections`() {
        var slip = DaySlip(
            kioskId: "DQ01",
            date: "2025-03-10",
            recorded: 2,
            firstNumber: "a",
            lastNumber: "b",
            confirmed: 2,
            unconfirmed: [],
            needsPerson: 0,
            amountFen: 184_500,
            proof: nil
        )
        #expect(words.slip(slip).contains("1845.00 yuan"))
        #expect(words.slip(slip).hasSuffix("the central's own count: not heard yet"))
        slip.proof = DayProof(
            kioskId: "DQ01",
            date: "2025-03-10",
            count: 1,
            first: 1,
            last: 2,
            hash: nil,
            complete: true,
            missing: [],
            at: ""
        )
        #expect(words.slip(slip).hasSuffix("the central's own count: 1"))
        slip.proof?.accounted = 1
        slip.proof?.missing = [7, 9]
        let told = "count: 1; missing: 7, 9; 1 more never came: their corrections stand for them"
        #expect(words.slip(slip).hasSuffix(told))
    }

    @Test func `an amendment's file is read strictly, and what is wrong is named`() throws {
        try withFile { path, write in
            write(#"{"reason": "typed wrong", "parts": {"motor": {"condition": "present", "serial": null}}}"#)
            let entry = try AmendmentFile.read(path)
            #expect(entry.reason == "typed wrong" && entry.parts?["motor"]?.condition == "present")
            for (text, named) in [
                (#"{"reason": "a b c", "bankcard": {"number": "1"}}"#, "bankcard"),
                (#"{"reason": "a b c", "bankCard": {"number": "1"}}"#, "bankCard.repeated"),
                (#"{"reason": "a b c", "bankCard": {"number": "1", "repeated": "1", "sure": true}}"#, "bankCard.sure"),
                (#"{"reason": 7}"#, "reason"), (#"{}"#, "reason"), ("[]", "no JSON object"), ("", "no JSON object"),
            ] {
                write(text)
                let error = try #require(throws: KioskError.self) { _ = try AmendmentFile.read(path) }
                #expect(error.code == .amendmentUnreadable && error.message.contains(named), "\(text): \(error)")
            }
            let error = try #require(throws: KioskError.self) { _ = try AmendmentFile.read(path + "-nix") }
            #expect(error.code == .amendmentUnreadable && !error.remedy.contains("stick"))
        }
    }

    @Test func `who may not reach the socket is told the group for what he wanted`() {
        #expect(ControlledDaemon.kiosk.whenDenied("/v1/supervisor/queue").contains("kiosk-supervisor"))
        #expect(ControlledDaemon.kiosk.whenDenied("/v1/devices").contains("kiosk-technician"))
    }

    private func withFile(_ body: (_ path: String, _ write: (String) -> Void) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "amendment-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path) { try? Data($0.utf8).write(to: URL(filePath: path)) }
    }
}
