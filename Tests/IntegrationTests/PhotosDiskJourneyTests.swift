import Claims
import Foundation
import KioskTestSupport
import Testing
import WireAPI

/// A running kiosk whose `photos/` is a disk of its own, taken away and put back.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PhotosDiskJourneyTests {
    private func status(_ rig: KioskRig, ends code: Int32) async throws -> QueueStatus {
        try JSONDecoder().decode(QueueStatus.self, from: try await rig.kioskctl(["queue"], status: code))
    }

    /// At the counter's own page.
    private func look(at address: String, _ rig: KioskRig) async throws {
        try await WebDriver.with(client: rig.client) { page in
            try await page.open(address)
            try await page.wait(until: "return \(WebDriver.find("queue")).dataset.level === 'bad'")
            for (language, words) in [("bo", "སྡུད་སྡེར"), ("en", "disk"), ("zh-CN", "磁盘")] {
                try await page.click("language-\(language)")
                #expect(try await page.text(of: "queue").contains(words))
                try await page.keepPicture(as: "counter-photos-missing-\(language)")
            }
            try await page.click("queue")
            #expect(try await page.text(of: "queue-photos-missing").contains("磁盘"))
            try await page.keepPicture(as: "counter-photos-missing-dialog")
            #expect(try await page.consoleProblems() == [])
        }
    }

    @Test func `a disk that is not mounted is told, nothing is written in its place, and all goes on when it is back`()
        async throws
    {
        try await KioskRig.with { rig in
            let nobody = "http://127.0.0.1:9"
            let (place, disk) = (rig.kioskStore + "/photos", rig.path("disk"))
            let files = FileManager.default
            let photo = try await rig.withDevices {
                try await rig.withKiosk(central: nobody) { _, counter in
                    let (claim, photo) = try await counter.claimWithPhoto(of: 5_000, rig)
                    #expect(try await status(rig, ends: 0).photosMissing == nil)
                    try files.moveItem(atPath: place, toPath: disk)
                    try files.createDirectory(atPath: place, withIntermediateDirectories: false)
                    let told = try await status(rig, ends: 1)
                    #expect(told.light == .red && told.photosMissing?.code == "photos.not-mounted")
                    #expect(told.photosWaiting == 1)
                    // The counter looks when somebody comes.
                    try await counter.take("POST", "start")
                    try await counter.snapshot("the missing disk") {
                        $0.queue?.photosMissing?.code == "photos.not-mounted"
                    }
                    try await counter.take("POST", "cancel")
                    try await look(at: counter.address, rig)
                    // A correction would let go of the photo that it cannot take over.
                    let card = "6299990000012343"
                    let entry = AmendmentEntry(reason: "a digit", bankCard: .init(number: card, repeated: card))
                    let file = rig.path("amendment.json")
                    try JSONEncoder().encode(entry).write(to: URL(filePath: file))
                    for order in [["settle-loss", claim.claimNumber], ["amend", claim.claimNumber, "--file", file]] {
                        let socket = ["--socket", rig.kioskStore + "/control.sock"]
                        let refused = try await RunningProgram.output(of: "kioskctl", ["queue"] + order + socket)
                        #expect(refused.status == 1, "\(order)")
                        #expect(refused.errors.contains("photos.not-mounted"), "\(refused.errors)")
                    }
                    #expect(try await status(rig, ends: 1).photosWaiting == 1)
                    return photo
                }
            }
            // Not at the next start either.
            // Later, as time goes: a clock that went back would be told of.
            let later = ["devices": "[]", "rehearsal": rig.rehearsal(clock: "2025-03-10T11:00:00+08:00")]
            try await rig.withKiosk(central: nobody, changes: later) { kiosk, _ in
                try await kiosk.log.line(holding: "the photos are not there")
                #expect(try files.contentsOfDirectory(atPath: place) == [])
                try files.removeItem(atPath: place)
                try files.moveItem(atPath: disk, toPath: place)
                let told = try await status(rig, ends: 0)
                #expect(told.light == .amber && told.photosMissing == nil && rig.photos == [photo])
            }
        }
    }
}
