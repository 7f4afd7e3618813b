import Bundles
import ClaimRegister
package import Claims
package import NIOCore
import Sealing
import WireAPI

extension CentralAPI {
    /// Where a kiosk's claims that were carried come in: the same intake as from the network.
    ///
    /// - Parameter folder: where a bundle lies while it is verified.
    package func bundleIntake(folder: String) -> BundleIntake {
        BundleIntake(
            receiver: receiver,
            signers: BundleSigners(
                current: kiosks.kioskKey,
                all: kioskKeys,
                mustBeSigned: office != nil || !intake.rehearsal
            ),
            keepPhoto: { [photos] in try await photos.keep(carried: $0, from: $1) },
            changes: { [kiosks] kiosk, after in
                // A place that is none is as good as one that this register does not know.
                let after = after.flatMap { ChangeCursor($0) == nil ? nil : $0 }
                return try await kiosks.page(of: kiosk, after: after, limit: KioskRoutes.pageLimits.highest)
            },
            signing: signer.key,
            folder: folder,
            now: now
        )
    }

    /// A kiosk's chain as the register has it, with all documents, as a bundle that the central signs.
    ///
    /// Throws `kiosk.unknown` when it has no claim of such a kiosk: an empty chain would look whole.
    package func chainExport(of kiosk: KioskID) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        let state = try await register.kioskState(kiosk, limit: 1)
        guard state.highest > 0 else {
            throw KioskError(
                .kioskUnknown,
                "There is no claim of a kiosk \(kiosk) here.",
                remedy: "kiosk-central kiosks lists the kiosks that are known, and how many claims they sent."
            )
        }
        let head = ChainHead(kioskId: kiosk.text, sequence: state.highest, hash: state.hash, at: now().description)
        let header = try BundleHeader(
            kind: .chain,
            kiosk: kiosk,
            createdAt: now(),
            count: state.count + state.accounted,
            rehearsal: intake.rehearsal,
            signedBy: signer.key,
            head: head
        )
        let pages = RegisterLinks(register: register, kiosk: kiosk, last: state.highest)
        let producer = BundleProducer(BundleWriter(header, signedBy: signer.key)) { try await pages.next() }
        return AsyncThrowingStream { try await producer.next().map { ByteBuffer(bytes: $0) } }
    }
}

/// A kiosk's links in the register, some at a time: of claims with their documents, and those that only a correction
/// names. Claims that arrive meanwhile are left out.
private actor RegisterLinks {
    private static let page = 50

    private let register: any ClaimRegisterStore
    private let kiosk: KioskID
    private let last: Int64
    private var after: Int64 = 0

    init(register: any ClaimRegisterStore, kiosk: KioskID, last: Int64) {
        self.register = register
        self.kiosk = kiosk
        self.last = last
    }

    func next() async throws -> [BundleEntry]? {
        guard after < last else { return nil }
        let stretch = try await register.stretch(of: kiosk, after: after, limit: Self.page)
        after = stretch.more ? stretch.end : last
        let entries =
            stretch.links.map { ($0.answer.number.sequence, Self.entries($0)) }
            + stretch.accounted.map { ($0.sequence, [Self.entry($0)]) }
        return entries.filter { $0.0 <= last }.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }

    private static func entries(_ link: StoredLink) -> [BundleEntry] {
        let entry = ChainLinkEntry(
            sequence: link.answer.number.sequence,
            claimId: link.answer.claimID.text,
            previous: link.previousHash,
            hash: link.hash
        )
        return [.link(entry), .claim(link.content)]
    }

    private static func entry(_ link: AccountedLink) -> BundleEntry {
        .link(
            ChainLinkEntry(
                sequence: link.sequence,
                claimId: link.claimID.text,
                previous: link.previousHash,
                hash: link.hash,
                correctedBy: link.correctedBy
            )
        )
    }
}
