"""Two hundred accounts are read again after an update: pages answer meanwhile, and a kill loses nothing."""

import contextlib
import sqlite3
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Served, Visitor, serving

ACCOUNTS = 200
LIGHT = {"REBOND_ENCODER": "light"}
TEXT = (
    "J'ai bafouillé un chiffre sur le salaire, numéro {}. Elle m'a dit que mon profil était trop junior. "
    "Je suis sorti en me disant que je ne trouverai jamais rien. Demain je relis mes notes."
)
LONGEST_WAIT_S = 300
"""A busy machine takes its time; what is asserted is the order of things, never how long they take."""


@contextlib.contextmanager
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(folder / "rebond.sqlite3", timeout=60)) as opened, opened:
        yield opened


def one(folder: Path, query: str) -> int:
    with database(folder) as opened:
        return int(opened.execute(query).fetchone()[0])


def waiting(folder: Path) -> int:
    """How many readings are still those of an earlier version."""
    return one(folder, "SELECT COUNT(*) FROM moments_reading WHERE version = 'earlier'")


def opened(served: Served) -> Visitor:
    visitor = Visitor(served)
    visitor.open()
    return visitor


def copy(database: sqlite3.Connection, table: str, **changed: object) -> int:
    """Insert the first row of a table again with other values; returns its number."""
    database.row_factory = sqlite3.Row
    row = dict(database.execute(f"SELECT * FROM {table} ORDER BY rowid LIMIT 1").fetchone()) | changed
    row = {name: value for name, value in row.items() if name != "id" or "id" in changed}
    marks = ", ".join("?" * len(row))
    return int(
        database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()]).lastrowid or 0
    )


@pytest.fixture
def corrected(data_folder: Path) -> str:
    """ACCOUNTS accounts read by an earlier version into a single passage; in the first, whose address this is, the
    candidate has corrected it."""
    with serving(data_folder, extra=LIGHT) as served:
        visitor = opened(served)
        account = visitor.post("/debrief/", {"text": TEXT.format(0)}).headers["Location"].strip("/").split("/")[-1]
        visitor.post(f"/moments/{account}/read/", {})
        visitor.post(f"/moments/{account}/0/", {"choice": "nature:feeling:yes"})
    with database(data_folder) as written:
        written.execute("DELETE FROM moments_moment WHERE position > 0")
        written.execute("UPDATE moments_reading SET version = 'earlier', read_at = '2026-01-01 00:00:00'")
        written.execute("UPDATE moments_moment SET likelihoods = '{}', end = ?", [len(TEXT.format(0))])
        for number in range(1, ACCOUNTS):
            text, key = TEXT.format(number), uuid.uuid4().hex
            copy(written, "debrief_account", id=key, text=text)
            reading = copy(written, "moments_reading", account_id=key)
            copy(written, "moments_moment", reading_id=reading, end=len(text))
    return account


def texts(folder: Path) -> list[str]:
    with database(folder) as opened:
        return [row[0] for row in opened.execute("SELECT text FROM debrief_account ORDER BY rowid")]


def corrections(folder: Path) -> list[tuple[object, ...]]:
    """Each correction with the place of its moment, and where that is in the text."""
    with database(folder) as opened:
        return opened.execute(
            'SELECT c.moment_id, m.position, m.start, m."end", c.aspect, c.key, c.holds FROM moments_correction c'
            " JOIN moments_moment m ON m.id = c.moment_id"
        ).fetchall()


def read_again(folder: Path) -> list[int]:
    """How often each reading was renewed, by the trace that is left."""
    with database(folder) as opened:
        query = "SELECT COUNT(*) FROM base_auditentry WHERE verb = 'read_again' GROUP BY target_id"
        return [row[0] for row in opened.execute(query)]


def test_pages_answer_while_all_accounts_are_read_again(data_folder: Path, corrected: str) -> None:
    said, told = corrections(data_folder), texts(data_folder)
    pages = ("/debrief/", "/debrief/accounts/", f"/moments/{corrected}/", f"/causes/{corrected}/", "/plan/")
    answers, left = [], []

    with serving(data_folder, extra=LIGHT) as served:
        visitor = opened(served)
        giving_up = time.monotonic() + LONGEST_WAIT_S
        while (now_left := waiting(data_folder)) and time.monotonic() < giving_up:
            answers += [visitor.get(page).status for page in pages]
            saved = visitor.post("/debrief/", {"text": f"Pendant ce temps, {len(left)}."})
            answers.append(saved.status)
            left.append(now_left)
        assert served.end() == 0
        assert served.log == []

    assert waiting(data_folder) == 0
    assert set(answers) == {200, 302}
    assert [number for number in left if 0 < number < ACCOUNTS] != []
    assert read_again(data_folder) == [1] * ACCOUNTS
    assert (corrections(data_folder), texts(data_folder)[:ACCOUNTS]) == (said, told)
    assert one(data_folder, "SELECT COUNT(*) FROM moments_moment WHERE likelihoods = '{}'") == 0
    assert one(data_folder, "SELECT COUNT(*) FROM moments_moment") > 2 * ACCOUNTS  # cut anew where nothing was said


def test_a_kill_loses_nothing_and_the_next_launch_goes_on(data_folder: Path, corrected: str) -> None:
    said, told = corrections(data_folder), texts(data_folder)
    stops, giving_up = (ACCOUNTS - 1, ACCOUNTS // 2), time.monotonic() + LONGEST_WAIT_S

    for stop in stops:
        with serving(data_folder, extra=LIGHT) as served:
            while waiting(data_folder) > stop and time.monotonic() < giving_up:
                time.sleep(0.02)
            served.process.kill()
            served.process.wait(timeout=10)
    left = waiting(data_folder)
    with serving(data_folder, extra=LIGHT):
        while waiting(data_folder) and time.monotonic() < giving_up:
            time.sleep(0.1)

    assert 0 < left <= stops[-1]
    assert waiting(data_folder) == 0
    assert read_again(data_folder) == [1] * ACCOUNTS
    assert (corrections(data_folder), texts(data_folder)) == (said, told)
    with database(data_folder) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_it_leaves_at_once_in_the_middle_of_it(data_folder: Path, corrected: str) -> None:
    with serving(data_folder, extra=LIGHT) as served:
        while waiting(data_folder) == ACCOUNTS:
            time.sleep(0.02)

        assert served.end() == 0
        assert served.log == []

    assert 0 < waiting(data_folder) < ACCOUNTS
    assert sorted(path.name for path in data_folder.iterdir()) == ["opening.lock", "rebond.sqlite3", "secret-key"]
