import Claims
import Sealing
import Testing
import WireAPI

@testable import CentralServer

/// Corrections of corrections, as kiosks send them: each carries the boxes of all before it, sealed for the first.
struct CorrectionTests {
    /// A claim and three corrections of its battery's serial, each of the one before.
    private static func row() throws -> [ClaimDocument] {
        var samples = try SampleClaims()
        let first = try samples.document(1)
        var documents = [try SampleKeys.document(first)]
        for number in Int64(2)...4 {
            let original = documents[documents.count - 1]
            let hash = ChainHash.claim(try CanonicalJSON.encode(original))
            let serial = "NEW-BATTERY-\(number)"
            var open = try samples.document(number)
            open.parts = first.parts
            open.parts["battery"]?.serial = serial
            open.keys = first.keys
            open.keys.parts["battery"] = samples.digestKey.part(.battery, .read(serial))
            open.amends = original.claimId
            open.amended = ClaimDocument.Amended(original, hash: hash)
            open.chain.previous = hash
            var document = try SampleKeys.document(open)
            document.sealed = original.sealed
            document.sealed.context = first.claimId
            document.sealed.corrections = (original.sealed.corrections ?? []) + [try box(serial, first.claimId)]
            documents.append(document)
        }
        return documents
    }

    private static func box(_ serial: String, _ context: String) throws -> ClaimDocument.Box {
        let corrections = ClaimCorrections(
            reason: "another battery",
            parts: ["battery"],
            serials: ["battery": serial],
            certificate: nil,
            overrideReasons: []
        )
        let box = try SealedBox(
            sealing: try CanonicalJSON.encode(corrections),
            .corrections,
            to: SampleKeys.reviewers.sealingKey,
            context: context
        )
        return ClaimDocument.Box(key: box.key, box: box.base64)
    }

    @Test(arguments: [[0, 1, 2, 3], [3], [1, 3], [0, 3], [3, 2, 1, 0], [2, 0]])
    func `a correction at any depth is opened, and accounts for those before it that never came`(
        arriving: [Int]
    ) async throws {
        try await TestCentral.run { central in
            let row = try Self.row()
            for index in arriving {
                let answer = try await central.put(row[index])
                #expect(answer.status == 200, "\(index): \(answer.errorMessage)")
            }
            let last = try #require(arriving.max())
            let standing = try await central.get("/v1/claims/\(row[last].claimId)").decoded(ClaimAnswer.self)
            // Nobody asked for it, where there is what it corrects.
            #expect(standing.status == (arriving.count == 1 ? .accepted : .inReview))
            #expect(standing.reason?.code == (arriving.count == 1 ? nil : "correction-not-asked"))
            let state = try await central.get("/v1/kiosks/DQ01").decoded(KioskStateBody.self)
            #expect(state.highest == Int64(last + 1) && state.count == Int64(arriving.count))
            #expect(state.accounted == Int64(last + 1 - arriving.count))
            #expect(state.missing.isEmpty && state.broken.isEmpty)
            let proof = try await central.get("/v1/kiosks/DQ01/days/2025-03-10").decoded(DayProof.self)
            #expect(proof.complete && proof.missing.isEmpty && proof.first == 1 && proof.last == state.highest)
            #expect(proof.count == state.count && proof.accounted == state.accounted)
        }
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout ClaimDocument) throws -> Void
    }

    static let wrong: [Wrong] = [
        Wrong(testDescription: "a context that is not the row's first claim") {
            $0.sealed.context = $0.amends
        },
        Wrong(testDescription: "a later number before an earlier one") { $0.amended?.earlier?.reverse() },
        Wrong(testDescription: "a row that is too long") { document in
            let link = try #require(document.amended?.earlier?.last)
            document.amended?.earlier = Array(repeating: link, count: ClaimDocument.Amended.longestRow)
        },
        Wrong(testDescription: "a hash that is none") { $0.amended?.earlier?[0].hash = "x" },
        Wrong(testDescription: "an id that is none") { $0.amended?.earlier?[0].claimId = "x" },
        Wrong(testDescription: "a time that is none") { $0.amended?.earlier?[0].recordedAt = "today" },
        Wrong(testDescription: "a number of its own") { $0.amended?.sequence = 4 },
    ]

    @Test(arguments: wrong)
    func `a row that cannot be is refused`(_ wrong: Wrong) async throws {
        try await TestCentral.run { central in
            var document = try Self.row()[3]
            try wrong.change(&document)
            let answer = try await central.put(document)
            #expect(answer.status == 422 && answer.errorCode == "claim.invalid", "\(answer.errorMessage)")
        }
    }
}
