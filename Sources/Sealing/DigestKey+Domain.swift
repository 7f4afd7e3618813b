package import Claims

// What the digests of a claim are made of: one place for kiosk, central and registry.
extension DigestKey {
    package func person(_ number: IdentityNumber) -> String { digest(.person, number.text) }

    package func vehicle(_ plate: Plate) -> String { digest(.vehicle, plate.text) }

    package func card(_ card: BankCardNumber) -> String { digest(.card, card.digits) }

    /// The person with the vehicle, from the digests of both.
    package func pair(person: String, vehicle: String) -> String { digest(.pair, "\(person)\(vehicle)") }

    /// Nil for a serial that is no key: see `PartSerial.foldedKey`.
    package func part(_ part: Part, _ serial: PartSerial) -> String? {
        serial.foldedKey.map { key in
            switch part {
            case .battery: digest(.battery, key)
            case .motor: digest(.motor, key)
            case .frame: digest(.frame, key)
            }
        }
    }
}
