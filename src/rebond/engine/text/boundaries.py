"""What is seen of the gap between two words, as buckets of a hashed linear model."""

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.hashing import mixed
from rebond.engine.text.words import folded_word

BITS = 15
# Ends of sentence a hundred characters, below which a text counts as hardly, and not at all, punctuated. The corpus
# holds 1.5 where it is typed with care and 0 where it is dictated.
_HARDLY, _NOT_AT_ALL = 0.6, 0.15
# Words since the last, and until the next, end of sentence or line: told apart up to these numbers.
_DISTANCES = np.array([1, 2, 3, 4, 6, 8, 11, 15, 20, 30])
_SUFFIX = 3
# Log-odds added at the end of a sentence or line, and everywhere in a hardly punctuated text; by cross-validation
# on the training groups among 0 to 1.5, and 0 to 1.
STRONG_LEANING, HASTY_LEANING = 1.0, 0.5

_CLASSES: tuple[tuple[str, str], ...] = (
    ("newline", "\n\r\u2028\u2029"),
    ("end", ".。"),
    ("tone", "!?！？"),
    ("ellipsis", "…"),
    ("semicolon", ";"),
    ("colon", ":"),
    ("comma", ",，、"),
    ("opens", "«“(["),
    ("closes", "»”)]"),
    ("quote", '"'),
    ("dash", "-–—•*→"),
    ("slash", "/+="),
)
STRONG = frozenset({"newline", "end", "tone", "ellipsis"})


@lru_cache(maxsize=4096)
def gap_class(gap: str) -> str:
    """What `gap` holds, as the names of its classes of marks; "" where it is white space alone."""
    found = [name for name, marks in _CLASSES if any(mark in gap for mark in marks)]
    if any(ord(character) > 0x2190 and character not in "→•。，、！？" for character in gap):
        found.append("symbol")
    if "end" in found and ("..." in gap or ".." in gap):
        found[found.index("end")] = "ellipsis"
    return "+".join(found)


def gap_log_odds(
    text: str, words: Sequence[tuple[int, int]], weights: NDArray[np.floating], bias: float
) -> NDArray[np.float64]:
    """Log-odds that a moment ends in each gap between two neighbouring words; shape (len(words) - 1,).

    What a person expects leans on what was learned: the end of a sentence or line parts, and a text without any is cut
    rather too often than too seldom.
    """
    strong = strong_gaps(text, words)
    learned = weights[gap_features(text, words)].sum(axis=1, dtype=np.float64) + bias
    hasty = _marks(text, strong) < _HARDLY
    return np.asarray(learned + STRONG_LEANING * strong + (HASTY_LEANING if hasty else 0.0))


def strong_gaps(text: str, words: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Whether each gap between two neighbouring words holds the end of a sentence or of a line."""
    classes = (gap_class(text[words[i][1] : words[i + 1][0]]) for i in range(len(words) - 1))
    return np.array([not STRONG.isdisjoint(name.split("+")) for name in classes], np.bool_)


def gap_features(text: str, words: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Buckets of each gap between two neighbouring words; shape (len(words) - 1, number of features)."""
    count = len(words)
    folded = [folded_word(text[start:end]) for start, end in words]
    word = _padded(np.array([_hash(letters) for letters in folded], np.uint64))
    suffix = _padded(np.array([_hash("-" + letters[-_SUFFIX:]) for letters in folded], np.uint64))
    classes = [gap_class(text[words[i][1] : words[i + 1][0]]) for i in range(count - 1)]
    gap = np.array([_hash("gap " + name) for name in classes], np.uint64)
    capital = np.array([text[start].isupper() for start, _ in words[1:]], np.uint64)
    strong = strong_gaps(text, words)
    density = _density(text, strong)
    since, until = _distances(strong)
    # word[_PAD + i] is the word before gap i, word[_PAD + i + 1] the one after it.
    before2, before1, before, after, after1, after2 = (
        word[_PAD + shift : _PAD + shift + count - 1] for shift in range(-2, 4)
    )
    end_before, end_after, end_after1 = (suffix[_PAD + shift : _PAD + shift + count - 1] for shift in range(3))
    gap_case = gap * _A + capital
    rows = [
        (gap,), (gap, density), (gap_case, density), (gap, before), (gap, after), (gap_case, after), (density, after),
        (density, before), (before,), (after,), (before1,), (before2,), (after1,), (after2,), (before, after),
        (density, before, after), (after, after1), (density, after, after1), (before1, before), (after, after1, after2),
        (before1, before, after), (end_before,), (end_after,), (end_after1,), (end_before, end_after),
        (density, end_before),
        (end_after, end_after1), (gap, since, density), (gap, until, density), (since, until, density), (after, since),
        (after, until),
    ]  # fmt: skip
    return np.stack([_combined(number, parts) for number, parts in enumerate(rows)], axis=1)


_PAD = 3
_A = np.uint64(0x9E3779B97F4A7C15)


def _hash(letters: str) -> int:
    return zlib.crc32(letters.encode("utf-8", "surrogatepass")) + 1


def _padded(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return np.concatenate([np.zeros(_PAD, np.uint64), values, np.zeros(_PAD, np.uint64)])


def _combined(number: int, parts: Sequence[NDArray[np.uint64]]) -> NDArray[np.int64]:
    value = np.full(len(parts[0]), np.uint64(number + 1) * np.uint64(0x51ED270B))
    for part in parts:
        value = (value ^ part) * _A
        value = value ^ (value >> np.uint64(29))
    return mixed(value, BITS)


def _density(text: str, strong: NDArray[np.bool_]) -> NDArray[np.uint64]:
    marks = _marks(text, strong)
    level = 1 if marks < _NOT_AT_ALL else 2 if marks < _HARDLY else 3
    return np.full(len(strong), level, np.uint64)


def _marks(text: str, strong: NDArray[np.bool_]) -> float:
    return 100 * float(strong.sum()) / max(1, len(text))


def _distances(strong: NDArray[np.bool_]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    places = np.arange(len(strong))
    last = np.maximum.accumulate(np.where(strong, places, -1))
    last = np.concatenate([[-1], last[:-1]]) if len(strong) else last
    following = np.minimum.accumulate(np.where(strong, places, len(strong))[::-1])[::-1]
    following = np.concatenate([following[1:], [len(strong)]]) if len(strong) else following
    return (
        np.digitize(places - last, _DISTANCES).astype(np.uint64),
        np.digitize(following - places, _DISTANCES).astype(np.uint64),
    )
