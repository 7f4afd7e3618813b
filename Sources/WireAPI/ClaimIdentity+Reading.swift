private typealias Misfit = NodeMembers.Misfit

extension ClaimIdentity {
    /// As `ClaimDocument.init(reading:)`.
    package init?(reading node: JSONNode) {
        guard let identity = try? Self(NodeMembers(node)) else { return nil }
        self = identity
    }

    private init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            applicant: try members.object("applicant", Person.init),
            agent: try members.objectIfPresent("agent", Person.init),
            plate: try members.textIfPresent("plate"),
            serials: try members.textsByName("serials"),
            certificate: try members.objectIfPresent("certificate", Certificate.init),
            overrideReasons: try members.texts("overrideReasons")
        )
    }
}

extension ClaimIdentity.Person {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(name: try members.text("name"), idNumber: try members.text("idNumber"))
    }
}

extension ClaimIdentity.Certificate {
    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            issuer: try members.text("issuer"),
            number: try members.text("number"),
            signatory: try members.textIfPresent("signatory")
        )
    }
}
