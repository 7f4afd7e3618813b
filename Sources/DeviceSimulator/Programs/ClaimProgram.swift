package import AsyncHTTPClient
import Claims
import NIOCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What `kiosk-sim claim` does after its options are read.
package enum ClaimProgram {
    /// For the client of a walk: a server that is not there is an error at once, and a stream of events may be quiet.
    package static var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: nil)
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// Drives one claim to acceptance and returns its report as one JSON object. Throws as `ClaimWalk.run`.
    ///
    /// - Parameters:
    ///   - counter: address of the kiosk's local API.
    ///   - idCard: path of the ID-card reader's control socket.
    ///   - scanner: path of the scanner's control socket.
    package static func run(counter: String, idCard: String, scanner: String, plan: ClaimPlan) async throws -> String {
        let report = try await HTTPClient.withHTTPClient(configuration: clientConfiguration) { client in
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
