/// How long certificates are good.
package enum CertificateLife {
    /// Of a kiosk's certificate.
    package static let kiosk = Duration.seconds(90 * 86_400)
    /// A certificate is renewed once less than this is left of it.
    package static let renewal = Duration.seconds(30 * 86_400)
}
