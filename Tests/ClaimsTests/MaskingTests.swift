import Claims
import Testing

/// The table of programme.md §10.
struct MaskingTests {
    static let number = "990001199001010013"
    static let card = "6299990000012343"

    @Test(
        arguments: [
            (Masking.Viewer.siteStaff, "**************0013"), (.receipt, "**************0013"),
            (.approver, "**************0013"), (.payoutFile, nil), (.publicList, nil),
        ] as [(Masking.Viewer, String?)]
    )
    func `an identity number shows its last four, and in lists and payments nothing`(
        viewer: Masking.Viewer,
        shown: String?
    ) throws {
        let number = try #require(IdentityNumber(Self.number))
        #expect(Masking.identityNumber(number, for: viewer) == shown)
        let mayAsk = [.approver, .payoutFile].contains(viewer)
        #expect(Masking.identityNumber(number, for: viewer, onDemand: true) == (mayAsk ? Self.number : shown))
    }

    @Test(
        arguments: [
            (Masking.Viewer.siteStaff, "************2343"), (.receipt, "************2343"),
            (.approver, "************2343"), (.payoutFile, card), (.publicList, nil),
        ] as [(Masking.Viewer, String?)]
    )
    func `a bank card is whole in the payout file only`(viewer: Masking.Viewer, shown: String?) throws {
        #expect(Masking.bankCard(try #require(BankCardNumber(Self.card)), for: viewer) == shown)
    }

    @Test(
        arguments: [
            (Masking.Viewer.siteStaff, "张*"), (.receipt, "张*"), (.approver, "张演示"), (.payoutFile, "张演示"),
            (.publicList, "张*"),
        ]
    )
    func `a name is whole for approvers and the bank only`(
        viewer: Masking.Viewer,
        shown: String
    ) throws {
        #expect(Masking.name(try PersonName("张演示"), for: viewer) == shown)
    }

    @Test(
        arguments: [
            (Masking.Viewer.siteStaff, "拉萨****01"), (.receipt, "拉萨****01"), (.approver, "拉萨A00101"),
            (.payoutFile, nil), (.publicList, "拉萨****01"),
        ] as [(Masking.Viewer, String?)]
    )
    func `a plate is whole for approvers only`(viewer: Masking.Viewer, shown: String?) throws {
        #expect(Masking.plate(try #require(Plate("拉萨·A00101")), for: viewer) == shown)
    }
}
