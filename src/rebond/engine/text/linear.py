"""A linear model over hashed n-grams: small, quick, and open about which words moved it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.hashing import Grams, grams

# Pieces weighed at once: some 150 grams each, so a few million numbers in memory.
PIECES_A_BATCH = 512


@dataclass(frozen=True)
class HashedLinear:
    """One-vs-rest logistic regressions over hashed n-grams weighted by rarity, each piece scaled to length 1.

    Attributes:
        weights: shape (2**bits, labels).
        rarity: inverse document frequency of each bucket, shape (2**bits,).
        bias: shape (labels,).
    """

    weights: NDArray[np.floating]
    rarity: NDArray[np.floating]
    bias: NDArray[np.floating]

    @property
    def bits(self) -> int:
        """Binary logarithm of the number of buckets."""
        return len(self.rarity).bit_length() - 1

    def log_odds(self, pieces: Sequence[str]) -> NDArray[np.float32]:
        """Log-odds of each label for each piece; shape (len(pieces), labels)."""
        result = np.tile(self.bias.astype(np.float32), (len(pieces), 1))
        for first in range(0, len(pieces), PIECES_A_BATCH):
            batch = pieces[first : first + PIECES_A_BATCH]
            found = grams(batch, bits=self.bits)
            if not len(found.pieces):
                continue
            values = gram_values(found, self.rarity.astype(np.float32), len(batch))
            weighed = self.weights[found.buckets].astype(np.float32) * values[:, None]
            heads = np.flatnonzero(np.diff(found.pieces, prepend=-1))
            result[first + found.pieces[heads]] += np.add.reduceat(weighed, heads, axis=0)
        return result

    def pull_of(self, words: Sequence[str], label: int) -> NDArray[np.float32]:
        """How far each word alone pulls towards `label`, in log-odds up to a factor; shape (len(words),)."""
        pull = np.zeros(len(words), np.float32)
        found = grams(words, bits=self.bits)
        weighed = self.weights[found.buckets, label].astype(np.float32) * self.rarity[found.buckets].astype(np.float32)
        np.add.at(pull, found.pieces, weighed)
        return pull


def gram_values(found: Grams, rarity: NDArray[np.float32], pieces: int) -> NDArray[np.float32]:
    """The value of each occurrence of `found`: its rarity, over the length of its piece's vector."""
    raw = rarity[found.buckets]
    squares = np.bincount(found.pieces, weights=raw.astype(np.float64) ** 2, minlength=pieces)
    return np.asarray(raw / np.sqrt(squares)[found.pieces], np.float32)
