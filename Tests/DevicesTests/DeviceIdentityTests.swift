import Devices
import Testing

struct DeviceIdentityTests {
    @Test(arguments: [
        "serial:1eab:0c06:00:NL0001", "serial:1eab:0c06:-:NL0001", "serial:10c4:ea71:00.1:A:B",
        "serial:0403:6001:00:1-0000:00:05.0-3", "serial:05e0:1701:00:S/N:65047AA%20Rev:R01-3",
        "port:1a86:7523:pci-0000:00:14.0-usb-0:2:1.0", "model:1eab:0c06", "path:/dev/ttyS0", "path:/tmp/a%20b%25",
        "serial:1eab:0c06:00:%e6%8b%89",
    ])
    func `the text form reads back as it was written`(text: String) throws {
        #expect(try #require(DeviceIdentity(text)).description == text)
    }

    @Test(arguments: [
        "", "serial", "serial:", "serial:1eab:0c06:00:", "serial:1eab:0c06:00", "serial:1EAB:0c06:00:A",
        "port:1eab:0c06:",
        "model:1eab", "model:1eab:0c06:", "model:1eab:0c0g", "path:dev", "path:", "disk:1", "serial:1eab:0c06:00:a b",
        "serial:1eab:0c06:00:%zz", "serial:1eab:0c06:00:%4", "serial:1eab:0c06:00:%41", "serial:1eab:0c06:00:%ff",
        "serial:1eab:0c06::A", "serial:1eab:0c06:0 0:A", "path:/\(String(repeating: "a", count: 600))",
    ])
    func `anything else is refused`(text: String) {
        #expect(DeviceIdentity(text) == nil)
    }

    @Test func `any serial number survives the text form`() throws {
        var random = TestRandom(seed: 7)
        for _ in 0..<2_000 {
            let scalars = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                Unicode.Scalar(UInt32.random(in: 1..<0x2FF, using: &random)) ?? "x"
            }
            let serial = String(String.UnicodeScalarView(scalars))
            let identity = DeviceIdentity.serial(vendorID: "1eab", productID: "0c06", interface: "00", serial: serial)
            let text = identity.description
            #expect(text.utf8.allSatisfy { (0x21...0x7E).contains($0) })
            // Composed and decomposed letters are equal to Swift; the bytes must be the same.
            let back = try #require(DeviceIdentity(text))
            #expect(back == identity && back.description == text)
        }
    }

    @Test(arguments: [
        "", "0", "1", "00", "0000", "0001", "00000000", "000000001", "123456", "123456789", "1234567890", "0123456789",
        "0123456789ABCDEF", "0123456789abcdef", "aaaa", "FFFFFFFF", "??????", "12345678901234",
    ])
    func `a serial number that every device has does not name one`(serial: String) {
        #expect(Sample.tty("1eab:0c06", serial: serial, socket: 1).serialIdentity == nil)
    }

    @Test(arguments: ["NL0001", "SCAN0001", "0002", "A105GKV2", "1-0000:00:05.0-3", "20240001", "123457", "00000017"])
    func `a serial number that can name a device does`(serial: String) {
        #expect(Sample.tty("1eab:0c06", serial: serial, socket: 1).serialIdentity != nil)
    }

    @Test func `the best name is the serial number, then the socket, then the path`() {
        let named = Sample.tty("1eab:0c06", serial: "NL0001", socket: 1)
        let nameless = Sample.bridge(socket: 2)
        let all = [named, nameless, Sample.port]
        #expect(named.identity(among: all).description == "serial:1eab:0c06:00:NL0001")
        #expect(nameless.identity(among: all).description == "port:1a86:7523:pci-0000:00:14.0-usb-0:2:1.0")
        #expect(Sample.port.identity(among: all) == .path("/dev/ttyS0"))
    }

    @Test func `a serial number that two have names neither`() {
        let first = Sample.tty("1eab:0c06", serial: "NL0001", socket: 1)
        let second = Sample.tty("1eab:0c06", serial: "NL0001", socket: 2)
        #expect(first.hasTwin(among: [first, second]))
        #expect(first.identity(among: [first, second]) == first.portIdentity)
        #expect(!first.hasTwin(among: [first]))
        // The second line of one device is no twin, nor is its keyboard.
        var other = second
        other.interface = "02"
        #expect(!first.hasTwin(among: [first, other, Sample.keyboard("1eab:0c06", serial: "NL0001", socket: 1)]))
    }
}
