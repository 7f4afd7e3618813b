import Glibc

/// The process's environment.
package enum ProcessEnvironment {
    /// Nil when unset or empty.
    package static func value(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
