"""The claims in a kiosk's store and in the central's register, and whether their chains hold.

The only module that knows the form of the tables.
"""
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


def central_claims(file):
    """(sequence, id, previous hash, hash, content) of all claims, in the order of their numbers."""
    return _rows(
        file, "SELECT sequence, claim_id, previous_hash, content_hash, content FROM claim ORDER BY sequence, kiosk_id"
    )


def check_chain(where, rows):
    """Raises Wrong unless the numbers are 1 to n, each row fits its hash, and names the hash of the one before."""
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


def integrity(file):
    """SQLite's own word on a file: "ok", or what is wrong with it."""
    return _rows(file, "PRAGMA integrity_check(1)")[0][0]


def _rows(file, statement):
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)
    try:
        return database.execute(statement).fetchall()
    finally:
        database.close()
