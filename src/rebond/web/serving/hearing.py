"""The worker of the queue: recordings heard one after the other, beside the pages or in a process of its own.

On one's own machine it is a thread, with no process to start; an organisation starts `rebond.web.serving.worker` as
often as it likes. It only waits and writes: the sound is decoded and heard in processes of their own, which end with
it. Killed at any moment, what was being heard is put into the queue again, by the next launch or by another worker.
"""

import os
import platform
import threading
import time
from queue import Empty, SimpleQueue

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker

from rebond.apps.base.clock import now
from rebond.apps.debrief.hearing_actions import leaving
from rebond.apps.debrief.voice_tasks import QUEUE, queue_forgotten, something_to_do

EVERY_S = 0.5
"""Between two looks at whether something waits: one query that locks nothing."""
FORGOTTEN_EVERY_S = 5.0
"""Between two looks at whether a worker was killed."""
LONGEST_END_S = 5.0
"""How long the end of the program waits for what is being heard to be let go."""


class Hearing:
    """Hears recordings until it is told to leave: in the thread that calls `run`, or in one beside (`begin`). Once."""

    def __init__(self) -> None:
        # Not an Event: a signal that comes while its lock is held in the same thread would wait for itself.
        self._leave: SimpleQueue[None] = SimpleQueue()
        self._thread = threading.Thread(target=self.run, name="hearing", daemon=True)

    def begin(self) -> None:
        """Begin beside whoever calls."""
        self._thread.start()

    def end(self) -> None:
        """Leave, and wait a while for it."""
        self.leave()
        self._thread.join(LONGEST_END_S)

    def leave(self) -> None:
        """Let go of the recording under way, which is heard later by whoever comes. A signal may call it."""
        self._leave.put(None)

    def run(self) -> None:
        """Hear until `leave` is called."""
        leaving.set(self._leaves)
        looked_at = -FORGOTTEN_EVERY_S
        try:
            while self._stays():
                try:
                    if time.monotonic() - looked_at >= FORGOTTEN_EVERY_S:
                        looked_at = time.monotonic()
                        queue_forgotten(now=now())
                    if something_to_do():
                        worker().run()
                except (OperationalError, InterfaceError):
                    # Another program holds the database for longer than one waits, or its server was started again:
                    # the next look, over a new connection where this one is dead.
                    close_old_connections()
        finally:
            connections.close_all()  # those of this thread

    def _leaves(self) -> bool:
        return not self._leave.empty()

    def _stays(self) -> bool:
        try:
            self._leave.get(timeout=EVERY_S)
        except Empty:
            return True
        return False


def worker() -> Worker:
    """A worker that does one task of the queue and ends."""
    return Worker(
        queue_names=[QUEUE],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=f"hearing-{platform.node()}-{os.getpid()}",
    )
