"""Why a label was read in a moment: the words that weighed most, found by leaving each out.

A help to understand, not a proof: words weigh together, and one left out may be stood in for by another. Source:
occlusion (Zeiler and Fergus 2014, "Visualizing and understanding convolutional networks"), of words by Li, Monroe and
Jurafsky 2016, "Understanding neural networks through representation erasure".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rebond.engine.text.words import find_words

if TYPE_CHECKING:
    from rebond.engine.moments.judge import CutText, Judge
    from rebond.engine.text.segmentation import Spans

KINDS = ("natures", "incidents", "distortions", "phases")
# Words shown that pull towards a label, and away from it, at most (our judgement: what a person takes in at a glance).
MOST_TOWARDS, MOST_AGAINST = 5, 2
# A pull smaller than this is not told apart from none: the odds change by a twentieth (our judgement).
SMALLEST_PULL = 0.05
# So many pieces are left out at most, one by one. A moment has 90 words at most (rebond.engine.text.segmentation); one
# of more than this is left out by runs of two or three neighbouring words, which bounds the work (our judgement: a
# long sentence has thirty).
MOST_PIECES = 40
# What stands where nothing else is left of a moment.
NOTHING_LEFT = "…"


@dataclass(frozen=True)
class Word:
    """A word, or in a very long moment a run of two or three, and what it weighs.

    Attributes:
        start: offset in the account of its first character.
        end: offset after its last one.
        weight: by how much the label's log-odds fall where it is left out; below 0 where they rise.
    """

    start: int
    end: int
    weight: float


@dataclass(frozen=True)
class Why:
    """The words that weighed most on one label of one moment: a machine's reason, not a proof.

    Attributes:
        words: those that pull towards the label, strongest first, five at most.
        against: those that pull away from it, strongest first, two at most.
    """

    words: tuple[Word, ...]
    against: tuple[Word, ...]


def why(judge: "Judge", text: str, spans: "Spans", position: int, *, kind: str, key: str) -> Why:
    """The words of one moment that weighed most on one of its labels; the same for the same text and heads.

    The moment is read between its two neighbours, once whole and once without each of its words, all in one batch: a
    short stand-in for the account, so that the answer takes about as long as a reading.

    Args:
        judge: the heads that read the account.
        text: the account.
        spans: start and end of each of its moments.
        position: of the moment, from 0.
        kind: one of KINDS.
        key: of the label.

    Raises:
        KeyError: the heads know no such kind or label.
        IndexError: there is no such moment.
    """
    column = _column(judge, kind, key)
    if not 0 <= position < len(spans):
        raise IndexError(position)
    near = spans[max(0, position - 1) : position + 2]
    row = min(position, 1)
    pieces = _pieces(text, near[row])
    variants = [_variant(text, near, row, piece) for piece in (None, *pieces)]
    whole, *without = (float(look[row, column]) for look in judge.first_looks(variants))
    words = [Word(*piece, whole - left) for piece, left in zip(pieces, without, strict=True)]
    return Why(
        words=_strongest([word for word in words if word.weight >= SMALLEST_PULL], MOST_TOWARDS),
        against=_strongest([word for word in words if word.weight <= -SMALLEST_PULL], MOST_AGAINST),
    )


def _column(judge: "Judge", kind: str, key: str) -> int:
    if kind not in KINDS:
        raise KeyError(kind)
    keys: tuple[str, ...] = getattr(judge.labels, kind)
    if key not in keys:
        raise KeyError(key)
    first: int = judge.labels.columns(kind).start
    return first + keys.index(key)


def _pieces(text: str, moment: tuple[int, int]) -> list[tuple[int, int]]:
    """What is left out, one by one: each word, or runs of neighbouring words where there are many."""
    start, end = moment
    words = [(start + low, start + high) for low, high in find_words(text[start:end])]
    run = max(1, -(-len(words) // MOST_PIECES))
    bounds = [*range(0, len(words), run), len(words)]
    return [(words[low][0], words[high - 1][1]) for low, high in pairwise(bounds)] if words else []


def _variant(text: str, near: "Spans", row: int, piece: tuple[int, int] | None) -> "CutText":
    """The moment `row` of `near` between its neighbours, in their own words but for `piece`, with their spans."""
    first, last = near[0][0], near[-1][1]
    shifted = [(start - first, end - first) for start, end in near]
    if piece is None:
        return text[first:last], shifted
    start, end = near[row]
    left, right = text[start : piece[0]], text[piece[1] : end]
    kept = left + right if any(map(str.isalnum, left + right)) else NOTHING_LEFT
    shift = len(kept) - (end - start)
    shifted[row] = (start - first, end - first + shift)
    shifted[row + 1 :] = [(low + shift, high + shift) for low, high in shifted[row + 1 :]]
    return text[first:start] + kept + text[end:last], shifted


def _strongest(words: Sequence[Word], at_most: int) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda word: (-abs(word.weight), word.start))[:at_most])
