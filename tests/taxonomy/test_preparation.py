"""The preparation sheet, and the causes on which each of its lines bears."""

import pytest

from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.preparation import PREPARATION, PreparationItem
from rebond.taxonomy.words import Words

LONGEST_NAME = 60
"""Characters: a line of a one-page card."""

ITEMS = pytest.mark.parametrize("item", PREPARATION.values(), ids=lambda item: item.key)


def test_sheet_is_short_enough_for_one_page() -> None:
    assert 12 <= len(PREPARATION) <= 16


def test_pitch_is_read_whole() -> None:
    assert PREPARATION["pitch"] == PreparationItem(
        "pitch",
        Words("Dire votre présentation à voix haute", "Say your introduction aloud"),
        Words(
            "Une minute, debout, sans lire, au moins deux fois de suite.",
            "One minute, standing, without reading, at least twice in a row.",
        ),
        ("pitch_unready", "stress_unmanaged"),
    )


def test_each_cause_that_calls_for_work_or_a_choice_has_a_line_that_bears_on_it() -> None:
    borne = {cause for item in PREPARATION.values() for cause in item.causes}

    assert borne == {key for key, cause in CAUSES.items() if cause.calls_for != "nothing"}


def test_no_two_lines_have_the_same_words() -> None:
    for language in ("fr", "en"):
        names = [item.name.spoken(language) for item in PREPARATION.values()]
        assert len(set(names)) == len(names)


@ITEMS
def test_line_fits_on_a_card(item: PreparationItem) -> None:
    assert max(len(item.name.fr), len(item.name.en)) <= LONGEST_NAME


@ITEMS
def test_line_says_what_ready_looks_like_in_a_sentence(item: PreparationItem) -> None:
    assert [words[-1] for words in (item.means.fr, item.means.en)] == [".", "."]


@ITEMS
def test_no_french_word_has_a_typewriter_sign(item: PreparationItem) -> None:
    french = item.name.fr + item.means.fr

    assert not set("'\"") & set(french)
    assert all(french[at - 1] == "\u00a0" for at, sign in enumerate(french) if sign in ":;?!")
