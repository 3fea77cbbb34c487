import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.moments.judge import Judge
from rebond.engine.text.segmentation import (
    LONGEST_MOMENT,
    LONGEST_PUNCTUATION,
    MOST_WORDS,
    best_path,
    cut,
    rule_judge,
)

JUDGE = Judge()
# What people type and machines break: emoji, joined emoji, combining marks, other scripts, CRLF, NUL, lone surrogates.
PIECES = st.sampled_from(
    [
        *"aé.!?…,;:«»()-–\n\r\t\0\u00a0\u0301\u200d😭",
        "👩‍💻",
        "\ud800",
        "j'ai ",
        "nul. ",
        "\r\n- ",
        "面接。",
        "ok ",
        "3.5 ",
        "?!",
    ]
)
ANY_TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=120).map("".join))


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_cut_covers_every_word_in_order_on_any_text(text):
    spans = JUDGE.cut(text)

    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(end - start <= LONGEST_MOMENT + 2 * LONGEST_PUNCTUATION for start, end in spans)
    covered = {position for start, end in spans for position in range(start, end)}
    assert {match.start() for match in re.finditer(r"\w", text)} <= covered


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT.filter(str.strip))
def test_cut_finds_a_moment_wherever_there_is_something(text):
    assert JUDGE.cut(text)


@pytest.mark.parametrize(
    "text", ["mot " * 40_000, "a" * 150_000, "!" * 150_000, "😭" * 150_000, "é\u0301" * 60_000, "a\n" * 60_000]
)
def test_cut_bounds_every_moment_of_a_monstrous_text(text):
    spans = JUDGE.cut(text)

    assert max(end - start for start, end in spans) <= LONGEST_MOMENT + 2 * LONGEST_PUNCTUATION
    assert (spans[0][0], spans[-1][1]) == (0, len(text.rstrip()))


@pytest.mark.parametrize(
    "moments",
    [
        [
            "Entretien ce matin, en visio, pour un poste de comptable.",
            "J'avais les mains moites et la voix qui tremblait.",
            "La directrice m'a demandé pourquoi j'étais parti.",
            "Je n'ai pas su quoi répondre à ça.",
        ],
        [
            "- retard de train, arrivé à 9h20",
            "- question sur le trou de 2021 : rien su dire",
            "- refus par mail le soir",
        ],
        [
            "Le recruteur s'est mis à rire devant tout le monde !",
            "« Vous plaisantez, j'espère ? », a-t-il dit à sa collègue.",
            "J'ai eu honte comme jamais…",
            "Je suis rentré à pied sous la pluie.",
        ],
        ["I was late.\r\n", "The manager kept looking at his phone.\r\n", "I forgot my questions."],
    ],
)
def test_cut_follows_sentences_and_bullets(moments):
    text = ("" if moments[0].endswith("\n") else "\n" if moments[0].startswith("-") else " ").join(moments)

    assert [text[start:end] for start, end in JUDGE.cut(text)] == [moment.strip() for moment in moments]


@pytest.mark.parametrize(
    "text",
    [
        "bon alors j'arrive le monsieur me fait asseoir et là il me demande de me présenter et moi je pars dans tous "
        "les sens je parle de mon stage de mes enfants enfin n'importe quoi et après il me dit on vous rappellera et "
        "j'ai su que c'était mort",
        "i walked in and the lady asked me about my last job and i just froze completely then she said do you need "
        "some water and i felt so stupid anyway they told me they would call next week",
    ],
)
def test_cut_parts_what_has_no_punctuation(text):
    spans = JUDGE.cut(text)

    assert 3 <= len(spans) <= 12
    assert " ".join(text[start:end] for start, end in spans) == text


def test_cut_with_rules_ends_at_sentences_alone():
    text = "J'ai dit 3.5 k€, net. Elle a noté… puis rien\nVoilà"

    spans = cut(text, rule_judge, np.zeros(MOST_WORDS + 1))

    assert [text[start:end] for start, end in spans] == ["J'ai dit 3.5 k€, net.", "Elle a noté…", "puis rien", "Voilà"]


def test_best_path_weighs_gaps_and_lengths_together():
    words = [(0, 1), (2, 3), (4, 5), (6, 7)]
    pairs = np.full(MOST_WORDS + 1, -9.0)
    pairs[2] = 0.0

    assert best_path(words, np.array([1.0, -1.0, 1.0]), pairs) == [0, 2]
    assert best_path(words, np.array([1.0, -1.0, 1.0]), np.zeros(MOST_WORDS + 1)) == [0, 1, 3]
