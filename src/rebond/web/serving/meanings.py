"""What the search needs, made in a thread of its own while pages are served: vectors of what was written, the index
put in step after an update, and the words of what was deleted overwritten.

It works in short pieces and pauses as long as each took, as rereading does and for its reasons. Killed at any moment,
the next launch goes on with what is left.
"""

import threading
import time
from collections.abc import Callable

from django.db import OperationalError, connections

from rebond.apps.base.clock import now
from rebond.apps.people.actions import local_candidate
from rebond.apps.search.actions import erase_some, keep_in_step, mean_some, warm

FIRST_PAUSE_S = 1.0
"""Before anything is done: the first page comes first. Our judgement."""
SHORTEST_PAUSE_S = 0.02
"""Between two pieces of work."""
EVERY_S = 3.0
"""Between two looks at whether something new was written: soon enough to be found, rare enough to cost nothing. Our
judgement."""
LONGEST_END_S = 5.0
"""How long the end of the program waits for the piece of work under way; it is done again at the next launch."""


class Meanings:
    """The thread that keeps the search ready; begun and ended once."""

    def __init__(self) -> None:
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="meanings", daemon=True)

    def begin(self) -> None:
        """Begin beside whoever calls."""
        self._thread.start()

    def end(self) -> None:
        """Stop after the piece of work under way."""
        self._leaving.set()
        self._thread.join(LONGEST_END_S)

    def _run(self) -> None:
        try:
            if self._leaving.wait(FIRST_PAUSE_S):
                return
            _tried(keep_in_step)
            _tried(lambda: warm(by=local_candidate(now=now())))
            while not self._leaving.is_set():
                begun = time.monotonic()
                worked = _tried(lambda: mean_some(now=now())) or _tried(erase_some)
                took = time.monotonic() - begun
                self._leaving.wait(max(SHORTEST_PAUSE_S, took) if worked else EVERY_S)
        finally:
            connections.close_all()  # those of this thread


def _tried(work: Callable[[], object]) -> bool:
    try:
        return bool(work())
    except OperationalError:  # another program holds the database for longer than one waits: the next look does it
        return False
