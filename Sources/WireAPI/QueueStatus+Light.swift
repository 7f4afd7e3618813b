import Claims

extension QueueStatus {
    /// What the lamp must show for the other fields. `confirmedUpTo` comes from the queue itself and `waiting` from a
    /// counter beside it: should the two ever differ, it is not green.
    ///
    /// - red: nothing can be recorded, something was set aside or came back, the photos' disk is not mounted, the central
    ///   refuses this kiosk, the clock was set back, space or the certificate runs out;
    /// - amber, else: anything is not at the central or not confirmed, or sending is paused;
    /// - green, else.
    package var rightLight: Light {
        if stopped != nil || needsPerson > 0 || photosNeedPerson > 0 || photosMissing != nil || returned > 0
            || isRefused
            || clock == "set-back" || space == .none || certificate == Reserve.none
        {
            return .red
        }
        if waiting > 0 || photosWaiting > 0 || confirmedUpTo < lastSequence || paused != nil { return .amber }
        return .green
    }

    package var isRefused: Bool { lastProblem.map { KioskError.Code($0.code).refusesKiosk } ?? false }
}

extension QueueStatus.Reserve {
    /// Of the disk: below 200 claims or 16 MiB a person has to make space; below 500 claims it is time to.
    package init(roomForClaims: Int64, freeBytes: Int64) {
        self = roomForClaims < 200 || freeBytes < 16 << 20 ? .none : roomForClaims < 500 ? .little : .enough
    }

    /// Of a certificate that was not renewed by itself: a person is needed two weeks before its end.
    package init(certificateDays days: Int64) { self = days < 14 ? .none : days < 30 ? .little : .enough }
}
