import ClaimRegister
import Claims
import Foundation
import HTTPTypes
import Sealing
import Testing
import WireAPI

@testable import CentralServer

/// Claims that were stored, sent again to a central that would refuse them by now.
struct ReplayTests {
    /// Whoever has this only opens nothing that was sealed before.
    private static let newKeys = OpeningKeys(reviewers: [OpeningKey()], payers: [SampleKeys.payers.sealingKey])

    private static func withRegister(_ body: (SQLiteClaimRegister) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let register = try SQLiteClaimRegister(path: "\(folder)/register.sqlite", rehearsal: true)
        try await body(register)
        try await register.close()
    }

    @Test func `a stored claim hears how it stands, whatever would be said of it now`() async throws {
        try await Self.withRegister { register in
            var samples = try SampleClaims()
            let claim = try samples.document(1)
            let stored = try SampleKeys.seal(claim)
            let other = try samples.document(2, person: 2, plate: "藏A22222")
            let id = try #require(ClaimID(claim.claimId))
            try await TestCentral.run(register: register) { central in
                let answer = try await central.put(claim)
                #expect(answer.status == 200)
            }
            try await register.sendBack(id, reason: .bankCard, note: "", at: TestCentral.receivedAt)
            try await TestCentral.run(register: register, openingKeys: Self.newKeys) { central in
                let answer = try await central.put(stored, to: claim.claimId)
                #expect(answer.status == 200, "\(answer.errorMessage)")
                #expect(try answer.decoded(ClaimAnswer.self).status == .returned)
                // In another form of the same content, too.
                let loose = Array(String(decoding: stored, as: UTF8.self).replacing("\":", with: "\" : ").utf8)
                #expect(try await central.put(loose, to: claim.claimId).status == 200)
                var changed = try SampleKeys.document(claim)
                changed.point = "naiqiong"
                let refused: [([UInt8], String)] = [
                    (try SampleKeys.seal(other), other.claimId), (try CanonicalJSON.encode(changed), claim.claimId),
                    (stored, other.claimId),
                ]
                for (bytes, path) in refused {
                    let answer = try await central.put(bytes, to: path)
                    #expect(answer.status == 422 && answer.errorCode == "sealing.key-unknown")
                }
                let lines = [stored, try SampleKeys.seal(other), stored].flatMap { $0 + [UInt8(ascii: "\n")] }
                let batch = try await central.send(
                    .post,
                    "/v1/claims",
                    body: lines,
                    headers: [.contentType: BatchAnswer.contentType]
                )
                let found = try batch.body.split(separator: UInt8(ascii: "\n")).map { line in
                    switch try #require(BatchAnswer(line)) {
                    case .answer(let answer): "\(answer.claimId) \(answer.status.rawValue)"
                    case .refusal(let id, let error): "\(id ?? "-") \(error.code)"
                    }
                }
                #expect(
                    found == [
                        "\(claim.claimId) returned", "\(other.claimId) sealing.key-unknown",
                        "\(claim.claimId) returned",
                    ]
                )
                #expect(try await central.get("/v1/claims").decoded(ClaimPage.self).claims.count == 1)
            }
        }
    }

    @Test func `another kiosk hears nothing of it`() async throws {
        try await Self.withRegister { register in
            var samples = try SampleClaims()
            let claim = try samples.document(1)
            try await TestCentral.run(register: register) { central in
                let answer = try await central.put(claim)
                #expect(answer.status == 200)
            }
            let intake = ClaimIntake(
                digestKey: samples.digestKey,
                openingKeys: Self.newKeys,
                programmes: [],
                rehearsal: true
            )
            let receiver = ClaimReceiver(intake: intake, register: register, now: { TestCentral.receivedAt })
            let stored = try SampleKeys.seal(claim)
            for (kiosk, isKnown) in [("DQ01", true), ("DQ02", false)] {
                let judged = receiver.judge(stored, from: KioskID(kiosk))
                let answer = try #require(try await receiver.store([judged]).first)
                guard case .answer = answer else {
                    #expect(!isKnown, "\(kiosk): \(answer)")
                    continue
                }
                #expect(isKnown, "\(kiosk): \(answer)")
            }
        }
    }

    @Test func `a bundle with stored claims is answered too`() async throws {
        try await CarryRig.with { rig in
            let bundle = try await rig.exported()
            _ = try await rig.imported(bundle)
            let late = try rig.central(openingKeys: Self.newKeys)
            let answers = try #require(try await rig.imported(bundle, by: late))
            let report = try await rig.took(answers)
            #expect(report.answered == CarryRig.claims - 1 && report.refused == 1)
            #expect(try await rig.register.page(after: 0, limit: 500, kiosk: nil).entries.count == report.answered)
        }
    }
}
