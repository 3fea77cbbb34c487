import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.text.network.pieces import LikeliestPieces, MergedPieces
from rebond.engine.text.network.shape import Shape
from rebond.engine.text.network.vocabulary import kept_rows, only, pieces_of
from tests.engine.text.network.small import (
    MERGED_ROWS,
    SMALL_E5,
    SMALL_GEMMA,
    base,
    likeliest_pieces,
    merged_pieces,
    vocabulary,
)

TEXTS = ("abc ab\n\nz", "ab…c\x01b", "")


@given(kept=st.lists(st.booleans(), min_size=1, max_size=70))
def test_kept_rows_are_those_of_the_bitmap(kept: list[bool]) -> None:
    rows = kept_rows(np.packbits(np.array(kept, np.uint8)))

    assert rows.tolist() == [row for row, held in enumerate(kept) if held]


@pytest.mark.parametrize(
    ("shape", "kind", "alike"),
    [(SMALL_GEMMA, MergedPieces, merged_pieces()), (SMALL_E5, LikeliestPieces, likeliest_pieces())],
    ids=["gemma", "e5"],
)
def test_a_vocabulary_with_bytes_is_merged_by_pairs_and_one_without_by_likelihood(
    shape: Shape, kind: type, alike: MergedPieces | LikeliestPieces
) -> None:
    pieces = pieces_of(vocabulary(shape), 3)

    assert isinstance(pieces, kind)
    assert [pieces.cut(text) for text in TEXTS] == [alike.cut(text) for text in TEXTS]


def test_marks_are_never_made_of_letters() -> None:
    cut = pieces_of(vocabulary(SMALL_GEMMA), 3).cut("</s>")

    assert 1 not in cut.rows
    assert cut.places == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_only_keeps_pieces_with_their_scores_and_bytes() -> None:
    whole = base(SMALL_GEMMA)
    rows = np.array([row for row in range(len(whole.vocabulary.spellings)) if row not in (0, MERGED_ROWS["ab"])])

    kept = only(whole.vocabulary, rows)

    assert kept.spellings == [whole.vocabulary.spellings[row] for row in rows]
    assert np.array_equal(kept.scores, whole.vocabulary.scores[rows])
    assert np.array_equal(kept.usual, whole.vocabulary.usual[rows])
    assert kept.byte_rows == tuple(row - 1 for row in whole.vocabulary.byte_rows)
