"""The named crash points, read from the source that declares them, so that none can be forgotten here."""
import os
import re

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOURCE = f"{REPOSITORY}/Sources/CrashPoints/CrashPoint.swift"
KIOSK, CENTRAL = "kiosk", "central"
SIDES = (KIOSK, CENTRAL)
# Passed only by a daemon that makes its store.
OF_A_NEW_STORE = ("store.drafted", "store.placed")
# Small files are kept by the kiosk only: photos, the list of the central's files.
OF_FILES = ("file.drafted", "file.placed")
# Beginnings of the names that are passed only when something is done that not every round does.
OF_PHOTOS = (*OF_FILES, "kiosk.photo.", "central.photo.")
OF_THE_STICK = ("kiosk.bundle.", "kiosk.answers.", "central.bundle.")
OF_CENTRAL_FILES = ("kiosk.central-file.", "kiosk.manifest.", "kiosk.registry.")
OF_NEWS = ("kiosk.changes.", "kiosk.head.", *OF_CENTRAL_FILES)
# How often a point is passed in a round, at least: a random count is drawn up to this.
OFTEN = {"store": 6, "http": 4}


def declared():
    """All points, as pairs of side and name: what is neither the kiosk's nor the central's is passed by both."""
    with open(SOURCE) as file:
        names = re.findall(r'case \w+ = "([a-z.-]+)"', file.read())
    found = []
    for name in names:
        owner = name.split(".")[0]
        sides = [KIOSK] if name in OF_FILES else [owner] if owner in SIDES else SIDES
        found += [(side, name) for side in sides]
    return found


def of_side(side):
    """Those that any round can reach."""
    return [name for other, name in declared() if other == side and name not in OF_A_NEW_STORE]


def most(name):
    return OFTEN.get(name.split(".")[0], 2)
