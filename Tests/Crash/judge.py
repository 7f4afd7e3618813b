"""Looks into both stores and says what is wrong with them."""
import hashlib
import json
import os

from chain import Wrong, central_claims, check_chain, kiosk_claims


def judge(stores, key, visits):
    """Raises Wrong unless both stores hold what the visits were promised, and nothing else. Gives the number of claims.

    The queue has drained. key: the digest key. visits: all of these stores' life.
    """
    here = kiosk_claims(stores.kiosk_file)
    there = central_claims(stores.central_file)
    check_chain("the kiosk", here)
    check_chain("the central", there)
    if [row[:4] for row in here] != [row[:4] for row in there]:
        ours, theirs = ({row[:4] for row in rows} for rows in (here, there))
        raise Wrong(f"only at the kiosk: {sorted(ours - theirs)}; only at the central: {sorted(theirs - ours)}")
    for mine, other in zip(here, there):
        if mine[4] is not None and bytes(mine[4]) != bytes(other[4]):
            raise Wrong(f"claim {mine[0]} differs")
    _check_promises(here, key, visits)
    _check_photos(stores, here, visits)
    return len(here)


def judge_news(stores, returns):
    """Raises Wrong unless the kiosk, which has heard all, stands as the central says.

    returns: {claim's id: [reasons, one after the other]} of what was sent back.
    """
    said = {}
    for claim, reason in stores.returns():
        said.setdefault(claim, []).append(reason)
    if said != returns:
        raise Wrong(f"the central tells that it sent back {said}; its people sent back {returns}")
    here, there = stores.standings_here(), stores.standings_there()
    if here != there:
        differing = {claim for claim in here.keys() | there.keys() if here.get(claim) != there.get(claim)}
        raise Wrong(f"standings differ: {[(claim, here.get(claim), there.get(claim)) for claim in sorted(differing)]}")
    for claim, reasons in returns.items():
        if here[claim] != ("returned", reasons[-1]):
            raise Wrong(f"{claim} was sent back as {reasons}, and stands as {here[claim]}")
    kept, counted = stores.tallies()
    if kept != counted:
        raise Wrong(f"the kiosk counts {kept}; there are {counted}")


def judge_files(stores, offered, mostly=False):
    """Raises Wrong unless the kiosk, which has heard all, has the files that are offered, the registry's snapshot first,
    and uses that.

    mostly: those before may still be there, until the kiosk asks again.
    """
    if _content(stores.registry) != _content(offered[0]):
        raise Wrong("the registry's snapshot at the kiosk is not the central's")
    wanted = {hashlib.sha256(_content(file)).hexdigest() for file in offered} | {"manifest"}
    there = set(stores.shelf_files())
    others = [name for name in there - wanted if not (mostly and len(name) == 64)]
    if others or len(there) > 2 * len(wanted) or not wanted <= there:
        raise Wrong(f"of the central's files there are {sorted(there)}; there should be {sorted(wanted)}")


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


def _check_photos(stores, rows, visits):
    """Each photo that a claim names is at the central, as the kiosk sealed it, and no other is.

    The central opened it when it was whole and compared its hash, so that the same bytes are the right ones.
    """
    named = {}
    for row in rows:
        certificate = json.loads(bytes(row[4])).get("certificate") or {}
        if certificate.get("photo"):
            named[row[1]] = certificate["photo"]
    for visit in visits:
        if visit.claim_id and visit.photo and named.get(visit.claim_id) != hashlib.sha256(visit.photo).hexdigest():
            raise Wrong(f"{visit.number} does not name the photo that was taken")
    attached = stores.attachments()
    if sorted((claim, name) for claim, name, _ in attached) != sorted(named.items()):
        raise Wrong(f"claims name the photos {named}; those of {attached} are sent")
    for claim, name, state in attached:
        if state != "sent":
            raise Wrong(f"the photo {name} of {claim} is {state}")
        if _content(f"{stores.central_photos}/{name}") != _content(f"{stores.kiosk_photos}/{name}"):
            raise Wrong(f"the photo {name} of {claim} is not whole at the central")
    others = set(stores.photos_there()) - set(named.values())
    if others:
        raise Wrong(f"the central has photos that no claim names, or parts: {sorted(others)}")


def _content(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise Wrong(f"{path} is not there") from None
