"""Word and character n-grams of many pieces of text at once, as numbers of buckets; numpy only, no vocabulary.

Feature hashing after Weinberger et al., "Feature hashing for large scale multitask learning" (ICML 2009), without the
sign: with 2**15 buckets and more, collisions cost less than the sign's bookkeeping (measured on the corpus).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A piece is seen as its words and the marks that carry tone; the rest is space.
_TOKENS = re.compile(r"[^\W\d_]+|\d+|[!?…:«»\"]|\.\.+")
_SHORTEST_GRAM, _LONGEST_GRAM = 3, 5

# Odd multipliers: the fractional bits of the golden ratio, and those of splitmix64 (Steele et al., 2014).
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)
_WORD, _PAIR = np.uint64(0xA5A5), np.uint64(0x5C5C)


@dataclass(frozen=True)
class Grams:
    """Which buckets each piece holds; one row an occurrence kind, sorted by piece.

    Attributes:
        pieces: int64, which piece (from 0).
        buckets: int64, from 0 to the number of buckets less one; at most once for one piece.
    """

    pieces: NDArray[np.int64]
    buckets: NDArray[np.int64]


def folded(text: str) -> str:
    """Lower case, without accents, digits as 0, one space between tokens and one at each end."""
    plain = unicodedata.normalize("NFD", text.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    tokens = ("0" * len(token) if token.isdigit() else token for token in _TOKENS.findall(plain))
    return f" {' '.join(tokens)} "


def mixed(values: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    """Bucket of each hash: the top `bits` bits after mixing, 0 to 2**bits - 1."""
    values = (values ^ (values >> _SHIFT)) * _MIX
    values = (values ^ (values >> _SHIFT)) * _BASE
    return (values >> np.uint64(64 - bits)).astype(np.int64)


def word_hashes(codes: NDArray[np.uint64], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A hash of codes[start:end] for each pair, equal wherever the letters are equal."""
    hashes = np.zeros(len(starts), np.uint64)
    longest = int((ends - starts).max()) if len(starts) else 0
    alive = np.arange(len(starts))
    for step in range(longest):
        alive = alive[starts[alive] + step < ends[alive]]
        hashes[alive] = (hashes[alive] + codes[starts[alive] + step]) * _BASE
    return hashes


def grams(pieces: Sequence[str], *, bits: int) -> Grams:
    """Words, pairs of neighbouring words, and the 3 to 5 character grams inside words, as buckets of each piece."""
    texts = [folded(piece) for piece in pieces]
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), [len(text) for text in texts])
    space = codes == ord(" ")
    found = [*_characters(codes, owner, space), *_words(codes, owner, space)]
    keys = np.unique(np.concatenate([(piece << bits) | mixed(value, bits) for piece, value in found]))
    return Grams(keys >> bits, keys & ((1 << bits) - 1))


def _characters(
    codes: NDArray[np.uint64], owner: NDArray[np.int64], space: NDArray[np.bool_]
) -> list[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    found = []
    inner = np.cumsum(np.concatenate([[0], space]))
    for length in range(_SHORTEST_GRAM, _LONGEST_GRAM + 1):
        number = len(codes) - length + 1
        if number <= 0:
            continue
        hashes = np.full(number, np.uint64(length))
        for step in range(length):
            hashes = (hashes + codes[step : step + number]) * _BASE
        starts = np.arange(number)
        kept = (owner[:number] == owner[length - 1 :]) & (inner[starts + length - 1] == inner[starts + 1])
        found.append((owner[:number][kept], hashes[kept]))
    return found


def _words(
    codes: NDArray[np.uint64], owner: NDArray[np.int64], space: NDArray[np.bool_]
) -> list[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    edges = np.diff(np.concatenate([[0], (~space).astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    words = word_hashes(codes, starts, ends)
    whose = owner[starts] if len(starts) else np.zeros(0, np.int64)
    together = whose[:-1] == whose[1:]
    pairs = (words[:-1] * _MIX + words[1:]) * _PAIR
    return [(whose, words ^ _WORD), (whose[:-1][together], pairs[together])]
