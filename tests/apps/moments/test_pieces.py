"""The account as pieces: put end to end they give the text again."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from rebond.apps.debrief.models import Account
from rebond.apps.moments.queries import Piece, ReadAccount, ReadMoment, pieces_of

NOW = datetime.datetime(2026, 3, 12, tzinfo=datetime.UTC)


def moment(text: str, position: int, start: int, end: int) -> ReadMoment:
    return ReadMoment(
        position=position, start=start, end=end, quote=text[start:end], nature="fact", nature_checked=False,
        other_nature="", unsure=False, incidents=(), confirmed=frozenset(), offered=(), refused=(), withdrawn=(),
        likelihoods={}, spirals=(),
        phase="", agency="", agency_checked=False,
    )  # fmt: skip


def cut(text: str, bounds: list[int]) -> ReadAccount:
    """The text read into moments from each even bound to the odd one after it."""
    spans = zip(bounds[::2], bounds[1::2], strict=False)
    moments = tuple(moment(text, position, start, end) for position, (start, end) in enumerate(spans))
    account = Account(text=text, written_at=NOW)
    return ReadAccount(account=account, lang="fr", reader="light", version="", agreed_at=None, moments=moments)


@st.composite
def cut_texts(draw: st.DrawFn) -> ReadAccount:
    text = draw(st.text(min_size=1))
    bounds = sorted(draw(st.sets(st.integers(0, len(text)))))
    return cut(text, bounds)


@given(read=cut_texts())
def test_pieces_put_end_to_end_give_the_text_again(read: ReadAccount) -> None:
    pieces, rest = pieces_of(read, with_keys=True)

    assert "".join(piece.before + piece.moment.quote for piece in pieces) + rest == read.account.text
    assert tuple(piece.moment for piece in pieces) == read.moments


def test_what_stands_between_moments_goes_before_the_next_one() -> None:
    read = cut("— Un.  Deux… fin", [2, 5, 7, 11])

    assert pieces_of(read, with_keys=True) == (
        (Piece("— ", read.moments[0], (), "a"), Piece("  ", read.moments[1], (), "b")),
        "… fin",
    )


def test_a_text_without_moments_is_all_rest() -> None:
    assert pieces_of(cut("…", []), with_keys=True) == ((), "…")
