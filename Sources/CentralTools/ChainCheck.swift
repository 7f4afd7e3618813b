import Bundles
import Claims
import DaemonSupport
import Sealing
import WireAPI

/// `kiosk-central chain verify`: without the central and without a network.
package enum ChainCheck {
    /// The process's exit code: 1 when anything is wrong with the chain.
    package static func run(_ path: String, publicKey: String?, isJSON: Bool) -> Int32 {
        do {
            let key = try publicKey.map { (file) throws(KioskError) in try VerificationKey(fileAt: file) }
            let report = try ChainFile.verify(path, key: key)
            if isJSON {
                print(String(decoding: try CanonicalJSON.encode(report), as: UTF8.self))
            } else {
                print(report.words)
            }
            return report.isWhole ? 0 : 1
        } catch let error as KioskError {
            return Failure.report(error, program: "kiosk-central")
        } catch {
            let fault = KioskError(.internalFault, "the command failed", remedy: "Report this.", cause: error)
            return Failure.report(fault, program: "kiosk-central")
        }
    }
}
