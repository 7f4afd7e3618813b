package import Claims
import HTTPTypes
package import Hummingbird
package import Logging

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The pages' files and the text catalogues, served as they lie in the share folder: `/` and `/assets/…` from `counter/`,
/// `/supervisor` from `supervisor/`, `/texts/…` from `texts/`.
package struct CounterPages: Sendable {
    private let folder: String
    private let logger: Logger

    /// Throws `pages.missing` when the folder holds no counter page, no supervisors' page or no texts.
    package init(folder: String, logger: Logger) throws(KioskError) {
        let needed = ["counter/index.html", "supervisor/index.html", "texts/zh-CN.json"].map { "\(folder)/\($0)" }
        if let missing = needed.first(where: { !FileManager.default.isReadableFile(atPath: $0) }) {
            throw KioskError(
                .pagesMissing,
                "the pages are not whole: \(missing) is missing",
                remedy: "point shareDirectory in the configuration at the installed share folder"
            )
        }
        self.folder = folder
        self.logger = logger
    }

    package func add(to router: Router<BasicRequestContext>) {
        router.add(middleware: PageHeaders())
        let always = CacheControl([(MediaType(type: .any), [.noCache])])
        router.add(
            middleware: FileMiddleware(
                folder + "/counter",
                urlBasePath: "/assets",
                cacheControl: always,
                logger: logger
            )
        )
        router.add(
            middleware: FileMiddleware(folder + "/texts", urlBasePath: "/texts", cacheControl: always, logger: logger)
        )
        router.add(
            middleware: FileMiddleware(
                folder + "/supervisor",
                urlBasePath: "/supervisor",
                cacheControl: always,
                searchForIndexHtml: true,
                logger: logger
            )
        )
        router.add(
            middleware: FileMiddleware(
                folder + "/counter",
                cacheControl: always,
                searchForIndexHtml: true,
                logger: logger
            )
        )
    }
}

/// Headers that keep the page to its own scripts and out of other pages' frames.
struct PageHeaders: RouterMiddleware {
    typealias Context = BasicRequestContext

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        if let policy = HTTPField.Name("Referrer-Policy") { response.headers[policy] = "no-referrer" }
        return response
    }
}
