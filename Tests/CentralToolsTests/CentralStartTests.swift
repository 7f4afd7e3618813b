import Foundation
import KioskTestSupport
import Testing

/// Keys and certificates as an operator makes them, and a central that does not start with wrong ones.
struct CentralStartTests {
    private typealias End = (status: Int32, output: String, errors: String)

    /// With a umask that would hide everything, as careful operators have it.
    private static func central(_ arguments: [String]) async throws -> End {
        let program = "\(RunningProgram.folder)/kiosk-central"
        return try await RunningProgram.output(
            of: "/bin/sh",
            ["-c", #"umask 077; exec "$0" "$@""#, program] + arguments
        )
    }

    private static func make(_ folder: String, _ arguments: [String]) async throws {
        let end = try await central(arguments)
        #expect(end.status == 0, "\(end.errors)")
    }

    private static func mode(_ file: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private static func sign(_ folder: String, reviewers: String, payers: String, _ more: [String] = []) -> [String] {
        [
            "key", "sign", "--reviewers", "\(folder)/\(reviewers)", "--payers", "\(folder)/\(payers)",
            "--keys-version", "1", "--signing-key", "\(folder)/central.key", "--out", "\(folder)/sealing-keys",
        ] + more
    }

    private static func withKeys(_ body: (String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            try await make(folder, ["ca", "new", "--out", folder])
            try await make(folder, ["ca", "server", "--host", "localhost", "--authority", folder, "--out", folder])
            for name in ["reviewers", "payers", "others"] {
                try await make(folder, ["key", "sealing", "--out", folder, "--name", name])
            }
            try await make(folder, ["key", "new", "--out", folder, "--name", "central"])
            try await make(folder, ["key", "digest", "--out", "\(folder)/digest.key"])
            try await body(folder)
        }
    }

    @Test func `what is no secret is readable for the central's user, and the rest is not`() async throws {
        try await Self.withKeys { folder in
            try await Self.make(folder, Self.sign(folder, reviewers: "reviewers.pub", payers: "payers.pub"))
            for open in ["authority.crt", "server.crt", "central.pub", "payers.pub", "sealing-keys"] {
                #expect(try Self.mode("\(folder)/\(open)") == 0o644, "\(open)")
            }
            for secret in ["authority.key", "server.key", "central.key", "reviewers.key", "digest.key"] {
                #expect(try Self.mode("\(folder)/\(secret)") == 0o600, "\(secret)")
            }
        }
    }

    @Test func `neither a secret key nor one key for both is signed for kiosks`() async throws {
        try await Self.withKeys { folder in
            for (reviewers, payers, code) in [
                ("reviewers.key", "payers.pub", "key.unreadable"), ("reviewers.pub", "payers.key", "key.unreadable"),
                ("payers.pub", "payers.pub", "config.invalid-value"),
            ] {
                let end = try await Self.central(Self.sign(folder, reviewers: reviewers, payers: payers))
                #expect(end.status == 78 && end.errors.contains(" \(code): "), "\(end.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/sealing-keys"))
            let nowhere = ["key", "sealing", "--out", "\(folder)/nowhere", "--name", "reviewers"]
            let end = try await Self.central(nowhere)
            #expect(end.status == 78 && end.errors.contains("Check that the folder is there"), "\(end.errors)")
        }
    }

    private static func serve(
        _ folder: String,
        reviewers: String = "reviewers.key",
        programme: String = "missing.yaml",
        mode: String = "production",
        more: String = ""
    ) async throws -> End {
        let file = """
            mode: \(mode)
            listen: {host: 127.0.0.1, port: 0}
            stateDirectory: \(folder)
            programmes: [\(programme)]
            calendars: \(RunningProgram.repository)/config/calendars
            digestKeyFile: digest.key
            sealing: {reviewersKeys: [\(reviewers)], payersKeys: [payers.pub]}
            tls: {certificate: server.crt, key: server.key, authority: authority.crt, authorityKey: authority.key,
              sealingKeys: sealing-keys}
            answerKey: central.key
            \(more)
            """
        try file.write(toFile: "\(folder)/central.yaml", atomically: true, encoding: .utf8)
        return try await central(["serve", "--config", "\(folder)/central.yaml"])
    }

    @Test func `a central starts with its own mode's keys only, and with those that it can open`() async throws {
        try await Self.withKeys { folder in
            let sealing = "\(folder)/sealing-keys"
            try await Self.make(folder, Self.sign(folder, reviewers: "reviewers.pub", payers: "payers.pub"))
            // They are right: the next thing that is wrong is told.
            #expect(try await Self.serve(folder).errors.contains("error config.missing: "))
            let secret = try await Self.serve(folder, reviewers: "reviewers.pub")
            #expect(secret.status == 78 && secret.errors.contains("error key.unreadable: "), "\(secret.errors)")
            for order in [
                Self.sign(folder, reviewers: "others.pub", payers: "payers.pub"),
                Self.sign(folder, reviewers: "reviewers.pub", payers: "others.pub"),
                Self.sign(folder, reviewers: "reviewers.pub", payers: "payers.pub", ["--rehearsal"]),
            ] {
                try FileManager.default.removeItem(atPath: sealing)
                try await Self.make(folder, order)
                let end = try await Self.serve(folder)
                #expect(end.status == 78 && end.errors.contains("error sealing.keys-invalid: "), "\(end.errors)")
            }
        }
    }

    @Test func `a central whose operator's socket cannot be made never says that it is ready`() async throws {
        try await Self.withKeys { folder in
            try await Self.make(
                folder,
                Self.sign(folder, reviewers: "reviewers.pub", payers: "payers.pub", ["--rehearsal"])
            )
            let end = try await Self.serve(
                folder,
                programme: "\(RunningProgram.repository)/config/programmes/doilungdeqen-2025.yaml",
                mode: "rehearsal",
                more: "control: {socket: \(folder)/nowhere/control.sock}"
            )
            #expect(end.status == 69 && end.errors.contains("error listen.failed: "), "\(end.errors)")
            #expect(!(end.output + end.errors).contains("msg=ready"), "\(end.output)\(end.errors)")
            #expect(!(end.output + end.errors).contains("CancellationError"), "\(end.output)\(end.errors)")
        }
    }
}
