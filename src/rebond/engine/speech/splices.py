"""A sound without its silences, and where each of its moments was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rebond.engine.speech.sound import Sound, Stretch
from rebond.engine.speech.transcript import Word
from rebond.engine.speech.voiced import CERTAIN, Voice

CUT_SILENCE_S, KEPT_SILENCE_S = 2.0, 0.4
"""A silence from which on it is cut out, and what is kept of it at both ends: faster-whisper's own."""
PIECE_S = 300.0
"""How much voice is worked on at a time: memory grows with it, time does not."""


@dataclass(frozen=True, eq=False)
class Splice:
    """Stretches of a sound put one behind the other.

    Attributes:
        samples: shape (n,), float32.
        stretches: of the sound, in order, at least one.
    """

    samples: NDArray[np.float32]
    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, sound: Sound, stretches: Sequence[Stretch]) -> "Splice":
        """These stretches of the sound."""
        samples = [sound.between(stretch.start_s, stretch.end_s) for stretch in stretches]
        return cls(np.concatenate(samples) if len(samples) > 1 else samples[0], tuple(stretches))

    def in_sound(self, word: Word) -> Word:
        """The same word with its times in the sound, inside the stretch in which its middle is."""
        middle_s, begun_s = (word.start_s + word.end_s) / 2, 0.0
        for stretch in self.stretches[:-1]:
            if middle_s < begun_s + stretch.duration_s:
                break
            begun_s += stretch.duration_s
        else:
            stretch = self.stretches[-1]
        shift_s = stretch.start_s - begun_s
        return clipped(replace(word, start_s=word.start_s + shift_s, end_s=word.end_s + shift_s), stretch)


def clipped(word: Word, stretch: Stretch) -> Word:
    """The same word, no part of it outside the stretch."""
    start_s, end_s = (min(max(at_s, stretch.start_s), stretch.end_s) for at_s in (word.start_s, word.end_s))
    return replace(word, start_s=round(start_s, 3), end_s=round(max(start_s, end_s), 3))


def spliced(voice: Voice) -> Iterator[tuple[Stretch, ...]]:
    """The stretches of a sound that are not silence, in pieces of PIECE_S at most; each ends in a silence if it can."""
    held: list[Stretch] = []
    for stretch in voice.stretches(CERTAIN, silence_s=CUT_SILENCE_S, pad_s=KEPT_SILENCE_S):
        for part in _parts(stretch):
            if held and sum(one.duration_s for one in held) + part.duration_s > PIECE_S:
                yield tuple(held)
                held = []
            held.append(part)
    if held:
        yield tuple(held)


def _parts(stretch: Stretch) -> Iterator[Stretch]:
    """The stretch, cut where somebody speaks for longer than PIECE_S without a silence of CUT_SILENCE_S."""
    start_s = stretch.start_s
    while stretch.end_s - start_s > PIECE_S:
        yield Stretch(start_s, start_s + PIECE_S)
        start_s += PIECE_S
    yield Stretch(start_s, stretch.end_s)
