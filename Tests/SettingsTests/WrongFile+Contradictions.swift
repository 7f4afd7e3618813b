import Claims

extension WrongFile {
    /// Things that are right by themselves and cannot both be meant.
    static let contradictions: [WrongFile] = [
        .init(
            "role: scanner",
            "role: id-card",
            .configContradiction,
            "19:13: devices[1].driver",
            "cannot serve the role id-card",
            remedy: "Write sdt"
        ),
        .init(
            "role: scanner\n    path: /dev/ttyS1\n    driver: line",
            "role: id-card\n    path: /dev/ttyS1\n    driver: sdt",
            .configContradiction,
            "17:5: devices[1]",
            "the role id-card is bound twice"
        ),
        .init(
            "ttyS1",
            "ttyS0",
            .configContradiction,
            "17:5: devices[1]",
            "the device \"path:/dev/ttyS0\" is used twice"
        ),
        .init("ttyS1", "./ttyS0", .configContradiction, "17:5: devices[1]", "used twice"),
        .init(
            "    driver: sdt",
            "    driver: sdt\n    stripSTX: false",
            .configContradiction,
            "17:15: devices[0].stripSTX",
            "only the driver line"
        ),
        .init(
            "url: http://127.0.0.1:8090",
            "url: http://127.0.0.1:8090\n  backOff: {firstMilliseconds: 60000, longestSeconds: 59}",
            .configContradiction,
            "13:12: central.backOff",
            "longer than the longest"
        ),
        .init(
            "mode: rehearsal\n",
            "mode: rehearsal\nmode: production\n",
            .configContradiction,
            "2:1: mode",
            "twice in the same mapping (first in line 1)"
        ),
        .init("  port: 8080", "  port: 8080\n  port: 8081", .configContradiction, "11:3: port", "first in line 10"),
        .init("  port: 8080", "  port: 8080\n  'port': 8081", .configContradiction, "10:3: port", "twice"),
        .init("mode: rehearsal\n", "mode: rehearsal\n1: a\n\"1\": b\n", .configContradiction, "2:1: 1", "twice"),
    ]
}
