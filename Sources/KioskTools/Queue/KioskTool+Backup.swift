import Bundles
import Claims
import ControlSocket
import Settings
import WireAPI

extension KioskTool {
    package func backup(to folder: String) async -> Int32 {
        await guarded {
            let status = try await client.get("/v1/supervisor/queue", as: QueueStatus.self)
            let name = "kiosk-\(status.kioskId)-\(Self.stamp(status)).backup.kiosk"
            let file = try await save("/v1/supervisor/backup", to: folder, name, space: 1 << 20) {
                var copy = BackupFile()
                return (take: { _ = try copy.take($0) }, finish: { _ = try copy.finish() })
            }
            report(file, status.lastSequence)
            return ToolExit.done
        }
    }

    /// With the daemon stopped, where no store is.
    package func restore(_ path: String, settings file: String) async -> Int32 {
        await guarded {
            let settings = try KioskSettings.load(file)
            let restore = StoreRestore(settings: settings)
            let header = try await restore.restore(path, at: LocalMachine().now, by: Self.userName)
            if isJSON {
                terminal.print(JSONText.pretty(header))
            } else {
                terminal.print("restored: the store of \(header.kioskId) as of \(header.createdAt)")
                terminal.print("  claims 1 to \(header.lastSequence), each linked to the one before")
                terminal.note(
                    "Import every stick of the old machine at the central before you use a new token and start kioskd: "
                        + "kiosk-central bundle import."
                )
                terminal.note(
                    "Then start kioskd. It asks the central what came after this copy before it gives a new number."
                )
            }
            return ToolExit.done
        }
    }

    /// - Parameters:
    ///   - name: the kiosk's own, to confirm.
    ///   - despiteOpen: whether it ends also with claims that the departments did not decide.
    package func endProgramme(confirming name: String, to folder: String?, despiteOpen: Bool) async -> Int32 {
        await guarded {
            let status = try await client.get("/v1/supervisor/queue", as: QueueStatus.self)
            // Made first: what cannot be written must show before everything is wiped.
            let file = try folder.map { (folder) throws(KioskError) in
                try CarriedFile(folder: folder, name: "kiosk-\(status.kioskId)-\(Self.stamp(status)).wiped.json")
            }
            let order = ProgrammeEnd(kioskId: name, despiteOpen: despiteOpen)
            let proof = try await client.post("/v1/supervisor/programme/end", order, as: WipeProof.self, seconds: 600)
            if let file {
                let content = try CanonicalJSON.encode(proof)
                do throws(KioskError) {
                    try file.write(content)
                    try file.keep()
                } catch {
                    throw Self.proofNotKept(proof, error)
                }
                terminal.note("The proof lies in \(file.path).")
            }
            if isJSON || folder == nil { terminal.print(JSONText.pretty(proof)) }
            terminal.note("Everything of \(proof.kioskId) was wiped: claims 1 to \(proof.last). Keep the proof.")
            return ToolExit.done
        }
    }

    private static func proofNotKept(_ proof: WipeProof, _ cause: KioskError) -> KioskError {
        KioskError(
            cause.code,
            "the programme WAS ended at \(proof.kioskId) and everything wiped, but the proof was not kept: "
                + cause.message,
            remedy: "Run the same command again with another folder: it gives the same proof."
        )
    }
}
