package import HTTPTypes

/// Every route that is served, as `docs/openapi/queue.yaml` writes it.
package enum QueueRoute: String, CaseIterable, Sendable {
    case status
    case claims
    case retry
    case pause
    case resume
    case amend
    case settleLoss
    case daySlip
    case printDaySlip
    case audit
    case exportQueue
    case importAnswer
    case exportChain
    case backup
    case endProgramme

    package var path: String {
        switch self {
        case .status: "/v1/supervisor/queue"
        case .claims: "/v1/supervisor/claims"
        case .retry: "/v1/supervisor/queue/retry"
        case .pause: "/v1/supervisor/queue/pause"
        case .resume: "/v1/supervisor/queue/resume"
        case .amend: "/v1/supervisor/claims/{claimId}/amendment"
        case .settleLoss: "/v1/supervisor/claims/{claimId}/loss"
        case .daySlip: "/v1/supervisor/days/{date}"
        case .printDaySlip: "/v1/supervisor/days/{date}/print"
        case .audit: "/v1/supervisor/audit"
        case .exportQueue: "/v1/supervisor/queue/export"
        case .importAnswer: "/v1/supervisor/queue/answer"
        case .exportChain: "/v1/supervisor/chain/export"
        case .backup: "/v1/supervisor/backup"
        case .endProgramme: "/v1/supervisor/programme/end"
        }
    }

    package var method: HTTPRequest.Method {
        switch self {
        case .status, .claims, .daySlip, .audit: .get
        // Exports are written into the audit log: they are no mere looking.
        case .retry, .pause, .resume, .amend, .settleLoss, .printDaySlip, .exportQueue, .importAnswer, .exportChain,
            .backup,
            .endProgramme:
            .post
        }
    }

    package var right: QueueRight {
        method == .get ? .look : .act
    }
}
