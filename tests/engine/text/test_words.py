import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.text.words import LONGEST_WORD, cut_in, find_words, folded_word, may_cut


@pytest.mark.parametrize(
    ("gap", "closed"),
    [
        (" ", ""),
        (". ", "."),
        ("\u00a0! ", "\u00a0!"),
        (" »\u00a0: « ", " »\u00a0:"),
        (" 🤡 ", " 🤡"),
        ("\n- ", "\n"),
        (".\r\n• ", ".\r\n"),
        (" (", ""),
        (" :-( ", " :-("),
        (' "', ""),
        ('" ', '"'),
        ("\u0301 ", "\u0301"),
    ],
)
def test_cut_in_leaves_closing_marks_behind_and_takes_opening_ones(gap, closed):
    assert gap[: cut_in(gap)].rstrip() == closed.rstrip()


@pytest.mark.parametrize(
    ("before", "gap", "after", "allowed"),
    [
        ("fini", ". ", "Après", True),
        ("fini", ".", "Après", True),
        ("nul", "...", "bref", True),
        ("3", ".", "5", False),
        ("C", ".", "V", False),
        ("ok", "/", "bof", False),
        ("www", ".", "rebond", False),
        ("很好", "。", "然后", True),
    ],
)
def test_may_cut_never_parts_a_number_or_an_abbreviation(before, gap, after, allowed):
    assert may_cut(gap, before, after) is allowed


@given(st.text())
def test_find_words_holds_every_word_character_once(text):
    words = find_words(text)

    held = [position for start, end in words for position in range(start, end)]
    assert held == sorted(set(held))
    assert {match.start() for match in re.finditer(r"\w", text)} <= set(held)


def test_find_words_cuts_an_endless_word():
    words = find_words("a" * 1000)

    assert [word[0] for word in words] == [0, *(word[1] for word in words[:-1])]
    assert max(end - start for start, end in words) <= LONGEST_WORD


def test_find_words_keeps_apostrophes_hyphens_and_combining_marks():
    text = "aujourd’hui peut-être de\u0301c\u0327u"

    assert [text[start:end] for start, end in find_words(text)] == text.split()


def test_folded_word_forgets_accents_and_case():
    assert [folded_word(word) for word in ("ÉTÉ", "J’ai", "ok")] == ["ete", "j'ai", "ok"]
