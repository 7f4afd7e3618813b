import Claims
import Trust

extension KioskTool {
    package static let usualDigestKey = "/etc/recycling-kiosk/digest.key"

    /// Needs no daemon. Run as root, or as the daemon's user where that may write the digest key's file.
    package func enrol(settings file: String, central: String?, token: String, digestKeyFile: String) async -> Int32 {
        do {
            let enrolment = try Enrolment(settings: file, central: central, token: token, digestKeyFile: digestKeyFile)
            let certificate = try await enrolment.run()
            if isJSON {
                terminal.print(
                    JSONText.pretty(Enrolled(kiosk: certificate.kiosk.text, certificateEnds: "\(certificate.ends)"))
                )
            } else {
                terminal.print("\(certificate.kiosk) is enrolled; its certificate is good until \(certificate.ends).")
                terminal.note("Restart the daemon: systemctl restart kioskd")
            }
            return ToolExit.done
        } catch {
            return ToolExit.report(error, json: isJSON, on: terminal)
        }
    }

    private struct Enrolled: Encodable {
        var kiosk: String
        var certificateEnds: String
    }
}
