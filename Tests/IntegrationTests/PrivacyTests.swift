import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// What a card holds beside name, number and validity is nowhere after the reader's driver.
@Suite(.serialized) struct PrivacyTests {
    @Test func `address, ethnicity and photo of a card are in no store, log, answer or message`() async throws {
        try await KioskRig.with { rig in
            try await rig.withCentral { central, address in
                try await rig.withDevices {
                    try await rig.withKiosk(central: address) { kiosk, counter in
                        try await counter.begin()
                        let claim = try await counter.record(plate: "拉萨A00103") { try await rig.tap("owner-3") }
                        try await counter.snapshot("accepted") { $0.session.claim?.status == "accepted" }
                        var places: [String: Data] = [
                            "kioskd's log": Data(kiosk.log.text.utf8),
                            "the central's log": Data(central.log.text.utf8),
                            "GET /v1/session": try await counter.send("GET", "/v1/session").body,
                            "GET /v1/claims": try await counter.send("GET", "/v1/claims").body,
                            "GET /v1/claims/id": try await counter.send("GET", "/v1/claims/\(claim.claimId)").body,
                        ]
                        for folder in [rig.kioskStore, rig.centralStore] {
                            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                                let path = "\(folder)/\(name)"
                                places[path] = try Data(contentsOf: URL(fileURLWithPath: path))
                            }
                        }
                        // The stores hold the documents as they went over the wire: the check must see them.
                        let name = Data("次仁·试样".utf8)
                        #expect(places[rig.kioskStore + "/kiosk.sqlite-wal"]?.range(of: name) != nil)
                        for (place, bytes) in places {
                            for (what, secret) in Self.secrets {
                                #expect(bytes.range(of: secret) == nil, "\(what) is in \(place)")
                            }
                        }
                        // Logs name nobody at all.
                        for place in ["kioskd's log", "the central's log"] {
                            for secret in ["次仁", "990001200002290032", testBankCard] {
                                #expect(places[place]?.range(of: Data(secret.utf8)) == nil, "\(secret) in \(place)")
                            }
                        }
                    }
                }
            }
        }
    }

    /// What the simulated card of `owner-3` holds and nobody may keep, in the encodings it could be kept in.
    private static let secrets: [(String, Data)] = {
        var secrets: [(String, Data)] = []
        for text in ["测试自治区", "样本乡3组", "测试县公安局", "20210607"] {
            secrets.append((text, Data(text.utf8)))
            if let wide = text.data(using: .utf16LittleEndian) { secrets.append(("\(text) in UTF-16", wide)) }
        }
        let photo: [UInt8] = [0x57, 0x4C, 0x66, 0x00, 0x7E, 0x00, 0x32, 0x00]
        secrets.append(("the photo's head", Data(photo)))
        secrets.append(("the photo's head in base 64", Data(Data(photo.prefix(6)).base64EncodedData())))
        secrets.append(("an ethnicity field", Data("ethnicity".utf8)))
        secrets.append(("an address field", Data("\"address\"".utf8)))
        return secrets
    }()
}
