"""Every word of the taxonomy, as it will be read."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebond.taxonomy import causes, helplines, labels, questions, remedies, resources
from rebond.taxonomy.words import Words

CORPUS = tomllib.loads((Path(__file__).parents[2] / "corpus" / "taxonomy.toml").read_text("utf-8"))


def _said() -> Iterator[tuple[str, Words]]:
    """Every pair of texts of the taxonomy, with where it stands."""
    tables = {
        "nature": labels.NATURES,
        "agency": labels.AGENCIES,
        "family": labels.FAMILIES,
        "incident": labels.INCIDENTS,
        "distortion": labels.DISTORTIONS,
        "phase": labels.PHASES,
        "outcome": labels.OUTCOMES,
        "cause": causes.CAUSES,
        "question": questions.QUESTIONS,
        "remedy": remedies.REMEDIES,
        "resource": resources.load_resources(),
        "helpline": dict(enumerate(helplines.HELPLINES)),
    }
    for table, entries in tables.items():
        for key, entry in entries.items():
            for field, value in vars(entry).items():
                if isinstance(value, Words) and field != "url":
                    yield f"{table}.{key}.{field}", value
    for remedy in remedies.REMEDIES.values():
        for step in remedy.steps:
            yield f"remedy.{remedy.key}.{step.key}", step.words
    for question in questions.QUESTIONS.values():
        for answer in question.answers.values():
            yield f"question.{question.key}.{answer.key}.name", answer.name


SAID = dict(_said())
#: Characters that a line on a phone screen still carries well, three lines at most.
LONGEST = 170


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        ("nature", labels.NATURES),
        ("incident", labels.INCIDENTS),
        ("distortion", labels.DISTORTIONS),
        ("phase", labels.PHASES),
        ("cause", causes.CAUSES),
    ],
)
def test_keys_are_those_of_the_corpus(kind: str, held: dict[str, object]) -> None:
    assert set(held) == set(CORPUS[kind])


@pytest.mark.parametrize("kind", ["nature", "distortion", "phase", "cause"])
def test_order_is_that_of_the_corpus(kind: str) -> None:
    held = {
        "nature": labels.NATURES,
        "distortion": labels.DISTORTIONS,
        "phase": labels.PHASES,
        "cause": causes.CAUSES,
    }[kind]

    assert list(held) == list(CORPUS[kind])


def test_agencies_and_outcomes_are_those_agreed() -> None:
    assert list(labels.AGENCIES) == ["me", "them", "circumstances", "unknown"]
    assert list(labels.OUTCOMES) == ["waiting", "next_stage", "offer", "refused", "withdrew", "unknown"]


def _french_faults(text: str) -> list[str]:
    spoken = re.sub(r"https?://\S+", "", text)
    patterns = {
        "straight quotation mark": r"['\"]",
        "no space before a high mark": r"[^\s\u00a0\d][:;?!»]|\d[;?!»]",
        "breaking space before a high mark": r" [:;?!»]",
        "no non-breaking space after «": r"«(?!\u00a0)",
        "tu": r"(?i)\b(tu|toi|te|tes|t’)\b",
    }
    return [fault for fault, pattern in patterns.items() if re.search(pattern, spoken)]


def _english_faults(text: str) -> list[str]:
    patterns = {
        "straight quotation mark": r"['\"]",
        "non-breaking space": r"\u00a0",
        "space before a mark": r" [:;?!,]",
        "guillemets": r"[«»]",
    }
    return [fault for fault, pattern in patterns.items() if re.search(pattern, text)]


def test_french_follows_french_typography_and_says_vous() -> None:
    assert {place: faults for place, words in SAID.items() if (faults := _french_faults(words.fr))} == {}


def test_english_follows_english_typography() -> None:
    assert {place: faults for place, words in SAID.items() if (faults := _english_faults(words.en))} == {}


def test_typography_faults_are_seen() -> None:
    assert _french_faults("Tu l'as dit: « non »") == [
        "straight quotation mark",
        "no space before a high mark",
        "breaking space before a high mark",
        "no non-breaking space after «",
        "tu",
    ]
    assert _english_faults("It's « no »\u00a0!") == ["straight quotation mark", "non-breaking space", "guillemets"]


def test_sentences_end_and_stay_short() -> None:
    sentences = {
        f"{place}.{language}": words.spoken(language)
        for place, words in SAID.items()
        for language in ("fr", "en")
        if not place.endswith((".name", ".hours", ".place"))
    }

    assert [place for place, text in sentences.items() if len(text) > LONGEST or text[-1] not in ".»”…?"] == []


def test_distortions_are_never_a_diagnosis() -> None:
    clinical = r"(?i)distor|bias|biais|trouble|disorder|sympt|patholog|cogniti|irration|anxi|dépress|depress"
    said = [text for place, words in SAID.items() if place.startswith("distortion.") for text in (words.fr, words.en)]

    assert [text for text in said if re.search(clinical, text)] == []


@pytest.mark.parametrize("family", labels.FAMILIES)
def test_family_holds_incidents(family: str) -> None:
    assert len(labels.incidents_of(family)) >= 1


def test_each_incident_is_in_exactly_one_family() -> None:
    grouped = [incident.key for family in labels.FAMILIES for incident in labels.incidents_of(family)]

    assert sorted(grouped) == sorted(labels.INCIDENTS)


def test_strength_is_a_family_of_its_own() -> None:
    assert [incident.key for incident in labels.incidents_of("strength")] == ["strength"]


def test_words_differ_between_incidents() -> None:
    for language in ("fr", "en"):
        names = [incident.name.spoken(language) for incident in labels.INCIDENTS.values()]
        assert len(set(names)) == len(names)
