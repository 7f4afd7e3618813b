import Claims
import Testing
import VehicleRegistry

struct LookUpTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    // Around the number of records that one read fetches, and far beyond.
    @Test(arguments: [1, 2, 55, 56, 57, 58, 113, 600, 2_500])
    func `every plate that was imported is found, and no other`(count: Int) throws {
        var text = Desk.heading
        for number in 0..<count {
            let day = CivilDate(daysSince1970: 18_000 + number % 1_000)
            text +=
                "藏A\(100_000 + number),green,\(day),\(Desk.owner),\(12 + number % 100),型\(number % 7),FRAME\(number),\n"
        }
        try desk.run(text)
        let snapshot = try desk.open()
        #expect(snapshot.count == count)
        for number in 0..<count {
            let record = try #require(try snapshot.lookUp(plate("藏A\(100_000 + number)")))
            #expect(record.registeredOn == CivilDate(daysSince1970: 18_000 + number % 1_000))
            #expect(record.volts == 12 + number % 100 && record.model == "型\(number % 7)")
            #expect(record.frameFits(.read("frame \(number)")) == true)
        }
        for number in 0..<500 { #expect(try snapshot.lookUp(plate("藏B\(100_000 + number)")) == nil) }
    }

    @Test func `look-ups from many tasks at once agree`() async throws {
        let rows = (0..<300).map { "藏A\(1_000 + $0),green,2021-03-15,\(Desk.owner),\(12 + $0),,,\n" }
        try desk.run(Desk.heading + rows.joined())
        let snapshot = try desk.open()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<300 {
                group.addTask {
                    try snapshot.lookUp(plate("藏A\(1_000 + number)"))?.volts == 12 + number
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
