import Claims
package import Inspection
package import WireAPI

// What pages send, as events understand it. Words that the API does not know are `request.malformed`.

extension NoticeAgreement {
    func consent(at time: Timestamp) throws -> Consent {
        Consent(
            noticeVersion: noticeVersion,
            method: try word(method, "method", or: .spoken),
            at: time,
            campaign: campaign ?? false
        )
    }
}

extension RelationEntry {
    var value: Relation {
        get throws { try word(relation, "relation", or: .owner) }
    }
}

extension CertificateEntry {
    package var form: CertificateForm {
        get throws {
            CertificateForm(
                issuerKind: try word(issuerKind, "issuerKind", or: .community),
                issuer: issuer,
                number: number,
                issuedOn: issuedOn,
                signatory: signatory,
                photo: photo
            )
        }
    }
}

extension PartEntry {
    package var judgement: PartJudgement {
        get throws {
            let serial: PartJudgement.Serial
            switch serialState {
            case nil: serial = self.serial.map { .text($0) } ?? .unspecified
            case "read": serial = .text(self.serial ?? "")
            case "illegible": serial = .illegible
            case "ground-off": serial = .groundOff
            case "none": serial = .absent
            default: throw unknown("serialState", ["read", "illegible", "ground-off", "none"])
            }
            let labels = ["read", "illegible", "none"]
            if let label, !labels.contains(label) { throw unknown("label", labels) }
            return PartJudgement(
                condition: try word(condition, "condition", or: .present),
                serial: serial,
                voltage: BatteryVoltage(label: label, volts: volts, meterMillivolts: meterMillivolts, blocks: blocks)
            )
        }
    }
}

/// One of an enum's raw values; `fallback` when nothing was sent.
private func word<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String?,
    _ field: String,
    or fallback: Value
) throws -> Value {
    guard let text else { return fallback }
    guard let value = Value(rawValue: text) else { throw unknown(field, Value.allCases.map(\.rawValue)) }
    return value
}

private func unknown(_ field: String, _ known: [String]) -> KioskError {
    KioskError(
        .requestMalformed,
        "\(field) is not one of \(known.joined(separator: ", "))",
        remedy: "see the API's description in docs/openapi"
    )
}
