package import Claims

extension EligibilityFacts {
    /// A grown-up of the unassigned region 990001: of who it is, the rules look at nothing but the age.
    private static let standIn = "990001197001010014"

    /// The facts of a document whose boxes nobody here can open: what is sealed decides nothing, save that a minor's
    /// claim says so in its verdict. Serials that were read are there, but not what they say.
    package init(masked document: ClaimDocument) throws(OpenClaim.FieldFault) {
        let person = ClaimIdentity.Person(name: "*", idNumber: Self.standIn)
        let serials = document.parts.filter { $0.value.serialState == "read" }.mapValues { _ in "*" }
        let identity = ClaimIdentity(
            applicant: person,
            agent: document.agent.map { _ in person },
            plate: nil,
            serials: serials,
            certificate: document.certificate.map { _ in
                ClaimIdentity.Certificate(issuer: "*", number: "*", signatory: nil)
            },
            overrideReasons: document.overrides.map { _ in "*" }
        )
        guard let claim = OpenClaim(document, identity) else { throw OpenClaim.FieldFault("sealed") }
        try self.init(claim)
        applicantIsMinor = document.verdict.reason == Reason.Code.ownerMinor.rawValue
    }
}
