import Claims

extension Doctor {
    private static let rules = "60-recycling-kiosk.rules"
    /// No claim was recorded before it: a clock that says less was never set.
    private static let earliestYear = 2025
    private static let warnBelow: UInt64 = 1 << 30
    private static let failBelow: UInt64 = 100 << 20

    func udev() -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        if machine.exists("/run/udev/control") {
            findings.append(DoctorFinding("udev", .ok, "udev runs"))
        } else {
            findings.append(
                DoctorFinding(
                    "udev",
                    .problem,
                    "udev does not run: devices are found at fixed paths only",
                    remedy: "systemctl start systemd-udevd; in a container, give it the host's /run/udev"
                )
            )
        }
        let places = ["/etc/udev/rules.d", "/run/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"]
        let shipped = machine.bytes("/usr/share/recycling-kiosk/udev/\(Self.rules)")
        let install =
            "install -m 0644 config/udev/\(Self.rules) /etc/udev/rules.d/; udevadm control --reload; udevadm trigger"
        guard let place = places.first(where: { machine.exists("\($0)/\(Self.rules)") }) else {
            return findings + [
                DoctorFinding("udev-rules", .problem, "the kiosk's udev rules are not installed", remedy: install)
            ]
        }
        if let shipped, machine.bytes("\(place)/\(Self.rules)") != shipped {
            return findings + [
                DoctorFinding(
                    "udev-rules",
                    .warning,
                    "\(place)/\(Self.rules) is not the one that this version came with",
                    remedy: install
                )
            ]
        }
        return findings + [DoctorFinding("udev-rules", .ok, "the udev rules are in \(place)")]
    }

    /// Two devices of one model with the same serial number: a binding by serial would fit both.
    func serials() -> [DoctorFinding] {
        var seen: [String: [String]] = [:]
        for name in machine.names(in: "/sys/bus/usb/devices") where !name.contains(":") {
            let value = { (file: String) in
                machine.text("/sys/bus/usb/devices/\(name)/\(file)")?.filter { !$0.isNewline }
            }
            guard let serial = value("serial"), !serial.isEmpty, let vendor = value("idVendor"),
                let product = value("idProduct")
            else { continue }
            seen["\(vendor):\(product) \(serial)", default: []].append(name)
        }
        let equal = seen.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
        guard !equal.isEmpty else {
            return [DoctorFinding("equal-serials", .ok, "no two USB devices have the same serial number")]
        }
        return equal.map { key, places in
            DoctorFinding(
                "equal-serials",
                .warning,
                "the USB devices in the sockets \(places.joined(separator: " and ")) have the same serial number (\(key))",
                remedy: "they are bound by their sockets: mark the sockets and do not swap the plugs"
            )
        }
    }

    func clock() -> [DoctorFinding] {
        let year = machine.now.date().year
        guard year >= Self.earliestYear else {
            return [
                DoctorFinding(
                    "clock",
                    .problem,
                    "the clock says \(machine.now.date())",
                    remedy: "timedatectl set-time 'YYYY-MM-DD HH:MM:SS'; replace the clock's battery if it comes back"
                )
            ]
        }
        // systemd-timesyncd leaves the file once it has reached a server.
        let keepers = ["chronyd", "ntpd", "ntpsec"].filter { !processes(called: [$0]).isEmpty }
        if machine.exists("/run/systemd/timesync/synchronized") || !keepers.isEmpty {
            let keeper = keepers.first ?? "systemd-timesyncd"
            return [DoctorFinding("clock", .ok, "the clock says \(machine.now); \(keeper) keeps it")]
        }
        return [
            DoctorFinding(
                "clock",
                .warning,
                "no time server keeps the clock: it says \(machine.now)",
                remedy: "compare it with a telephone; install systemd-timesyncd or chrony where there is a network"
            )
        ]
    }

    func disk() -> [DoctorFinding] {
        let folder = kiosk.stateDirectory
        guard let space = machine.space(folder) else {
            return [
                DoctorFinding(
                    "disk",
                    machine.exists(folder) ? .unknown : .problem,
                    "the state folder \(folder) cannot be looked at",
                    remedy: "start the daemon by its unit, which makes it, and ask as root"
                )
            ]
        }
        let megabytes = space.free >> 20
        if space.isReadOnly {
            return [
                DoctorFinding(
                    "disk",
                    .problem,
                    "the disk under \(folder) is read-only: nothing can be recorded",
                    remedy:
                        "journalctl -k | grep -i -e error -e remount; a disk that goes read-only is mostly a dying one"
                )
            ]
        }
        guard space.free >= Self.failBelow, space.freeFiles != 0 else {
            return [
                DoctorFinding(
                    "disk",
                    .problem,
                    "\(megabytes) MiB and \(space.freeFiles.map { "\($0)" } ?? "enough") files are free under \(folder)",
                    remedy:
                        "journalctl --vacuum-size=100M; du -xsh /var/* shows what is large. Take no bike before that"
                )
            ]
        }
        guard space.free >= Self.warnBelow else {
            return [
                DoctorFinding(
                    "disk",
                    .warning,
                    "\(megabytes) MiB are free under \(folder)",
                    remedy: "journalctl --vacuum-size=100M; du -xsh /var/* shows what is large"
                )
            ]
        }
        return [DoctorFinding("disk", .ok, "\(megabytes) MiB are free under \(folder)")]
    }

    /// Of every PEM file beside the settings, and of those that enrolment gave; nothing where there is none, or where
    /// the folder may not be looked into.
    func certificates() -> [DoctorFinding] {
        certificates(in: "/etc/recycling-kiosk") + certificates(in: "\(kiosk.stateDirectory)/trust")
    }

    private func certificates(in folder: String) -> [DoctorFinding] {
        let files = machine.names(in: folder).filter { $0.hasSuffix(".pem") || $0.hasSuffix(".crt") }.prefix(100)
        return files.compactMap { name in
            guard let bytes = machine.bytes("\(folder)/\(name)") else {
                return DoctorFinding(
                    "certificate",
                    .unknown,
                    "\(folder)/\(name) may not be read",
                    remedy: "ask as root"
                )
            }
            guard let dates = CertificateDates(pem: bytes) else { return nil }
            let days = (dates.notAfter.milliseconds - machine.now.milliseconds) / 86_400_000
            let seen = "\(folder)/\(name) is valid until \(dates.notAfter)"
            if dates.notAfter <= machine.now {
                return DoctorFinding("certificate", .problem, "\(seen): it has ended", remedy: "enrol the kiosk again")
            }
            if dates.notBefore > machine.now {
                return DoctorFinding(
                    "certificate",
                    .problem,
                    "\(folder)/\(name) is valid from \(dates.notBefore) only",
                    remedy: "check the clock first"
                )
            }
            guard days >= 14 else {
                return DoctorFinding(
                    "certificate",
                    .warning,
                    "\(seen), \(days) days from now",
                    remedy: "let the kiosk reach the central, where it renews by itself; else enrol it again"
                )
            }
            return DoctorFinding("certificate", .ok, seen)
        }
    }
}
