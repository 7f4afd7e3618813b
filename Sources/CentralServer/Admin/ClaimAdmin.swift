package import ClaimRegister
package import Claims
import HTTPSupport
import Hummingbird
package import Logging
import WireAPI

/// What the operator says of single claims.
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
            }
        ]
    }
}
