import Claims
import HTTPSupport
import HTTPTypes
import Hummingbird
import NIOCore
import Sealing

/// Signs what goes down to kiosks, so that they need not believe a proxy, a captive portal or a stolen name.
struct AnswerSigner: Sendable {
    /// Nil only in a rehearsal without keys: then nothing is signed.
    let key: SigningKey?

    /// A JSON body with its signature. Throws `internal.fault`.
    func json(_ value: some Encodable, as kind: MessageSignature.Kind) throws -> Response {
        try sign(Response.json(value), Array(JSONMessage.encode(value).readableBytesView), as: kind)
    }

    /// The response with the signature of its body. Throws `internal.fault`.
    func sign(
        _ response: Response,
        _ body: [UInt8],
        as kind: MessageSignature.Kind
    ) throws(KioskError) -> Response {
        guard let key, let name = HTTPField.Name(MessageSignature.header) else { return response }
        var response = response
        response.headers[name] = try MessageSignature(of: kind, body, by: key).text
        return response
    }
}
