package import Claims
package import HTTPTypes

extension KioskError.Code {
    /// The status that goes with the code on every HTTP interface.
    package var status: HTTPResponse.Status {
        switch self {
        case .requestMalformed: .badRequest
        case .requestForeign, .controlDenied: .forbidden
        case .requestNotFound, .controlDeviceUnknown, .claimUnknown, .certificateNotSigned: .notFound
        case .requestTooLarge: .contentTooLarge
        case .eventIgnored, .claimContentDiffers, .claimNumberTaken, .claimWrongMode, .simulatorRefused,
            .claimNoCertificate, .controlRefused:
            .conflict
        case .supervisorLocked: .tooManyRequests
        case .inputInvalid, .claimInvalid, .claimIDMismatch: .unprocessableContent
        case .simulatorUnreachable, .centralUnreachable, .centralAnswer: .badGateway
        case .storeOpen, .storeDamaged, .storeNewer, .storeWrongMode, .storeDiskFull, .storeReadOnly, .storeBusy,
            .storeFailed:
            .serviceUnavailable
        default: .internalServerError
        }
    }
}
