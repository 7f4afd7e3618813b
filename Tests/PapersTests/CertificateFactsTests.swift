import Claims
import Papers
import Testing

struct CertificateFactsTests {
    private func refusal(_ change: (String) -> String) -> String? {
        let facts = change(Samples.facts())
        do {
            _ = try CertificateFacts.certificate(fromJSON: Array(facts.utf8))
            return nil
        } catch {
            return error.code == .certificateFactsInvalid ? error.message : "another code: \(error.code)"
        }
    }

    @Test func `the sample is accepted as it is`() { #expect(refusal { $0 } == nil) }

    @Test(arguments: [
        ("\"rehearsal\": false", "\"rehearsal\": 0", "rehearsal"),
        ("\"rehearsal\": false", "\"reprint\": false", "rehearsal"),
        ("\"company\"", "\"compani\"", "compani"),
        ("\"idTail\": \"0013\"", "\"idTail\": \"990001199001010013\"", "owner.idTail"),
        ("\"idTail\": \"0013\"", "\"idTail\": \"0013\", \"id\": \"x\"", "owner.id"),
        ("C-DQ01-000123", "c 1", "number"),
        ("\"state\": \"ground-off\"", "\"state\": \"gone\"", "motor"),
        ("\"state\": \"ground-off\"", "\"state\": \"read\"", "motor"),
        ("\"battery\": \"present\"", "\"battery\": \"here\"", "parts.battery"),
        ("\"battery\": \"present\"", "\"battery\": \"present\", \"bell\": \"present\"", "parts names"),
        ("\"receivedOn\": \"2025-03-10\"", "\"receivedOn\": \"2025-02-30\"", "receivedOn"),
        ("\"receivedOn\": \"2025-03-10\"", "\"receivedOn\": \"2025-03-25\"", "issuedOn lies before"),
        ("\"expiresOn\": \"2025-12-31\"", "\"expiresOn\": \"2025-03-01\"", "expiresOn lies before"),
        ("\"expiresOn\": \"2025-12-31\"", "\"expiresOn\": \"2200-03-01\"", "1970"),
        ("\"destroyedOn\": \"2025-03-20\"", "\"destroyedOn\": \"2025-03-01\"", "destroyedOn"),
        ("\"dongga\"", "\"Dongga!\"", "point.id"),
        ("\"12315\"", "\" \"", "programme.hotline"),
        ("\"owner\"", "\"owner", "not JSON"),
    ])
    func `a wrong field is named`(part: String, instead: String, names: String) {
        let message = refusal { $0.replacing(part, with: instead) }
        #expect(message?.contains(names) == true, "\(message ?? "accepted")")
    }

    @Test func `a message never repeats a name or number`() {
        let message = refusal {
            $0.replacing("0013", with: "990001199001010013").replacing("\"plate\": \"", with: "\"plate\": \"!")
        }
        #expect(message?.contains("plate is no plate") == true)
        #expect(message?.contains("990001") == false && message?.contains("A00101") == false)
        #expect(message?.contains("张") == false)
    }

    @Test func `everything wrong is said at once`() {
        let message = refusal { $0.replacing("0013", with: "x").replacing("\"12315\"", with: "\"\"") }
        #expect(message?.contains("owner.idTail") == true && message?.contains("hotline") == true)
    }
}
