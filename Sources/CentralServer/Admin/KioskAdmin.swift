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
            },
            AdminRoute(.get, "/v1/kiosks/{kioskId}/keys") { _, context in
                try Response.json(try await keys(of: context.parameters.get("kioskId") ?? ""))
            },
        ]
    }

    /// By which the kiosk's exported chains are verified, also after it was revoked. Throws `kiosk.unknown`.
    private func keys(of name: String) async throws -> KioskKeys {
        let keys: [KnownKey] =
            if let kiosk = KioskID(name) { try await register.publicKeys(of: kiosk) } else { [] }
        guard !keys.isEmpty else {
            throw KioskError(
                .kioskUnknown,
                "No kiosk of this name was ever enrolled here.",
                remedy: "kiosk-central kiosks lists those that are known; names are like DQ01."
            )
        }
        return KioskKeys(
            kioskId: name,
            keys: keys.map {
                KioskKeys.Key(
                    publicKey: $0.publicKey,
                    since: $0.since.description,
                    revokedAt: $0.revokedAt?.description
                )
            }
        )
    }
}
