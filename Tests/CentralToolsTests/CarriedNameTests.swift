import CentralTools
import Testing

struct CarriedNameTests {
    @Test(arguments: [
        ("/media/stick/kiosk-DQ01-20250310-094500.claims.kiosk", "kiosk-DQ01-20250310-094500.answers.kiosk"),
        ("kiosk-DQ01-20250310-094500-2.claims.kiosk", "kiosk-DQ01-20250310-094500-2.answers.kiosk"),
        ("renamed", "renamed.answers.kiosk"),
    ])
    func `answers are named like the claims that they answer`(_ claims: String, _ answers: String) {
        #expect(CentralAdmin.answersName(to: claims) == answers)
    }
}
