import Claims
import Logging
import Outbox
import ServiceLifecycle
import VehicleRegistry

/// What is done once, beside serving: the registry's snapshot is verified, so that the first plate does not wait for
/// it, and photos that no claim names are deleted.
struct StartUpWork: Service {
    let watch: RegistryWatch?
    let photos: PhotoFolder
    let store: ClaimStore
    let logger: Logger

    func run() async throws {
        await watch?.refresh()
        if let problem = photos.problem {
            logger.error(
                "the photos are not there",
                metadata: ["code": "\(problem.code)", "problem": "\(problem.message)", "remedy": "\(problem.remedy)"]
            )
        }
        do {
            try await photos.deleteUnneeded(in: store)
        } catch {
            logger.error("photos were not looked through", metadata: ["error": "\(error)"])
        }
        // A service that returns would end the daemon.
        try? await gracefulShutdown()
    }
}
