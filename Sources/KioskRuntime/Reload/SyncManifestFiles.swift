import CentralSync
import Claims
import Settings
import WireAPI

/// The central's files by what they are for, as paths on this kiosk.
struct SyncManifestFiles: Equatable, Sendable {
    let programmes: [String]
    let calendars: [String]
    let sealingKeys: String?
    let registry: String?

    init(_ manifest: SyncManifest, on shelf: CentralShelf) {
        func paths(_ kind: SyncManifest.Item.Kind) -> [String] {
            manifest.items.filter { $0.kind == kind }.map { shelf.file($0) }
        }
        programmes = paths(.programme)
        calendars = paths(.calendar)
        sealingKeys = paths(.sealingKeys).last
        registry = paths(.registry).last
    }

    /// The central's rules for the programme that the kiosk works for; the local one when the central has none. Every
    /// file must be readable: one that is not refuses them all.
    ///
    /// Throws the `config.*` codes.
    func programme(like local: Programme) throws(KioskError) -> Programme {
        try ProgrammeFile.load(files: programmes).last { $0.id == local.id } ?? local
    }

    /// The central's notices, and the local ones that it does not have.
    ///
    /// Throws the `config.*` codes.
    func calendars(beside folder: String) throws(KioskError) -> CalendarFolder {
        let local = try CalendarFolder.load(folder)
        let known = Set(try CalendarFolder.load(files: calendars).files.map(\.notice.id))
        return try CalendarFolder.load(
            files: calendars + local.files.filter { !known.contains($0.notice.id) }.map(\.path)
        )
    }

    /// Whether the two mean other rules or keys; the registry's snapshot is taken without a new start.
    func needsReload(from other: SyncManifestFiles?) -> Bool {
        programmes != other?.programmes ?? [] || calendars != other?.calendars ?? []
            || sealingKeys != other?.sealingKeys
    }
}
