"""The keys and the words of the tracker."""

import re

import pytest

from rebond.taxonomy.tracker import INTERVIEW_KINDS, OPPORTUNITY_STAGES, SETTINGS, TOPICS


def test_keys_are_those_stored_with_every_opportunity() -> None:
    assert list(OPPORTUNITY_STAGES) == ["to_apply", "applied", "interviewing", "offer", "refused", "silent", "withdrew"]
    assert list(INTERVIEW_KINDS) == ["phone", "hr", "manager", "technical", "team", "case", "final", "other"]
    assert list(SETTINGS) == ["on_site", "video", "phone"]
    assert list(TOPICS) == ["team", "pay", "pace", "decider", "next_step", "other"]


@pytest.mark.parametrize("table", [OPPORTUNITY_STAGES, INTERVIEW_KINDS, SETTINGS, TOPICS])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_names_differ_within_a_table(table: dict[str, object], language: str) -> None:
    names = [entry.name.spoken(language) for entry in table.values()]

    assert len(set(names)) == len(names)


def test_keys_fit_their_columns() -> None:
    assert max(len(key) for table in (OPPORTUNITY_STAGES, INTERVIEW_KINDS, SETTINGS, TOPICS) for key in table) <= 20


def test_no_stage_is_called_a_success_or_a_failure() -> None:
    judged = r"(?i)échec|échou|réussi|succès|gagn|perdu|raté|fail|success|won|lost|reject|dead"
    said = [
        words.spoken(language)
        for stage in OPPORTUNITY_STAGES.values()
        for words in (stage.name, stage.means)
        for language in ("fr", "en")
    ]

    assert [text for text in said if re.search(judged, text)] == []


def test_words_follow_the_typography_of_their_language() -> None:
    entries = [entry for table in (OPPORTUNITY_STAGES, INTERVIEW_KINDS, SETTINGS, TOPICS) for entry in table.values()]
    words = [value for entry in entries for name, value in vars(entry).items() if name != "key"]

    assert [said.fr for said in words if re.search(r"['\"]|[^\u00a0][:;?!»]|«[^\u00a0]", said.fr)] == []
    assert [said.en for said in words if re.search(r"['\"\u00a0]|\s[:;?!,]", said.en)] == []
