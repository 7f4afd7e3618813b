import HTTPTypes

/// What can be asked of the central.
enum Endpoint: CaseIterable, Sendable {
    case putClaim
    case postClaims
    case getClaim
    case getCertificate
    case listClaims
    case getKiosk
    case getChanges
    case putHead
    case getChain
    case getDay
    case getManifest
    case getFile
    case getPhoto
    case patchPhoto
    case getHealth
    case postEnrolment
    case postRenewal

    var method: HTTPRequest.Method {
        switch self {
        case .putClaim, .putHead: .put
        case .postClaims, .postEnrolment, .postRenewal: .post
        case .patchPhoto: .patch
        case .getClaim, .getCertificate, .listClaims, .getKiosk, .getChanges, .getChain, .getDay, .getManifest,
            .getFile, .getPhoto, .getHealth:
            .get
        }
    }

    /// Whether a request may come without a kiosk's certificate.
    var isOpen: Bool { self == .getHealth || self == .postEnrolment }

    var route: CentralAPI.Route {
        let path =
            switch self {
            case .putClaim, .getClaim: "/v1/claims/{claimId}"
            case .getCertificate: "/v1/claims/{claimId}/certificate"
            case .listClaims, .postClaims: "/v1/claims"
            case .getKiosk: "/v1/kiosks/{kioskId}"
            case .getChanges: "/v1/kiosks/{kioskId}/changes"
            case .putHead: "/v1/kiosks/{kioskId}/head"
            case .getChain: "/v1/kiosks/{kioskId}/chain"
            case .getDay: "/v1/kiosks/{kioskId}/days/{date}"
            case .getManifest: "/v1/manifest"
            case .getFile: "/v1/files/{sha256}"
            case .getPhoto, .patchPhoto: "/v1/photos/{sha256}"
            case .getHealth: "/v1/health"
            case .postEnrolment: "/v1/enrolment"
            case .postRenewal: "/v1/renewal"
            }
        return CentralAPI.Route(method: method.rawValue, path: path)
    }
}
