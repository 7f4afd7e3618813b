import Claims
import CrashPoints
import DaemonSupport

/// Puts the central's registry snapshot where the kiosk looks for one, as a second name of the same file.
enum SnapshotPlacing {
    /// Does nothing when it is there already. Throws `central.file-refused`.
    static func place(_ source: String, at path: String) throws(KioskError) {
        do throws(DurableFile.Failure) {
            try DurableFile.name(source, as: path)
        } catch {
            throw KioskError(
                .centralFile,
                "the central's registry snapshot cannot be put at \(path)",
                remedy: "Let `registry.snapshot` in the settings be a file in the state folder.",
                cause: error
            )
        }
        CrashPoint.registryPlaced.pass()
    }

    /// The same at the start, unless somebody put another snapshot there since the central's came: `list` is the file
    /// that was written then.
    static func placeUnlessReplaced(_ source: String, at path: String, list: String) throws(KioskError) {
        if DurableFile.isNamed(path, after: list) { return }
        try place(source, at: path)
    }
}
