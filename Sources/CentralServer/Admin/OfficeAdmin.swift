import Claims
import HTTPSupport
import Hummingbird
package import Logging
import Trust
import WireAPI

/// What the operator orders of kiosks: tokens and revocation.
package struct OfficeAdmin: Sendable {
    private let office: KioskOffice
    private let logger: Logger

    package init(office: KioskOffice, logger: Logger) {
        self.office = office
        self.logger = logger
    }

    package var routes: [AdminRoute] {
        [
            AdminRoute(.post, "/v1/tokens") { request, context in
                let order = try await request.json(TokenOrder.self)
                let kiosk = try Self.kiosk(order.kioskId)
                guard KioskOffice.tokenHours.contains(order.hours) else {
                    throw KioskError(
                        .requestMalformed,
                        "a token is good for 1 to \(KioskOffice.tokenHours.upperBound) hours",
                        remedy: "give a number in that range"
                    )
                }
                let (token, ends) = try await office.token(for: kiosk, hours: order.hours)
                logger.notice("token made", metadata: ["kiosk": "\(kiosk)", "user": "\(context.user)"])
                return try Response.json(
                    TokenAnswer(kioskId: kiosk.text, token: token.text, expiresAt: ends.description)
                )
            },
            AdminRoute(.post, "/v1/kiosks/{kioskId}/revoke") { _, context in
                let kiosk = try Self.kiosk(context.parameters.get("kioskId") ?? "")
                try await office.revoke(kiosk)
                logger.notice("kiosk revoked", metadata: ["kiosk": "\(kiosk)", "user": "\(context.user)"])
                return try Response.json(RevokedKiosk(kioskId: kiosk.text))
            },
        ]
    }

    private static func kiosk(_ text: String) throws(KioskError) -> KioskID {
        guard let kiosk = KioskID(text) else { throw KioskError.notAKiosk() }
        return kiosk
    }
}
