import WireAPI

/// Who else wants the ports.
extension Doctor {
    /// Programs that are known to take readers away or to type at them (serial-devices.md §4 of the project's research).
    private static let grabbers: [(package: String, process: String, what: String)] = [
        ("modemmanager", "ModemManager", "it types AT commands at serial devices, which can switch a scanner off"),
        ("brltty", "brltty", "it takes USB-serial adapters away within a second of plugging them in"),
        ("gpsd", "gpsd", "it opens USB-serial adapters and looks for a satellite receiver behind them"),
    ]

    func programs() -> [DoctorFinding] {
        let installed = installedPackages()
        return Self.grabbers.map { package, process, what in
            let remedy = "apt-get purge \(package)"
            if !processes(called: [process]).isEmpty {
                return DoctorFinding(package, .problem, "\(process) runs: \(what)", remedy: remedy)
            }
            if installed.contains(package) {
                return DoctorFinding(package, .warning, "\(package) is installed: \(what)", remedy: remedy)
            }
            return DoctorFinding(package, .ok, "\(package) is not installed")
        }
    }

    private func installedPackages() -> Set<String> {
        // The database of dpkg is larger than what is read of one file, so its list of files tells, one per package.
        let known = Set(Self.grabbers.map(\.package))
        return Set(
            machine.names(in: "/var/lib/dpkg/info").compactMap { name in
                // `gpsd.list` or `gpsd:amd64.list`. Kept after a removal without purge: then nothing but settings.
                let package = String(name.dropLast(5).prefix { $0 != ":" })
                guard name.hasSuffix(".list"), known.contains(package) else { return nil }
                let files = machine.lines("/var/lib/dpkg/info/\(name)")
                return files.contains { $0.contains("/bin/") || $0.contains("/sbin/") } ? package : nil
            }
        )
    }

    private var serialNodes: [(need: DeviceNeed, node: String)] {
        kiosk.devices.compactMap { need in
            need.path.flatMap { path in machine.resolved(path).map { (need, $0) } }
        }
    }

    func getty() -> [DoctorFinding] {
        let names = serialNodes.map { String($0.node.split(separator: "/").last ?? "") }.filter { $0.hasPrefix("tty") }
        guard !names.isEmpty else { return [] }
        let console = machine.text("/proc/cmdline")?.split(whereSeparator: \.isWhitespace) ?? []
        let enabled = machine.names(in: "/etc/systemd/system/getty.target.wants")
        let terminals = processes(called: ["agetty", "getty", "login"]).compactMap {
            machine.text("/proc/\($0)/cmdline")
        }
        let found = names.compactMap { name -> DoctorFinding? in
            let isConsole = console.contains { $0 == "console=\(name)" || $0.hasPrefix("console=\(name),") }
            let isRunning = terminals.contains {
                $0.split(separator: "\0").contains { $0 == name || $0 == "/dev/\(name)" }
            }
            guard isConsole || isRunning || enabled.contains("serial-getty@\(name).service") else { return nil }
            let how =
                isConsole
                ? "the kernel's console is on \(name) (console= on its command line)" : "a login waits on \(name)"
            let extra = isConsole ? "; take console=\(name) out of the boot loader's settings" : ""
            return DoctorFinding(
                "getty",
                .problem,
                "\(how), where a device is bound: it types at the device",
                remedy: "systemctl disable --now serial-getty@\(name)\(extra)"
            )
        }
        return found.isEmpty ? [DoctorFinding("getty", .ok, "no login waits on a device's port")] : found
    }

    /// Locks in the manner of UUCP: `LCK..ttyS0` with a process id in text.
    func locks() -> [DoctorFinding] {
        let nodes = Set(serialNodes.compactMap { $0.node.split(separator: "/").last.map(String.init) })
        var findings: [DoctorFinding] = []
        for folder in ["/run/lock", "/var/lock"] where findings.isEmpty {
            for name in machine.names(in: folder)
            where name.hasPrefix("LCK..") && nodes.contains(String(name.dropFirst(5))) {
                let pid = machine.text("\(folder)/\(name)").flatMap { Int($0.filter(\.isNumber)) }
                let program = pid.flatMap { machine.text("/proc/\($0)/comm") }?.filter { !$0.isNewline }
                findings.append(
                    DoctorFinding(
                        "uucp-lock",
                        program == nil ? .warning : .problem,
                        "\(folder)/\(name) says that \(program ?? "a program that is gone") uses the port",
                        remedy: program == nil
                            ? "rm \(folder)/\(name)" : "stop \(program ?? "it") (process \(pid ?? 0))"
                    )
                )
            }
        }
        return findings.isEmpty && !nodes.isEmpty
            ? [DoctorFinding("uucp-lock", .ok, "no lock file on a device's port")] : findings
    }

    /// Other programs that have a bound device open.
    func holders() -> [DoctorFinding] {
        guard !serialNodes.isEmpty else { return [] }
        var findings: [DoctorFinding] = []
        // What the settings name by mistake, such as /dev/null, every program may have open.
        let kinds = ["/dev/tty", "/dev/pts/", "/dev/usb/lp", "/dev/input/"]
        for (need, node) in serialNodes where kinds.contains(where: node.hasPrefix) {
            // A simulated device has its own end open, as it must.
            for holder in DeviceHolders(machine).holders(of: node)
            where !["kioskd", "kiosk-sim"].contains(holder.program) {
                findings.append(
                    DoctorFinding(
                        "holder",
                        .problem,
                        "\(holder.program) (process \(holder.pid)) has \(node) open, the device of the role \(need.role)",
                        remedy: "stop it: kill \(holder.pid), or find its service with systemctl status \(holder.pid)"
                    )
                )
            }
        }
        return findings.isEmpty ? [DoctorFinding("holder", .ok, "no other program has a device open")] : findings
    }
}
