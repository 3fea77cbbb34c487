"""The thread that keeps the search ready, in a process of its own as the application runs it."""

import contextlib
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tests.serving import Visitor, environment, serving

LONGEST_WAIT_S = 60
TEXT = "J'ai bafouillé un chiffre sur le salaire."
PROGRAM = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "rebond.web.settings.local"
import django
django.setup()
from rebond.web.serving.meanings import Meanings
meanings = Meanings()
meanings.begin()
sys.stdin.readline()
meanings.end()
"""


def one(folder: Path, query: str) -> int:
    with contextlib.closing(sqlite3.connect(folder / "rebond.sqlite3", timeout=60)) as opened:
        return int(opened.execute(query).fetchone()[0])


def test_it_turns_texts_into_vectors_mends_the_index_and_leaves(data_folder: Path) -> None:
    with serving(data_folder) as served:
        visitor = Visitor(served)
        visitor.open()
        visitor.post("/debrief/", {"text": TEXT})
    with contextlib.closing(sqlite3.connect(data_folder / "rebond.sqlite3")) as broken, broken:
        broken.execute("DROP TRIGGER search_account_insert")
        broken.execute("DELETE FROM search_writing")

    waits = time.monotonic() + LONGEST_WAIT_S
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=environment(data_folder), stdin=subprocess.PIPE, text=True
    ) as running:
        while not one(data_folder, "SELECT COUNT(*) FROM search_meaning") and time.monotonic() < waits:
            time.sleep(0.2)
        while one(data_folder, "SELECT COUNT(*) FROM search_erasure") and time.monotonic() < waits:
            time.sleep(0.2)
        running.communicate("\n", timeout=20)

    assert running.returncode == 0
    assert one(data_folder, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'search_account_insert'") == 1
    assert one(data_folder, "SELECT COUNT(*) FROM search_writing WHERE kind = 'account' AND meant_by <> ''") == 1
    assert one(data_folder, "SELECT COUNT(*) FROM search_meaning") == 1
    assert one(data_folder, "SELECT COUNT(*) FROM search_erasure") == 0
