"""Where a voice is heard, and where none is.

By Silero VAD, a network of two megabytes that comes with faster-whisper (MIT, https://github.com/snakers4/silero-vad).
It is opened here without faster-whisper itself, whose import takes 150 MB that a look at pauses has no use for.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rebond.engine.speech.sound import SAMPLE_RATE, Stretch

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FRAME = 512
"""Samples that the network judges at a time (32 ms); the size that it was trained on."""
FRAME_S = FRAME / SAMPLE_RATE

HYSTERESIS = 0.15
"""How far below the threshold a voice that has begun still goes on: the network's own recommendation."""
LEAST_THRESHOLD = 0.01

CERTAIN, POSSIBLE = 0.5, 0.35
"""Probabilities above which a voice is taken to be there: the network's own, and one that also hears soft and high
voices (of seven recordings, 0.5 lost two sentences said in falsetto; measured)."""

_CONTEXT = 64
"""Samples before each frame that the network is shown with it."""
_STATE = (1, 1, 128)
_FRAMES_AT_ONCE = 1024
"""Half a minute: more takes memory and no less time."""


class NoVoiceDetectorError(RuntimeError):
    """The network is not on this machine: faster-whisper or onnxruntime is not installed."""


@dataclass(frozen=True, eq=False)
class Voice:
    """How likely a voice is, moment by moment.

    Attributes:
        probabilities: shape (n,), float32 between 0 and 1, one for each FRAME samples of the sound.
        duration_s: of the sound.
    """

    probabilities: NDArray[np.float32]
    duration_s: float

    def stretches(
        self, threshold: float, *, silence_s: float, shortest_s: float = 0.0, pad_s: float = 0.0
    ) -> tuple[Stretch, ...]:
        """Where a voice is heard, in order of time, never over one another.

        Args:
            threshold: probability at which a voice begins; it goes on while it is at most HYSTERESIS below.
            silence_s: a shorter silence does not end a stretch.
            shortest_s: a shorter stretch is left out.
            pad_s: put before and after each, as far as the sound and its neighbours allow.
        """
        lower = max(threshold - HYSTERESIS, LEAST_THRESHOLD)
        found: list[tuple[int, int]] = []
        begun: int | None = None
        quiet_since: int | None = None
        for frame, probability in enumerate(self.probabilities.tolist()):
            if probability >= threshold:
                begun, quiet_since = frame if begun is None else begun, None
            elif begun is not None and probability < lower:
                quiet_since = frame if quiet_since is None else quiet_since
                if (frame + 1 - quiet_since) * FRAME_S >= silence_s:
                    found.append((begun, quiet_since))
                    begun = quiet_since = None
        if begun is not None:
            found.append((begun, len(self.probabilities) if quiet_since is None else quiet_since))
        kept = [Stretch(first * FRAME_S, min(last * FRAME_S, self.duration_s)) for first, last in found]
        return _padded([stretch for stretch in kept if stretch.duration_s >= shortest_s], pad_s, self.duration_s)

    def voiced_s(self, threshold: float) -> float:
        """How long a voice is heard in all."""
        return float(np.count_nonzero(self.probabilities >= threshold)) * FRAME_S

    def highest_between(self, start_s: float, end_s: float) -> float:
        """The highest probability of a voice in a stretch; 0 outside the sound."""
        inside = self.probabilities[max(0, int(start_s / FRAME_S)) : max(0, int(end_s / FRAME_S) + 1)]
        return float(inside.max()) if len(inside) else 0.0


def voice_of(samples: NDArray[np.float32]) -> Voice:
    """Where a voice is heard in samples of shape (n,), SAMPLE_RATE a second (about 200 times faster than it was said).

    Raises NoVoiceDetectorError.
    """
    session = _session()
    frames = -(-len(samples) // FRAME)
    padded = np.zeros(_CONTEXT + frames * FRAME, np.float32)
    padded[_CONTEXT : _CONTEXT + len(samples)] = samples
    windows = np.lib.stride_tricks.sliding_window_view(padded, _CONTEXT + FRAME)[::FRAME] if frames else padded[:0]
    hidden, cell = np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)
    found = [np.zeros(0, np.float32)]
    for first in range(0, frames, _FRAMES_AT_ONCE):
        batch = np.ascontiguousarray(windows[first : first + _FRAMES_AT_ONCE])
        probabilities, hidden, cell = session.run(None, {"input": batch, "h": hidden, "c": cell})
        found.append(np.asarray(probabilities, np.float32).reshape(-1))
    return Voice(np.concatenate(found), len(samples) / SAMPLE_RATE)


def _padded(stretches: Sequence[Stretch], pad_s: float, duration_s: float) -> tuple[Stretch, ...]:
    """Each one longer by `pad_s` at both ends; two that would meet share the silence between them."""
    padded = []
    for number, stretch in enumerate(stretches):
        before_s = stretches[number - 1].end_s if number else -stretch.start_s
        after_s = stretches[number + 1].start_s if number + 1 < len(stretches) else 2 * duration_s - stretch.end_s
        padded.append(
            Stretch(
                stretch.start_s - min(pad_s, (stretch.start_s - before_s) / 2),
                stretch.end_s + min(pad_s, (after_s - stretch.end_s) / 2),
            )
        )
    return tuple(padded)


@functools.cache
def _session() -> "InferenceSession":
    spec = find_spec("faster_whisper")  # found without being imported
    folders = (spec.submodule_search_locations or ()) if spec is not None else ()
    path = next((file for folder in folders for file in sorted(Path(folder, "assets").glob("silero_vad*.onnx"))), None)
    if path is None:
        raise NoVoiceDetectorError("faster-whisper")
    try:
        import onnxruntime  # noqa: PLC0415  # optional dependency
    except ImportError as error:
        raise NoVoiceDetectorError("onnxruntime") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # a second one costs more than it gives
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
