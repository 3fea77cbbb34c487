"""Texts rewritten, their moments moved with them."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality.invariance import Change, compared
from benchmarks.quality.rewriting import REWRITES, gender, names, rewritten


def new_text(rewrite, text: str) -> str:
    return rewritten(text, rewrite(text, random.Random(0))).text


@given(st.text(), st.sampled_from(sorted(REWRITES)), st.integers(0, 9))
def test_whole_text_stays_whole(text: str, name: str, seed: int) -> None:
    new = rewritten(text, REWRITES[name](text, random.Random(seed)))

    assert new.moved((0, len(text))) == (0, len(new.text))


@given(st.lists(st.text(alphabet="aé «»'’.", min_size=1), min_size=2, max_size=5), st.sampled_from(sorted(REWRITES)))
def test_neighbouring_moments_stay_in_order(parts: list[str], name: str) -> None:
    text = "".join(parts)
    new = rewritten(text, REWRITES[name](text, random.Random(0)))
    bounds = [sum(map(len, parts[:number])) for number in range(len(parts) + 1)]

    moved = [new.moved((low, high)) for low, high in pairwise(bounds)]

    assert all(low <= high for low, high in moved)
    assert moved == sorted(moved)


def test_a_moment_moves_with_what_stands_before_it() -> None:
    new = rewritten("Madame Roy entre.", [(0, 6, "Monsieur")])

    assert (new.text, new.moved((0, 10)), new.moved((7, 17))) == ("Monsieur Roy entre.", (0, 12), (9, 19))


def test_every_rewriting_is_the_same_each_time() -> None:
    text = "Camille m'a dit « bonjour ». Elle a souri. J'étais stressé, il pleuvait."

    assert {name: new_text(rewrite, text) for name, rewrite in REWRITES.items()} == {
        name: new_text(rewrite, text) for name, rewrite in REWRITES.items()
    }


def test_quotes_and_apostrophes_change_hands() -> None:
    assert new_text(REWRITES["quotes"], "« Bon », j'ai dit") == '"Bon", j’ai dit'


def test_capitals_keep_every_place() -> None:
    assert new_text(REWRITES["upper case"], "Straße, été") == "STRAßE, ÉTÉ"


def test_names_change_for_names_of_the_same_gender() -> None:
    assert new_text(names, "Patrick et Camille sont là, puis Patrick sort.").split()[0] not in ("Patrick", "Camille")


def test_gender_changes_with_article_and_pronoun() -> None:
    assert new_text(gender, "Le recruteur entre, il me regarde. Monsieur, j'étais stressé.") == (
        "La recruteuse entre, elle me regarde. Madame, j'étais stressée."
    )


def test_gender_leaves_what_is_no_one() -> None:
    text = "Il y a du monde, il faut attendre, il pleuvait."

    assert new_text(gender, text) == text


def test_a_change_counts_moments_and_accounts() -> None:
    fact = {"start": 0, "end": 5, "nature": "fact", "incidents": ["salary"], "offered": ["blunder"]}
    before = {"a": {"moments": [fact]}, "b": {"moments": [fact]}}
    after = {"a": {"moments": [fact]}, "b": {"moments": [{**fact, "nature": "feeling", "incidents": []}]}}

    assert compared(before, after, {"a": [(0, 5)], "b": [(0, 5)]}) == Change(2, 50.0, 50.0, 0.0, 50.0)
