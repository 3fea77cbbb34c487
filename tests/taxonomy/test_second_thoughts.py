"""The words of a second look: reasons, openings, and by what kindness shows."""

import re

import pytest

from rebond.engine.text.words import folded_word
from rebond.taxonomy.labels import DISTORTIONS
from rebond.taxonomy.second_thoughts import DENIALS, KIND_BEGINNINGS, MISTAKEN, MYSELF, OPENINGS, PLAIN, REASONS, THEIRS
from rebond.taxonomy.words import Words

LONGEST = 90
"""Characters: one line and a half on a phone, beside a passage."""

SAID = {f"reason.{key}": words for key, words in REASONS.items()}
SAID |= {f"opening.{key}": words for key, words in OPENINGS.items()}


@pytest.mark.parametrize("place", SAID)
def test_words_are_short_typographic_and_end(place: str) -> None:
    words: Words = SAID[place]

    assert (len(words.fr) <= LONGEST, len(words.en) <= LONGEST) == (True, True)
    assert re.findall(r"['\"]| [:;?!»]|«(?!\u00a0)", words.fr) == []
    assert re.findall(r"['\"]|\u00a0| [:;?!,]", words.en) == []
    assert (words.fr[-1] in ".…", words.en[-1] in ".…") == (True, True)


def test_every_turn_of_a_thought_has_an_opening_and_none_another() -> None:
    assert list(OPENINGS) == [PLAIN, *DISTORTIONS]


def test_an_opening_is_left_to_be_finished() -> None:
    assert [key for key, words in OPENINGS.items() if not (words.fr.endswith("…") and words.en.endswith("…"))] == []


def test_lists_of_words_are_folded_as_the_words_they_meet() -> None:
    listed = (*KIND_BEGINNINGS, *MISTAKEN, *DENIALS, *MYSELF, *THEIRS)

    assert [word for word in listed if folded_word(word) != word] == []


def test_what_is_mistaken_for_kindness_begins_like_it() -> None:
    assert [word for word in MISTAKEN if not word.startswith(KIND_BEGINNINGS)] == []


def test_nobody_is_both_oneself_and_somebody_else() -> None:
    assert MYSELF.isdisjoint(THEIRS)
