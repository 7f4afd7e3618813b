#if DEBUG
import Glibc
#endif

/// How much SQLite syncs (sqlite.org/pragma.html#pragma_synchronous).
enum Syncing {
    /// FULL: what was committed survives a power cut. Only a debug build heeds `KIOSK_STORE_SYNCHRONOUS=NORMAL` or `OFF`,
    /// by which `scripts/system-test power` shows that it would notice a store that syncs too little.
    static var pragma: String {
        #if DEBUG
        if let text = getenv("KIOSK_STORE_SYNCHRONOUS").map({ String(cString: $0) }), ["NORMAL", "OFF"].contains(text) {
            return "PRAGMA synchronous = \(text)"
        }
        #endif
        return "PRAGMA synchronous = FULL"
    }
}
