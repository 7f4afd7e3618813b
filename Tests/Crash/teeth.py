"""Damages copies of two good stores in every way that the judge must notice: a judge that sees nothing proves nothing."""
import shutil
import sqlite3
import tempfile

from chain import Wrong
from judge import judge
from visit import OPEN, Visit

# What is done to (kiosk's store, central's store), as SQL; :n is a claim in the middle, :last the last that was shown.
DAMAGES = {
    "a claim lost at the central": (None, "DELETE FROM claim WHERE sequence = :n"),
    "a claim lost at the kiosk": ("DELETE FROM claim WHERE sequence = :n", None),
    "the last shown claim lost at both": ("DELETE FROM claim WHERE sequence >= :last",) * 2,
    "a claim lost at both, numbers closed up": (
        "DELETE FROM claim WHERE sequence = :n; UPDATE claim SET sequence = sequence - 1 WHERE sequence > :n",
    ) * 2,
    "one bit of a claim at the central": (
        None, """UPDATE claim SET content = CAST(replace(CAST(content AS TEXT), '"claimId":"0', '"claimId":"1') AS BLOB)
            WHERE sequence = :n""",
    ),
    "two claims swapped at the central": (
        None, "UPDATE claim SET sequence = -1 WHERE sequence = :n; UPDATE claim SET sequence = :n WHERE sequence = :n + 1;"
        " UPDATE claim SET sequence = :n + 1 WHERE sequence = -1",
    ),
    "a link of the chain at the kiosk": (
        "UPDATE claim SET previous_hash = replace(previous_hash, substr(previous_hash, 1, 1), 'x') WHERE sequence = :n", None,
    ),
}


def bite(kiosk_file, central_file, key, visits):
    """Gives the number of damages that were noticed; raises AssertionError for one that was not."""
    shown = [visit for visit in visits if visit.claim_id]
    count = judge(kiosk_file, central_file, key, visits)
    if count < 4 or len(shown) < 2:
        return 0
    last = max(int(visit.number.split("-")[1]) for visit in shown)
    # And promises that these stores do not keep.
    stranger = Visit(shown[0].person)
    stranger.outcome, stranger.claim_id, stranger.number = "shown", "00000000-0000-7000-8000-000000000000", shown[0].number
    changed = {
        "a claim shown and never stored": visits + [stranger],
        "a claim that nobody was promised": [visit for visit in visits if visit is not shown[-1]],
    }
    for what, promises in changed.items():
        _expect(what, kiosk_file, central_file, key, promises)
    with tempfile.TemporaryDirectory() as folder:
        for what, statements in DAMAGES.items():
            copies = f"{folder}/kiosk.sqlite", f"{folder}/central.sqlite"
            for source, copy, statement in zip((kiosk_file, central_file), copies, statements):
                _copy(source, copy, statement, {"n": count // 2, "last": last})
            _expect(what, *copies, key, visits)
    return len(changed) + len(DAMAGES)


def _expect(what, kiosk_file, central_file, key, visits):
    # An unanswered visit may have a claim: whoever was shown one may not be mistaken for it.
    assert not any(visit.outcome == OPEN and visit.claim_id for visit in visits)
    try:
        judge(kiosk_file, central_file, key, visits)
    except Wrong:
        return
    raise AssertionError(f"the judge does not notice: {what}")


def _copy(source, copy, statement, values):
    for suffix in ("", "-wal"):
        try:
            shutil.copyfile(source + suffix, copy + suffix)
        except FileNotFoundError:
            open(copy + suffix, "w").close()
    database = sqlite3.connect(copy, isolation_level=None)
    database.execute("PRAGMA ignore_check_constraints = 1")
    for (trigger,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{trigger}"')
    for part in (statement or "").split(";"):
        if part.strip():
            database.execute(part, {name: value for name, value in values.items() if f":{name}" in part})
    database.close()
