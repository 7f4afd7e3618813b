import Bundles
import Claims
import ControlSocket
import DaemonSupport
import NIOHTTP1
import Sealing

/// What the operator carries.
extension CentralAdmin {
    /// Takes in a kiosk's claims from a file; the answers go into a file in the folder, if one is named. Gives 1 when any
    /// claim was refused.
    ///
    /// - Parameter earlierKey: the operator's word that the machine which made the file is gone.
    package func importBundle(_ path: String, answersTo folder: String?, earlierKey: Bool = false) async -> Int32 {
        var isRefused = false
        let code = await report {
            let header = try Self.header(of: path)
            let file = try BundleFile(path)
            let name = Self.answersName(to: path)
            let answers = try folder.map { (folder) throws(KioskError) in
                try Self.saying("The central was not asked; nothing was taken.") {
                    () throws(KioskError) in try CarriedFile(folder: folder, name: name, again: ".again-")
                }
            }
            var reader = BundleReader([.answers], kiosk: KioskID(header.kioskId))
            var answered = 0
            var refusals = RefusedClaims()
            try await client.transfer("/v1/bundles" + (earlierKey ? "?earlierKey=true" : "")) {
                try file.next()
            } take: { bytes in
                try reader.take(bytes) { entry, _ in
                    if case .answer = entry { answered += 1 }
                    if case .refusal(let refusal) = entry { refusals.take(refusal) }
                }
                try Self.saying(Self.notKept) { () throws(KioskError) in try answers?.write(bytes) }
            }
            _ = try reader.finish()
            try Self.saying(Self.notKept) { () throws(KioskError) in try answers?.keep() }
            isRefused = refusals.count > 0
            refusals.number(from: path)
            let outcome = ImportedBundle(
                kioskId: header.kioskId,
                answered: answered,
                refused: refusals.count,
                refusals: refusals.first,
                answers: answers?.path
            )
            try show(outcome) {
                "\(outcome.kioskId): \(answered) claims are here, \(outcome.refused) were refused" + refusals.words
                    + (outcome.answers.map { "\nbring back to the kiosk: \($0)" }
                        ?? "\nno answers were written: for a kiosk without a network import again with --answer-to DIR")
            }
        }
        return code == 0 && isRefused ? 1 : code
    }

    /// That of the claims with another ending: on a stick with several one sees which belong together.
    package static func answersName(to path: String) -> String {
        let name = path.split(separator: "/").last.map { String($0) } ?? "kiosk"
        let ending = ".claims.kiosk"
        return (name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : name) + ".answers.kiosk"
    }

    package func exportChain(of kiosk: String, to folder: String) async -> Int32 {
        await report {
            let name = Self.plain(kiosk)
            var reader = BundleReader([.chain])
            var file: CarriedFile?
            // Until the header says when the central wrote it, which is in the name.
            var held: [UInt8] = []
            try await client.download("/v1/kiosks/\(name)/chain-export", by: .GET) { bytes in
                try reader.take(bytes) { _, _ in }
                held += bytes
                guard let header = reader.header else { return }
                let stamp = CarriedFile.stamp(header.createdAt)
                let open = try file ?? CarriedFile(folder: folder, name: "central-\(name)-\(stamp).chain.kiosk")
                file = open
                try open.write(held)
                held = []
            }
            _ = try reader.finish()
            try file?.keep()
            let chain = ExportedChain(kioskId: name, file: file?.path ?? "", count: reader.header?.count ?? 0)
            try show(chain) { "\(chain.file): \(chain.count) claims" }
        }
    }

    private static let notKept = "Claims were taken; import the file again for all answers: nothing is taken twice."

    /// Adds to a fault of the answers' file what became of the claims.
    @discardableResult
    private static func saying<Value>(
        _ addition: String,
        _ work: () throws(KioskError) -> Value
    ) throws(KioskError) -> Value {
        do throws(KioskError) {
            return try work()
        } catch {
            throw KioskError(error.code, error.message, remedy: "\(error.remedy) \(addition)", cause: error.cause)
        }
    }

    private struct ImportedBundle: Encodable {
        let kioskId: String
        let answered: Int
        let refused: Int
        /// The first of them.
        let refusals: [RefusedClaims.Refused]
        let answers: String?
    }

    private struct ExportedChain: Encodable {
        let kioskId: String
        let file: String
        let count: Int64
    }

    /// Whose file it is, before anything is sent.
    private static func header(of path: String) throws -> BundleHeader {
        let file = try BundleFile(path)
        var reader = BundleReader([.claims])
        while reader.header == nil, let piece = try file.next() { try reader.take(piece) { _, _ in } }
        if let header = reader.header { return header }
        _ = try reader.finish()
        throw KioskError(.bundleNotOne, "\(path) is no bundle", remedy: "Take the file that kioskctl wrote.")
    }
}
