package import Claims
import Glibc
import Synchronization

/// Changes the speed of a line that a channel reads, for as long as the channel is open.
///
/// Holds a descriptor of its own, and with it the lock of the line: close it when the channel closed, or nobody can
/// open the line again.
package final class LineSpeed: Sendable {
    private let path: String
    private let descriptor: Mutex<CInt?>

    init(path: String, descriptor: CInt) {
        self.path = path
        self.descriptor = Mutex(descriptor)
    }

    deinit { close() }

    /// Sets the speed and drops what has not been read or sent. May block while the driver talks to the adapter: not
    /// for an event loop.
    ///
    /// Throws `reader.open.settings-refused` when the line does not take the speed, `reader.gone` once closed.
    package func set(baud: Int) throws(KioskError) {
        let speed = try LineSettings.speed(baud: baud, path: path)
        // The lock is held over the call: the number of a closed descriptor may belong to another device at once.
        let result = descriptor.withLock { descriptor in
            Result { () throws(KioskError) in
                guard let descriptor else { throw SerialPort.gone(path) }
                try LineSettings.apply(to: descriptor, speed: speed, path: path)
                tcflush(descriptor, TCIOFLUSH)
            }
        }
        try result.get()
    }

    /// Ends the lock of the line: after the channel.
    package func close() {
        descriptor.withLock { descriptor in
            if let owned = descriptor {
                // A program that is being started holds our descriptors until it is executed, and with them the lock.
                flock(owned, LOCK_UN)
                Glibc.close(owned)
            }
            descriptor = nil
        }
    }
}
