"""Words that were meant where one was mistyped, among those that were written."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.search import Word

SHORTEST_MISTYPED = 4
"""Shorter words are too close to each other to guess. Our judgement."""
MOST_SLIPS = 2
"""Letters added, left out, changed or swapped with their neighbour that are forgiven (optimal string alignment)."""
MOST_MEANT = 8
"""Words that one mistyped word may stand for. Our judgement."""
LONGEST_TERM = 40
"""Longer words are no words (addresses, keys): they are not compared. Our judgement."""


class Vocabulary:
    """Every word that was written, folded; immutable.

    Attributes:
        terms: the words, sorted.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = sorted({term for term in terms if term and len(term) <= LONGEST_TERM})
        self._lengths = np.array([len(term) for term in self.terms], np.int64)
        width = max(map(len, self.terms), default=1)
        self._letters = np.array(self.terms, f"U{width}").view(np.uint32).reshape(len(self.terms), width)

    def with_added(self, terms: Iterable[str]) -> "Vocabulary":
        """The same words and these."""
        return Vocabulary([*self.terms, *terms])

    def knows(self, word: Word) -> bool:
        """Whether one of the words meant was written."""
        return any(self._begins_or_is(form, word.begins) for form in word.forms)

    def _begins_or_is(self, form: str, begins: bool) -> bool:
        place = bisect_left(self.terms, form)
        if place == len(self.terms):
            return False
        return self.terms[place].startswith(form) if begins else self.terms[place] == form

    def near(self, word: str, *, most: int = MOST_SLIPS) -> tuple[str, ...]:
        """The written words with the fewest slips from `word`, `most` at most; none for a short one, or for a number.

        At most MOST_MEANT, those that share the longest beginning first. `most` is MOST_SLIPS or less.
        """
        if len(word) < SHORTEST_MISTYPED or len(word) > LONGEST_TERM or word.isdecimal() or not self.terms:
            return ()
        close = np.flatnonzero(np.abs(self._lengths - len(word)) <= MOST_SLIPS)
        slips = _slips(word, self._letters[close], self._lengths[close])
        fewest = int(slips.min(initial=MOST_SLIPS + 1))
        if fewest > most:
            return ()
        found = [self.terms[place] for place in close[slips == fewest]]
        return tuple(sorted(found, key=lambda term: (-_shared(word, term), term))[:MOST_MEANT])


def corrected(words: Sequence[Word], vocabulary: Vocabulary, *, most: int = MOST_SLIPS) -> tuple[Word, ...]:
    """The same words; those that nobody wrote stand for the written ones nearest to them, `most` slips away at most."""
    return tuple(_corrected(word, vocabulary, most) for word in words)


def _corrected(word: Word, vocabulary: Vocabulary, most: int) -> Word:
    if vocabulary.knows(word):
        return word
    meant = vocabulary.near(word.written, most=most)
    return Word(word.written, meant, begins=False) if meant else word


def _shared(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


def _slips(word: str, letters: NDArray[np.uint32], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The optimal string alignment distance from `word` to each row of `letters` (cut at its length), all at once."""
    count, width = letters.shape
    width = min(width, len(word) + MOST_SLIPS)
    before: NDArray[np.int64] = np.zeros((width + 1, count), np.int64)
    last = np.tile(np.arange(width + 1)[:, None], (1, count))
    codes = [ord(letter) for letter in word]
    for row, code in enumerate(codes, start=1):
        current = np.empty_like(last)
        current[0] = row
        for column in range(1, width + 1):
            differs = letters[:, column - 1] != code
            best = np.minimum(np.minimum(last[column], current[column - 1]) + 1, last[column - 1] + differs)
            if row > 1 and column > 1:
                swapped = (letters[:, column - 2] == code) & (letters[:, column - 1] == codes[row - 2])
                best = np.where(swapped, np.minimum(best, before[column - 2] + 1), best)
            current[column] = best
        before, last = last, current
    return last[np.minimum(lengths, width), np.arange(count)]
