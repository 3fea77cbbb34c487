"""Which of a base model's pieces are kept: those that French and English need, in a bitmap."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.network.base import Base, Vocabulary
from rebond.engine.text.network.pieces import LikeliestPieces, MergedPieces, Pieces


def pieces_of(known: Vocabulary, unknown: int) -> Pieces:
    """What cuts a text into these pieces; `unknown` is the row of what is none of them."""
    usual = np.flatnonzero(known.usual).tolist()
    rows = {known.spellings[row]: row for row in usual}
    scores = {known.spellings[row]: float(known.scores[row]) for row in usual}
    if known.byte_rows:
        return MergedPieces(scores, rows, known.byte_rows)
    return LikeliestPieces(scores, rows, unknown, known.spelled)


def kept_rows(bitmap: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The rows that a bitmap of numpy.packbits marks."""
    return np.flatnonzero(np.unpackbits(bitmap))


def restricted(base: Base, rows: NDArray[np.int64]) -> Base:
    """The base model with these pieces and no other, in this order."""
    return replace(base, vectors=np.ascontiguousarray(base.vectors[rows]), vocabulary=only(base.vocabulary, rows))


def only(known: Vocabulary, rows: NDArray[np.int64]) -> Vocabulary:
    """These pieces and no other, in this order."""
    place = {int(row): new for new, row in enumerate(rows)}
    return Vocabulary(
        spellings=[known.spellings[row] for row in rows],
        scores=known.scores[rows],
        usual=known.usual[rows],
        byte_rows=tuple(place[row] for row in known.byte_rows),
        spelled=known.spelled,
    )
