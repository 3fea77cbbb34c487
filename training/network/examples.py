"""Accounts as the network takes them."""

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.network.pieces import Cut, Pieces
from rebond.engine.text.network.shape import Shape
from rebond.engine.text.words import find_words, gap_of
from training.accounts import Annotated
from training.network.reader import Example


def example_of(account: Annotated, text: str, held: NDArray[np.bool_], pieces: Pieces, shape: Shape) -> Example:
    """`text` is the account's own or a roughened copy of the same length."""
    before = pieces.cut(shape.prefix) if shape.prefix else Cut([], [])
    cut = pieces.cut(text)
    shift = 1 + len(before.rows)
    read = [shape.begin, *before.rows, *cut.rows][: shape.most_pieces - 1]
    rows = [*read, shape.end]
    last = len(rows) - 1
    moments = [_covering(cut, span) for span in account.spans]
    words = find_words(text)
    ends = np.zeros(max(0, len(words) - 1), np.bool_)
    starts = [start for start, _ in words]
    ends[[gap_of(starts, start) - 1 for start, _ in account.spans[1:]]] = True
    return Example(
        rows=rows,
        moments=[(min(low + shift, last - 1), min(high + shift, last)) for low, high in moments],
        words=[min(_covering(cut, word)[1] - 1 + shift, last - 1) for word in words],
        ends=ends,
        held=held,
    )


def _covering(cut: Cut, span: tuple[int, int]) -> tuple[int, int]:
    """The pieces that lie in a stretch of text, at least one."""
    lows, highs = _edges(cut)
    first = int(np.searchsorted(highs, span[0], side="right"))
    last = int(np.searchsorted(lows, span[1], side="left"))
    first = min(first, len(cut.places) - 1)
    return first, max(last, first + 1)


def _edges(cut: Cut) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    places = np.array(cut.places, np.int64).reshape(-1, 2)
    return places[:, 0], places[:, 1]
