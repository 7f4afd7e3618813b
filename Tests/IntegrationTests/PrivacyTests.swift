import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// What a card holds beside name, number and validity is nowhere after the reader's driver.
@Suite(.serialized) struct PrivacyTests {
    /// With everything that names people: an owner, who comes for them, a card number that a supervisor lets pass.
    @Test func `address, ethnicity and photo of a card are in no store, log, answer or message`() async throws {
        try await KioskRig.with { rig in
            let programme = try rig.changedProgramme(["agents: not-allowed": "agents: recorded"])
            try await rig.withCentral(programme: programme) { central, address in
                try await rig.withDevices {
                    try await rig.withKiosk(central: address, changes: ["programme": programme]) { kiosk, counter in
                        let claim = try await claimByAgent(rig, counter)
                        try await counter.outcome("accepted")
                        var places: [String: Data] = [
                            "kioskd's log": Data(kiosk.log.text.utf8),
                            "the central's log": Data(central.log.text.utf8),
                            "GET /v1/session": try await counter.send("GET", "/v1/session").body,
                            "GET /v1/claims": try await counter.send("GET", "/v1/claims").body,
                            "GET /v1/claims/id": try await counter.send("GET", "/v1/claims/\(claim.claimId)").body,
                        ]
                        for folder in [rig.kioskStore, rig.centralStore] {
                            for name in FileManager.default.enumerator(atPath: folder)?.allObjects ?? [] {
                                let path = "\(folder)/\(name)"
                                if let bytes = FileManager.default.contents(atPath: path) { places[path] = bytes }
                            }
                        }
                        // The stores hold the documents as they went over the wire: the check must see them.
                        let masked = Data(#""maskedName":"次*""#.utf8)
                        #expect(places[rig.kioskStore + "/kiosk.sqlite-wal"]?.range(of: masked) != nil)
                        for (place, bytes) in places {
                            for (what, secret) in Self.secrets {
                                #expect(bytes.range(of: secret) == nil, "\(what) is in \(place)")
                            }
                        }
                        // A PIN is nowhere at all.
                        for (place, bytes) in places {
                            #expect(
                                bytes.range(of: Data(KioskRig.Supervisor.pin.utf8)) == nil,
                                "the PIN is in \(place)"
                            )
                        }
                        // After the commit nobody is named anywhere.
                        for (place, bytes) in places {
                            for secret in [
                                "次仁", "990001200002290032", "王测试", "99000119900101003X", Self.doubtfulCard,
                            ] {
                                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(place)")
                            }
                        }
                    }
                }
            }
        }
    }

    /// Its last digit is wrong.
    private static let doubtfulCard = "6299990000000012349"

    private func claimByAgent(_ rig: KioskRig, _ counter: CounterClient) async throws -> SessionView.Claim {
        try await counter.begin()
        try await counter.take("POST", "agent")
        try await rig.tap("owner-3")
        try await counter.snapshot("the agent's step") { $0.session.step == "agent" }
        try await counter.show(plate: "拉萨A00103") { try await rig.tap("owner-4") }
        try await counter.judgeParts(of: "拉萨A00103")
        let card = BankCardEntry(number: Self.doubtfulCard, repeated: Self.doubtfulCard)
        for _ in 1...2 { try await counter.take("POST", "bank-card", card) }
        let wrong = OverrideEntry(supervisor: KioskRig.Supervisor.id, pin: "135791357913", reason: "seen the card")
        #expect(try await counter.send("POST", "/v1/session/override", wrong).errorCode == "session.input-invalid")
        var right = wrong
        right.pin = KioskRig.Supervisor.pin
        try await counter.take("POST", "override", right)
        return try await counter.pay()
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
