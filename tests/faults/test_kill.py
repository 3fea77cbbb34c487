"""The process is killed at random moments while accounts are kept: what was acknowledged is there, word for word."""

import contextlib
import http.client
import random
import sqlite3
import threading
from pathlib import Path

from tests.serving import Visitor, serving

SAVES = 200
KILLS = 25
SEED = 20260312
ACKNOWLEDGED = 302
LATEST_KILL_S = 0.04
"""After a save was sent, in seconds: a little longer than a save takes, so that some kills come after the answer."""

WORDS = (
    "entretien",
    "silence",
    "il a regardé sa montre",
    "«\u00a0pourquoi nous\u00a0?\u00a0»",
    "é\u0301mue",
    "🙃",
    "\n",
    "trou noir",
)


def account(number: int, chance: random.Random) -> str:
    """An account that is like no other, from a line to some fifty kilobytes."""
    return f"{number} " + " ".join(chance.choices(WORDS, k=chance.choice((5, 100, 4000)))) + " fin."


def save_under_fire(folder: Path, texts: list[str], chance: random.Random) -> set[str]:
    """Keep every text, killing the process at KILLS of them; returns those that were acknowledged."""
    acknowledged: set[str] = set()
    waiting = list(texts)
    fatal = set(chance.sample(range(SAVES), KILLS))
    while waiting:
        with serving(folder) as served:
            visitor = Visitor(served)
            visitor.open()
            while waiting and served.process.poll() is None:
                text = waiting.pop(0)
                if texts.index(text) in fatal:
                    threading.Timer(chance.uniform(0, LATEST_KILL_S), served.process.kill).start()
                try:
                    answer = visitor.post("/debrief/", {"text": text})
                except (OSError, http.client.HTTPException):
                    served.process.wait(timeout=10)
                    continue
                assert answer.status == ACKNOWLEDGED
                acknowledged.add(text)
                if texts.index(text) in fatal:
                    served.process.wait(timeout=10)
    return acknowledged


def test_no_acknowledged_account_is_lost_or_torn(data_folder: Path) -> None:
    chance = random.Random(SEED)
    texts = [account(number, chance) for number in range(SAVES)]

    acknowledged = save_under_fire(data_folder, texts, chance)

    with contextlib.closing(sqlite3.connect(data_folder / "rebond.sqlite3")) as database:
        verdict = database.execute("PRAGMA integrity_check").fetchall()
        kept = [row[0] for row in database.execute("SELECT text FROM debrief_account")]
        audited = database.execute("SELECT COUNT(*) FROM base_auditentry WHERE verb = 'record_account'").fetchone()
    assert len(acknowledged) >= SAVES - KILLS
    assert verdict == [("ok",)]
    assert acknowledged - set(kept) == set()
    assert set(kept) - set(texts) == set()
    assert (len(kept), audited) == (len(set(kept)), (len(kept),))
