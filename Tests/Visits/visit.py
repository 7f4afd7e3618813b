"""One visit at the counter through a kiosk's local interface: from an idle session to a number on the screen.

Of each visit it is known what was promised: `Visit.outcome` is

    shown      the answer with the claim's number has come: it must never be lost
    open       the confirmation was sent and no answer came: the claim may be there, once
    nothing    the confirmation was never sent, or was answered by "not saved": the claim must not be there
"""
import http.client
import json
import time

from people import BANK_CARD

SHOWN, OPEN, NOTHING = "shown", "open", "nothing"
# Seconds for anything that needs no network; an emulated machine takes long.
BOUND = 60.0
PAUSE = 0.005


class KioskGone(Exception):
    """The daemon does not answer; what was promised stands in the visit."""


class Stuck(Exception):
    """The daemon answers, and does not do what it should."""


class Counter:
    """The kiosk's local interface. One connection, made anew when it broke.

    tls: an ssl.SSLContext to speak TLS, as a central's interface wants it.
    """

    def __init__(self, port, timeout=BOUND, tls=None):
        self._port = port
        self._timeout = timeout
        self._tls = tls
        self._connection = None

    def send(self, method, path, body=None):
        """Status and JSON of the answer. body: bytes of a JPEG, or anything that becomes JSON."""
        try:
            if self._connection is None:
                self._connection = self._make_connection()
            headers = {} if body is None else {"content-type": "application/json"}
            if isinstance(body, bytes):
                headers = {"content-type": "image/jpeg"}
            elif body is not None:
                body = json.dumps(body).encode()
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise KioskGone(f"{method} {path}: {error!r}") from None

    def close(self):
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _make_connection(self):
        if self._tls:
            return http.client.HTTPSConnection("127.0.0.1", self._port, timeout=self._timeout, context=self._tls)
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=self._timeout)


class Visit:
    """photo: of the certificate that an owner without a registered transfer brings; such a visit has a bike of the
    registry that belongs to `seller`."""

    def __init__(self, person, photo=None, seller=None):
        self.person = person
        self.photo = photo
        self.plate = (seller or person).plate
        self.volts = (seller or person).volts
        self.outcome = NOTHING
        self.claim_id = None
        self.number = None
        self.hint = None


def run(visit, counter, reader, before_confirm=None):
    """Takes the visit to its end. Raises KioskGone when the daemon has died under it, or starts anew before it.

    reader: the SDTReader at the kiosk. before_confirm: called when all but the confirmation is done.
    """
    person = visit.person
    try:
        session = _idle(counter)
        reader.lay(person.text_block())
        if not _begin(counter, visit):
            return
        _step(counter, visit, "notice", {"noticeVersion": _snapshot(counter)["programme"]["noticeVersion"]})
        session = _await(counter, lambda session: session["step"] not in ("identity", "notice"), "the card is read")
        if session["step"] != "plate":
            raise Stuck(f"the card led to {_where(session)}")
        session = _step(counter, visit, "plate", {"plate": visit.plate})
        if session["step"] == "ownership":
            _certify(counter, visit)
        for part in ("battery", "motor", "frame"):
            entry = {"condition": "present", "serialState": "read", "serial": person.serial(part)}
            if part == "battery":
                entry.update(label="read", volts=visit.volts)
            _step(counter, visit, f"parts/{part}", entry, method="PUT")
        session = _step(counter, visit, "bank-card", {"number": BANK_CARD, "repeated": BANK_CARD})
        if session["step"] != "review":
            raise Stuck(f"before the confirmation stands {_where(session)}")
        if before_confirm:
            before_confirm()
        confirm(visit, counter, session)
    finally:
        reader.lift()
    if visit.outcome == SHOWN:
        _step(counter, visit, "finish")


def confirm(visit, counter, session=None):
    """Sends the confirmation; what it is answered decides what was promised."""
    session = session or _snapshot(counter)["session"]
    visit.outcome = OPEN
    status, body = counter.send("POST", "/v1/session/confirm", {"visit": session.get("visit")})
    if status != 200:
        raise Stuck(f"the confirmation was answered by {status} {body}")
    session = body["session"]
    if session["step"] == "recorded" and session.get("claim"):
        visit.claim_id = session["claim"]["claimId"]
        visit.number = session["claim"]["claimNumber"]
        visit.outcome = SHOWN
    elif session["step"] == "review":
        visit.hint = (session.get("hint") or {}).get("code")
        visit.outcome = NOTHING
    else:
        raise Stuck(f"the confirmation led to {_where(session)}")


def cancel(counter):
    """Leaves the session, wherever it stands."""
    _idle(counter)


def _idle(counter):
    for _ in range(4):
        session = _await(counter, lambda session: session["step"] != "committing", "the commit before ends")
        if session["step"] == "idle":
            return session
        word = "finish" if session["step"] in ("recorded", "refused", "held") else "cancel"
        counter.send("POST", f"/v1/session/{word}", {})
    raise Stuck("the session before cannot be ended")


def _certify(counter, visit):
    status, answer = counter.send("POST", "/v1/session/photos", visit.photo)
    if status != 200:
        raise Stuck(f"the photo was answered by {status} {answer}")
    certificate = {
        "issuerKind": "village-committee", "issuer": "彩排村村委会", "number": f"2025-{visit.person.index:04d}",
        "issuedOn": "2025-02-20", "photo": answer["photo"],
    }
    _step(counter, visit, "certificate", certificate)


def _begin(counter, visit):
    """False where nothing could be recorded: then no visit begins."""
    status, answer = counter.send("POST", "/v1/session/start", {})
    if status == 409 and answer["error"]["message"] == "store-not-writable":
        visit.hint = "store-not-writable"
        return False
    if status == 409 and answer["error"]["message"] == "starting-anew":
        raise KioskGone("it starts anew with other files")
    if status != 200:
        raise Stuck(f"start was answered by {status} {answer}")
    return True


def _step(counter, visit, path, body=None, method="POST"):
    status, answer = counter.send(method, f"/v1/session/{path}", {} if body is None else body)
    if status != 200:
        raise Stuck(f"{path} was answered by {status} {answer}")
    session = answer["session"]
    visit.hint = (session.get("hint") or {}).get("code")
    if session["step"] in ("refused", "held"):
        raise Stuck(f"{path} led to {_where(session)}")
    return session


def _snapshot(counter):
    status, answer = counter.send("GET", "/v1/session")
    if status != 200:
        raise Stuck(f"the session was answered by {status} {answer}")
    return answer


def _await(counter, fits, what):
    end = time.monotonic() + BOUND
    while True:
        snapshot = _snapshot(counter)
        if fits(snapshot["session"]):
            return snapshot["session"]
        if time.monotonic() > end:
            raise Stuck(f"{what}: not within {BOUND:.0f} s; devices {snapshot['devices']}")
        time.sleep(PAUSE)


def _where(session):
    return f"{session['step']} ({session.get('reason') or session.get('hint')}, {session.get('verdict')})"
