"""Looks into both stores and says what is wrong: the only module that knows the form of their tables."""
import hashlib
import json
import sqlite3

GENESIS = "0" * 64


class Wrong(Exception):
    """What was promised does not hold."""


def kiosk_claims(file):
    """(sequence, id, previous hash, hash, content, person's digest) in the order of the numbers; wiped ones lack content."""
    return _rows(
        file, "SELECT sequence, claim_id, previous_hash, hash, document, person_digest FROM claim ORDER BY sequence"
    )


def central_claims(file, kiosk):
    """(sequence, id, previous hash, hash, content) of a kiosk."""
    return _rows(
        file,
        "SELECT sequence, claim_id, previous_hash, content_hash, content FROM claim WHERE kiosk_id = ? ORDER BY sequence",
        kiosk,
    )


def judge(kiosk_file, central_file, kiosk, key, visits):
    """Raises Wrong unless both stores hold what the visits were promised, and nothing else. Gives the number of claims.

    key: the digest key. visits: all of this store's life.
    """
    here = kiosk_claims(kiosk_file)
    there = central_claims(central_file, kiosk)
    _check_chain("the kiosk", here)
    _check_chain("the central", there)
    if [row[:4] for row in here] != [row[:4] for row in there]:
        ours, theirs = ({row[:4] for row in rows} for rows in (here, there))
        raise Wrong(f"only at the kiosk: {sorted(ours - theirs)}; only at the central: {sorted(theirs - ours)}")
    for mine, other in zip(here, there):
        if mine[4] is not None and bytes(mine[4]) != bytes(other[4]):
            raise Wrong(f"claim {mine[0]} differs")
    _check_promises(here, key, visits)
    return len(here)


def _check_chain(where, rows):
    previous = GENESIS
    for expected, (sequence, claim_id, link, own, content, *_) in enumerate(rows, 1):
        if sequence != expected:
            raise Wrong(f"{where}: number {expected} is missing; {sequence} follows")
        if link != previous:
            raise Wrong(f"{where}: claim {sequence} names {link} as the hash before it, which is {previous}")
        if content is not None:
            if hashlib.sha256(content).hexdigest() != own:
                raise Wrong(f"{where}: claim {sequence} does not fit its hash")
            document = json.loads(bytes(content))
            said = (document["claimId"], document["chain"]["sequence"], document["chain"]["previous"])
            if said != (claim_id, sequence, link):
                raise Wrong(f"{where}: claim {sequence} says of itself {said}")
        previous = own


def _check_promises(rows, key, visits):
    by_id = {row[1]: row for row in rows}
    if len(by_id) != len(rows):
        raise Wrong("an id occurs twice")
    shown = {visit.claim_id: visit for visit in visits if visit.outcome == "shown"}
    for claim_id, visit in shown.items():
        row = by_id.get(claim_id)
        if row is None:
            raise Wrong(f"{visit.number} was shown as recorded and is lost")
        if row[0] != int(visit.number.split("-")[1]):
            raise Wrong(f"{visit.number} was shown, and its claim has the number {row[0]}")
        if row[5] != visit.person.digest(key):
            raise Wrong(f"{visit.number} belongs to another person")
    # Whose confirmation was never answered may have a claim, one each.
    possible = {visit.person.digest(key): visit for visit in visits if visit.outcome == "open"}
    for row in rows:
        if row[1] not in shown and possible.pop(row[5], None) is None:
            raise Wrong(f"claim {row[0]} was promised to nobody, or is there twice")


def _rows(file, statement, *arguments):
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)
    try:
        return database.execute(statement, arguments).fetchall()
    finally:
        database.close()
