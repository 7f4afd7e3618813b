import Claims

extension CertificateDocument {
    /// Nil when a field cannot have its type; contradictions between fields are problems of `check` alone.
    func certificate(_ check: inout FieldCheck) -> ScrappingCertificate? {
        let number = check.need(CertificateNumber(number), "number needs 1–32 of 0-9, A-Z and hyphen")
        let claim = check.need(ClaimNumber(claim), "claim is no claim number, or its check character is wrong")
        let tail = check.need(IDTail(owner.idTail), "owner.idTail needs the last four characters of the number")
        let plate = plate.flatMap { check.need(Plate($0), "plate is no plate") }
        let frame = check.need(frame.value, "frame is no serial")
        let motor = check.need(motor.value, "motor is no serial")
        let batteries = batteries.compactMap(\.value)
        check.need(
            (1...24).contains(self.batteries.count) && batteries.count == self.batteries.count,
            "batteries needs 1–24 serials"
        )
        let point = check.need(
            PaperPlace(id: point.id, title: point.title),
            "point.id needs 1–40 of a-z, 0-9 and hyphen"
        )
        check.text(owner.name, upTo: 80, "owner.name")
        check.text(company, upTo: 80, "company")
        check.text(programme.version, upTo: 40, "programme.version")
        check.text(programme.hotline, upTo: 40, "programme.hotline")
        for (field, titles) in [("point", self.point.title), ("programme", programme.title)] {
            check.need((1...8).contains(titles.count), "\(field).title needs a text for each language")
            for (language, title) in titles.sorted(by: { $0.key < $1.key }) {
                check.text(title, upTo: 120, "\(field).title.\(language.prefix(10))")
            }
        }
        let dates = dates(&check)
        guard let number, let claim, let tail, let frame, let motor, let point, let dates else { return nil }
        return ScrappingCertificate(
            number: number,
            claim: claim,
            ownerName: owner.name,
            idTail: tail,
            plate: plate.map { PaperPlate($0) },
            frame: frame,
            motor: motor,
            batteries: batteries,
            receivedOn: dates.received,
            point: point,
            company: company,
            parts: conditions(&check),
            destroyedOn: dates.destroyed,
            deregistration: dates.deregistration,
            issuedOn: dates.issued,
            expiresOn: dates.expires,
            programme: PaperProgramme(
                title: programme.title,
                version: programme.version,
                hotline: programme.hotline
            ),
            isRehearsal: rehearsal,
            isReprint: reprint
        )
    }

    private func conditions(_ check: inout FieldCheck) -> [Part: PartFinding.Condition] {
        var conditions: [Part: PartFinding.Condition] = [:]
        for part in Part.allCases {
            let condition = parts[part.rawValue].flatMap(PartFinding.Condition.init(rawValue:))
            conditions[part] = check.need(condition, "parts.\(part.rawValue) is present, missing or wrong")
        }
        check.need(parts.count == Part.allCases.count, "parts names battery, motor and frame only")
        return conditions
    }

    private struct Dates {
        let received: CivilDate
        let issued: CivilDate
        let expires: CivilDate
        let destroyed: CivilDate?
        let deregistration: ScrappingCertificate.Deregistration?
    }

    private func dates(_ check: inout FieldCheck) -> Dates? {
        func date(_ text: String, _ field: String) -> CivilDate? {
            check.need(CivilDate(text), "\(field) is no date YYYY-MM-DD")
        }
        let received = date(receivedOn, "receivedOn")
        let issued = date(issuedOn, "issuedOn")
        let expires = date(expiresOn, "expiresOn")
        let destroyed = destroyedOn.flatMap { date($0, "destroyedOn") }
        var police: ScrappingCertificate.Deregistration?
        if let deregistration {
            check.text(deregistration.mark, upTo: 40, "deregistration.mark")
            police = date(deregistration.on, "deregistration.on").map { .init(mark: deregistration.mark, on: $0) }
        }
        guard let received, let issued, let expires else { return nil }
        check.need(received <= issued, "issuedOn lies before receivedOn")
        check.need(issued <= expires, "expiresOn lies before issuedOn")
        check.need(received.year >= 1970 && expires.year <= 2148, "dates lie between 1970 and 2148")
        if let destroyed {
            check.need(received <= destroyed && destroyed <= issued, "destroyedOn is between receivedOn and issuedOn")
        }
        if let police {
            let isBetween = received <= police.on && police.on <= issued
            check.need(isBetween, "deregistration.on is between receivedOn and issuedOn")
        }
        return Dates(
            received: received,
            issued: issued,
            expires: expires,
            destroyed: destroyed,
            deregistration: police
        )
    }
}
