import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore

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
                let answers = try await bundles.answers(to: request.body)
                // Its claims are stored while the answers are read.
                logger.notice("bundle verified", metadata: ["user": "\(context.user)"])
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
}
