"""What a person's corrections teach: a small, bounded shift of the first look, from moments that resemble theirs.

Kernel ridge regression, that is the mean of a Gaussian process started at zero (Rasmussen and Williams, "Gaussian
processes for machine learning", 2006, eq. 2.25), one a label, over the hashed words and letters of the light reader.
It has a closed form: the order of the corrections changes nothing, nothing is iterated, and every shift is a sum with
one term a correction, which says what moved it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rebond.engine.moments.types import Correction
from rebond.engine.text.hashing import Grams, grams
from rebond.engine.text.linear import PIECES_A_BATCH, gram_values

if TYPE_CHECKING:
    from rebond.engine.moments.judge import Labels

# Of which one holds at a time, by the name of its field in Labels; of the others each holds or not.
ONE_OF = frozenset({"natures", "phases"})
# Log-odds that a correction aims at for its own words (measured: python -m training.lessons).
TAUGHT = 4.0
# Strength of the pull to zero, as the variance of what one correction says beside that of what there is to learn. A
# lone correction moves its own words by TAUGHT / (1 + DOUBT).
DOUBT = 1.0
# Power of the likeness: cubed, words in common with everything (« je », « pas ») count for nothing (measured: squared,
# what was asserted elsewhere was right two points less often).
SHARPNESS = 3
# No label of a moment moves by more than this, in log-odds, whatever was corrected (our judgement: from even odds to
# nineteen in twenty, so that the words of the moment can still say the contrary).
FARTHEST = 3.0
# From this shift on a label is said to have been moved, in log-odds: even odds become three in five (our judgement).
MOVED = 0.4
# Corrected moments named as the reason of a shift.
MOST_REASONS = 3
_DIGITS = 6


@dataclass(frozen=True)
class _Lesson:
    """Of one label: the rows of the corrections that speak of it, and how hard each pulls."""

    rows: NDArray[np.int64]
    pulls: NDArray[np.float64]


class Learned:
    """What was learned; the same whatever the order of the corrections.

    Attributes:
        version: a few hexadecimal digits of what was learned from; "" where that is nothing.
    """

    def __init__(self, corrections: Sequence[Correction], rarity: NDArray[np.floating]) -> None:
        said = sorted(corrections)
        self._rarity = rarity.astype(np.float32)
        self._quotes = sorted({correction.quote for correction in said})
        found, values = self._grams(self._quotes)
        by_bucket = np.argsort(found.buckets, kind="stable")
        self._buckets, self._holders = found.buckets[by_bucket], found.pieces[by_bucket]
        self._values = values[by_bucket]
        self._known = self._likeness(self._quotes)
        self._lessons = {label: self._lesson(aims) for label, aims in _aims(said, self._quotes).items()}
        self.version = hashlib.sha256(repr([astuple(c) for c in said]).encode()).hexdigest()[:_DIGITS] if said else ""

    def shifts(self, quotes: Sequence[str], labels: "Labels") -> NDArray[np.float32]:
        """By how much each label of each moment moves, in log-odds, from -FARTHEST to FARTHEST.

        Returns:
            float32, shape (len(quotes), labels.count); exactly zero where nothing was learned.
        """
        moved = np.zeros((len(quotes), labels.count), np.float32)
        if not quotes or not self._lessons:
            return moved
        likeness = self._likeness(quotes)
        for kind in ("natures", "incidents", "distortions", "phases"):
            first = labels.columns(kind).start
            for number, key in enumerate(getattr(labels, kind)):
                lesson = self._lesson_on(kind, key)
                if lesson is not None:
                    moved[:, first + number] = likeness[:, lesson.rows] @ lesson.pulls
        return np.clip(moved, -FARTHEST, FARTHEST)

    def moved(self, quote: str, labels: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether each of these labels (kind, key) of this moment was moved by MOVED or more."""
        likeness = self._likeness([quote])[0]
        lessons = [self._lesson_on(kind, key) for kind, key in labels]
        return [bool(one and abs(likeness[one.rows] @ one.pulls) >= MOVED) for one in lessons]

    def nearest(self, quotes: Sequence[str]) -> NDArray[np.float64]:
        """How like its nearest corrected moment each of these is: cosine of the weighed grams, 0 to 1."""
        if not self._quotes:
            return np.zeros(len(quotes))
        return np.asarray(self._likeness(quotes).max(axis=1) ** (1 / SHARPNESS))

    def because(self, quote: str, kind: str, key: str) -> tuple[str, ...]:
        """The corrected words that moved this label of this moment most, strongest first; MOST_REASONS at most."""
        lesson = self._lesson_on(kind, key)
        if lesson is None:
            return ()
        parts = self._likeness([quote])[0, lesson.rows] * lesson.pulls
        strongest = np.argsort(-np.abs(parts), kind="stable")[:MOST_REASONS]
        return tuple(self._quotes[lesson.rows[place]] for place in strongest if parts[place])

    def _lesson_on(self, kind: str, key: str) -> _Lesson | None:
        """A choice never made says of itself what the choices of its kind say of all but themselves."""
        return self._lessons.get((kind, key)) or self._lessons.get((kind, ""))

    def _grams(self, quotes: Sequence[str]) -> tuple[Grams, NDArray[np.float32]]:
        found = grams(quotes, bits=len(self._rarity).bit_length() - 1)
        return found, gram_values(found, self._rarity, len(quotes))

    def _likeness(self, quotes: Sequence[str]) -> NDArray[np.float64]:
        """How like each corrected quote is each of these: cosine to the power of SHARPNESS, 0 to 1."""
        batches = [self._cosines(quotes[low : low + PIECES_A_BATCH]) for low in range(0, len(quotes), PIECES_A_BATCH)]
        cosines: NDArray[np.float64] = np.concatenate([np.zeros((0, len(self._quotes))), *batches])
        return np.asarray(cosines**SHARPNESS, np.float64)

    def _cosines(self, quotes: Sequence[str]) -> NDArray[np.float64]:
        """Shape (len(quotes), corrected quotes). Adds up, for each gram, over the corrected quotes that hold it."""
        found, values = self._grams(quotes)
        low = np.searchsorted(self._buckets, found.buckets, "left")
        shared = np.searchsorted(self._buckets, found.buckets, "right") - low
        places = np.arange(shared.sum()) + np.repeat(low - (np.cumsum(shared) - shared), shared)
        cells = np.repeat(found.pieces, shared) * len(self._quotes) + self._holders[places]
        products = np.repeat(values, shared) * self._values[places]
        sums = np.bincount(cells, weights=products, minlength=len(quotes) * len(self._quotes))
        return np.asarray(sums, np.float64).reshape(len(quotes), len(self._quotes))

    def _lesson(self, aims: Mapping[int, float]) -> _Lesson:
        rows = np.array(sorted(aims), np.int64)
        wanted = np.array([aims[row] for row in rows.tolist()])
        near = self._known[np.ix_(rows, rows)] + DOUBT * np.eye(len(rows))
        return _Lesson(rows, np.asarray(np.linalg.solve(near, TAUGHT * wanted), np.float64))


def learn(corrections: Sequence[Correction], rarity: NDArray[np.floating]) -> Learned:
    """What these corrections teach.

    Args:
        rarity: inverse document frequency of each bucket of hashed grams, shape (2**bits,): see HashedLinear.
    """
    return Learned(corrections, rarity)


def _aims(corrections: Sequence[Correction], quotes: Sequence[str]) -> dict[tuple[str, str], dict[int, float]]:
    """Which way each label goes, -1 to 1, for each corrected moment; contradictions cancel out."""
    rows = {quote: row for row, quote in enumerate(quotes)}
    said: dict[tuple[str, str], dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for kind in ONE_OF:
        chosen = [correction for correction in corrections if correction.kind == kind]
        for key in {"", *(correction.key for correction in chosen)} if chosen else ():
            for correction in chosen:
                said[kind, key][rows[correction.quote]].append(1.0 if key == correction.key else -1.0)
    for correction in corrections:
        if correction.kind not in ONE_OF:
            said[correction.kind, correction.key][rows[correction.quote]].append(1.0 if correction.holds else -1.0)
    return {label: {row: sum(ways) / len(ways) for row, ways in aims.items()} for label, aims in said.items()}
