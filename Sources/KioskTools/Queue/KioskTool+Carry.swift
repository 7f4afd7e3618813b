import Bundles
import Claims
import ControlSocket
import NIOHTTP1
import Sealing
import WireAPI

/// What supervisors carry: on a stick, and as copies.
extension KioskTool {
    /// Writes what is unsent into a file for the stick. When nothing is, the file still asks what became of older claims.
    package func exportQueue(to folder: String) async -> Int32 {
        await guarded {
            let status = try await client.get("/v1/supervisor/queue", as: QueueStatus.self)
            guard status.lastSequence > 0 else {
                terminal.note("Nothing was recorded yet: there is nothing to carry.")
                return ToolExit.done
            }
            let photos = status.photosWaiting + status.photosNeedPerson
            if status.waiting + status.needsPerson + photos == 0 {
                terminal.note("Nothing waits: the file only asks what became of older claims.")
            }
            let name = "kiosk-\(status.kioskId)-\(Self.stamp(status)).claims.kiosk"
            let claims = Int64(status.waiting + status.needsPerson)
            let space = claims * 8_192 + Int64(photos) * (1 << 20) + (1 << 20)
            let carried = CarriedPhotos()
            let file = try await save("/v1/supervisor/queue/export", to: folder, name, space: space) {
                var reader = BundleReader([.claims])
                return (
                    take: { try reader.take($0) { entry, _ in carried.add(entry) } },
                    finish: { _ = try reader.finish() }
                )
            }
            report(file, claims)
            if carried.count < photos {
                terminal.note(
                    "NOT on the stick: \(counted(photos - carried.count, "photo")) that cannot be read on this kiosk: "
                        + "kioskctl queue list --filter needs-person"
                )
            }
            let result = carried.count < photos ? ToolExit.problem : ToolExit.done
            guard !isJSON else { return result }
            terminal.note("Take the stick out now and bring it to the central, where it is read with")
            terminal.note("  kiosk-central bundle import \(file.split(separator: "/").last ?? "") --answer-to DIR")
            terminal.note("Bring the answer back, then: kioskctl queue import-answer FILE")
            terminal.note("What is on the stick still waits here until then, and may go out by the network meanwhile.")
            return result
        }
    }

    package func importAnswer(_ path: String) async -> Int32 {
        await guarded {
            let file = try BundleFile(path)
            let report = try await client.upload("/v1/supervisor/queue/answer", as: ImportReport.self) {
                try file.next()
            }
            if isJSON {
                terminal.print(JSONText.pretty(report))
            } else {
                terminal.print(
                    "\(counted(report.answered, "claim")) answered, \(report.known) known before, \(report.refused) refused."
                )
                if let unknown = report.unknown {
                    terminal.note(
                        "\(counted(unknown, "claim")) not known here yet: what the central has of them comes from it."
                    )
                }
                if let waiting = report.sentAgain {
                    terminal.note("The central was restored from an older copy. Carry a stick once more:")
                    terminal.note("\(counted(waiting, "claim")) that it may have lost will be sent again.")
                }
                if report.refused > 0 {
                    terminal.note("kioskctl queue list --filter needs-person shows those refused.")
                }
            }
            return report.refused == 0 ? ToolExit.done : ToolExit.problem
        }
    }

    package func exportChain(to folder: String) async -> Int32 {
        await guarded {
            let status = try await client.get("/v1/supervisor/queue", as: QueueStatus.self)
            let name = "kiosk-\(status.kioskId)-\(Self.stamp(status)).chain.kiosk"
            let file = try await save("/v1/supervisor/chain/export", to: folder, name, space: 1 << 20) {
                var reader = BundleReader([.chain])
                return (take: { try reader.take($0) { _, _ in } }, finish: { _ = try reader.finish() })
            }
            report(file, status.lastSequence)
            return ToolExit.done
        }
    }

    /// Needs no daemon. Exits with 1 when anything is wrong with the chain.
    package func verifyChain(_ path: String, key: String?) async -> Int32 {
        await guarded {
            let report = try ChainFile.verify(path, key: try key.map { try VerificationKey(fileAt: $0) })
            terminal.print(isJSON ? JSONText.pretty(report) : report.words)
            return report.isWhole ? ToolExit.done : ToolExit.problem
        }
    }

    typealias Check = (take: ([UInt8]) throws -> Void, finish: () throws -> Void)

    /// Saves what the daemon sends, and looks through it on the way: a file under its name is a whole one.
    func save(
        _ route: String,
        to folder: String,
        _ name: String,
        space: Int64,
        checking makeCheck: () -> Check
    ) async throws -> String {
        let file = try CarriedFile(folder: folder, name: name, space: space)
        let check = makeCheck()
        try await client.download(route) { bytes in
            try check.take(bytes)
            try file.write(bytes)
        }
        try check.finish()
        try file.keep()
        return file.path
    }

    /// - Parameter count: claims in the file.
    func report(_ file: String, _ count: Int64) {
        if isJSON {
            terminal.print(JSONText.pretty(WrittenFile(file: file, count: count)))
        } else {
            terminal.print("\(file): written and safe on the disk, \(counted(count, "claim"))")
        }
    }

    struct WrittenFile: Encodable {
        let file: String
        let count: Int64
    }

    /// By the daemon's clock, which is another one than this machine's in a rehearsal.
    static func stamp(_ status: QueueStatus) -> String {
        CarriedFile.stamp(status.at ?? LocalMachine().now.description)
    }
}

/// The photos of a bundle, each counted once.
private final class CarriedPhotos {
    private var names: Set<String> = []

    var count: Int { names.count }

    func add(_ entry: BundleEntry?) {
        if case .photo(let piece) = entry { names.insert("\(piece.claimId) \(piece.sha256)") }
    }
}
