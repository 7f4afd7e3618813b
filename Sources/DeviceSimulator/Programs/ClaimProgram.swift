import AsyncHTTPClient
import Claims
import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What `kiosk-sim claim` does after its options are read.
package enum ClaimProgram {
    /// Drives one claim to acceptance and returns its report as one JSON object. Throws as `ClaimWalk.run`.
    ///
    /// - Parameters:
    ///   - counter: address of the kiosk's local API.
    ///   - idCard: path of the ID-card reader's control socket.
    ///   - scanner: path of the scanner's control socket.
    package static func run(counter: String, idCard: String, scanner: String, plan: ClaimPlan) async throws -> String {
        let configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: nil)
        )
        let report = try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            try await ClaimWalk(
                address: counter,
                hands: SimulatorHands(idCard: idCard, scanner: scanner, client: client),
                plan: plan,
                client: client
            ).run()
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}
