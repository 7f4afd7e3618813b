import Claims

@testable import DeviceSimulator

func told<Machine: LineMachine>(_ machine: inout Machine, _ bytes: [UInt8]) -> [[UInt8]] { machine.receive(bytes) }

func expired<Machine: LineMachine>(_ machine: inout Machine) -> [[UInt8]] { machine.timeIsUp() }

func scanned(by scanner: inout LineScanner, _ text: String, _ symbology: Symbology) throws -> [[UInt8]] {
    try scanner.scan(text, symbology)
}

func scanned(by scanner: inout SSIScanner, _ text: String, _ symbology: Symbology) throws -> [[UInt8]] {
    try scanner.scan(text, symbology)
}
