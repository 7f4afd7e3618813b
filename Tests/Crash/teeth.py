"""Damages copies of two good stores in every way that the judge must notice: a judge that sees nothing proves nothing."""
import glob
import os
import shutil
import sqlite3
import tempfile

from chain import Wrong
from judge import judge, judge_files, judge_news
from stores import Stores
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
    "a return that the kiosk did not hear": (None, "UPDATE claim SET returned_reason = 'correct-frame' WHERE sequence = :n"),
    "a return told twice": (
        None, "INSERT INTO change (kiosk_id, place, standing, reason, changed_at)"
        " SELECT kiosk_id, place, 'returned', 'correct-frame', 1 FROM claim WHERE sequence = :n",
    ),
    "an answer counted twice": ("UPDATE tally SET count = count + 1 WHERE state = 'accepted'", None),
    "a photo that still waits": ("UPDATE attachment SET state = 'waiting'", None),
}
# What is done to files.
FILE_DAMAGES = {
    "a photo cut short at the central": lambda stores: _cut(f"{stores.central_photos}/*"),
    "a photo lost at the central": lambda stores: os.unlink(glob.glob(f"{stores.central_photos}/*")[0]),
    "another registry": lambda stores: _cut(stores.registry),
    "a part of a file from the central": lambda stores: _write(f"{stores.shelf}/{'0' * 64}.part"),
}


def bite(world, key):
    """Gives the number of damages that were noticed; raises AssertionError for one that was not.

    The kiosk has heard all, and both daemons are gone.
    """
    visits, stores = world.visits, world.stores
    shown = [visit for visit in visits if visit.claim_id]
    count = _judge_all(stores, key, visits, world)
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
        _expect(what, stores, key, promises, world)
    has_photos = bool(stores.attachments())
    damages = {what: (statements, None) for what, statements in DAMAGES.items()}
    damages.update((what, ((None, None), damage)) for what, damage in FILE_DAMAGES.items())
    damages = {what: damage for what, damage in damages.items() if has_photos or "photo" not in what}
    for what, (statements, damage) in damages.items():
        with tempfile.TemporaryDirectory() as folder:
            copy = _copy(stores, folder, statements, {"n": count // 2, "last": last})
            if damage:
                damage(copy)
            _expect(what, copy, key, visits, world)
    return len(changed) + len(damages)


def _judge_all(stores, key, visits, world):
    count = judge(stores, key, visits)
    judge_news(stores, world.returns)
    judge_files(stores, world.offered)
    return count


def _expect(what, stores, key, visits, world):
    # An unanswered visit may have a claim: whoever was shown one may not be mistaken for it.
    assert not any(visit.outcome == OPEN and visit.claim_id for visit in visits)
    try:
        _judge_all(stores, key, visits, world)
    except Wrong:
        return
    raise AssertionError(f"the judge does not notice: {what}")


def _copy(stores, folder, statements, values):
    """The stores in another folder, changed by the statements."""
    for side in ("kiosk", "central"):
        shutil.copytree(
            f"{stores.folder}/{side}", f"{folder}/{side}", ignore=shutil.ignore_patterns("*.sock", "*-shm", "ballast")
        )
    copy = Stores(folder)
    for file, statement in zip((copy.kiosk_file, copy.central_file), statements):
        database = sqlite3.connect(file, isolation_level=None)
        database.execute("PRAGMA ignore_check_constraints = 1")
        for (trigger,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        for part in (statement or "").split(";"):
            if part.strip():
                database.execute(part, {name: value for name, value in values.items() if f":{name}" in part})
        database.close()
    return copy


def _cut(pattern):
    for file in glob.glob(pattern):
        os.truncate(file, os.path.getsize(file) - 1)


def _write(file):
    with open(file, "wb") as part:
        part.write(b"x")
