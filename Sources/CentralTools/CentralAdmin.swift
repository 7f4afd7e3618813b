import Claims
import ControlSocket
import DaemonSupport
import WireAPI

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the operator's commands ask of the running central. Each gives the process's exit code, told on stderr if not 0.
package struct CentralAdmin: Sendable {
    package static var usualSocket: String { ControlledDaemon.central.usualSocket }

    let client: ControlClient
    private let isJSON: Bool

    package init(socket: String, isJSON: Bool) {
        client = ControlClient(socket: socket, of: .central)
        self.isJSON = isJSON
    }

    /// Prints the token alone on stdout, so that it can be piped. What its use ends is told on stderr.
    package func makeToken(kiosk: String, hours: Int) async -> Int32 {
        await report {
            let order = TokenOrder(kioskId: kiosk, hours: hours)
            let isEnrolled = try await client.get("/v1/kiosks", as: KioskList.self).kiosks
                .contains { $0.kioskId == kiosk && $0.certificateEnds != nil }
            let answer = try await client.post("/v1/tokens", order, as: TokenAnswer.self)
            if isEnrolled {
                Failure.tell(
                    "\(kiosk) has a certificate, and the token's use ends it. When another machine takes its place, first "
                        + "import every stick of the old one here: kiosk-central bundle import",
                    program: "kiosk-central"
                )
            }
            try show(answer) { answer.token }
        }
    }

    package func revoke(kiosk: String) async -> Int32 {
        await report {
            let name = Self.plain(kiosk)
            let answer = try await client.post("/v1/kiosks/\(name)/revoke", NoBody(), as: RevokedKiosk.self)
            try show(answer) { "\(answer.kioskId) is revoked" }
        }
    }

    package func listKiosks() async -> Int32 {
        await report {
            let list = try await client.get("/v1/kiosks", as: KioskList.self)
            try show(list) {
                guard !list.kiosks.isEmpty else { return "no kiosk is known: kiosk-central token new lets one enrol" }
                return list.kiosks.map { kiosk in
                    let standing =
                        kiosk.revokedAt.map { "revoked \($0)" }
                        ?? kiosk.certificateEnds.map { "certificate until \($0)" } ?? "no certificate"
                    return "\(kiosk.kioskId)  claims \(kiosk.claims)  last number \(kiosk.highest)  \(standing)"
                }.joined(separator: "\n")
            }
        }
    }

    package func sendBack(claim: String, reason: String, note: String?) async -> Int32 {
        await report {
            let name = Self.plain(claim)
            let order = ClaimReturn(reason: reason, note: note)
            let before = try await client.get("/v1/claims/\(name)", as: ClaimSheet.self)
            let answer = try await client.post("/v1/claims/\(name)/return", order, as: ClaimAnswer.self)
            if before.claim.status == .returned, let former = before.reason?.code, former != answer.reason?.code {
                Failure.tell("\(answer.claimNumber) was sent back before, as \(former)", program: "kiosk-central")
            }
            try show(answer) { "\(answer.claimNumber) is \(answer.status.rawValue): \(answer.reason?.code ?? "")" }
        }
    }

    private struct NoBody: Encodable {}

    /// A name that is none is the central's to refuse; it must not change the route.
    static func plain(_ text: String) -> String {
        let kept = text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return kept.isEmpty ? "-" : kept
    }

    func show(_ value: some Encodable, _ text: () -> String) throws {
        guard isJSON else { return print(text()) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    func report(_ work: () async throws -> Void) async -> Int32 {
        do {
            try await work()
            return 0
        } catch let error as KioskError {
            return Failure.report(error, program: "kiosk-central")
        } catch {
            let fault = KioskError(.internalFault, "the command failed", remedy: "Report this.", cause: error)
            return Failure.report(fault, program: "kiosk-central")
        }
    }
}
