// A backlog is answered by the thousand, at either end.

private typealias Misfit = NodeMembers.Misfit

extension ClaimAnswer: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("claimId", claimId)
            $0.add("claimNumber", claimNumber)
            $0.add("status", status.rawValue)
            $0.add("receivedAt", receivedAt)
            $0.add("reason", reason)
        }.node
    }

    /// Nil for anything else.
    init?(reading node: JSONNode) {
        guard let answer = try? Self(NodeMembers(node)) else { return nil }
        self = answer
    }

    private init(_ members: NodeMembers) throws(Misfit) {
        guard let status = Status(rawValue: try members.text("status")) else { throw Misfit() }
        self.init(
            claimId: try members.text("claimId"),
            claimNumber: try members.text("claimNumber"),
            status: status,
            receivedAt: try members.text("receivedAt"),
            reason: try members.objectIfPresent("reason", Reason.init)
        )
    }
}

extension ClaimAnswer.Reason: NodeWritable {
    var node: JSONNode {
        NodeBuilder {
            $0.add("code", code)
            $0.add("otherClaim", otherClaim)
            $0.add("part", part)
        }.node
    }

    fileprivate init(_ members: NodeMembers) throws(Misfit) {
        self.init(
            code: try members.text("code"),
            otherClaim: try members.textIfPresent("otherClaim"),
            part: try members.textIfPresent("part")
        )
    }
}
