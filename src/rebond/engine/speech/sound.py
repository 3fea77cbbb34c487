"""Sound as the rest of the engine hears it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second: what Whisper and Silero were trained on."""


@dataclass(frozen=True, eq=False)
class Sound:
    """One voice track.

    Attributes:
        samples: shape (n,), float32 between -1 and 1, SAMPLE_RATE a second.
        is_incomplete: the file ended in the middle, and what came before was kept.
    """

    samples: NDArray[np.float32]
    is_incomplete: bool = False

    @property
    def duration_s(self) -> float:
        """How long it lasts."""
        return len(self.samples) / SAMPLE_RATE

    def between(self, start_s: float, end_s: float) -> NDArray[np.float32]:
        """The samples of a stretch, clipped to the sound."""
        return self.samples[max(0, int(start_s * SAMPLE_RATE)) : max(0, int(end_s * SAMPLE_RATE))]


@dataclass(frozen=True)
class Stretch:
    """A piece of time, in seconds from the beginning of the sound."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        """How long it lasts."""
        return self.end_s - self.start_s
