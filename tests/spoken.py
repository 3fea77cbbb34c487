"""A memo sent to the running application as its page sends it, and what came of it."""

import contextlib
import sqlite3
import time
import uuid
from pathlib import Path

from tests.serving import Visitor

LONGEST_WAIT_S = 240
"""A busy machine takes its time; what is asserted is what came of it, never how long it took."""


def memo(visitor: Visitor, content: bytes, *, language: str = "fr") -> str:
    """Send a sound file as the pieces of one take and finish it; returns the key of the recording."""
    key, size = str(uuid.uuid4()), 20_000
    cuts = range(0, len(content), size)
    for number, start in enumerate(cuts):
        path = f"/debrief/voice/{key}/0/{number}/?language={language}"
        assert visitor.send(path, content[start : start + size], "audio/webm").status == 204
    assert visitor.post(f"/debrief/voice/{key}/finish/", {"pieces": str(len(cuts))}).status == 200
    return key


def rows(folder: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    """What the database says while the application runs."""
    with contextlib.closing(sqlite3.connect(folder / "rebond.sqlite3", timeout=60)) as database:
        return database.execute(query, values).fetchall()


def state_of(folder: Path, key: str) -> str:
    """The state of a recording."""
    found = rows(folder, "SELECT state FROM debrief_recording WHERE id = ?", key.replace("-", ""))
    return str(found[0][0])


def wait_for(folder: Path, key: str, *states: str) -> str:
    """Wait until the recording is in one of these states, and say which. Fails after LONGEST_WAIT_S."""
    end = time.monotonic() + LONGEST_WAIT_S
    while (state := state_of(folder, key)) not in states:
        assert time.monotonic() < end, f"still {state}"
        time.sleep(0.1)
    return state
