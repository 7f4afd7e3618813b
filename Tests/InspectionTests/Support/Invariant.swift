/// What must hold in every reachable state and of every transition. Raw values stand in docs/inspection.md.
enum Invariant: String, CaseIterable {
    // Of a state.
    case idleIsNew = "At rest a session is as new: nothing of the last one is left, and idle is one state."
    case endForgets = "Nobody is known before the card and after a recorded claim."
    case agreed = "Whoever has shown a card has agreed to the notice in its version of today."
    case cardWanted = "A card is wanted in `identity` and `agent` only, and not while one is being looked up."
    case readFirst = "Nothing is known of a person, a plate or a part that was not read."
    case certificateNeeded = "A certificate is kept only for a bike that is registered to somebody else."
    case moneyLast = "A bank card comes after the parts, and never for a bike without a plate."
    case complete = "A review has everything: three parts judged, serials looked up, what the tariff goes by, a card."
    case verdict = "The decision under review is the rules' own on the facts, and never a refusal."
    case holdAccepted = "A hold comes to review only after staff went on, or a supervisor spoke."
    case acceptedStands = "What staff went on with and what a supervisor let pass still stands against the visit."
    case doubtfulCard = "A doubtful bank card number is taken only with a supervisor's word."
    case amount = "The amount is the one of the tariff's row, or of the residual value's."
    case endSaysWhy = "A refusal or hold says its rule and reason, and neither names anybody."
    case receipt = "A receipt is shown when a claim is recorded, and only then."

    // Of a transition.
    case ignored = "An event that does not fit changes nothing but the hint."
    case stale = "An answer that came too late changes nothing at all."
    case committing = "While a claim is being saved, nothing is possible but its answer."
    case buttons = "Back, cancel and override are offered exactly where they work."
    case backForgets = "A step back forgets what was learnt last, or takes a refusal or hold back."
    case oneAnswer = "At most one answer is awaited, each under a new ticket, and only what was asked for is awaited."
    case asksRight = "A look-up asks about the person, plate or part that was just read."
    case sound = "A claim is committed from the review, by confirming, as it was reviewed, by the rules of that day."
    case noted = "Each entry into a refusal or hold notes one ending, which says what ended and whose."
    case takenBack = "Each way out of a refusal or hold but finish and time-out takes its note back first."
    case notReplaced = "A second card, scan or click replaces no person and no plate, and no bank card but by back."
    case hintNamesNobody = "A hint names nobody."
    case hintIsNotRead = "No event is judged by the hint that the last one left."

    // Of the whole graph.
    case wayOut =
        "From every state cancel, finish and back lead to rest, and so does the clock; a commit ends by its answer."
    case noDeadEnd = "From every state of a visit the way leads on, to a recorded claim, a refusal or a hold."
    case needsAgreement = "Without agreeing to the notice nothing is asked of anybody."
    case needsParts = "Without judging each of the three parts there is no review."
    case needsConfirmation = "Without confirming there is no commit, and without answers there is no review."
    case needsPerson = "Without proceeding or a supervisor's word nothing that the rules hold comes to review."
    case refusedNotPaid =
        "Whom the once-only rule refuses is never paid a subsidy while the same card is at the counter."
}
