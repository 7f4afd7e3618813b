import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
import Sealing

/// What the operator carries: kiosks' bundles in and their answers out, and a kiosk's chain.
package struct CarryAdmin: Sendable {
    private let api: CentralAPI
    private let bundles: BundleIntake
    private let logger: Logger

    /// - Parameter folder: where a bundle lies while it is verified.
    package init(api: CentralAPI, folder: String, logger: Logger) {
        self.api = api
        bundles = api.bundleIntake(folder: folder)
        self.logger = logger
    }

    package var routes: [AdminRoute] {
        [
            AdminRoute(.post, "/v1/bundles") { request, context in
                let allowsEarlier = try Self.isTrue("earlierKey", request.uri.queryParameters)
                let user = context.user
                let answers = try await bundles.answers(to: request.body, allowingEarlier: allowsEarlier) {
                    note($0, $1, user)
                } refused: {
                    note($0, refusedClaim: $1, $2, user)
                }
                return .file(answers)
            },
            AdminRoute(.get, "/v1/kiosks/{kioskId}/chain-export") { _, context in
                guard let kiosk = KioskID(context.parameters.get("kioskId") ?? "") else {
                    throw KioskError.notAKiosk()
                }
                return .file(try await api.chainExport(of: kiosk))
            },
        ]
    }

    /// Before anything is stored, which happens while the answers are read. An earlier key counts by this user's word.
    private func note(_ kiosk: KioskID, _ earlier: VerificationKey?, _ user: String) {
        var metadata: Logger.Metadata = ["kiosk": "\(kiosk)", "user": "\(user)"]
        if let earlier { metadata["earlier-key"] = "\(earlier.fingerprint)" }
        logger.notice("bundle verified", metadata: metadata)
    }

    /// Such a claim may be nowhere but in the file: the message names its number.
    private func note(_ kiosk: KioskID, refusedClaim id: String?, _ error: ErrorBody.Detail, _ user: String) {
        logger.warning(
            "claim of a bundle refused",
            metadata: [
                "kiosk": "\(kiosk)", "user": "\(user)", "id": "\(id ?? "")", "code": "\(error.code)",
                "message": "\(error.message)",
            ]
        )
    }

    /// False for one that is not there.
    private static func isTrue(_ name: String, _ query: Parameters) throws(KioskError) -> Bool {
        switch query.get(name) {
        case "true": true
        case nil, "false": false
        default: throw KioskError.badQuery("\(name) must be true or false", interface: "central-admin")
        }
    }
}
