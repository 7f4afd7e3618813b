import Claims
package import Sealing

/// Verification of an exported chain, without a network and without a store.
package enum ChainFile {
    /// - Parameter key: whose signature the file must have; without one only the links are verified.
    ///
    /// Throws `bundle.unreadable`, `bundle.not-a-bundle`, `bundle.newer-version`, `bundle.wrong-kind`,
    /// `bundle.too-large`. Everything else that is wrong stands in the report.
    package static func verify(_ path: String, key: VerificationKey?) throws -> ChainReport {
        var reader = BundleReader([.chain], isLenient: true)
        var verifier = ChainVerifier()
        try BundleFile.read(path) { piece in
            try reader.take(piece) { entry, line in
                switch entry {
                case .link(let link): verifier.take(link)
                case .claim(let document): verifier.take(document: document)
                default: verifier.takeUnreadable(line: line)
                }
            }
        }
        let seal = try reader.finish()
        var report = verifier.finish(head: reader.header?.head)
        report.kioskId = reader.header?.kioskId
        report.damage = reader.damage?.message
        report.signer = reader.header?.signer
        report.givenKey = key?.fingerprint
        report.signature = signature(isThere: seal.signature != nil, key) { seal.isSigned(by: $0) }
        report.headSignature = signature(isThere: reader.header?.headSignature != nil, key) { key in
            reader.header?.isHeadSigned(by: key) ?? false
        }
        return report
    }

    private static func signature(
        isThere: Bool,
        _ key: VerificationKey?,
        _ isValid: (VerificationKey) -> Bool
    ) -> ChainReport.Signature {
        guard let key else { return isThere ? .unchecked : .unsigned }
        return isThere && isValid(key) ? .valid : .invalid
    }
}
