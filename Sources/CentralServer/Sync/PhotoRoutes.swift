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

    func progress(of sha256: String) async throws -> Response {
        guard let photos, Hash.isOne(sha256) else { throw Self.unknown }
        return try signer.json(try await photos.progress(of: sha256), as: .answers)
    }

    /// `kiosk` is who sends, nil in a rehearsal over plain HTTP.
    func add(to sha256: String, _ request: Request, from kiosk: KioskID?) async throws -> Response {
        let bytes = try await request.bytes(upTo: PhotoStore.limits.piece)
        guard let offset = Self.number("upload-offset", request), let length = Self.number("upload-length", request),
            length > 0, !bytes.isEmpty
        else {
            throw KioskError.badQuery("a piece has bytes, and the headers upload-offset, upload-length and claim-id")
        }
        let claim = HTTPField.Name("claim-id").flatMap { request.headers[$0] }.flatMap { ClaimID($0) }
        let piece = PhotoStore.Piece(bytes: bytes, offset: offset, length: length)
        return try signer.json(try await keep(piece, of: sha256, for: claim, from: kiosk), as: .answers)
    }

    /// Only for a photo that a claim which is stored here names: nobody can fill the disk with others. Throws
    /// `kiosk.not-yours` for another kiosk's claim.
    private func keep(
        _ piece: PhotoStore.Piece,
        of sha256: String,
        for claim: ClaimID?,
        from kiosk: KioskID?
    ) async throws -> PhotoProgress {
        guard let photos, Hash.isOne(sha256), let claim, let stored = try await register.claim(claim),
            let content = try? JSONDecoder().decode(Content.self, from: Data(stored.content)),
            content.certificate?.photo == sha256
        else { throw Self.unknown }
        if let kiosk, kiosk != stored.answer.number.kiosk {
            throw KioskError.notYours(stored.answer.number.kiosk, peer: kiosk)
        }
        return try await photos.add(piece, to: sha256, of: claim)
    }

    /// A piece that was carried: how much is here after it, also when it was here before; nil for a photo that no claim
    /// names or that is not what its claim says.
    func keep(carried piece: PhotoPiece, from kiosk: KioskID) async throws -> PhotoArrival? {
        guard let photos, Hash.isOne(piece.sha256), let bytes = piece.bytes, !bytes.isEmpty else { return nil }
        var progress = try await photos.progress(of: piece.sha256)
        do {
            // Pieces from the network end elsewhere: what they brought of this one is left out.
            let known = progress.complete ? bytes.count : Int(min(max(0, progress.received - piece.offset), 1 << 30))
            let rest = Array(bytes.dropFirst(known))
            if !rest.isEmpty {
                let offset = piece.offset + Int64(known)
                let content = PhotoStore.Piece(bytes: rest, offset: offset, length: piece.length)
                progress = try await keep(content, of: piece.sha256, for: ClaimID(piece.claimId), from: kiosk)
            }
        } catch let error as KioskError where error.code.status.kind == .clientError {
            progress = try await photos.progress(of: piece.sha256)
        }
        return PhotoArrival(sha256: piece.sha256, received: progress.received, complete: progress.complete)
    }

    private static func number(_ header: String, _ request: Request) -> Int64? {
        let text = HTTPField.Name(header).flatMap { request.headers[$0] }
        return text.flatMap { Int64($0) }.flatMap { (0...(1 << 40)).contains($0) ? $0 : nil }
    }

    private static var unknown: KioskError {
        KioskError(
            .photoUnknown,
            "No claim that is stored here names this photo.",
            remedy: "The claim goes first; its photos follow when it was answered."
        )
    }
}
