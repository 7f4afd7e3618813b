import Claims
import ControlSocket
package import WireAPI

/// What supervisors do: look at the queue and act on it.
extension KioskTool {
    private static let queue = "/v1/supervisor/queue"

    /// Exits with 1 when a person is needed.
    package func queueStatus() async -> Int32 {
        await guarded { show(try await client.get(Self.queue, as: QueueStatus.self)) }
    }

    /// - Parameter action: `retry`, `pause` or `resume`.
    package func queue(_ action: String) async -> Int32 {
        await guarded {
            let status = try await client.post("\(Self.queue)/\(action)", NoBody(), as: QueueStatus.self)
            _ = show(status)
            if action == "retry", status.paused != nil {
                terminal.note("Sending is paused: kioskctl queue resume lets it go on.")
            }
            return ToolExit.done
        }
    }

    package func queueList(_ filter: QueuePage.Filter, after: Int64, limit: Int) async -> Int32 {
        await guarded {
            let route = "/v1/supervisor/claims?filter=\(filter.rawValue)&after=\(after)&limit=\(limit)"
            let page = try await client.get(route, as: QueuePage.self)
            terminal.print(isJSON ? JSONText.pretty(page) : QueueWords(terminal).list(page))
            return ToolExit.done
        }
    }

    /// - Parameter claim: the claim's id or its number.
    package func amend(_ claim: String, _ entry: AmendmentEntry) async -> Int32 {
        await guarded {
            let id = try await claimID(claim)
            let route = "/v1/supervisor/claims/\(id)/amendment"
            let made = try await client.post(route, entry, as: KioskClaimView.self)
            terminal.print(isJSON ? JSONText.pretty(made) : "\(made.claimNumber) was recorded; it amends \(claim).")
            return ToolExit.done
        }
    }

    /// From a file with one JSON object, see `docs/kioskctl.md`.
    package func amend(_ claim: String, from file: String) async -> Int32 {
        await guarded {
            let entry = try AmendmentFile.read(file)
            return await amend(claim, entry)
        }
    }

    /// - Parameter claim: the claim's id or its number.
    package func settleLoss(of claim: String) async -> Int32 {
        await guarded {
            let id = try await claimID(claim)
            _ = show(try await client.post("/v1/supervisor/claims/\(id)/loss", NoBody(), as: QueueStatus.self))
            return ToolExit.done
        }
    }

    package static let slipLanguages = ["zh-CN", "bo", "en"]

    /// Whether a text is a day that there is.
    package static func isDay(_ text: String) -> Bool { CivilDate(text) != nil }

    package func daySlip(_ day: String, printing language: String?) async -> Int32 {
        await guarded {
            let route = "/v1/supervisor/days/\(day)"
            guard let language else {
                let slip = try await client.get(route, as: DaySlip.self)
                terminal.print(isJSON ? JSONText.pretty(slip) : QueueWords(terminal).slip(slip))
                return slip.unconfirmed.isEmpty ? ToolExit.done : ToolExit.problem
            }
            let body = ["language": language]
            let printed = try await client.post("\(route)/print", body, as: PrintView.self, seconds: 120)
            terminal.print(isJSON ? JSONText.pretty(printed) : "the printer: \(printed.outcome.rawValue)")
            return printed.outcome == .printed ? ToolExit.done : ToolExit.problem
        }
    }

    package func audit(after: Int64, limit: Int) async -> Int32 {
        await guarded {
            let page = try await client.get("/v1/supervisor/audit?after=\(after)&limit=\(limit)", as: AuditPage.self)
            terminal.print(isJSON ? JSONText.pretty(page) : QueueWords(terminal).audit(page))
            return ToolExit.done
        }
    }

    private func show(_ status: QueueStatus) -> Int32 {
        terminal.print(isJSON ? JSONText.pretty(status) : QueueWords(terminal).status(status))
        return status.light == .red ? ToolExit.problem : ToolExit.done
    }

    func claimID(_ text: String) async throws -> String {
        if let id = ClaimID(text) { return id.text }
        if let number = ClaimNumber(text) {
            let route = "/v1/supervisor/claims?filter=all&after=\(number.sequence - 1)&limit=1"
            let page = try await client.get(route, as: QueuePage.self)
            if let claim = page.claims.first, claim.claimNumber == number.text { return claim.claimId }
        }
        throw KioskError(
            .claimUnknown,
            "this kiosk has no such claim",
            remedy: "take the claim's number from kioskctl queue list"
        )
    }

    struct NoBody: Encodable {}
}
