import ClaimRegister
import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
import Logging
import Sealing
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a kiosk hears of its own claims: changes, its chain, its days.
struct KioskRoutes: Sendable {
    /// Changes or links of one answer.
    static let pageLimits = (highest: 500, usual: 200)
    /// Missing numbers and broken links that one answer lists.
    static let listedNumbers = 100

    let register: any ClaimRegisterStore
    let signer: AnswerSigner
    /// The public key of a kiosk's certificate; nil where kiosks have none.
    let kioskKey: @Sendable (KioskID) async throws -> VerificationKey?
    let now: @Sendable () -> Timestamp
    let logger: Logger

    func state(of kiosk: KioskID) async throws -> Response {
        try Response.json(KioskStateBody(try await register.kioskState(kiosk, limit: Self.listedNumbers)))
    }

    func changes(of kiosk: KioskID, _ query: Parameters) async throws -> Response {
        try signer.json(
            try await page(of: kiosk, after: query.get("after"), limit: try Self.limit(query)),
            as: .changes
        )
    }

    /// Changes after that place, which an earlier page gave; nil for the beginning.
    func page(of kiosk: KioskID, after: String?, limit: Int) async throws -> ChangePage {
        guard let cursor = ChangeCursor(after ?? "") else {
            throw KioskError.badQuery("after must be the cursor of an earlier answer")
        }
        let batch = try await register.changes(of: kiosk, after: cursor, limit: limit)
        return ChangePage(
            kioskId: kiosk.text,
            changes: batch.changes.map { ClaimChange($0) },
            since: batch.since == cursor ? after : nil,
            cursor: batch.cursor.description,
            more: batch.more,
            at: now().description,
            chain: try await chain(of: kiosk)
        )
    }

    /// The kiosk's word on how far its chain goes is kept: what is missing at the end shows only by it.
    /// `shown` is the key of the certificate that the kiosk shows.
    func head(of kiosk: KioskID, _ request: Request, shown: VerificationKey?) async throws -> Response {
        let body = try await request.bytes(upTo: 4_096)
        try await checkSignature(of: kiosk, shown, body, request)
        guard let head = try? JSONDecoder().decode(ChainHead.self, from: Data(body)), head.kioskId == kiosk.text,
            head.sequence >= 0, Hash.isOne(head.hash), let saidAt = Timestamp(head.at),
            head.sequence > 0 || head.hash == ChainHash.genesis
        else { throw KioskError.badQuery("the body must be the head of this kiosk's chain") }
        let mark = ChainMark(sequence: head.sequence, hash: head.hash)
        try await register.hear(mark, of: kiosk, saidAt: saidAt, at: now())
        try await warnOfFork(kiosk, mark)
        return try signer.json(try await chain(of: kiosk), as: .changes)
    }

    func chain(of kiosk: KioskID, _ query: Parameters) async throws -> Response {
        guard let after = Int64(query.get("after") ?? "0"), after >= 0 else {
            throw KioskError.badQuery("after must be a running number")
        }
        let stretch = try await register.stretch(of: kiosk, after: after, limit: try Self.limit(query))
        let accounted = stretch.accounted.map { link in
            AccountedEntry(
                sequence: link.sequence,
                claimId: link.claimID.text,
                previous: link.previousHash,
                hash: link.hash,
                correctedBy: link.correctedBy
            )
        }
        let page = ChainPage(
            kioskId: kiosk.text,
            entries: try stretch.links.map { try ChainEntry($0) },
            accounted: accounted.isEmpty ? nil : accounted,
            more: stretch.more
        )
        return try signer.json(page, as: .changes)
    }

    func day(_ text: String, of kiosk: KioskID) async throws -> Response {
        guard let day = CivilDate(text), day.description == text else {
            throw KioskError.badQuery("the day must be written as YYYY-MM-DD")
        }
        let state = try await register.day(day, of: kiosk, limit: Self.listedNumbers)
        return try signer.json(DayProof(state, of: kiosk, on: day, at: now()), as: .day)
    }

    private func chain(of kiosk: KioskID) async throws -> KioskChain {
        KioskChain(try await register.kioskState(kiosk, limit: Self.listedNumbers))
    }

    private func checkSignature(
        of kiosk: KioskID,
        _ shown: VerificationKey?,
        _ body: [UInt8],
        _ request: Request
    ) async throws {
        let known = if let shown { shown } else { try await kioskKey(kiosk) }
        guard let key = known else { return }
        let text = HTTPField.Name(MessageSignature.header).flatMap { request.headers[$0] }
        guard let signature = text.flatMap({ MessageSignature($0) }), signature.isValid(for: .head, body, by: key)
        else {
            throw KioskError(
                .headSignature,
                "The head of the chain of kiosk \(kiosk) is not signed by its key.",
                remedy: "Nothing was changed. Compare the kiosk's certificate with the one that was issued for it."
            )
        }
    }

    /// Two stores that went different ways under one name: a copy was put in place of the store, or made up.
    private func warnOfFork(_ kiosk: KioskID, _ head: ChainMark) async throws {
        guard head.sequence > 0 else { return }
        let link = try await register.links(of: kiosk, after: head.sequence - 1, limit: 1).links.first
        guard let link, link.answer.number.sequence == head.sequence, link.hash != head.hash else { return }
        logger.error(
            "a kiosk has another claim under this number than arrived here",
            metadata: ["kiosk": "\(kiosk)", "number": "\(link.answer.number)"]
        )
    }

    private static func limit(_ query: Parameters) throws(KioskError) -> Int {
        guard let limit = Int(query.get("limit") ?? String(pageLimits.usual)), (1...pageLimits.highest).contains(limit)
        else { throw .badQuery("limit must be 1–\(pageLimits.highest)") }
        return limit
    }
}

extension ChainEntry {
    /// What a link needs of the document.
    private struct Content: Decodable {
        struct Verdict: Decodable {
            let kind: String
        }

        let recordedAt: String
        let keys: ClaimDocument.Keys
        let verdict: Verdict
    }

    fileprivate init(_ link: StoredLink) throws(KioskError) {
        guard let content = try? JSONDecoder().decode(Content.self, from: Data(link.content)) else {
            throw KioskError(
                .internalFault,
                "Claim \(link.answer.number) was stored with a content that has no recordedAt, keys or verdict.",
                remedy: "Report this with the version that stored it."
            )
        }
        self.init(
            sequence: link.answer.number.sequence,
            claimId: link.answer.claimID.text,
            previous: link.previousHash,
            hash: link.hash,
            recordedAt: content.recordedAt,
            keys: content.keys,
            amountFen: link.amount?.amount,
            verdict: content.verdict.kind,
            standing: ClaimStanding(link.answer.standing),
            receivedAt: link.answer.receivedAt.description
        )
    }
}
