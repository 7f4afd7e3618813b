package import Claims
package import HTTPTypes

extension KioskError.Code {
    /// The status that goes with the code on every HTTP interface.
    package var status: HTTPResponse.Status {
        switch self {
        case .requestMalformed: .badRequest
        case .trustNoCertificate, .supervisorRefused, .supervisorLoginNeeded: .unauthorized
        case .requestForeign, .requestOtherUser, .controlDenied, .headSignature, .kioskNotYours, .trustTokenUnknown,
            .trustTokenExpired,
            .trustCertificateUnknown, .trustCertificateRevoked, .trustCertificateExpired:
            .forbidden
        case .requestNotFound, .kioskUnknown, .controlDeviceUnknown, .devicesNotPresent, .claimUnknown,
            .certificateNotSigned, .photoUnknown, .fileUnknown:
            .notFound
        case .requestTooLarge, .photoTooLarge: .contentTooLarge
        case .requestTooSlow: .requestTimeout
        case .fileRange: .rangeNotSatisfiable
        case .eventIgnored, .claimContentDiffers, .claimNumberTaken, .claimWrongMode, .simulatorRefused,
            .claimNoCertificate, .controlRefused, .devicesNotBound, .devicesInUse, .devicesAlreadyBound, .printerGone,
            .printerQueueFull, .claimConcluded, .claimUnpayable, .claimAmended, .claimNotAmendable, .claimNothingLost,
            .photoOffset,
            .trustTokenUsed:
            .conflict
        case .supervisorLocked: .tooManyRequests
        case .inputInvalid, .claimInvalid, .claimIDMismatch, .claimCardUnusual, .devicesUnfit, .sealingKeyUnknown,
            .sealingNotOpened, .photoNotAsClaimed, .trustRequestInvalid:
            .unprocessableContent
        case .simulatorUnreachable, .centralUnreachable, .centralAnswer: .badGateway
        case .storeOpen, .storeDamaged, .storeNewer, .storeWrongMode, .storeDiskFull, .storeReadOnly, .storeBusy,
            .storeFailed, .storeRestored, .storeRestoredConflict, .devicesBindingsNotWritten, .centralBusy,
            .photosNotMounted:
            .serviceUnavailable
        case .bundleNotOne, .bundleNewer, .bundleMalformed, .bundleChanged, .bundleTruncated, .bundleWrongKind,
            .bundleWrongKiosk, .bundleWrongMode, .bundleUnsigned, .bundleWrongSignature, .programmeNotConfirmed:
            .unprocessableContent
        case .bundleTooLarge: .contentTooLarge
        case .bundleNoSpace: HTTPResponse.Status(code: 507)
        case .programmeUnsent, .programmeOpenClaims, .programmeEnded, .bundleBeforeRestoration: .conflict
        default: .internalServerError
        }
    }
}
