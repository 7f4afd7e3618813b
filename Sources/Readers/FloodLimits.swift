/// What no person and no reader sends.
package struct FloodLimits: Sendable {
    /// Bytes a second on one line: twenty of the largest QR codes.
    package var bytes = 64 * 1_024
    /// Codes a second of one scanner.
    package var scans = 20

    package init() {}
}
