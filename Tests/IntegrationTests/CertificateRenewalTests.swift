import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// A certificate that ends while the kiosk works.
@Suite(.serialized, .timeLimit(.minutes(10))) struct CertificateRenewalTests {
    @Test func `a running kiosk renews its certificate and loses no request, beyond the end of the first`() async throws
    {
        try await KioskRig.with { rig in
            // The shortest life that the settings know: a minute, renewed after 40 s.
            let tls = try await rig.makeAuthority("kioskMinutes: 1")
            let port = try await rig.enrolled(tls)
            let began = ContinuousClock.now
            try await rig.withCentral(port: port, tls: tls) { central, address in
                try await rig.withDevices {
                    let changes = rig.enrolledChanges(address)
                    try await rig.withKiosk(central: address, changes: changes) { kiosk, counter in
                        var claims = 0
                        // Until the first certificate is over and the second one too is in its last third.
                        for (plate, person) in [("拉萨A00101", "owner-1"), ("拉萨A00102", "owner-2")] {
                            try await counter.claim(plate, by: person, rig)
                            claims += 1
                            try await kiosk.log.line(holding: "certificate renewed", claims, within: .seconds(90))
                        }
                        #expect(ContinuousClock.now - began > .seconds(60))
                        try await counter.claim("拉萨A00103", by: "owner-3", rig)
                        let status = try await rig.queue("everything") { $0.accepted == 3 && $0.confirmedUpTo == 3 }
                        #expect(status.lastProblem == nil)
                        for problem in ["nothing is heard", "unreachable", "was not renewed", "trust.certificate"] {
                            #expect(!kiosk.log.text.contains(problem), "\(kiosk.log.text)")
                        }
                        #expect(!central.log.text.contains("request refused"), "\(central.log.text)")
                        // One process, one start.
                        #expect(kiosk.log.lines.count { $0.contains("address=") } == 1)
                    }
                }
            }
        }
    }
}
