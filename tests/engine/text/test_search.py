"""Words looked for, slips forgiven, excerpts with the words marked, pieces for the vectors."""

import sqlite3
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.text.search import (
    LONGEST_EXCERPT,
    LONGEST_PIECE,
    MOST_WORDS,
    Piece,
    closest,
    excerpt,
    expression,
    pieces_of,
    telling,
    terms_of,
    words_of,
)
from rebond.engine.text.segmentation import LONGEST_MOMENT
from rebond.engine.text.spelling import Vocabulary, corrected

TEXT = "J’ai bafouillé un chiffre. Le cœur battait. Elle a noté mes prétentions salariales, puis « merci »."


def index(*texts: str) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE f USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
    database.executemany("INSERT INTO f VALUES (?)", [(text,) for text in texts])
    return database


def found(database: sqlite3.Connection, query: str, *, together: bool = True) -> list[int]:
    statement = "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rowid"
    return [row for (row,) in database.execute(statement, [expression(words_of(query), together=together)])]


def marked(text: str, query: str, **options: tuple[int, int]) -> list[str]:
    return [piece.text for piece in excerpt(text, words_of(query), **options).pieces if piece.is_found]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Salaires", ["salaires"]),
        ("« l’Été »", ["l", "ete"]),
        ('"a" OR -b NEAR(c*)', ["a", "or", "b", "near", "c"]),
        ("cœur coeur COEUR", ["coeur"]),
        ("e\u0301te\u0301", ["ete"]),
        ("?! … _ ", []),
        (" ".join(f"mot{n}" for n in range(30)), [f"mot{n}" for n in range(MOST_WORDS)]),
    ],
)
def test_a_query_is_its_words(query: str, words: list[str]) -> None:
    assert [word.written for word in words_of(query)] == words


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("prétention", True),
        ("PRETENTIONS", True),
        ("prét", True),
        ("salariale", True),
        ("bafouillons", False),
        ("chiffres", True),
        ("coeur", True),
        ("cœur", True),
        ("elle merci", True),
        ("elle absente", False),
        ("no", False),
        ("« chiffre »", True),
    ],
)
def test_the_index_and_the_marks_agree(query: str, is_found: bool) -> None:
    assert (found(index(TEXT), query) == [1]) is is_found
    assert (len(set(marked(TEXT, query))) == len(words_of(query))) is is_found


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_query_is_an_error_of_the_index(query: str) -> None:
    words = words_of(query)
    if words:
        assert found(index(TEXT), query) in ([], [1])
        assert found(index(TEXT), query, together=False) in ([], [1])


def test_any_word_is_enough_where_they_need_not_stand_together() -> None:
    assert found(index("salaire net", "salaire brut", "rien"), "brut net", together=False) == [1, 2]


def test_short_words_say_nothing_alone() -> None:
    assert [word.written for word in telling(words_of("je ne dis rien du salaire"))] == ["rien", "salaire"]
    assert [word.written for word in telling(words_of("je me"))] == ["je", "me"]


def test_excerpt_marks_the_words_and_keeps_every_letter() -> None:
    shown = excerpt("Bien. J’ai dit le salaire <b>net</b>.", words_of("net salaires"))

    assert shown.pieces == (
        Piece("Bien. J’ai dit le ", False),
        Piece("salaire", True),
        Piece(" <b>", False),
        Piece("net", True),
        Piece("</b>.", False),
    )
    assert (shown.start, shown.found_at, shown.cut_before, shown.cut_after) == (0, 18, False, False)


def test_excerpt_is_where_most_words_stand_together() -> None:
    text = "Le salaire. " + "Rien de rien. " * 60 + "Elle parle du salaire et du poste. " + "Encore. " * 60

    shown = excerpt(text, words_of("salaire poste"))

    assert [piece.text for piece in shown.pieces if piece.is_found] == ["salaire", "poste"]
    assert shown.cut_before
    assert shown.cut_after


def test_excerpt_of_words_that_stand_everywhere_is_where_the_rare_one_stands() -> None:
    shown = excerpt("je suis là, " * 8000 + "le salaire " + "je suis là, " * 8000, words_of("je suis salaire"))

    assert "salaire" in [piece.text for piece in shown.pieces if piece.is_found]


def test_excerpt_shows_the_piece_that_was_found_by_meaning() -> None:
    text = "Le salaire. " * 40 + "Il a souri."
    start = text.index("Il a")

    shown = excerpt(text, words_of("salaire"), within=(start, len(text)))

    assert shown.pieces == (Piece("Il a souri.", False),)
    assert shown.found_at == start


@settings(deadline=None)
@given(st.text(max_size=900), st.text(max_size=20))
def test_excerpt_is_a_part_of_the_text(text: str, query: str) -> None:
    shown = excerpt(text, words_of(query))
    words = "".join(piece.text for piece in shown.pieces)

    assert text[shown.start : shown.start + len(words)] == words
    assert len(words) <= LONGEST_EXCERPT
    assert shown.start <= shown.found_at <= shown.start + len(words)


@settings(deadline=None)
@given(st.text(max_size=1500))
def test_pieces_hold_every_word_in_order(text: str) -> None:
    pieces = pieces_of(text)

    assert all(0 <= start < end <= len(text) for start, end in pieces)
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    assert all(end - start <= max(LONGEST_PIECE, LONGEST_MOMENT) + 80 for start, end in pieces)
    kept = "".join(text[start:end] for start, end in pieces)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("entretein", ("entretien",)),
        ("entrtien", ("entretien",)),
        ("enttretien", ("entretien",)),
        ("sallarie", ("salaire",)),
        ("slaire", ("salaire",)),
        ("pste", ("poste",)),
        ("hont", ("honte",)),
        ("xyzzyx", ()),
        ("pos", ()),
        ("20234", ()),
    ],
)
def test_slips_find_the_nearest_words(typed: str, meant: tuple[str, ...]) -> None:
    vocabulary = Vocabulary(["entretien", "salaire", "poste", "honte", "2023", "le", "anticonstitutionnellement"])

    assert vocabulary.near(typed) == meant


@settings(deadline=None)
@given(st.text("abcdéz", min_size=4, max_size=9), st.data())
def test_one_or_two_slips_in_a_word_of_four_letters_are_forgiven(word: str, data: st.DataObject) -> None:
    typed = word
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.integers(0, len(typed) - 1))
        letter = data.draw(st.sampled_from("abcdéz"))
        typed = data.draw(
            st.sampled_from([typed[:place] + letter + typed[place:], typed[:place] + letter + typed[place + 1 :]])
        )

    assert Vocabulary([word]).near(typed) == (word,)


def test_words_that_were_written_are_not_corrected() -> None:
    vocabulary = Vocabulary(["preparation", "poste"])

    assert corrected(words_of("prép pose zzzzzz"), vocabulary)[::2] == words_of("prép zzzzzz")
    assert corrected(words_of("pose"), vocabulary)[0].forms == ("poste",)


def test_an_empty_vocabulary_knows_nothing() -> None:
    assert corrected(words_of("salaire"), Vocabulary([])) == words_of("salaire")
    assert Vocabulary([]).with_added(["net"]).terms == ["net"]


def test_terms_are_folded_and_counted_once() -> None:
    assert terms_of("L’été, L'ETE : cœur") == {"l", "ete", "coeur"}


def test_closest_are_the_nearest_first() -> None:
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1], [0.8, 0.6]], np.float32)

    nearest = closest(vectors, np.array([1, 0], np.float32), least=0.5, most=2)

    assert [row for row, _ in nearest] == [0, 3]
    assert [round(cosine, 3) for _, cosine in nearest] == [1.0, 0.8]
    assert closest(vectors, np.array([-1, 0], np.float32), least=0.5, most=2) == []
