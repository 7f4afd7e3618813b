import ArgumentParser
import CentralTools

/// Of every command that asks the running central.
struct AdminOptions: ParsableArguments {
    @Option(help: "The central's control socket.") var socket = CentralAdmin.usualSocket
    @Flag(help: "JSON for programs, described in docs/openapi/central-admin.yaml.") var json = false

    var admin: CentralAdmin { CentralAdmin(socket: socket, isJSON: json) }

    static func check(kiosk: String) throws {
        if let fault = CentralAdmin.faultOfKiosk(kiosk) { throw ValidationError("--kiosk: \(fault)") }
    }
}
