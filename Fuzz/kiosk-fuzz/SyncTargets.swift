import CentralServer
import CentralSync
import Claims
import Outbox
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the central and a kiosk tell each other besides claims.
extension FuzzTarget {
    /// Answers that a kiosk hears. The first byte says what was asked for.
    static let centralAnswers = FuzzTarget(name: "central-answers", longestInput: 8_192) { bytes in
        var input = FuzzInput(bytes)
        let kind = input.byte()
        let body = input.all()
        switch kind % 5 {
        case 0: check(decoded(ChangePage.self, body))
        case 1:
            for entry in decoded(ChainPage.self, body)?.entries ?? [] { check(AdoptedClaim(entry)) }
        case 2: _ = decoded(DayProof.self, body)
        case 3: _ = decoded(ChainHead.self, body)
        default:
            for status in [200, 304, 400, 404, 409, 422, 429, 503] {
                let reply = CentralQueries.Reply(status: status, body: body)
                check(PhotoDecision.action(for: reply, wasAsked: kind & 0x80 == 0))
            }
        }
    }

    /// The list of files that a kiosk is to use.
    static let syncManifest = FuzzTarget(name: "sync-manifest", longestInput: 8_192) { bytes in
        do throws(KioskError) {
            let manifest = try CentralShelf.parse(Array(bytes))
            must(manifest.items.count <= 256, "a list has its limit")
            for item in manifest.items {
                must(item.sha256.utf8.count == 64 && !item.sha256.contains("/"), "a file's place is a hash")
                must(!item.name.contains("/"), "a file's name is no path")
            }
        } catch {
            mustBeOurs(error, ["central."], longest: 512)
        }
    }

    /// `range: …`, of a file whose size is in the first bytes.
    static let byteRange = FuzzTarget(name: "byte-range", longestInput: 256) { bytes in
        var input = FuzzInput(bytes)
        let size = (0..<5).reduce(Int64(0)) { sum, _ in sum << 8 | Int64(input.byte()) }
        do throws(KioskError) {
            guard let range = try ByteRange.wanted(String(decoding: input.all(), as: UTF8.self), of: size) else {
                return
            }
            must(range.first >= 0 && range.first <= range.last && range.last < size, "a range lies inside its file")
            must(range.count == range.last - range.first + 1, "a range has its bytes")
        } catch {
            mustBeOurs(error, ["file.range"], longest: 256)
        }
    }

    /// Nil for what is none; else it is written and read again.
    private static func decoded<Value: Codable & Equatable>(_ type: Value.Type, _ body: [UInt8]) -> Value? {
        guard let value = try? JSONDecoder().decode(type, from: Data(body)) else { return nil }
        guard let written = try? CanonicalJSON.encode(value) else { return nil }
        must((try? JSONDecoder().decode(type, from: Data(written))) == value, "a message reads the same when written")
        return value
    }

    private static func check(_ page: ChangePage?) {
        guard let page else { return }
        for change in page.changes { mustBeKept(StandingChange(change)?.standing) }
    }

    private static func check(_ claim: AdoptedClaim?) {
        guard let claim else { return }
        must(claim.end.sequence > 0 && claim.end.hash.utf8.count == 64, "a link has a number and a hash")
        must(claim.parts.count <= Part.allCases.count, "a link has each part once")
        must(claim.corrects.count <= ClaimDocument.Amended.longestRow, "a row of corrections has an end")
        mustBeKept(claim.standing)
    }

    private static func check(_ action: PhotoAction) {
        switch action {
        case .progress(let progress): must(progress.received >= 0, "no photo is there less than not at all")
        case .beginAnew(let problem), .setAside(let problem), .pause(let problem): mustBeKept(problem)
        case .askAgain: break
        }
    }
}
