package import ClaimRegister
import Claims
import HTTPSupport
import Hummingbird
import WireAPI

/// What the operator sees of the kiosks.
package struct KioskAdmin: Sendable {
    private let register: any KioskRegister

    package init(register: any KioskRegister) { self.register = register }

    package var routes: [AdminRoute] {
        [
            AdminRoute(.get, "/v1/kiosks") { _, _ in
                let kiosks = try await register.kiosks()
                return try Response.json(
                    KioskList(
                        kiosks: kiosks.map {
                            KioskEntry(
                                kioskId: $0.kiosk.text,
                                claims: $0.count,
                                highest: $0.highest,
                                certificateEnds: $0.certificateEnds?.description,
                                revokedAt: $0.revokedAt?.description
                            )
                        }
                    )
                )
            }
        ]
    }
}
