"""What kiosk and central keep in a world's folder, beside their claims: where it lies, and how it is read.

With chain.py the only module that knows the form of the tables.
"""
import os
import sqlite3

KIOSK = "RH01"


class Stores:
    def __init__(self, folder):
        self.folder = folder
        self.kiosk_file = f"{folder}/kiosk/kiosk.sqlite"
        self.central_file = f"{folder}/central/register.sqlite"
        self.kiosk_photos = f"{folder}/kiosk/photos"
        # A folder for each kiosk, made with its first photo.
        self.central_photos = f"{folder}/central/photos/{KIOSK}"
        self.shelf = f"{folder}/kiosk/central"
        self.registry = f"{folder}/kiosk/registry.snapshot"

    def photos_there(self):
        """Names of the central's files of photos."""
        return os.listdir(self.central_photos) if os.path.isdir(self.central_photos) else []

    def attachments(self):
        """(claim's id, photo's name, state) of the photos that claims at the kiosk name."""
        return _rows(
            self.kiosk_file,
            "SELECT claim_id, name, state FROM attachment JOIN claim USING (sequence) ORDER BY sequence, name",
        )

    def standings_here(self):
        """{claim's id: (status, reason)} as the kiosk heard it."""
        rows = _rows(self.kiosk_file, "SELECT claim_id, status, reason_code FROM answer JOIN claim USING (sequence)")
        return {claim: (status, reason) for claim, status, reason in rows}

    def standings_there(self):
        """{claim's id: (status, reason)} as the central tells it."""
        rows = _rows(
            self.central_file,
            """SELECT claim_id, iif(returned_reason IS NULL, status, 'returned'), coalesce(returned_reason, review)
               FROM claim WHERE amended_by IS NULL AND conclusion IS NULL""",
        )
        return {claim: (status, reason) for claim, status, reason in rows}

    def returns(self):
        """(claim's id, reason) of all that was ever sent back, in this order."""
        return _rows(
            self.central_file,
            "SELECT claim_id, change.reason FROM change JOIN claim USING (place) WHERE standing = 'returned' ORDER BY cursor",
        )

    def tallies(self):
        """The kiosk's counters, and what they count."""
        kept = dict(_rows(self.kiosk_file, "SELECT state, count FROM tally WHERE count <> 0"))
        counted = dict(
            _rows(
                self.kiosk_file,
                """SELECT state, count(*) FROM outbox GROUP BY state UNION ALL
                   SELECT status, count(*) FROM answer GROUP BY status UNION ALL
                   SELECT 'photo-' || state, count(*) FROM attachment GROUP BY state""",
            )
        )
        return kept, counted

    def heard(self):
        """(number of the last change that the kiosk took over, number up to which all its claims are answered)."""
        ((cursor, answered),) = _rows(
            self.kiosk_file,
            """SELECT cursor, coalesce((SELECT min(sequence) - 1 FROM outbox), (SELECT max(sequence) FROM claim), 0)
               FROM sync""",
        )
        return int((cursor or "0").split(".")[0]), answered

    def said(self):
        """The number of the central's last change."""
        return _rows(self.central_file, "SELECT coalesce(max(cursor), 0) FROM change")[0][0]

    def shelf_files(self):
        try:
            return sorted(os.listdir(self.shelf))
        except FileNotFoundError:
            return []


def _rows(file, statement):
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)
    try:
        return database.execute(statement).fetchall()
    finally:
        database.close()
