"""From the bytes of recordings to sound, whatever those bytes are.

Each file is decoded in a process of its own (see `decoder`): a file made to harm ends that process, and nothing else.
"""

import contextlib
import json
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rebond.engine.speech.apart import start
from rebond.engine.speech.decoder import READY, SAMPLE_BYTES
from rebond.engine.speech.kinds import Kind, kind_of
from rebond.engine.speech.refusal import RefusedSoundError, SoundRefusal
from rebond.engine.speech.sound import SAMPLE_RATE, Sound

LARGEST_BYTES = 100 * 2**20
"""Of all takes together. Half an hour of uncompressed sound from a good recorder is more; of any other, less."""
LONGEST_S = 30 * 60 + 30
"""Of all takes together. Our judgement: an interview told is some minutes; half an hour leaves room. The seconds are
for recorders that are stopped at half an hour."""
SHORTEST_S = 0.3
"""Of all takes together. A word lasts longer."""

MOST_MEMORY_BYTES = 2**30
"""Address space of the process that decodes: the file, its sound (58 MB at most), the libraries, and room."""
MOST_CPU_S = 60
"""Of work for one take. Half an hour takes 2 to 6 s on a common machine."""
MOST_WAITING_S = 180.0
"""For all takes together, on a machine that does other things too."""

LONGEST_LINE_BYTES = 1000
LONGEST_COMPLAINT_BYTES = 10_000
PIECE_BYTES = 2**20

USELESS = frozenset({SoundRefusal.EMPTY, SoundRefusal.NOT_SOUND, SoundRefusal.BROKEN, SoundRefusal.NO_TRACK})
"""Why a take is left out where others can be heard."""


class DecoderMissingError(RuntimeError):
    """The process that decodes does not start: this installation is broken, not the recording."""


def decode(*takes: bytes) -> Sound:
    """The sound of files, each of them whole in itself, one after the other.

    A take of which nothing can be heard (the recorder died as it began) is left out where another can be, and the sound
    is then incomplete. Raises RefusedSoundError where none can be heard, or all together are too large, too long, too
    short, or take too much memory or time; DecoderMissingError where no file could be decoded here.
    """
    if not any(takes):
        raise RefusedSoundError(SoundRefusal.EMPTY)
    if sum(map(len, takes)) > LARGEST_BYTES:
        raise RefusedSoundError(SoundRefusal.TOO_LARGE)
    give_up_at = time.monotonic() + MOST_WAITING_S
    heard: list[NDArray[np.int16]] = []
    refused: list[SoundRefusal] = []
    is_incomplete = False
    for take in takes:
        try:
            samples, is_cut = _decode_one(take, LONGEST_S * SAMPLE_RATE - sum(map(len, heard)), give_up_at)
        except RefusedSoundError as error:
            if error.refusal not in USELESS:
                raise
            refused.append(error.refusal)
            continue
        heard.append(samples)
        is_incomplete |= is_cut
    if not heard:
        raise RefusedSoundError(next(refusal for refusal in refused if refusal is not SoundRefusal.EMPTY))
    if sum(map(len, heard)) < SHORTEST_S * SAMPLE_RATE:
        raise RefusedSoundError(SoundRefusal.TOO_SHORT)
    return Sound(_joined(heard), is_incomplete=is_incomplete or bool(refused))


def _joined(heard: list[NDArray[np.int16]]) -> NDArray[np.float32]:
    """One after the other, between -1 and 1, without a copy more than that."""
    joined = np.empty(sum(map(len, heard)), dtype=np.float32)
    at = 0
    for samples in heard:
        np.multiply(samples, np.float32(2**-15), out=joined[at : at + len(samples)])
        at += len(samples)
    return joined


def _decode_one(take: bytes, most_samples: int, give_up_at: float) -> tuple[NDArray[np.int16], bool]:
    """The samples of one file, and whether it is incomplete."""
    if not take:
        raise RefusedSoundError(SoundRefusal.EMPTY)
    kind = kind_of(take)
    if kind is None:
        raise RefusedSoundError(SoundRefusal.NOT_SOUND)
    with _decoder(kind, most_samples, give_up_at - time.monotonic()) as process:
        line, samples = _exchange(process, take, most_samples * SAMPLE_BYTES)
    if process.returncode != 0 or not line.endswith(b"\n"):
        raise RefusedSoundError(_refusal_of_death(process.returncode))
    try:
        answer = json.loads(line)
        refusal = None if answer["refusal"] is None else SoundRefusal(answer["refusal"])
        heard, is_incomplete = np.frombuffer(samples, dtype=np.int16), bool(answer["is_incomplete"])
    except (ValueError, LookupError, TypeError) as error:  # what it read has taken it over
        raise RefusedSoundError(SoundRefusal.BROKEN) from error
    if refusal is not None:
        raise RefusedSoundError(refusal)
    return heard, is_incomplete


@contextlib.contextmanager
def _decoder(kind: Kind, most_samples: int, most_waiting_s: float) -> "Iterator[subprocess.Popen[bytes]]":
    """The process, while the block lasts and no longer than it may; ended by then, whatever happened."""
    limits = map(str, (kind.value, SAMPLE_RATE, most_samples, MOST_MEMORY_BYTES, MOST_CPU_S))
    with start("rebond.engine.speech.decoder", *limits, stderr=subprocess.PIPE) as process:
        giving_up = threading.Timer(max(0.0, most_waiting_s), process.kill)
        giving_up.start()
        try:
            yield process
            process.wait()
        finally:
            process.kill()
            giving_up.cancel()


def _exchange(process: "subprocess.Popen[bytes]", take: bytes, most_bytes: int) -> tuple[bytes, bytearray]:
    """What the process says, and the samples; it reads the whole take before it says anything but READY."""
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise TypeError("a process without pipes")
    if process.stdout.readline(LONGEST_LINE_BYTES) != READY:
        complaint = process.stderr.read(LONGEST_COMPLAINT_BYTES).decode(errors="replace")
        raise DecoderMissingError(f"the process that decodes sound does not start: {complaint.strip()}")
    with contextlib.suppress(OSError):  # it is dead, and its status says of what
        process.stdin.write(take)
    with contextlib.suppress(OSError):
        process.stdin.close()
    line = process.stdout.readline(LONGEST_LINE_BYTES)
    samples = bytearray()
    while piece := process.stdout.read(min(PIECE_BYTES, most_bytes + 1 - len(samples))):
        samples += piece
        if len(samples) > most_bytes:  # it is not ours any more
            process.kill()
    return line, samples


def _refusal_of_death(status: int) -> SoundRefusal:
    """Memory and time end a process by these signals; any other death is the fault of what it read."""
    heavy = {-number for name in ("SIGXCPU", "SIGKILL") if (number := getattr(signal, name, 0))}
    return SoundRefusal.TOO_HEAVY if status in heavy else SoundRefusal.BROKEN
