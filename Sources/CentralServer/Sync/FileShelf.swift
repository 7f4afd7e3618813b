import Claims
import Dispatch
import Glibc
package import Logging
import Sealing
import Synchronization
package import WireAPI

/// The files that kiosks use now: programmes, holiday notices, the registry's snapshot, sealing keys.
///
/// Each request for the list looks whether a file changed; only what changed is hashed again, on a queue of its own. A
/// file that cannot be read, or whose name is none for kiosks, is left out, and the log says so once. One that a check
/// refuses is not offered either: the one before is, as long as this process runs.
package final class FileShelf: Sendable {
    package struct Source: Hashable, Sendable {
        package let kind: SyncManifest.Item.Kind
        /// Absolute: a file, or a folder whose `*.yaml` files count.
        package let path: String

        package init(_ kind: SyncManifest.Item.Kind, path: String) {
            self.kind = kind
            self.path = path
        }
    }

    /// Throws a `KioskError` when kiosks must not get this content; `path` is for its message.
    package typealias Check = @Sendable (_ content: [UInt8], _ path: String) throws -> Void

    private struct Entry: Sendable {
        let item: SyncManifest.Item
        let path: String
        let stamp: FileStamp
        /// Of a file that was checked, which may have been replaced since.
        let content: [UInt8]?
    }

    /// Why a file is not offered.
    private struct Problem: Hashable {
        let why: String
        var code: String?
        var remedy: String?

        var metadata: Logger.Metadata {
            var metadata: Logger.Metadata = ["problem": "\(why)"]
            if let code { metadata["code"] = "\(code)" }
            if let remedy { metadata["remedy"] = "\(remedy)" }
            return metadata
        }
    }

    /// Files offered at most.
    private static let limit = 256
    /// Bytes.
    private static let largestChecked: Int64 = 64 * 1_024

    private let sources: [Source]
    private let checks: [SyncManifest.Item.Kind: Check]
    private let logger: Logger
    private let queue = DispatchQueue(label: "recycling-kiosk.files")
    private let state = Mutex<(entries: [Entry], problems: Set<Problem>)>(([], []))

    /// `checks` are for kinds of small files.
    package init(_ sources: [Source], checks: [SyncManifest.Item.Kind: Check] = [:], logger: Logger) {
        self.sources = sources
        self.checks = checks
        self.logger = logger
    }

    /// What is there now, in the order of kinds and names. Some milliseconds after a change of some MB.
    package func manifest() async -> SyncManifest {
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            queue.async {
                self.refresh()
                done.resume()
            }
        }
        return SyncManifest(items: state.withLock { $0.entries.map(\.item) })
    }

    /// Nil for what is not, or no longer, among the files.
    func file(_ sha256: String) async -> OpenFile? {
        let entry = state.withLock { $0.entries.first { $0.item.sha256 == sha256 } }
        guard let entry else { return nil }
        if let content = entry.content { return OpenFile(content) }
        return await OpenFile.open(entry.path, stamp: entry.stamp)
    }

    private func refresh() {
        var known: [String: Entry] = [:]
        for entry in state.withLock({ $0.entries }) { known[entry.path] = entry }
        var entries: [Entry] = []
        var problems: Set<Problem> = []
        for source in sources {
            for path in Self.files(source.path) {
                do {
                    guard entries.count < Self.limit else { throw FileProblem("there are more than \(Self.limit)") }
                    entries.append(try Self.entry(path, source.kind, known[path], checks[source.kind]))
                } catch let error as FileProblem {
                    problems.insert(Problem(why: "\(path): \(error.why)"))
                } catch let error as KioskError {
                    problems.insert(Problem(why: error.message, code: error.code.name, remedy: error.remedy))
                    if let before = known[path] { entries.append(before) }
                } catch {
                    problems.insert(Problem(why: "\(path): \(type(of: error))"))
                }
            }
        }
        entries.sort { ($0.item.kind.rawValue, $0.item.name) < ($1.item.kind.rawValue, $1.item.name) }
        let before = state.withLock { state in
            defer { state = (entries, problems) }
            return state.problems
        }
        for problem in problems.subtracting(before).sorted(by: { $0.why < $1.why }) {
            logger.error("a file for kiosks is not offered", metadata: problem.metadata)
        }
    }

    private static func entry(
        _ path: String,
        _ kind: SyncManifest.Item.Kind,
        _ known: Entry?,
        _ check: Check?
    ) throws -> Entry {
        let name = String(path.split(separator: "/").last ?? "")
        let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-.".utf8
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(allowed.contains) else {
            throw FileProblem("the name must have 1–64 lower-case letters, digits, hyphens and dots")
        }
        let stamp = try FileStamp(path: path)
        if let known, known.stamp == stamp, known.item.kind == kind { return known }
        let file = try OpenFile(path, stamp: stamp)
        var content: [UInt8]?
        if check != nil {
            guard stamp.bytes <= largestChecked else { throw FileProblem("it has more than \(largestChecked) bytes") }
            content = try file.whole()
        }
        let hash = try content.map { ContentHash.sha256(of: $0) } ?? file.hash()
        guard try FileStamp(path: path) == stamp else { throw FileProblem("it is being written") }
        if let check, let content { try check(content, path) }
        return Entry(
            item: SyncManifest.Item(kind: kind, name: name, sha256: hash, bytes: stamp.bytes),
            path: path,
            stamp: stamp,
            content: content
        )
    }

    /// The path itself, or the notices of a folder in the order of their names.
    private static func files(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [path] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder), names.count < 4_096 {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".yaml"), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().map { "\(path)/\($0)" }
    }
}
