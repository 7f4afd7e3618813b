import Bundles
import ClaimRegister
import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
import Sealing
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How much of a photo is here, and the next piece of it.
struct PhotoRoutes: Sendable {
    /// What of a claim names its photos.
    private struct Content: Decodable {
        struct Certificate: Decodable {
            let photo: String?
        }

        let certificate: Certificate?
    }

    let register: any ClaimRegisterStore
    /// Nil where none are kept.
    let photos: PhotoStore?
    let signer: AnswerSigner

    /// `kiosk` is who asks, nil in a rehearsal over plain HTTP. It hears of photos of its own claims only.
    func progress(of sha256: String, _ request: Request, from kiosk: KioskID?) async throws -> Response {
        let (photos, photo) = try await photo(sha256, of: Self.claim(request), from: kiosk)
        return try signer.json(try await photos.progress(of: photo), as: .answers)
    }

    /// `kiosk` is who sends, as above.
    func add(to sha256: String, _ request: Request, from kiosk: KioskID?) async throws -> Response {
        let bytes = try await request.bytes(upTo: PhotoStore.limits.piece)
        guard let offset = Self.number("upload-offset", request), let length = Self.number("upload-length", request),
            length > 0, !bytes.isEmpty
        else {
            throw KioskError.badQuery("a piece has bytes, and the headers upload-offset, upload-length and claim-id")
        }
        let (photos, photo) = try await photo(sha256, of: Self.claim(request), from: kiosk)
        let piece = PhotoStore.Piece(bytes: bytes, offset: offset, length: length)
        return try signer.json(try await photos.add(piece, to: photo), as: .answers)
    }

    /// A piece that was carried: how much is here after it, also when it was here before; nil for a photo that no claim of
    /// the kiosk names.
    func keep(carried piece: PhotoPiece, from kiosk: KioskID) async throws -> PhotoArrival? {
        guard let bytes = piece.bytes, !bytes.isEmpty,
            let (photos, photo) = try await named(piece.sha256, by: ClaimID(piece.claimId), of: kiosk)
        else { return nil }
        var progress = try await photos.progress(of: photo)
        do throws(KioskError) {
            // Pieces from the network end elsewhere: what they brought of this one is left out.
            let known = progress.complete ? bytes.count : Int(min(max(0, progress.received - piece.offset), 1 << 30))
            let rest = Array(bytes.dropFirst(known))
            if !rest.isEmpty {
                let offset = piece.offset + Int64(known)
                let content = PhotoStore.Piece(bytes: rest, offset: offset, length: piece.length)
                progress = try await photos.add(content, to: photo)
            }
        } catch {
            guard error.code.status.kind == .clientError else { throw error }
            progress = try await photos.progress(of: photo)
        }
        return PhotoArrival(sha256: piece.sha256, received: progress.received, complete: progress.complete)
    }

    private func photo(
        _ sha256: String,
        of claim: ClaimID?,
        from kiosk: KioskID?
    ) async throws -> (PhotoStore, PhotoStore.Photo) {
        guard let found = try await named(sha256, by: claim, of: kiosk) else {
            throw KioskError(
                .photoUnknown,
                "No claim of this kiosk that is stored here names this photo.",
                remedy: "The claim goes first; its photos follow when it was answered."
            )
        }
        return found
    }

    /// Nil unless a stored claim of the kiosk names the photo: nobody can fill the disk with others, learn that another
    /// kiosk's is there, or write into it. That another kiosk has such a claim looks as if nobody had.
    private func named(
        _ sha256: String,
        by claim: ClaimID?,
        of kiosk: KioskID?
    ) async throws -> (PhotoStore, PhotoStore.Photo)? {
        guard let photos, Hash.isOne(sha256), let claim, let stored = try await register.claim(claim),
            kiosk == nil || kiosk == stored.answer.number.kiosk,
            let content = try? JSONDecoder().decode(Content.self, from: Data(stored.content)),
            content.certificate?.photo == sha256
        else { return nil }
        return (photos, PhotoStore.Photo(kiosk: stored.answer.number.kiosk, sha256: sha256, claim: claim))
    }

    private static func claim(_ request: Request) -> ClaimID? {
        HTTPField.Name("claim-id").flatMap { request.headers[$0] }.flatMap { ClaimID($0) }
    }

    private static func number(_ header: String, _ request: Request) -> Int64? {
        let text = HTTPField.Name(header).flatMap { request.headers[$0] }
        return text.flatMap { Int64($0) }.flatMap { (0...(1 << 40)).contains($0) ? $0 : nil }
    }
}
