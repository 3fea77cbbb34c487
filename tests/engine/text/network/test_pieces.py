"""Text in pieces: nothing lost, nothing invented, every piece at its place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rebond.taxonomy.examples
from rebond.engine.text.network import e5
from rebond.engine.text.network.pieces import SPACE, Cut, without_accents
from rebond.engine.text.network.vocabulary import pieces_of
from tests.engine.text.network.small import (
    FIRST_BYTE,
    LIKELIEST_ROWS,
    MERGED_ROWS,
    SPELLED,
    UNKNOWN,
    likeliest_pieces,
    merged_pieces,
)

EXAMPLES = Path(rebond.taxonomy.examples.__file__).parent / "examples"
WHITE = " \n\t\r"
# Letters of the small vocabularies, what they write otherwise, and what neither knows.
LETTERS = "abcé, ▁" + WHITE + "\xa0\x01ﬁ…" + "e\u0301zß😭👩‍💻\0\ud800"
texts = st.text(st.sampled_from(LETTERS), max_size=40) | st.text(max_size=40)
PIECES = {"merged": merged_pieces(), "likeliest": likeliest_pieces()}
each_kind = pytest.mark.parametrize("kind", PIECES)


def merged(*spellings: str) -> list[int]:
    return [MERGED_ROWS[spelling] for spelling in spellings]


def likeliest(*spellings: str) -> list[int]:
    return [LIKELIEST_ROWS[spelling] for spelling in spellings]


def covered(cut: Cut) -> set[int]:
    return {place for start, end in cut.places for place in range(start, end)}


# ------------------------------------------------------------------------------------------------ Of both kinds


@each_kind
@given(text=texts)
def test_places_are_in_order_and_inside_the_text(kind: str, text: str) -> None:
    cut = PIECES[kind].cut(text)

    assert len(cut.rows) == len(cut.places)
    assert all(0 <= start < end <= len(text) for start, end in cut.places)
    assert [start for start, _ in cut.places] == sorted(start for start, _ in cut.places)
    assert [end for _, end in cut.places] == sorted(end for _, end in cut.places)


@given(text=texts)
def test_merged_pieces_cover_every_character_once(text: str) -> None:
    cut = PIECES["merged"].cut(text)

    parts = list(dict.fromkeys(cut.places))
    assert "".join(text[start:end] for start, end in parts) == text


@given(text=texts)
def test_likeliest_pieces_cover_every_character_that_is_not_dropped(text: str) -> None:
    cut = PIECES["likeliest"].cut(text)

    kept = {
        place
        for place, letter in enumerate(text)
        if SPELLED.get(ord(letter), letter) and SPELLED.get(ord(letter), letter) != " "
    }
    assert kept - covered(cut) == set()


@each_kind
@given(text=texts)
def test_the_same_text_is_cut_alike(kind: str, text: str) -> None:
    assert PIECES[kind].cut(text) == PIECES[kind].cut(text)


@each_kind
def test_a_text_without_characters_has_no_pieces(kind: str) -> None:
    assert PIECES[kind].cut("") == Cut([], [])


@each_kind
@given(text=texts, word=st.text(st.sampled_from("abcz"), min_size=1, max_size=6))
def test_a_further_word_changes_nothing_before_it(kind: str, text: str, word: str) -> None:
    alone, longer = PIECES[kind].cut(text + "b"), PIECES[kind].cut(f"{text}b {word}")

    assert longer.rows[: len(alone.rows)] == alone.rows
    assert longer.places[: len(alone.places)] == alone.places


# ------------------------------------------------------------------------------------------------ Merged by pairs


@pytest.mark.parametrize(
    ("text", "rows", "places"),
    [
        ("abc", merged("abc"), [(0, 3)]),
        ("bc", merged("bc"), [(0, 2)]),
        # The better pair goes first, even where the other would lead to a longer piece.
        ("ab a ab", [*merged("ab", f"{SPACE}a", SPACE, "ab")], [(0, 2), (2, 4), (4, 5), (5, 7)]),
        # Of two equal pairs the first.
        ("aaa", merged("aa", "a"), [(0, 2), (2, 3)]),
        ("a\n\n\na", merged("a", "\n\n", "\n", "a"), [(0, 1), (1, 3), (3, 4), (4, 5)]),
        ("a  b", merged("a", SPACE * 2, "b"), [(0, 1), (1, 3), (3, 4)]),
        ("é", merged("é"), [(0, 1)]),
    ],
)
def test_merged_pieces_of_a_known_vocabulary(text: str, rows: list[int], places: list[tuple[int, int]]) -> None:
    assert PIECES["merged"].cut(text) == Cut(rows, places)


@pytest.mark.parametrize("letter", ["z", "ß", "😭", "\0"])
def test_an_unknown_character_becomes_its_bytes_at_its_one_place(letter: str) -> None:
    cut = PIECES["merged"].cut(f"a{letter}b")

    held = letter.encode()
    assert cut.rows == [*merged("a"), *(FIRST_BYTE + value for value in held), *merged("b")]
    assert cut.places == [(0, 1), *[(1, 2)] * len(held), (2, 3)]


def test_a_lone_surrogate_is_read_as_a_question_mark() -> None:
    assert PIECES["merged"].cut("\ud800") == Cut([FIRST_BYTE + ord("?")], [(0, 1)])


@given(text=texts)
def test_merged_pieces_cross_no_white_space_but_the_spaces_before_a_word(text: str) -> None:
    for start, end in PIECES["merged"].cut(text).places:
        piece = text[start:end]
        assert not any(white in piece.lstrip(" ") for white in WHITE) or len(set(piece)) == 1


# --------------------------------------------------------------------------------------------- The likeliest pieces


@pytest.mark.parametrize(
    ("text", "rows", "places"),
    [
        ("ab", likeliest(f"{SPACE}ab"), [(0, 2)]),
        ("ab ab", likeliest(f"{SPACE}ab", f"{SPACE}ab"), [(0, 2), (2, 5)]),
        # "▁ab" and "c" together have -8, "▁", "a" and "bc" -8.5.
        ("abc", likeliest(f"{SPACE}ab", "c"), [(0, 2), (2, 3)]),
        ("bc", likeliest(SPACE, "bc"), [(0, 1), (0, 2)]),
        # A run of white space is one space, at the first of its characters.
        ("ab \n\xa0ab", likeliest(f"{SPACE}ab", f"{SPACE}ab"), [(0, 2), (2, 7)]),
        # A character that is dropped has no place of its own.
        ("a\x01b", likeliest(f"{SPACE}ab"), [(0, 3)]),
        # One that is written with several letters lends them its place.
        ("c…", likeliest(SPACE, "c", ",", ",", ","), [(0, 1), (0, 1), (1, 2), (1, 2), (1, 2)]),
    ],
)
def test_likeliest_pieces_of_a_known_vocabulary(text: str, rows: list[int], places: list[tuple[int, int]]) -> None:
    assert PIECES["likeliest"].cut(text) == Cut(rows, places)


def test_unknown_neighbours_are_one_piece() -> None:
    cut = PIECES["likeliest"].cut("zz😭 z")

    assert cut == Cut([*likeliest(SPACE), UNKNOWN, *likeliest(SPACE), UNKNOWN], [(0, 1), (0, 3), (3, 4), (4, 5)])


@pytest.mark.parametrize("text", ["\x01", "\x01\x01"])
def test_a_text_of_dropped_characters_has_no_pieces(text: str) -> None:
    assert PIECES["likeliest"].cut(text) == Cut([], [])


# ------------------------------------------------------------------------------------------ The packaged vocabularies


@pytest.fixture(scope="module")
def e5_pieces() -> object:
    return pieces_of(e5.read_base(0, Path()).vocabulary, 3)


@pytest.mark.parametrize(("language", "count"), [("fr", 404), ("en", 337)])
def test_e5_cuts_the_examples_into_so_many_pieces(e5_pieces: object, language: str, count: int) -> None:
    text = (EXAMPLES / f"{language}.txt").read_text("utf-8")

    cut = e5_pieces.cut(text)  # type: ignore[attr-defined]

    assert len(cut.rows) == count
    assert UNKNOWN not in cut.rows
    assert {place for place, letter in enumerate(text) if not letter.isspace()} - covered(cut) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("e\u0301", "e\u0301"), ("Élève", "Eleve"), ("ça va", "ca va"), ("😭", "😭"), ("", "")],
)
def test_without_accents_keeps_the_length_of_composed_text(text: str, expected: str) -> None:
    assert without_accents(text) == expected
