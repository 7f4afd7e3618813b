import Claims
import ControlSocket
import DaemonSupport
package import WireAPI

/// What the operator looks at.
extension CentralAdmin {
    /// Prints the kiosk's latest public key alone on stdout, as a file of a key is.
    package func showKey(of kiosk: String) async -> Int32 {
        await report {
            let answer = try await client.get("/v1/kiosks/\(Self.plain(kiosk))/keys", as: KioskKeys.self)
            if let revoked = answer.keys.first?.revokedAt {
                Failure.tell("\(answer.kioskId) is revoked since \(revoked)", program: "kiosk-central")
            }
            try show(answer) { answer.keys.first?.publicKey ?? "" }
        }
    }

    /// - Parameters:
    ///   - after: the `next` of an earlier answer.
    ///   - limit: claims that are shown at most, 1–500.
    package func listClaims(kiosk: String?, status: String?, after: String?, limit: Int) async -> Int32 {
        await report {
            var page = ClaimPage(claims: [], next: after ?? "0")
            // The central looks through a part of the register at a time.
            while let next = page.next, page.claims.count < max(1, limit) {
                let query =
                    ["after=\(Self.plain(next))", "limit=\(limit - page.claims.count)"]
                    + [kiosk.map { "kiosk=\(Self.plain($0))" }, status.map { "status=\(Self.plain($0))" }].compactMap(
                        \.self
                    )
                let more = try await client.get("/v1/claims?\(query.joined(separator: "&"))", as: ClaimPage.self)
                page = ClaimPage(claims: page.claims + more.claims, next: more.next)
            }
            try show(page) {
                let lines = page.claims.map { Self.words($0) }
                let end = page.next.map { ["more: --after \($0)"] } ?? []
                return lines.isEmpty && end.isEmpty ? "no such claim" : (lines + end).joined(separator: "\n")
            }
        }
    }

    package func showClaim(_ claim: String) async -> Int32 {
        await report {
            let sheet = try await client.get("/v1/claims/\(Self.plain(claim))", as: ClaimSheet.self)
            try show(sheet) { Self.words(sheet) }
        }
    }

    /// Of what came back, one sees at once whether it still waits for its correction.
    package static func words(_ claim: ClaimSummary) -> String {
        let amount = claim.amountFen.map { "  \(Fen($0))" } ?? ""
        let open = claim.status == .returned ? "  not corrected yet" : ""
        return "\(claim.claimNumber)  \(claim.status.rawValue)\(amount)  \(claim.receivedAt)"
            + (claim.rehearsal ? "  rehearsal" : "") + (claim.correctedBy.map { "  corrected by \($0)" } ?? open)
    }

    private static func words(_ sheet: ClaimSheet) -> String {
        var rows: [(String, String?)] = [("id", sheet.claim.claimId)]
        rows += [
            (
                "reason",
                sheet.reason.map { reason in
                    ([reason.code] + [reason.part, reason.otherClaim].compactMap(\.self)).joined(separator: " ")
                }
            )
        ]
        rows += [("note", sheet.returnNote), ("ended", sheet.concludedAt), ("corrects", sheet.amends)]
        if let content = sheet.content {
            rows += [
                ("recorded", "\(content.recordedAt) at \(content.point)"), ("programme", content.programmeVersion),
                ("applicant", words(content.applicant)), ("agent", content.agent.map { words($0) }),
                ("plate", content.maskedPlate), ("card", content.maskedCard),
                ("verdict", content.verdict + (content.verdictReason.map { " (\($0))" } ?? "")),
            ]
        }
        rows += [("hash", sheet.hash)]
        let lines = rows.compactMap { name, value in
            value.map { "  \(name)\(String(repeating: " ", count: max(1, 11 - name.count)))\($0)" }
        }
        return ([words(sheet.claim)] + lines).joined(separator: "\n")
    }

    private static func words(_ person: ClaimSheet.Person) -> String { "\(person.maskedName) \(person.maskedNumber)" }
}
