/// How long certificates are good.
package enum CertificateLife {
    /// Of the central's authority.
    package static let authority = Duration.seconds(10 * 365 * 86_400)
    /// Of the central's own certificate, which an operator replaces.
    package static let server = Duration.seconds(730 * 86_400)
    /// Of a kiosk's certificate, if the central's settings say nothing else.
    package static let kiosk = Duration.seconds(90 * 86_400)
    /// A certificate is renewed once one part in so many of its life is left: 30 days of 90.
    static let lastPart: Int64 = 3
    /// How far before now a certificate begins, for clocks that are behind.
    static let before = Duration.seconds(3_600)
    /// Of a token, if nothing else is said.
    package static let token = Duration.seconds(86_400)
}
