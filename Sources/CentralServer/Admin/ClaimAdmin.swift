package import ClaimRegister
package import Claims
import HTTPSupport
import Hummingbird
package import Logging
import WireAPI

/// What the operator sees of claims, and says of single ones.
package struct ClaimAdmin: Sendable {
    private let desk: ClaimDesk
    private let logger: Logger

    package init(
        register: any ClaimRegisterStore,
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        desk = ClaimDesk(register: register, now: now)
        self.logger = logger
    }

    package var routes: [AdminRoute] {
        [
            AdminRoute(.get, "/v1/claims") { request, _ in
                let parameters = request.uri.queryParameters
                let wanted = parameters.get("status")
                let standing = wanted.flatMap { ClaimStanding(rawValue: $0) }
                guard wanted == nil || standing != nil else {
                    let known = ClaimStanding.allCases.map(\.rawValue).joined(separator: ", ")
                    throw KioskError.badQuery("status must be one of \(known)")
                }
                return try Response.json(try await desk.list(try ListQuery(parameters), standing: standing))
            },
            AdminRoute(.get, "/v1/claims/{claimId}") { _, context in
                try Response.json(try await desk.sheet(of: context.parameters.get("claimId") ?? ""))
            },
            AdminRoute(.post, "/v1/claims/{claimId}/return") { request, context in
                let order = try await request.json(ClaimReturn.self)
                let answer = try await desk.sendBack(context.parameters.get("claimId") ?? "", order)
                logger.notice(
                    "claim sent back",
                    metadata: [
                        "claim": "\(answer.claimNumber)", "reason": "\(order.reason)", "user": "\(context.user)",
                    ]
                )
                return try Response.json(answer)
            },
        ]
    }
}
