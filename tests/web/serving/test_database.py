import contextlib
import datetime
import sqlite3
import stat
from pathlib import Path

import pytest

from rebond.web.serving.database import BACKUPS_KEPT, keep_copy


@pytest.fixture
def database(data_folder: Path) -> Path:
    """A database with one row, the last of which is still in the write-ahead log."""
    data_folder.mkdir()
    path = data_folder / "rebond.sqlite3"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE account (text)")
        connection.execute("INSERT INTO account VALUES ('Je suis restée sans voix.')")
    return path


def rows(path: Path) -> list[tuple[str]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT text FROM account").fetchall()


def test_a_copy_holds_what_the_database_holds(database: Path, now: datetime.datetime) -> None:
    assert rows(keep_copy(database, now=now)) == [("Je suis restée sans voix.",)]


def test_a_copy_holds_what_is_still_in_the_log(database: Path, now: datetime.datetime) -> None:
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("INSERT INTO account VALUES ('Il a regardé sa montre.')")
        copy = keep_copy(database, now=now)

    assert rows(copy)[1] == ("Il a regardé sa montre.",)


def test_a_copy_is_for_its_owner_alone(database: Path, now: datetime.datetime) -> None:
    copy = keep_copy(database, now=now)

    assert [stat.S_IMODE(path.stat().st_mode) for path in (copy.parent, copy)] == [0o700, 0o600]


def test_only_the_last_copies_are_kept(database: Path, now: datetime.datetime) -> None:
    made = [keep_copy(database, now=now + datetime.timedelta(days=day)) for day in range(BACKUPS_KEPT + 2)]

    assert sorted(made[0].parent.iterdir()) == made[-BACKUPS_KEPT:]
