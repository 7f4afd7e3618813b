package import Claims

/// What the doctor looks at: a machine's files and clock. Paths are the machine's; nil and empty where there is nothing
/// or it may not be read.
package protocol Machine: Sendable {
    /// At most one MiB of a file.
    func bytes(_ path: String) -> [UInt8]?
    func names(in folder: String) -> [String]
    /// Where a symbolic link points, as it is written there.
    func link(_ path: String) -> String?
    /// With links followed to the end, within the machine.
    func resolved(_ path: String) -> String?
    func facts(_ path: String) -> MachineFileFacts?
    func space(_ path: String) -> MachineSpace?
    func answers(socket path: String) -> Bool
    var now: Timestamp { get }
}

package struct MachineFileFacts: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case file, folder, socket, device, other }

    package var kind: Kind
    /// Permission bits.
    package var mode: UInt32
    package var owner: UInt32
    package var group: UInt32

    package init(kind: Kind, mode: UInt32, owner: UInt32 = 0, group: UInt32 = 0) {
        self.kind = kind
        self.mode = mode
        self.owner = owner
        self.group = group
    }
}

package struct MachineSpace: Equatable, Sendable {
    /// For users without privileges, in bytes.
    package var free: UInt64
    package var freeFiles: UInt64?
    package var isReadOnly: Bool

    package init(free: UInt64, freeFiles: UInt64? = nil, isReadOnly: Bool) {
        self.free = free
        self.freeFiles = freeFiles
        self.isReadOnly = isReadOnly
    }
}

extension Machine {
    package func text(_ path: String) -> String? { bytes(path).map { String(decoding: $0, as: UTF8.self) } }

    package func lines(_ path: String) -> [Substring] { text(path)?.split(whereSeparator: \.isNewline) ?? [] }

    package func exists(_ path: String) -> Bool { facts(path) != nil }
}
