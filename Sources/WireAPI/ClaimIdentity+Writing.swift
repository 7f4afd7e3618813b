// As `ClaimDocument+Writing.swift`.

extension ClaimIdentity: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("applicant", applicant)
            $0.add("agent", agent)
            $0.add("plate", plate)
            $0.add("serials", serials)
            $0.add("certificate", certificate)
            $0.add("overrideReasons", overrideReasons)
        }.node
    }
}

extension ClaimIdentity.Person: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("name", name)
            $0.add("idNumber", idNumber)
        }.node
    }
}

extension ClaimIdentity.Certificate: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("issuer", issuer)
            $0.add("number", number)
            $0.add("signatory", signatory)
        }.node
    }
}

extension ClaimPayee: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("bankCard", bankCard)
            $0.add("holder", holder)
        }.node
    }
}
