"""Looks into both stores and says what is wrong with them."""
from chain import Wrong, central_claims, check_chain, kiosk_claims


def judge(kiosk_file, central_file, key, visits):
    """Raises Wrong unless both stores hold what the visits were promised, and nothing else. Gives the number of claims.

    key: the digest key. visits: all of this store's life.
    """
    here = kiosk_claims(kiosk_file)
    there = central_claims(central_file)
    check_chain("the kiosk", here)
    check_chain("the central", there)
    if [row[:4] for row in here] != [row[:4] for row in there]:
        ours, theirs = ({row[:4] for row in rows} for rows in (here, there))
        raise Wrong(f"only at the kiosk: {sorted(ours - theirs)}; only at the central: {sorted(theirs - ours)}")
    for mine, other in zip(here, there):
        if mine[4] is not None and bytes(mine[4]) != bytes(other[4]):
            raise Wrong(f"claim {mine[0]} differs")
    _check_promises(here, key, visits)
    return len(here)


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
