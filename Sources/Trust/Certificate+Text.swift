import Claims
import Crypto
import Sealing
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Certificate {
    /// Throws `internal.fault`.
    func pemText() throws(KioskError) -> String {
        do {
            return try serializeAsPEM().pemString + "\n"
        } catch {
            throw .certificateNotMade(error)
        }
    }

    /// Throws `internal.fault`.
    func der() throws(KioskError) -> [UInt8] {
        do {
            var serializer = DER.Serializer()
            try serializer.serialize(self)
            return serializer.serializedBytes
        } catch {
            throw .certificateNotMade(error)
        }
    }
}

extension KioskError {
    static func certificateNotMade(_ cause: any Error) -> KioskError {
        KioskError(
            .internalFault,
            "A certificate or a request for one could not be made.",
            remedy: "Report this with the versions of the programs.",
            cause: cause
        )
    }
}

extension Timestamp {
    /// Whole seconds: certificates hold no parts of them.
    init(_ date: Date) { self.init(milliseconds: Int64(date.timeIntervalSince1970.rounded()) * 1_000) }

    var date: Date { Date(timeIntervalSince1970: Double(milliseconds / 1_000)) }
}
