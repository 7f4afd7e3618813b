import ArgumentParser
import ControlSocket
import KioskTools

@main
struct Kioskctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kioskctl",
        abstract: "The tool of a recycling kiosk: devices, settings, what is wrong, and the queue of claims.",
        discussion: """
            It asks the daemon over its control socket; members of the group kiosk-technician may do everything with devices, those \
            of kiosk-supervisor may look, and act on the queue.

            Exit codes: 0 done and nothing wrong, 1 a problem was found or it failed, 64 the command line is wrong, \
            69 the daemon cannot be reached, 77 this user may not do it.
            """,
        subcommands: [
            DevicesCommand.self, QueueCommand.self, ChainCommand.self, AuditCommand.self, BackupCommand.self,
            RestoreCommand.self, ProgrammeCommand.self, DoctorCommand.self, ConfigCommand.self, EnrolCommand.self,
        ]
    )
}

/// Of every command.
struct ToolOptions: ParsableArguments {
    @Option(help: "The daemon's control socket.") var socket = ControlledDaemon.kiosk.usualSocket
    @Flag(help: "JSON for programs, described in docs/kioskctl.md.") var json = false

    var tool: KioskTool { KioskTool(socket: socket, isJSON: json) }
}

func end(with code: Int32) throws { if code != 0 { throw ExitCode(code) } }
