import HTTPTypes

/// What can be asked of the central.
enum Endpoint: CaseIterable, Sendable {
    case putClaim
    case postClaims
    case getClaim
    case getCertificate
    case listClaims
    case getKiosk
    case getHealth

    var method: HTTPRequest.Method {
        switch self {
        case .putClaim: .put
        case .postClaims: .post
        case .getClaim, .getCertificate, .listClaims, .getKiosk, .getHealth: .get
        }
    }

    var route: CentralAPI.Route {
        let path =
            switch self {
            case .putClaim, .getClaim: "/v1/claims/{claimId}"
            case .getCertificate: "/v1/claims/{claimId}/certificate"
            case .listClaims, .postClaims: "/v1/claims"
            case .getKiosk: "/v1/kiosks/{kioskId}"
            case .getHealth: "/v1/health"
            }
        return CentralAPI.Route(method: method.rawValue, path: path)
    }
}
