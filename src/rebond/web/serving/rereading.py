"""Readings renewed after an update: one account at a time, in a thread of its own, while pages are served.

The engine does its work outside of any transaction and, in its arrays, without the interpreter's lock; what is written
of an account is one short transaction. Killed at any moment, the next launch goes on with what is left.

It stands back by pausing, not by a lower priority of its thread: on a busy machine a thread that is seldom let run
holds the interpreter's lock meanwhile, and every page waits for it (measured: ten times as long to read, pages of up to
1.8 s where 0.2 s was the longest).
"""

import threading
import time

from django.db import OperationalError, connections

from rebond.apps.base.clock import now
from rebond.apps.moments.reread_actions import read_again, to_read_again

FIRST_PAUSE_S = 2.0
"""Before anything is read again: the first page comes first. Our judgement."""
SHORTEST_PAUSE_S = 0.02
"""Between two accounts; it lasts as long as the account before took, where that was longer: half of the time of one
processor at most. Our judgement."""
LONGEST_END_S = 5.0
"""How long the end of the program waits for the account that is being read; what is not written by then is lost, and
read again at the next launch."""


class Rereading:
    """The thread that reads again; begun and ended once."""

    def __init__(self) -> None:
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rereading", daemon=True)

    def begin(self) -> None:
        """Begin beside whoever calls."""
        self._thread.start()

    def end(self) -> None:
        """Stop after the account under way."""
        self._leaving.set()
        self._thread.join(LONGEST_END_S)

    def _run(self) -> None:
        try:
            if not self._leaving.wait(FIRST_PAUSE_S):
                self._read_all()
        finally:
            connections.close_all()  # those of this thread

    def _read_all(self) -> None:
        for key in to_read_again():
            begun = time.monotonic()
            _read_one(key)
            if self._leaving.wait(max(SHORTEST_PAUSE_S, time.monotonic() - begun)):
                return


def _read_one(key: int) -> None:
    try:
        read_again(key=key, now=now())
    except OperationalError:  # another program holds the database for longer than one waits: the next launch reads it
        return
