// A document is written while a person waits at the counter. JSONEncoder, whose output has to be read and sorted
// afterwards, takes many times as long.

extension ClaimDocument: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("contentVersion", contentVersion)
            $0.add("claimId", claimId)
            $0.add("claimNumber", claimNumber)
            $0.add("kioskId", kioskId)
            $0.add("point", point)
            $0.add("rehearsal", rehearsal)
            $0.add("recordedAt", recordedAt)
            $0.add("clock", clock)
            $0.add("amends", amends)
            $0.add("amended", amended)
            $0.add("programme", programme)
            $0.add("programmeVersion", programmeVersion)
            $0.add("consent", consent)
            $0.add("applicant", applicant)
            $0.add("relation", relation)
            $0.add("agent", agent)
            $0.add("vehicle", vehicle)
            $0.add("certificate", certificate)
            $0.add("parts", parts)
            $0.add("payee", payee)
            $0.add("verdict", verdict)
            $0.add("warnings", warnings)
            $0.add("overrides", overrides)
            $0.add("keys", keys)
            $0.add("chain", chain)
            $0.add("sealed", sealed)
        }.node
    }
}

extension ClaimDocument.Person: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("cardKind", cardKind)
            $0.add("cardValidUntil", cardValidUntil)
            $0.add("maskedName", maskedName)
            $0.add("maskedNumber", maskedNumber)
        }.node
    }
}

extension ClaimDocument.Consent: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("noticeVersion", noticeVersion)
            $0.add("method", method)
            $0.add("at", at)
            $0.add("campaign", campaign)
        }.node
    }
}

extension ClaimDocument.Clock: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("trust", trust.rawValue)
            $0.add("boot", boot)
            $0.add("uptimeMilliseconds", uptimeMilliseconds)
            $0.add("lastTrustedAt", lastTrustedAt)
        }.node
    }
}

extension ClaimDocument.Vehicle: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("maskedPlate", maskedPlate)
            $0.add("registration", registration)
            $0.add("plateKind", plateKind)
            $0.add("registeredOn", registeredOn)
            $0.add("ownerIsApplicant", ownerIsApplicant)
            $0.add("ownerIsCompany", ownerIsCompany)
            $0.add("recordVolts", recordVolts)
            $0.add("model", model)
            $0.add("registryVersion", registryVersion)
            $0.add("registryAge", registryAge)
            $0.add("kilometres", kilometres)
            $0.add("condition", condition)
        }.node
    }
}

extension ClaimDocument.Certificate: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("issuerKind", issuerKind)
            $0.add("issuedOn", issuedOn)
            $0.add("photo", photo)
        }.node
    }
}

extension ClaimDocument.Part: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("condition", condition)
            $0.add("serialState", serialState)
            $0.add("label", label)
            $0.add("labelVolts", labelVolts)
            $0.add("meterMillivolts", meterMillivolts)
            $0.add("blocks", blocks)
            $0.add("contradictsRecord", contradictsRecord)
            $0.add("seenIn", seenIn)
        }.node
    }
}

extension ClaimDocument.Payee: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("maskedCard", maskedCard)
            $0.add("luhnValid", luhnValid)
        }.node
    }
}

extension ClaimDocument.Verdict: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("kind", kind)
            $0.add("amountFen", amountFen)
            $0.add("reason", reason)
            $0.add("rule", rule)
            $0.add("facts", facts)
            $0.add("versions", versions)
            $0.add("provisional", provisional)
        }.node
    }
}

extension ClaimDocument.Override: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("subject", subject)
            $0.add("supervisor", supervisor)
        }.node
    }
}

extension ClaimDocument.Keys: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("person", person)
            $0.add("vehicle", vehicle)
            $0.add("pair", pair)
            $0.add("parts", parts)
            $0.add("card", card)
        }.node
    }
}

extension ClaimDocument.ChainLink: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("sequence", sequence)
            $0.add("previous", previous)
        }.node
    }
}

extension ClaimDocument.Amended: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("sequence", sequence)
            $0.add("previous", previous)
            $0.add("hash", hash)
            $0.add("firstRecordedAt", firstRecordedAt)
            $0.add("recordedAt", recordedAt)
            $0.add("earlier", earlier)
        }.node
    }
}

extension ClaimDocument.Earlier: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("claimId", claimId)
            $0.add("sequence", sequence)
            $0.add("previous", previous)
            $0.add("hash", hash)
            $0.add("recordedAt", recordedAt)
        }.node
    }
}

extension ClaimDocument.Box: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("key", key)
            $0.add("box", box)
        }.node
    }
}

extension ClaimDocument.Sealed: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("identity", identity)
            $0.add("payee", payee)
            $0.add("context", context)
            $0.add("corrections", corrections)
            $0.add("formerPayee", formerPayee)
        }.node
    }
}
