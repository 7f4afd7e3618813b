import Foundation
import Glibc

/// A stand-in for sysfs, /dev and udev in this process, by libumockdev. It is looked up when the program runs, so that
/// the build needs no package; the program must be started by `umockdev-wrapper`.
struct Testbed: Sendable {
    private typealias Make = @convention(c) () -> UnsafeMutableRawPointer?
    private typealias AddText =
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>, UnsafeMutableRawPointer?) -> Int32
    private typealias Send =
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>, UnsafePointer<CChar>) -> Void
    private typealias Remove = @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>) -> Void

    private typealias Set =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<CChar>
        ) -> Void

    /// The addresses of the library and of the test bed, which lives as long as the process.
    private let library: UInt
    private let bed: UInt

    /// Nil where libumockdev is not installed.
    init?() {
        guard let library = dlopen("libumockdev.so.0", RTLD_NOW) else { return nil }
        self.library = UInt(bitPattern: library)
        bed = UInt(bitPattern: unsafeBitCast(dlsym(library, "umockdev_testbed_new"), to: Make.self)())
    }

    /// Adds the devices of a description, parents first, each with its event.
    func add(_ text: String) -> Bool {
        function("umockdev_testbed_add_from_string", AddText.self)(UnsafeMutableRawPointer(bitPattern: bed), text, nil)
            != 0
    }

    func send(_ action: String, of path: String) {
        function("umockdev_testbed_uevent", Send.self)(UnsafeMutableRawPointer(bitPattern: bed), "/sys\(path)", action)
    }

    /// Sends the device's event and takes it out of sysfs. The library cannot add a node of the same name again.
    func remove(_ path: String) {
        send("remove", of: path)
        function("umockdev_testbed_remove_device", Remove.self)(UnsafeMutableRawPointer(bitPattern: bed), "/sys\(path)")
    }

    func set(_ property: String, _ value: String, of path: String) {
        function("umockdev_testbed_set_property", Set.self)(
            UnsafeMutableRawPointer(bitPattern: bed),
            "/sys\(path)",
            property,
            value
        )
    }

    private func function<Function>(_ name: String, _: Function.Type) -> Function {
        unsafeBitCast(dlsym(UnsafeMutableRawPointer(bitPattern: library), name), to: Function.self)
    }
}
