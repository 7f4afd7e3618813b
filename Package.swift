// swift-tools-version:6.2
import PackageDescription

// Levels run strictly downward: a target depends only on targets of a lower level. CONTRIBUTING.md holds the
// table, Tests/PackageTests checks it.

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let inMemoryLogging = Target.Dependency.product(name: "InMemoryLogging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let lifecycleTestKit = Target.Dependency.product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioTestUtils = Target.Dependency.product(name: "NIOTestUtils", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let asyncAlgorithms = Target.Dependency.product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "recycling-kiosk",
    products: [
        .executable(name: "kioskd", targets: ["kioskd"]),
        .executable(name: "kiosk-central", targets: ["kiosk-central"]),
        .executable(name: "kiosk-raster", targets: ["kiosk-raster"]),
        .executable(name: "kiosk-sim", targets: ["kiosk-sim"]),
        .executable(name: "kioskctl", targets: ["kioskctl"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Level 0: libraries of the system.
        .systemLibrary(name: "CPangoCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CQrencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CUdev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
        // Symbols are bound at the start: binding one at its first call leaves the registers on the stack.
        .target(
            name: "CWipe",
            linkerSettings: [.unsafeFlags(["-Xlinker", "-z", "-Xlinker", "now"])]
        ),

        // Level 1: the domain, as values and rules.
        .target(name: "Claims"),
        .target(name: "CharacterEncodings"),
        .target(name: "ForgetfulIO", dependencies: [nioCore]),
        .target(name: "CrashPoints"),

        // Level 2: one concern each.
        .target(name: "Inspection", dependencies: ["Claims"]),
        .target(name: "Devices", dependencies: ["Claims"]),
        .target(name: "SerialPort", dependencies: ["Claims", nioCore, nioPosix]),
        .target(name: "Sealing", dependencies: ["Claims", crypto, cryptoExtras]),
        .target(name: "SQLiteFile", dependencies: ["Claims", "CrashPoints", grdb]),
        .target(name: "WireAPI", dependencies: ["Claims"]),
        .target(name: "DaemonSupport", dependencies: ["Claims", "CrashPoints", logging]),
        .target(name: "ControlSocket", dependencies: ["Claims", nioCore, nioHTTP1, nioPosix]),
        .target(
            name: "HTTPSupport",
            dependencies: [
                "Claims", "CrashPoints", "ForgetfulIO",
                hummingbird, hummingbirdCore, hummingbirdTLS, httpTypes, nioCore, nioHTTP1, nioHTTPTypes, nioPosix,
                nioSSL, logging, lifecycle,
            ]
        ),

        // Level 3: what stands on those, the stores first.
        .target(name: "Outbox", dependencies: ["Claims", "CrashPoints", "SQLiteFile", "WireAPI", grdb]),
        .target(name: "ClaimRegister", dependencies: ["Claims", "CrashPoints", "SQLiteFile", grdb]),

        .target(name: "Bundles", dependencies: ["Claims", "Sealing", "WireAPI"]),
        .target(
            name: "Trust",
            dependencies: [
                "Claims", "DaemonSupport", "Sealing", "WireAPI", asn1, crypto, httpClient, nioCore, nioHTTP1,
                nioPosix, nioSSL, x509,
            ]
        ),
        .target(
            name: "QueueServer",
            dependencies: ["Claims", "HTTPSupport", "WireAPI", hummingbird, httpTypes, nioCore]
        ),

        .target(name: "Settings", dependencies: ["Claims", "Devices", yams]),
        .target(
            name: "ReaderProtocols",
            dependencies: ["CharacterEncodings", "Claims", "Devices", "ForgetfulIO", nioCore]
        ),
        .target(name: "DeviceDiscovery", dependencies: ["CUdev", "Claims", "Devices", logging]),
        .target(name: "VehicleRegistry", dependencies: ["CharacterEncodings", "Claims", "Sealing", crypto]),
        .target(name: "Papers", dependencies: ["CQrencode", "Claims", "Sealing"]),
        .target(name: "PaperRaster", dependencies: ["CPangoCairo", "Claims", "WireAPI"]),

        // Level 4: the working parts.
        .target(
            name: "Readers",
            dependencies: [
                "Claims", "Devices", "ForgetfulIO", "ReaderProtocols", "SerialPort", "WireAPI", nioCore, nioPosix,
                logging, lifecycle,
            ]
        ),
        .target(
            name: "Printing",
            dependencies: ["Claims", "Devices", "Papers", "ReaderProtocols", "WireAPI"]
        ),
        .target(
            name: "CentralSync",
            dependencies: [
                "Claims", "CrashPoints", "DaemonSupport", "Outbox", "Sealing", "Trust", "WireAPI",
                httpClient, nioCore, nioHTTP1, nioPosix, logging, lifecycle,
            ]
        ),
        .target(
            name: "CounterServer",
            dependencies: [
                "Claims", "HTTPSupport", "Inspection", "QueueServer", "WireAPI",
                asyncAlgorithms, hummingbird, httpTypes, nioCore, logging, lifecycle,
            ]
        ),
        .target(
            name: "ControlServer",
            dependencies: [
                "Claims", "HTTPSupport", "QueueServer", "WireAPI", hummingbird, httpTypes, nioCore, logging, lifecycle,
            ]
        ),
        .target(
            name: "CentralServer",
            dependencies: [
                "Bundles", "Claims", "ClaimRegister", "CrashPoints", "HTTPSupport", "Sealing", "Trust", "WireAPI",
                hummingbird, httpTypes, logging, lifecycle, nioCore, nioPosix,
            ]
        ),
        .target(
            name: "DeviceSimulator",
            dependencies: [
                "Claims", "HTTPSupport", "WireAPI",
                hummingbird, httpClient, httpTypes, nioCore, nioPosix, nioHTTP1, logging, lifecycle, unixSignals,
            ]
        ),

        // Level 5: the only places that build concrete things.
        .target(
            name: "KioskRuntime",
            dependencies: [
                "Bundles", "CWipe", "CentralSync", "Claims", "ControlServer", "CounterServer", "CrashPoints",
                "DaemonSupport", "DeviceDiscovery", "Devices", "HTTPSupport", "Inspection", "Outbox", "Papers",
                "Printing", "QueueServer", "ReaderProtocols", "Readers", "Sealing", "Settings", "Trust",
                "VehicleRegistry", "WireAPI",
                httpClient, hummingbird, nioCore, nioHTTP1, nioPosix, logging, lifecycle, unixSignals,
            ]
        ),
        .target(
            name: "CentralRuntime",
            dependencies: [
                "CentralServer", "ClaimRegister", "Claims", "DaemonSupport", "HTTPSupport", "Papers", "Sealing",
                "Settings", "Trust", "WireAPI", logging, lifecycle, unixSignals,
            ]
        ),
        .target(
            name: "KioskTools",
            dependencies: [
                "Bundles", "Claims", "ControlSocket", "DaemonSupport", "Devices", "Outbox", "ReaderProtocols",
                "Readers",
                "Sealing", "SerialPort", "Settings", "Trust", "WireAPI",
                logging, nioCore, nioHTTP1, nioPosix,
            ]
        ),
        .target(
            name: "CentralTools",
            dependencies: [
                "Bundles", "Claims", "ControlSocket", "DaemonSupport", "Papers", "Sealing", "Settings", "Trust",
                "VehicleRegistry", "WireAPI", nioHTTP1,
            ]
        ),

        // Level 6: thin executables.
        .executableTarget(name: "kioskd", dependencies: ["KioskRuntime", arguments]),
        .executableTarget(name: "kiosk-central", dependencies: ["CentralRuntime", "CentralTools", arguments]),
        .executableTarget(
            name: "kioskctl",
            dependencies: ["ControlSocket", "Devices", "KioskTools", "WireAPI", arguments]
        ),
        .executableTarget(name: "kiosk-raster", dependencies: ["CWipe", "PaperRaster"]),
        .executableTarget(name: "kiosk-sim", dependencies: ["Claims", "DaemonSupport", "DeviceSimulator", arguments]),

        // Tests.
        .target(
            name: "KioskTestSupport",
            dependencies: [
                "Claims", "Sealing", "WireAPI", hummingbird, httpTypes, logging, nioCore, subprocess, system,
            ],
            path: "Tests/KioskTestSupport"
        ),
        .target(
            name: "SampleKiosk",
            dependencies: ["Claims", "Outbox", "Sealing", "Settings", "WireAPI"],
            path: "Tests/SampleKiosk"
        ),
        .executableTarget(
            name: "discovery-probe",
            dependencies: ["DeviceDiscovery", "Devices", logging],
            path: "Tests/Programs/discovery-probe"
        ),
        .executableTarget(name: "wipe-probe", dependencies: ["CWipe"], path: "Tests/Programs/wipe-probe"),
        .testTarget(name: "ClaimsTests", dependencies: ["Claims"]),
        .testTarget(name: "DevicesTests", dependencies: ["Devices"]),
        .testTarget(
            name: "DeviceDiscoveryTests",
            dependencies: ["DeviceDiscovery", "Devices", "KioskTestSupport", "discovery-probe", logging]
        ),
        .testTarget(name: "InspectionTests", dependencies: ["Claims", "Inspection"]),
        .testTarget(
            name: "ReaderProtocolsTests",
            dependencies: [
                "CharacterEncodings", "Claims", "Devices", "KioskTestSupport", "ReaderProtocols", crypto, nioCore,
                nioTestUtils,
            ]
        ),
        .testTarget(
            name: "SerialPortTests",
            dependencies: ["Claims", "KioskTestSupport", "SerialPort", nioCore, nioPosix]
        ),
        .testTarget(
            name: "ReadersTests",
            dependencies: [
                "Claims", "Devices", "KioskTestSupport", "ReaderProtocols", "Readers", "SerialPort", inMemoryLogging,
                lifecycleTestKit, logging, lifecycle, nioCore, nioEmbedded, nioPosix,
            ]
        ),
        .testTarget(
            name: "KioskRuntimeTests",
            dependencies: [
                "Claims", "DeviceDiscovery", "Devices", "KioskRuntime", "Outbox", "QueueServer", "Readers", "Sealing",
                "Settings", "WireAPI", inMemoryLogging, logging, nioCore,
            ]
        ),
        .testTarget(
            name: "CentralToolsTests",
            dependencies: [
                "Bundles", "CentralTools", "Claims", "KioskTestSupport", "Settings", "WireAPI", "kiosk-central",
            ]
        ),
        .testTarget(name: "BundlesTests", dependencies: ["Bundles", "Claims", "Sealing", "WireAPI"]),
        .testTarget(
            name: "QueueServerTests",
            dependencies: [
                "Claims", "HTTPSupport", "QueueServer", "WireAPI", hummingbird, hummingbirdTesting, httpTypes, nioCore,
                yams,
            ]
        ),
        .testTarget(name: "SealingTests", dependencies: ["Claims", "Sealing", "WireAPI"]),
        .testTarget(
            name: "OutboxTests",
            dependencies: ["Claims", "KioskTestSupport", "Outbox", "SQLiteFile", "Sealing", "WireAPI", grdb],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "CentralSyncTests",
            dependencies: [
                "CentralSync", "Claims", "KioskTestSupport", "Outbox", "Sealing", "WireAPI", hummingbird, httpClient,
                httpTypes, inMemoryLogging,
                lifecycleTestKit, logging, nioCore, nioHTTP1, nioPosix, lifecycle,
            ]
        ),
        .testTarget(
            name: "DaemonSupportTests",
            dependencies: ["Claims", "DaemonSupport", "KioskTestSupport", logging]
        ),
        .testTarget(name: "SQLiteFileTests", dependencies: ["Claims", "SQLiteFile", grdb]),
        .testTarget(
            name: "ClaimRegisterTests",
            dependencies: ["ClaimRegister", "Claims", "KioskTestSupport", "SQLiteFile", grdb],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "CentralServerTests",
            dependencies: [
                "Bundles", "CentralServer", "CentralSync", "ClaimRegister", "Claims", "ControlSocket", "HTTPSupport",
                "KioskRuntime", "KioskTestSupport", "Outbox", "QueueServer", "Sealing", "Trust", "WireAPI", crypto,
                grdb,
                hummingbird, hummingbirdTesting, httpClient, httpTypes, inMemoryLogging, logging, nioCore, nioHTTP1,
                nioPosix, nioSSL, lifecycle, yams,
            ]
        ),
        .testTarget(
            name: "HTTPSupportTests",
            dependencies: [
                "Claims", "HTTPSupport", "KioskTestSupport", hummingbird, hummingbirdTesting, httpTypes,
                inMemoryLogging,
                logging, lifecycle, nioCore, nioPosix,
            ]
        ),
        .testTarget(
            name: "TrustTests",
            dependencies: ["Claims", "KioskTestSupport", "Sealing", "Trust"]
        ),
        .testTarget(
            name: "ControlServerTests",
            dependencies: [
                "Claims", "ControlServer", "HTTPSupport", "KioskTestSupport", "WireAPI", inMemoryLogging, logging,
                lifecycle,
            ]
        ),
        .testTarget(
            name: "KioskToolsTests",
            dependencies: [
                "Claims", "ControlServer", "ControlSocket", "Devices", "KioskTestSupport", "KioskTools",
                "ReaderProtocols", "WireAPI", logging, lifecycle, nioCore, "kioskctl",
            ]
        ),
        .testTarget(
            name: "CounterServerTests",
            dependencies: [
                "Claims", "CounterServer", "HTTPSupport", "Inspection", "KioskTestSupport", "QueueServer", "WireAPI",
                hummingbird, hummingbirdTesting, httpTypes, inMemoryLogging, logging, nioCore, yams,
            ]
        ),
        .testTarget(
            name: "DeviceSimulatorTests",
            dependencies: [
                "Claims", "DeviceSimulator", "HTTPSupport", "KioskTestSupport", "WireAPI", hummingbird, httpClient,
                httpTypes, logging, nioCore, nioHTTP1, nioPosix, lifecycle,
            ]
        ),
        .testTarget(
            name: "VehicleRegistryTests",
            dependencies: ["Claims", "KioskTestSupport", "Sealing", "VehicleRegistry"]
        ),
        .testTarget(
            name: "PapersTests",
            dependencies: ["Claims", "KioskTestSupport", "Papers", "Sealing"],
            exclude: ["Golden"]
        ),
        .testTarget(name: "SettingsTests", dependencies: ["Claims", "Devices", "Settings"], exclude: ["Programmes"]),
        .testTarget(
            name: "PrintingTests",
            dependencies: [
                "Claims", "DeviceSimulator", "Devices", "KioskTestSupport", "Papers", "Printing", "ReaderProtocols",
                "Readers", "SerialPort", "WireAPI", "kiosk-raster", nioCore, nioPosix,
            ]
        ),
        .testTarget(name: "PaperRasterTests", dependencies: ["Claims", "PaperRaster", "WireAPI"]),
        .testTarget(name: "PackageTests", dependencies: ["Claims", subprocess]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "CharacterEncodings", "Claims", "CounterServer", "DeviceSimulator", "HTTPSupport",
                "KioskTestSupport",
                "Outbox", "QueueServer", "SampleKiosk", "Sealing", "WireAPI",
                "kiosk-central", "kiosk-raster", "kiosk-sim", "kioskctl", "kioskd", "wipe-probe",
                httpClient, hummingbird, lifecycle, logging, nioCore, nioHTTP1,
            ]
        ),
    ]
)

// Measurements, only where they are asked for: `scripts/bench` sets the variable.
if Context.environment["ENABLE_BENCHMARKS"] != nil {
    package.targets += [
        .executableTarget(
            name: "kiosk-bench",
            dependencies: ["ReaderProtocols", "WireAPI", arguments, nioCore],
            path: "Benchmarks/kiosk-bench"
        ),
        .executableTarget(name: "bare-async", path: "Benchmarks/bare-async"),
        .executableTarget(
            name: "registry-bench",
            dependencies: ["Claims", "Sealing", "VehicleRegistry", arguments],
            path: "Benchmarks/registry-bench"
        ),
        .target(name: "BenchSupport", path: "Benchmarks/BenchSupport"),
        .target(name: "CFraming", path: "Benchmarks/CFraming"),
        .target(
            name: "CBaseline",
            path: "Benchmarks/CBaseline",
            linkerSettings: [.linkedLibrary("sqlite3")]
        ),
        .executableTarget(
            name: "store-bench",
            dependencies: ["BenchSupport", "CBaseline", "Claims", "Outbox", "Sealing", arguments, grdb],
            path: "Benchmarks/store-bench"
        ),
        .executableTarget(
            name: "drain-bench",
            dependencies: [
                "BenchSupport", "CWipe", "CentralSync", "Claims", "Outbox", "SampleKiosk", "Trust", arguments,
                httpClient,
                logging,
            ],
            path: "Benchmarks/drain-bench"
        ),
        .executableTarget(
            name: "devices-bench",
            dependencies: [
                "BenchSupport", "CFraming", "Claims", "Devices", "ReaderProtocols", "Readers", arguments, logging,
                nioCore,
            ],
            path: "Benchmarks/devices-bench"
        ),
    ]
}

// Fuzzing, only where it is asked for: `scripts/fuzz` sets the variable, and builds with the sanitizers.
if Context.environment["ENABLE_FUZZING"] != nil {
    package.targets += [
        .executableTarget(
            name: "kiosk-fuzz",
            dependencies: [
                "Bundles", "CentralServer", "CentralSync", "ClaimRegister", "Claims", "Devices", "Outbox",
                "ReaderProtocols", "Sealing", "Settings", "Trust", "WireAPI", nioCore,
            ],
            path: "Fuzz/kiosk-fuzz"
        )
    ]
}

for target in package.targets where target.type != .system {
    var settings = target.swiftSettings ?? []
    settings += [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
        .treatWarning("DeprecatedDeclaration", as: .warning),
    ]
    target.swiftSettings = settings
}
