"""Accounts as the network takes them."""

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.network.pieces import Cut, Pieces
from rebond.engine.text.network.shape import Shape
from rebond.engine.text.network.states import covering
from rebond.engine.text.words import find_words
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
    places = np.array(cut.places, np.int64).reshape(-1, 2)
    moments = [covering(places, *span) for span in account.spans]
    words = find_words(text)
    return Example(
        rows=rows,
        moments=[(min(low + shift, last - 1), min(high + shift, last)) for low, high in moments],
        words=[min(covering(places, *word)[1] - 1 + shift, last - 1) for word in words],
        ends=account.ends(words),
        held=held,
    )
