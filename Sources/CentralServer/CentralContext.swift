import Claims
import HTTPTypes
import Hummingbird
import NIOCore
import Trust

/// A request to the central's API, with the connection it came by.
struct CentralContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// What the peer showed. Nil on the open routes, and in a rehearsal over plain HTTP on loopback.
    var certificate: KioskCertificate?

    /// The kiosk at the other end. Nil as `certificate` is.
    var kiosk: KioskID? { certificate?.kiosk }

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Throws `kiosk.not-yours` when the peer is another kiosk: each one sends and sees its own only.
    func require(_ kiosk: KioskID) throws(KioskError) {
        guard let peer = self.kiosk, peer != kiosk else { return }
        throw .notYours(kiosk, peer: peer)
    }
}

extension KioskError {
    /// `kiosk.not-yours`.
    static func notYours(_ kiosk: KioskID, peer: KioskID) -> KioskError {
        KioskError(
            .kioskNotYours,
            "The certificate is that of the kiosk \(peer), the request is about \(kiosk).",
            remedy: "Compare kiosk.id in kiosk.yaml with the kiosk that was enrolled; enrol it anew if they differ."
        )
    }
}
