import Bundles
import ClaimRegister
package import Claims
import CrashPoints
package import NIOCore
import NIOPosix
package import Sealing
import WireAPI

/// Takes in what a kiosk's claims were carried in, and gives the answers in a bundle to be carried back.
///
/// Every entry goes the way of one from the network: the same checks, the same register, the same answers. So it does not
/// matter what came by stick, what by network, what twice, and in which order.
package struct BundleIntake: Sendable {
    /// Keeps a piece of a photo and says how much of it is there.
    typealias KeepPhoto = @Sendable (PhotoPiece, KioskID) async throws -> PhotoArrival?

    /// A page of what became of a kiosk's claims, after the place up to which it has heard.
    typealias Changes = @Sendable (KioskID, _ after: String?) async throws -> ChangePage

    /// Bytes of a bundle.
    private static let largest: Int64 = 8 << 30

    private let receiver: ClaimReceiver
    private let signers: BundleSigners
    private let keepPhoto: KeepPhoto
    private let changes: Changes
    private let signing: SigningKey?
    private let rehearsal: Bool
    private let folder: String
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - folder: where a bundle lies while it is verified.
    ///   - signing: signs the answers; nil in a rehearsal without keys.
    init(
        receiver: ClaimReceiver,
        signers: BundleSigners,
        keepPhoto: @escaping KeepPhoto,
        changes: @escaping Changes,
        signing: SigningKey?,
        folder: String,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.receiver = receiver
        self.signers = signers
        self.keepPhoto = keepPhoto
        self.changes = changes
        self.signing = signing
        rehearsal = receiver.intake.rehearsal
        self.folder = folder
        self.now = now
    }

    /// Reads the whole file first, so that nothing is taken of one that was changed anywhere; then takes in one portion
    /// after another while the answers are read. Whoever stops reading stops the import: what was answered stays taken,
    /// and the same file can be read again.
    ///
    /// Throws the `bundle.*` codes.
    ///
    /// - Parameters:
    ///   - allowingEarlier: the operator's word that the machine which made the file is gone: then an earlier key of the
    ///     kiosk counts too, `BundleSigners`.
    ///   - verified: hears whose file it is, and the earlier key if one signed it, before anything is taken.
    ///   - refused: hears of each claim that is not taken, before its answer is read.
    package func answers(
        to file: some AsyncSequence<ByteBuffer, any Error>,
        allowingEarlier: Bool = false,
        verified: (KioskID, _ earlier: VerificationKey?) -> Void = { _, _ in },
        refused: @escaping @Sendable (KioskID, _ claim: String?, ErrorBody.Detail) -> Void = { _, _, _ in }
    ) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        let spool = try SpooledFile(in: folder, limit: Self.largest)
        for try await piece in file { try spool.write(piece.readableBytesView) }
        let path = spool.path
        let (header, seal) = try await NIOThreadPool.singleton.runIfActive { try Self.look(path) }
        let kiosk = try kiosk(of: header)
        let earlier = try await signers.check(seal, of: kiosk, allowingEarlier: allowingEarlier)
        verified(kiosk, earlier)
        CrashPoint.bundleVerified.pass()
        let answers = try BundleHeader(
            kind: .answers,
            kiosk: kiosk,
            createdAt: now(),
            count: header.count,
            rehearsal: rehearsal,
            signedBy: signing,
            after: header.after
        )
        let steps = BundleSteps(
            file: try BundleFile(path),
            spool: Spool(spool),
            receive: { [receiver] documents in
                let answers = try await receiver.store(documents.map { receiver.judge($0, from: kiosk) })
                for case .refusal(let claim, let error) in answers { refused(kiosk, claim, error) }
                return answers.map(BundleEntry.init)
            },
            keep: { [keepPhoto] in try await keepPhoto($0, kiosk) },
            changes: { [changes] in try await changes(kiosk, $0) },
            after: header.after
        )
        let producer = BundleProducer(BundleWriter(answers, signedBy: signing)) { try await steps.next() }
        return AsyncThrowingStream { try await producer.next().map { ByteBuffer(bytes: $0) } }
    }

    private static func look(_ path: String) throws -> (BundleHeader, BundleSeal) {
        var reader = BundleReader([.claims], limit: largest)
        try BundleFile.read(path) { piece in try reader.take(piece) { _, _ in } }
        let seal = try reader.finish()
        guard let header = reader.header else {
            throw KioskError(.internalFault, "a bundle without a header was read", remedy: "Report this.")
        }
        return (header, seal)
    }

    private func kiosk(of header: BundleHeader) throws(KioskError) -> KioskID {
        guard header.rehearsal == rehearsal else {
            throw KioskError(
                .bundleWrongMode,
                rehearsal ? "the bundle holds real claims, this is a rehearsal" : "the bundle is of a rehearsal",
                remedy: "Take it to the central that it is for. Nothing was taken."
            )
        }
        guard let kiosk = KioskID(header.kioskId) else {
            throw KioskError(
                .bundleWrongKiosk,
                "the bundle does not name a kiosk",
                remedy: "Export it again. Nothing was taken."
            )
        }
        return kiosk
    }
}

/// Keeps the nameless file open as long as it is read.
final class Spool: Sendable {
    private nonisolated(unsafe) let file: SpooledFile

    /// The file is not touched again: only its descriptor must stay open.
    init(_ file: SpooledFile) { self.file = file }
}
