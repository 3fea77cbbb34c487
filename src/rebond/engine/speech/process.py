"""Hearing in a process of its own, which can be watched, killed, and die without taking anything with it."""

import contextlib
import os
import queue
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import numpy as np

from rebond.engine.speech.apart import start
from rebond.engine.speech.ears import OFFLINE, PATIENT
from rebond.engine.speech.models import FoundModel
from rebond.engine.speech.sound import Sound
from rebond.engine.speech.transcribe import Heard
from rebond.engine.speech.transcript import Transcript
from rebond.engine.speech.wire import Order, event_of

SPARE_MEMORY_BYTES = 3 * 2**30
"""Address space beside what the model takes: libraries, threads, half an hour of sound and what is computed from it."""
TIMES_THE_MODEL = 3
"""Address space for each byte of the model's files: read, converted to 8 bits, held."""

KEPT_VARIABLES = ("HOME", "USERPROFILE", "TMPDIR", "OMP_NUM_THREADS", "KMP_BLOCKTIME", "CT2_FORCE_CPU_ISA")
"""Where the libraries look for a person's folders, and how a person has told them to use this machine."""

PIECE_BYTES = 2**20
LONGEST_COMPLAINT_CHARACTERS = 2_000
LONGEST_DYING_S = 5.0


class TranscriptionFailed(RuntimeError):  # noqa: N818
    """The process that hears has died or given up; nothing of what it heard before is kept. The words say why."""


class Transcribing:
    """A recording that is being heard in another process, while the block lasts and no longer.

        with Transcribing(sound, model=model, language="fr") as work:
            for event in work.events(timeout_s=1.0): ...

    One sound, one process: the model is loaded once. Leaving the block kills it, whatever it does; where this process
    is killed, it ends by itself.
    """

    def __init__(self, sound: Sound, *, model: FoundModel, language: str | None) -> None:
        self._sound = sound
        self._order = Order(len(sound.samples), sound.is_incomplete, language, model, _most_memory_bytes(model))
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._errors = tempfile.TemporaryFile()  # closed on leaving
        try:
            self._process = start(
                "rebond.engine.speech.child", stderr=self._errors, kept=KEPT_VARIABLES, set_to=_set_to()
            )
        except BaseException:
            self._errors.close()
            raise
        for work in (self._send, self._receive):
            self._threads.append(threading.Thread(target=work, daemon=True))
            self._threads[-1].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._started()
        process.kill()
        process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what could not be sent any more
                    pipe.close()
        self._errors.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._started().pid

    def events(self, timeout_s: float) -> Iterator[Heard | Transcript | None]:
        """What is heard, as it comes, then the transcript, which is the last; None each time that `timeout_s` passes.

        Raises TranscriptionFailed where the process dies first or cannot hear.
        """
        while True:
            try:
                line = self._lines.get(timeout=timeout_s)
            except queue.Empty:
                yield None
                continue
            if not line.endswith(b"\n"):
                raise TranscriptionFailed(self._why_dead())
            try:
                event = event_of(line)
            except (ValueError, LookupError, TypeError) as wrong:
                raise TranscriptionFailed("what came from it is no answer") from wrong
            if isinstance(event, str):
                raise TranscriptionFailed(event)
            yield event
            if isinstance(event, Transcript):
                return

    def _send(self) -> None:
        """The order and the samples. The pipe stays open: its end is how the process learns that we are dead."""
        pipe = self._started().stdin
        content = np.ascontiguousarray(self._sound.samples).data.cast("B")
        with contextlib.suppress(OSError, ValueError):  # it is dead
            if pipe is not None:
                pipe.write(self._order.line())
                for start in range(0, len(content), PIECE_BYTES):
                    pipe.write(content[start : start + PIECE_BYTES])
                pipe.flush()

    def _receive(self) -> None:
        """Its lines, then an empty one at its end."""
        pipe = self._started().stdout
        while pipe is not None and (line := pipe.readline()):
            self._lines.put(line)
        self._lines.put(b"")

    def _why_dead(self) -> str:
        process = self._started()
        with contextlib.suppress(subprocess.TimeoutExpired):  # it has closed its output, and lives on
            process.wait(LONGEST_DYING_S)
        self._errors.seek(0)
        complaint = self._errors.read().decode(errors="replace")[-LONGEST_COMPLAINT_CHARACTERS:]
        return f"ended with status {process.returncode}. {complaint}".strip()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            raise RuntimeError("not inside its block")
        return self._process


def _most_memory_bytes(model: FoundModel) -> int:
    files = (file.stat().st_size for file in model.folder.iterdir() if file.is_file()) if model.folder.is_dir() else ()
    return SPARE_MEMORY_BYTES + TIMES_THE_MODEL * sum(files)


def _set_to() -> dict[str, str]:
    return OFFLINE | {name: os.environ.get(name) or value for name, value in PATIENT.items()}
