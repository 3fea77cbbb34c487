"""The taxonomy's words in templates."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rebond.journey import STAGES
from rebond.taxonomy.helplines import HELPLINES
from rebond.taxonomy.labels import INCIDENTS, NATURES
from rebond.taxonomy.remedies import REMEDIES
from rebond.taxonomy.resources import load_resources
from rebond.taxonomy.words import Words
from rebond.web.templatetags import taxonomy as tags

KEY = UUID("11111111-2222-4333-8444-555555555555")
OPERATORS = """
[resource.{key}]
name.fr = "Chez nous"
name.en = "At ours"
what.fr = "Un atelier."
what.en = "A workshop."
languages = ["fr"]
cost = "paid"
url.fr = "https://example.org/fr"
url.en = "https://example.org/en"
source = "the operator"
"""


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "oui"), ("fr-ca", "oui"), ("en", "yes"), ("en-gb", "yes"), ("de", "oui")]
)
def test_spoken_follows_the_readers_language(language: str, said: str) -> None:
    with translation.override(language):
        assert tags.spoken(Words(fr="oui", en="yes")) == said


def test_spoken_without_a_language_is_french() -> None:
    with translation.override(None):
        assert tags.spoken(Words(fr="oui", en="yes")) == "oui"


def test_spoken_knows_the_stages(language: str) -> None:
    assert [tags.spoken(stage) for stage in STAGES] == [getattr(stage, language) for stage in STAGES]


@pytest.mark.parametrize("kind", tags.KINDS)
def test_called_gives_the_name_of_every_label(language: str, kind: str) -> None:
    labels = tags.KINDS[kind]

    assert [tags.called(key, kind) for key in labels] == [label.name.spoken(language) for label in labels.values()]


@pytest.mark.parametrize("kind", tags.KINDS)
def test_a_retired_key_is_called_as_it_is_stored(kind: str) -> None:
    assert tags.called("an_old_label", kind) == "an_old_label"


@pytest.mark.parametrize("kind", ["nature", "incident", "distortion", "cause"])
def test_meaning_gives_the_line_that_explains_every_label(language: str, kind: str) -> None:
    labels = tags.KINDS[kind]

    assert [tags.meaning(key, kind) for key in labels] == [label.means.spoken(language) for label in labels.values()]


def test_a_retired_key_means_nothing() -> None:
    assert tags.meaning("an_old_label", "incident") == ""


def test_every_stage_has_a_page_for_an_account() -> None:
    assert {stage.key: tags.stage_address(stage.key, KEY) for stage in STAGES if stage.of_one_account} == {
        "debrief": f"/debrief/accounts/{KEY}/",
        "moments": f"/moments/{KEY}/",
        "causes": f"/causes/{KEY}/",
        "plan": f"/plan/{KEY}/",
    }


def test_excerpt_gives_the_words_that_a_label_points_to() -> None:
    assert tags.excerpt("Je suis nul.", SimpleNamespace(start=3, end=11)) == "suis nul"


def test_helplines_come_in_the_order_of_the_file() -> None:
    assert tags.helplines() == HELPLINES


@pytest.mark.parametrize("remedy", REMEDIES)
def test_resources_speak_the_readers_language_first_and_free_ones_come_first(language: str, remedy: str) -> None:
    known = load_resources()
    found = [known[key] for key in REMEDIES[remedy].resources]

    ranked = sorted(found, key=lambda resource: (language not in resource.languages, resource.cost == "paid"))
    assert tags.resources_of(remedy) == [
        {
            "name": resource.name.spoken(language),
            "what": resource.what.spoken(language),
            "address": resource.address(language),
            "is_free": resource.cost == "free",
        }
        for resource in ranked
    ]


def test_a_retired_remedy_has_no_resources() -> None:
    assert tags.resources_of("an_old_remedy") == []


def test_an_operators_own_file_takes_the_place_of_the_packaged_one(settings: Any, tmp_path: Path) -> None:
    settings.RESOURCES_FILE = tmp_path / "resources.toml"
    settings.RESOURCES_FILE.write_text(OPERATORS.format(key=REMEDIES["prepare_pay"].resources[0]), "utf-8")

    with translation.override("en"):
        found = tags.resources_of("prepare_pay")

    assert found == [{"name": "At ours", "what": "A workshop.", "address": "https://example.org/en", "is_free": False}]


def test_a_resource_that_the_operators_file_lacks_is_passed_over(settings: Any, tmp_path: Path) -> None:
    settings.RESOURCES_FILE = tmp_path / "resources.toml"
    settings.RESOURCES_FILE.write_text(OPERATORS.format(key="ours_alone"), "utf-8")

    assert tags.resources_of("prepare_pay") == []


def step(key: str = "", own_words: str = "", remedy: str = "prepare_pay") -> SimpleNamespace:
    return SimpleNamespace(key=key, own_words=own_words, priority=SimpleNamespace(remedy=remedy))


def test_step_words_are_those_of_the_remedy(language: str) -> None:
    known = REMEDIES["prepare_pay"].steps

    assert [tags.step_words(step(s.key)) for s in known] == [s.words.spoken(language) for s in known]


def test_step_words_are_the_candidates_own_where_they_wrote_some() -> None:
    assert tags.step_words(step(own_words="Appeler Samira.")) == "Appeler Samira."


@pytest.mark.parametrize("retired", [step("an_old_step"), step("an_old_step", remedy="an_old_remedy")])
def test_a_retired_step_shows_as_it_is_stored(retired: SimpleNamespace) -> None:
    assert tags.step_words(retired) == "an_old_step"


def test_remedy_of_gives_the_remedy_or_nothing() -> None:
    assert tags.remedy_of(SimpleNamespace(remedy="prepare_pay")) == REMEDIES["prepare_pay"]
    assert tags.remedy_of(SimpleNamespace(remedy="an_old_remedy")) is None


def test_every_nature_has_a_sign_of_its_own() -> None:
    signs = [tags.sign(nature) for nature in NATURES]

    assert "" not in signs
    assert len(set(signs)) == len(NATURES)
    assert tags.sign("an_old_nature") == ""


def test_among_says_whether_a_key_is_one_of_them() -> None:
    assert (tags.among("salary", frozenset(INCIDENTS)), tags.among("luck", frozenset(INCIDENTS))) == (True, False)


@pytest.mark.parametrize(
    ("items", "keys", "expected"),
    [
        ("xy", "abc", [("a", "x"), ("b", "y")]),
        ("xyz", "ab", [("a", "x"), ("b", "y"), ("", "z")]),
        ("", "ab", []),
    ],
)
def test_keyed_gives_each_item_a_key_until_they_run_out(items: str, keys: str, expected: list[tuple[str, str]]) -> None:
    assert tags.keyed(list(items), keys) == expected


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Je suis nul.", ("Je", " suis nul.")),
        ("Voilà", ("Voilà", "")),
        (" Voilà tout", ("", " Voilà tout")),
        ("a" * 20 + " b", ("a" * 20, " b")),
        ("a" * 21 + " b", ("", "a" * 21 + " b")),
        ("", ("", "")),
    ],
)
def test_the_first_word_stands_apart_unless_it_is_long(text: str, apart: tuple[str, str]) -> None:
    assert tags.first_word_apart(text) == apart


@given(text=st.text())
def test_a_first_word_and_the_rest_are_the_whole_text(text: str) -> None:
    first, rest = tags.first_word_apart(text)

    assert first + rest == text
    assert not any(character.isspace() for character in first)
