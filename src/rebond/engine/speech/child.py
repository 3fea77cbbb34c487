"""The process that hears: run by `process`, and may be killed at any moment without harm to anybody.

    python -m rebond.engine.speech.child  < order and samples  > a line of JSON for each thing heard (see `wire`)

It ends when its standard input closes, which the system sees to when whoever started it dies, however suddenly.
"""

import contextlib
import os
import sys
import threading
import time
from typing import BinaryIO

import numpy as np

from rebond.engine.speech.sound import Sound
from rebond.engine.speech.transcribe import Heard, NoEarsError, transcribe
from rebond.engine.speech.wire import SAMPLE_BYTES, Order, line_of, line_of_failure

LOOK_EVERY_S = 1.0
"""How often it looks whether it is an orphan: a process forked beside it may hold its standard input open."""


def main() -> None:
    """Hear one sound from standard input."""
    answers = _own_output()
    order = Order.of(sys.stdin.buffer.readline())
    sound = Sound(_samples(sys.stdin.buffer, order.samples), order.is_incomplete)
    threading.Thread(target=_end_with_input, daemon=True).start()
    threading.Thread(target=_end_when_orphan, args=(os.getppid(),), daemon=True).start()
    confine(order.most_memory_bytes)

    def hear(heard: Heard) -> None:
        answers.write(line_of(heard))

    try:
        transcript = transcribe(sound, model=order.model, language=order.language, hear=hear)
    except MemoryError:
        answers.write(line_of_failure("memory"))
        return
    except (NoEarsError, RuntimeError, ValueError, OSError) as error:  # what CTranslate2 makes of a broken model
        answers.write(line_of_failure(f"{type(error).__name__}: {error}"))
        return
    answers.write(line_of(transcript))


def confine(most_memory_bytes: int) -> None:
    """No more address space than this, where the system can see to it; 0 for no limit."""
    if not most_memory_bytes:
        return
    try:
        import resource  # noqa: PLC0415  # optional dependency: not on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    least = most_memory_bytes if hard == resource.RLIM_INFINITY else min(most_memory_bytes, hard)
    with contextlib.suppress(OSError, ValueError):  # macOS refuses
        resource.setrlimit(resource.RLIMIT_AS, (least, hard))


def _own_output() -> BinaryIO:
    """What answers are written to, unbuffered; whatever a library prints goes to the errors."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return open(own, "wb", buffering=0)  # noqa: PTH123  # a number, for as long as the process lives


def _samples(stream: BinaryIO, count: int) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    samples = np.empty(count, np.float32)
    room, read = samples.data.cast("B"), 0
    while read < count * SAMPLE_BYTES:
        more = stream.readinto(room[read:])  # type: ignore[attr-defined]  # every buffered stream has it
        if not more:
            os._exit(1)  # nobody waits for an answer
        read += more
    return samples


def _end_with_input() -> None:
    sys.stdin.buffer.read(1)
    os._exit(1)


def _end_when_orphan(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    os._exit(1)


if __name__ == "__main__":
    main()
