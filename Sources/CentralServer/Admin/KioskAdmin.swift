package import ClaimRegister
import Claims
import HTTPSupport
import Hummingbird
import WireAPI

/// What the operator sees of the kiosks.
package struct KioskAdmin: Sendable {
    private let register: any KioskRegister & ClaimRegisterStore

    package init(register: any KioskRegister & ClaimRegisterStore) { self.register = register }

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
            AdminRoute(.get, "/v1/kiosks/{kioskId}/account") { request, context in
                guard let kiosk = KioskID(context.parameters.get("kioskId") ?? "") else { throw KioskError.notAKiosk() }
                guard let end = Int64(request.uri.queryParameters.get("upTo") ?? ""), end >= 0 else {
                    throw KioskError.badQuery("upTo must be a number from 0", interface: "central-admin")
                }
                return try Response.json(try await account(of: kiosk, upTo: end))
            },
        ]
    }

    /// What a kiosk's proof that it was wiped is compared with.
    private func account(of kiosk: KioskID, upTo end: Int64) async throws -> KioskAccount {
        let state = try await register.kioskState(kiosk, limit: KioskAccount.listed)
        let beyond = state.highest < end ? Array((state.highest + 1...end).prefix(KioskAccount.listed)) : []
        let ended = try await register.conclusions(of: kiosk, upTo: end)
        return KioskAccount(
            kioskId: kiosk.text,
            upTo: end,
            highest: state.highest,
            missing: Array((state.missing.filter { $0 <= end } + beyond).prefix(KioskAccount.listed)),
            broken: state.broken.filter { $0 <= end },
            hash: try await hash(of: end, kiosk),
            paid: ended[.paid] ?? 0,
            refused: ended[.refused] ?? 0,
            withdrawn: ended[.withdrawn] ?? 0
        )
    }

    private func hash(of number: Int64, _ kiosk: KioskID) async throws -> String? {
        guard number > 0 else { return ChainMark.genesis.hash }
        let there = try await register.stretch(of: kiosk, after: number - 1, limit: 1)
        return there.links.first { $0.answer.number.sequence == number }?.hash
            ?? there.accounted.first { $0.sequence == number }?.hash
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
