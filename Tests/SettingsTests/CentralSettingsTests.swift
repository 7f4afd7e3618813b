import Claims
import Foundation
import Testing

@testable import Settings

struct CentralSettingsTests {
    @Test func `the shipped central file loads with every key it documents`() throws {
        let settings = try CentralSettings.load(shipped("config/central.yaml"))
        #expect(
            settings
                == CentralSettings(
                    mode: .production,
                    listenHost: "127.0.0.1",
                    listenPort: 8090,
                    stateDirectory: "/var/lib/recycling-kiosk-central",
                    digestKeyFile: "/run/credentials/kiosk-central.service/digest-key",
                    logLevel: .notice
                )
        )
    }

    @Test func `the central listens to nobody but this machine while it speaks plain HTTP`() throws {
        let text = try String(contentsOfFile: shipped("config/central.yaml"), encoding: .utf8)
        let folder = try TemporaryFolder()
        let file = try folder.write(text.replacing("host: 127.0.0.1", by: "host: 0.0.0.0"), to: "central.yaml")
        let error = try #require(fault { () throws(KioskError) in try CentralSettings.load(file) })
        #expect(error.code == .configPlaintext)
        #expect(error.message.contains("listen.host: found the text \"0.0.0.0\", expected a loopback host"))
    }

    @Test func `shipped central file keys that are left out are named`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("mode: production\nlisten: {host: 127.0.0.1}\n", to: "central.yaml")
        let error = try #require(fault { () throws(KioskError) in try CentralSettings.load(file) })
        #expect(
            error.message == "\(file):2:9: listen: the key \"port\" is missing, expected a whole number from 0 to 65535"
        )
    }
}
