import Claims

/// The JSON of a certificate's facts; each object refuses keys that it does not know.
struct CertificateDocument: Decodable {
    struct Owner: Decodable {
        let name: String
        let idTail: String

        enum CodingKeys: String, CodingKey, CaseIterable { case name, idTail }

        init(from decoder: any Decoder) throws {
            let container = try decoder.strictContainer(CodingKeys.self)
            name = try container.decode(String.self, forKey: .name)
            idTail = try container.decode(String.self, forKey: .idTail)
        }
    }

    struct Serial: Decodable {
        let state: String
        let text: String?

        enum CodingKeys: String, CodingKey, CaseIterable { case state, text }

        init(from decoder: any Decoder) throws {
            let container = try decoder.strictContainer(CodingKeys.self)
            state = try container.decode(String.self, forKey: .state)
            text = try container.decodeIfPresent(String.self, forKey: .text)
        }

        var value: PartSerial? {
            switch (state, text) {
            case ("read", let text?): PartSerial.read(checking: text)
            case ("illegible", nil): .illegible
            case ("ground-off", nil): .groundOff
            case ("none", nil): PartSerial.none
            default: nil
            }
        }
    }

    struct Place: Decodable {
        let id: String
        let title: [String: String]

        enum CodingKeys: String, CodingKey, CaseIterable { case id, title }

        init(from decoder: any Decoder) throws {
            let container = try decoder.strictContainer(CodingKeys.self)
            id = try container.decode(String.self, forKey: .id)
            title = try container.decode([String: String].self, forKey: .title)
        }
    }

    struct Deregistration: Decodable {
        let mark: String
        let on: String

        enum CodingKeys: String, CodingKey, CaseIterable { case mark, on }

        init(from decoder: any Decoder) throws {
            let container = try decoder.strictContainer(CodingKeys.self)
            mark = try container.decode(String.self, forKey: .mark)
            on = try container.decode(String.self, forKey: .on)
        }
    }

    struct Programme: Decodable {
        let title: [String: String]
        let version: String
        let hotline: String

        enum CodingKeys: String, CodingKey, CaseIterable { case title, version, hotline }

        init(from decoder: any Decoder) throws {
            let container = try decoder.strictContainer(CodingKeys.self)
            title = try container.decode([String: String].self, forKey: .title)
            version = try container.decode(String.self, forKey: .version)
            hotline = try container.decode(String.self, forKey: .hotline)
        }
    }

    let number: String
    let claim: String
    let owner: Owner
    let plate: String?
    let frame: Serial
    let motor: Serial
    let batteries: [Serial]
    let receivedOn: String
    let point: Place
    let company: String
    let parts: [String: String]
    let destroyedOn: String?
    let deregistration: Deregistration?
    let issuedOn: String
    let expiresOn: String
    let programme: Programme
    let rehearsal: Bool
    let reprint: Bool

    enum CodingKeys: String, CodingKey, CaseIterable {
        case number, claim, owner, plate, frame, motor, batteries, receivedOn, point, company, parts, destroyedOn
        case deregistration, issuedOn, expiresOn, programme, rehearsal, reprint
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(CodingKeys.self)
        number = try container.decode(String.self, forKey: .number)
        claim = try container.decode(String.self, forKey: .claim)
        owner = try container.decode(Owner.self, forKey: .owner)
        plate = try container.decodeIfPresent(String.self, forKey: .plate)
        frame = try container.decode(Serial.self, forKey: .frame)
        motor = try container.decode(Serial.self, forKey: .motor)
        batteries = try container.decode([Serial].self, forKey: .batteries)
        receivedOn = try container.decode(String.self, forKey: .receivedOn)
        point = try container.decode(Place.self, forKey: .point)
        company = try container.decode(String.self, forKey: .company)
        parts = try container.decode([String: String].self, forKey: .parts)
        destroyedOn = try container.decodeIfPresent(String.self, forKey: .destroyedOn)
        deregistration = try container.decodeIfPresent(Deregistration.self, forKey: .deregistration)
        issuedOn = try container.decode(String.self, forKey: .issuedOn)
        expiresOn = try container.decode(String.self, forKey: .expiresOn)
        programme = try container.decode(Programme.self, forKey: .programme)
        // Never assumed: a real certificate says that it is real.
        rehearsal = try container.decode(Bool.self, forKey: .rehearsal)
        reprint = try container.decodeIfPresent(Bool.self, forKey: .reprint) ?? false
    }
}

extension Decoder {
    /// Throws for a key that is not one of `Key`.
    fileprivate func strictContainer<Key: CodingKey & CaseIterable>(
        _: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        let known = Set(Key.allCases.map(\.stringValue))
        let written = try container(keyedBy: WrittenKey.self).allKeys
        if let unknown = written.map(\.stringValue).sorted().first(where: { !known.contains($0) }) {
            let path = codingPath + [WrittenKey(stringValue: String(unknown.prefix(40)))]
            throw DecodingError.dataCorrupted(.init(codingPath: path, debugDescription: "unknown key"))
        }
        return try container(keyedBy: Key.self)
    }
}

private struct WrittenKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
}
