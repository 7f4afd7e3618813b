package import Claims
import Glibc

/// The notices of a folder such as `config/calendars`, each with its file.
package struct CalendarFolder: Sendable {
    /// Bounds of the listing: what lies in the folder, and how many of these are notices.
    static let entryLimit = 4_096
    static let fileLimit = 256

    package struct File: Equatable, Sendable {
        package let path: String
        package let notice: CalendarNotice
    }

    /// In the order of their paths.
    package let files: [File]

    /// Every `*.yaml` of the folder. Throws the `config.*` codes.
    package static func load(_ path: String) throws(KioskError) -> CalendarFolder {
        try load(files: paths(in: path))
    }

    /// Files, and every `*.yaml` of folders. Throws the `config.*` codes.
    package static func load(foldersOrFiles paths: [String]) throws(KioskError) -> CalendarFolder {
        var files: [String] = []
        for path in paths {
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                files += try Self.paths(in: path)
            } else {
                files.append(path)
            }
        }
        return try load(files: files)
    }

    /// The calendar of the notices named in `ids`, see `calendar(_:)`. Every file of the folder must be readable, those
    /// that are not named too: a new notice with a slip in it must not wait until somebody names it.
    package static func load(_ path: String, ids: [String]) throws(KioskError) -> WorkingCalendar {
        try load(path).calendar(ids)
    }

    /// Files one by one. Throws the `config.*` codes, `config.contradiction` for an id on two different notices.
    package static func load(files paths: [String]) throws(KioskError) -> CalendarFolder {
        var files: [File] = []
        var byID: [String: File] = [:]
        for path in paths {
            let file = File(path: path, notice: try CalendarFile.load(path))
            if let other = byID.updateValue(file, forKey: file.notice.id), other.notice != file.notice {
                throw KioskError(
                    .configContradiction,
                    "\(other.path) and \(path): two different notices have the id \(file.notice.id)",
                    remedy: "Keep the newer version, or give the second notice an id of its own."
                )
            }
            files.append(file)
        }
        return CalendarFolder(files: files)
    }

    /// The calendar of the notices named.
    ///
    /// - Parameter ids: an id, or the beginning of ids followed by `*`: `lhasa-*` takes every notice of Lhasa that the
    ///   folder has now, be it none, so that a new one needs no other change. Throws `config.invalid-value` for an id
    ///   that no file has, and `config.contradiction` when the notices cannot be one calendar.
    package func calendar(_ ids: [String]) throws(KioskError) -> WorkingCalendar {
        var chosen: [CalendarNotice] = []
        for id in ids {
            let found = named(id)
            guard !found.isEmpty || id.hasSuffix("*") else { throw unknown(id) }
            chosen += found
        }
        return try calendar(of: chosen)
    }

    /// The notices that an id, or a beginning with `*`, stands for.
    package func named(_ id: String) -> [CalendarNotice] {
        files.map(\.notice).filter { id.hasSuffix("*") ? $0.id.hasPrefix(id.dropLast()) : $0.id == id }
    }

    /// The calendar of all notices. Throws `config.contradiction`.
    package func calendar() throws(KioskError) -> WorkingCalendar { try calendar(of: files.map(\.notice)) }

    private func calendar(of notices: [CalendarNotice]) throws(KioskError) -> WorkingCalendar {
        do {
            return try WorkingCalendar(notices)
        } catch {
            let paths = error.notices.compactMap { version in
                files.first { $0.notice.noticeVersion == version }?.path
            }
            throw KioskError(
                .configContradiction,
                "\(paths.joined(separator: " and ")): \(error.message)",
                remedy: error.remedy
            )
        }
    }

    private func unknown(_ id: String) -> KioskError {
        let known = Set(files.map(\.notice.id)).sorted()
        let listed = known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : "")
        let near = NearestWord.to(id, among: known).map { "Write \($0) instead" }
        return KioskError(
            .configInvalidValue,
            "no calendar file has the notice \(Place.quoted(id)); there are \(known.isEmpty ? "none" : listed)",
            remedy: "\(near ?? "Name one of these"), or add the notice's file to the folder of calendars."
        )
    }

    /// Every `*.yaml` that is not hidden, sorted by bytes.
    private static func paths(in folder: String) throws(KioskError) -> [String] {
        guard let stream = opendir(folder) else {
            let number = errno
            let isMissing = number == ENOENT
            throw KioskError(
                isMissing ? .configMissing : .configUnreadable,
                "\(folder): \(isMissing ? "there is no such folder" : "is no folder that can be read")",
                remedy: "Name the folder that holds the calendar files, such as config/calendars."
            )
        }
        defer { closedir(stream) }
        var names: [String] = []
        var seen = 0
        while let entry = readdir(stream) {
            seen += 1
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".yaml"), !name.hasPrefix(".") { names.append(name) }
            guard seen <= entryLimit, names.count <= fileLimit else {
                throw KioskError(
                    .configUnreadable,
                    "\(folder): more than \(fileLimit) calendar files or \(entryLimit) entries",
                    remedy: "Give the calendars a folder of their own, and move old ones away."
                )
            }
        }
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { prefix + $0 }
    }
}
