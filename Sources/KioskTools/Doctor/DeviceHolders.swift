package import WireAPI

/// Which programs have a device open, by their descriptors in /proc. Those of other users are seen by root only.
package struct DeviceHolders: Sendable {
    private let machine: any Machine

    package init(_ machine: any Machine) { self.machine = machine }

    /// - Parameter node: the device itself, such as `/dev/ttyUSB0`, not a link to it.
    package func holders(of node: String) -> [ControlDevice.Holder] {
        machine.names(in: "/proc").compactMap { Int($0) }.compactMap { pid in
            let folder = "/proc/\(pid)/fd"
            guard machine.names(in: folder).contains(where: { machine.link("\(folder)/\($0)") == node }) else {
                return nil
            }
            let program = machine.text("/proc/\(pid)/comm")?.filter { !$0.isNewline }
            return ControlDevice.Holder(pid: pid, program: program ?? "a program")
        }
    }
}
