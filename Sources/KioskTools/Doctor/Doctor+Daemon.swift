import Claims

extension Doctor {
    func daemon() -> [DoctorFinding] {
        if kiosk.daemon != nil { return [DoctorFinding("daemon", .ok, "the daemon answers at \(kiosk.controlSocket)")] }
        if let problem = kiosk.daemonProblem, problem.code == .controlDenied {
            return [DoctorFinding("daemon", .warning, problem.message, remedy: problem.remedy)]
        }
        if machine.answers(socket: kiosk.controlSocket) {
            let problem = kiosk.daemonProblem
            return [
                DoctorFinding(
                    "daemon",
                    .problem,
                    problem?.message ?? "something listens at \(kiosk.controlSocket), but was not asked",
                    remedy: problem?.remedy ?? "kioskctl devices list"
                )
            ]
        }
        guard processes(called: ["kioskd"]).isEmpty else {
            return [
                DoctorFinding(
                    "daemon",
                    .problem,
                    "the daemon runs, but nobody listens at \(kiosk.controlSocket)",
                    remedy: "compare --socket with control.socket in the settings; journalctl -u kioskd"
                )
            ]
        }
        return [
            DoctorFinding(
                "daemon",
                .problem,
                "the daemon does not run",
                remedy: "systemctl start kioskd; if it ends again, journalctl -u kioskd -n 30 says why"
            )
        ]
    }

    /// Technicians are not the daemon's user: without the right to pass the folder they cannot reach the socket.
    func runtimeFolder() -> [DoctorFinding] {
        let folder = kiosk.controlSocket.split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
        guard let facts = machine.facts(folder), facts.kind == .folder else {
            return [
                DoctorFinding(
                    "runtime-folder",
                    .problem,
                    "the folder \(folder) is not there",
                    remedy: "start the daemon by its unit, which makes it (RuntimeDirectory=)"
                )
            ]
        }
        guard facts.mode & 0o001 != 0 else {
            return [
                DoctorFinding(
                    "runtime-folder",
                    .warning,
                    "only the daemon's user can enter \(folder)",
                    remedy: "set RuntimeDirectoryMode=0755 in the unit; who may do what is checked at the socket"
                )
            ]
        }
        return [DoctorFinding("runtime-folder", .ok, "\(folder) is there")]
    }

    /// Processes by the kernel's short names for them, which have fifteen characters at most.
    func processes(called names: Set<String>) -> [Int] {
        machine.names(in: "/proc").compactMap { Int($0) }.filter { pid in
            machine.text("/proc/\(pid)/comm").map { names.contains($0.filter { !$0.isNewline }) } ?? false
        }
    }

    /// The groups of the daemon: those of its process if it runs, else those that system and unit will give it.
    func groups() -> [DoctorFinding] {
        var needed: [(group: String, what: String)] = []
        let drivers = Set(kiosk.devices.map(\.driver))
        if !drivers.isDisjoint(with: ["sdt", "line", "ssi"]) || kiosk.devices.isEmpty {
            needed.append(("dialout", "serial lines"))
        }
        if drivers.contains("keyboard") { needed.append(("input", "keyboard scanners")) }
        let isUSBPrinter = { (need: DeviceNeed) in need.driver == "escpos" && need.path?.hasPrefix("/dev/tty") != true }
        if kiosk.devices.contains(where: isUSBPrinter) { needed.append(("lp", "USB printers")) }
        let have = daemonGroups()
        return needed.map { group, what in
            guard let have else {
                return DoctorFinding(
                    "groups",
                    .problem,
                    "there is no user \(kiosk.user)",
                    remedy: "unless it comes from a directory of users: install sysusers.d/recycling-kiosk.conf, then "
                        + "systemd-sysusers"
                )
            }
            guard have.contains(group) else {
                return DoctorFinding(
                    "groups",
                    .problem,
                    "the daemon's user \(kiosk.user) is not in the group \(group), which owns \(what)",
                    remedy:
                        "add \(group) to SupplementaryGroups= in kioskd.service, then systemctl daemon-reload and restart"
                )
            }
            return DoctorFinding("groups", .ok, "the daemon is in the group \(group)")
        }
    }

    /// Somebody must be in the group of the counter page, else every browser is turned away.
    func pageUsers() -> [DoctorFinding] {
        guard let group = kiosk.counterGroup else { return [] }
        let entry = machine.lines("/etc/group").map { $0.split(separator: ":", omittingEmptySubsequences: false) }
            .first { $0.count >= 4 && $0[0] == group }
        guard let entry else {
            return [
                DoctorFinding(
                    "page-users",
                    .warning,
                    "/etc/group has no group \(group), whose members may open the counter page",
                    remedy: "install sysusers.d/recycling-kiosk.conf, then systemd-sysusers"
                )
            ]
        }
        let ofMainGroup = machine.lines("/etc/passwd").contains { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            return fields.count >= 4 && fields[3] == entry[2]
        }
        guard !entry[3].isEmpty || ofMainGroup else {
            return [
                DoctorFinding(
                    "page-users",
                    .warning,
                    "nobody is in the group \(group): only root and the daemon may open the counter page",
                    remedy: "usermod -aG \(group) USER, with the user whose browser shows the page"
                )
            ]
        }
        return [DoctorFinding("page-users", .ok, "the group \(group) of the counter page has members")]
    }

    private func daemonGroups() -> Set<String>? {
        let entries = machine.lines("/etc/group").map { $0.split(separator: ":", omittingEmptySubsequences: false) }
            .filter { $0.count >= 4 }
        if let pid = processes(called: ["kioskd"]).first,
            let line = machine.lines("/proc/\(pid)/status").first(where: { $0.hasPrefix("Groups:") })
        {
            let ids = Set(line.dropFirst(7).split(whereSeparator: \.isWhitespace))
            return Set(entries.filter { ids.contains($0[2]) }.map { String($0[0]) })
        }
        guard machine.lines("/etc/passwd").contains(where: { $0.hasPrefix("\(kiosk.user):") }) else { return nil }
        var groups = Set(
            entries.filter { $0[3].split(separator: ",").contains(Substring(kiosk.user)) }.map { String($0[0]) }
        )
        for folder in ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"] {
            let lines = machine.lines("\(folder)/kioskd.service")
            for line in lines where line.hasPrefix("SupplementaryGroups=") {
                groups.formUnion(line.dropFirst(20).split(whereSeparator: \.isWhitespace).map(String.init))
            }
            if !lines.isEmpty { break }
        }
        return groups
    }
}
