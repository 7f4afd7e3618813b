package import Claims

/// One line of the answer of `POST /v1/claims`, for the line of the request at the same place.
///
/// The request's body is `application/x-ndjson`: a claim a line, each as `PUT /v1/claims/{claimId}` takes it. The answer
/// is signed as a whole, as `answers`.
package enum BatchAnswer: Equatable, Sendable {
    /// Lines of one request, bytes of all of them, and bytes of one.
    package static let maximum = (lines: 1_000, bytes: 4 << 20, line: 256 * 1_024)
    package static let contentType = "application/x-ndjson"

    case answer(ClaimAnswer)
    /// The claim was not taken; nothing was changed. The id is nil where the line has none that can be read.
    case refusal(claimId: String?, ErrorBody.Detail)

    private struct Refusal: Codable {
        var claimId: String?
        var error: ErrorBody.Detail
    }

    /// Nil for anything else.
    package init?(_ line: some Collection<UInt8>) {
        guard let node = try? JSONNode(parsing: Array(line)) else { return nil }
        if let answer = ClaimAnswer(reading: node) {
            self = .answer(answer)
        } else if let refusal = try? node.decoded(Refusal.self), !refusal.error.code.isEmpty {
            self = .refusal(claimId: refusal.claimId, refusal.error)
        } else {
            return nil
        }
    }

    /// Canonical JSON with a line feed.
    package func write(to output: inout [UInt8]) throws {
        switch self {
        case .answer(let answer): output += try CanonicalJSON.encode(answer)
        case .refusal(let id, let error): output += try CanonicalJSON.encode(Refusal(claimId: id, error: error))
        }
        output.append(UInt8(ascii: "\n"))
    }
}
