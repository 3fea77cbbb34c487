"""Words looked for in a column: accents, capitals and ligatures are forgiven, nothing else is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.apps.base.forgiving import MOST_WORDS, holding, pattern


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("ecole", "École"),
        ("ÉCOLE", "ecole"),
        ("coeur", "Cœur"),
        ("cœur", "coeur"),
        ("noel", "NOËL"),
        ("francais", "français"),
        ("aeroport", "æroport"),
    ],
)
def test_accents_capitals_and_ligatures_are_forgiven(word: str, written: str) -> None:
    assert re.search(pattern(word), written, re.IGNORECASE)


def test_another_letter_is_not_forgiven() -> None:
    assert not re.search(pattern("ecole"), "écoule", re.IGNORECASE)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_any_ascii_word_finds_itself(word: str) -> None:
    plain = "".join(letter for letter in word if letter.isascii()) or "."

    assert re.search(pattern(plain), plain, re.IGNORECASE)


def test_every_word_must_be_in_one_of_the_columns() -> None:
    condition = holding("deux mots", "company", "post")

    assert condition.connector == "AND"
    assert [child.connector for child in condition.children] == ["OR", "OR"]


def test_no_words_hold_everywhere() -> None:
    assert not holding("   ", "company")


def test_further_words_are_left_aside() -> None:
    assert holding("a b c d e f g h", "company") == holding("a b c d e f", "company")
    assert MOST_WORDS == 6
