"""What is asked where two causes compete, and what each answer changes."""

from pathlib import Path

import pytest

from rebond.engine.plan.choose import NOTHING_TO_CORRECT
from rebond.taxonomy import questions
from rebond.taxonomy.causes import CALLS, CAUSES, INCIDENT_WEIGHTS
from rebond.taxonomy.files import TaxonomyError, open_toml
from rebond.taxonomy.questions import QUESTIONS, QUESTIONS_SOURCE, UNSURE, QuestionKind

WRITTEN = """
[question.skills]
between = ["skills_stale", "skills_missing"]
incidents = ["skill_gap"]
feels = { fr = "a", en = "a" }
asks = { fr = "a", en = "a" }
answer.once = { name = { fr = "a", en = "a" }, towards = { skills_stale = 0.9 }, away = { skills_missing = 0.1 } }
answer.never = { name = { fr = "a", en = "a" }, towards = { skills_missing = 0.9 }, away = { skills_stale = 0.1 } }
"""


def test_answers_say_where_their_numbers_come_from() -> None:
    assert QUESTIONS_SOURCE == "our judgement, measured on the corpus"


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.key)
def test_question_has_two_or_three_answers_and_i_do_not_know_is_none_of_them(question: QuestionKind) -> None:
    assert 2 <= len(question.answers) <= 3
    assert UNSURE not in question.answers


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.key)
def test_each_of_the_two_causes_has_one_answer_that_leads_to_it(question: QuestionKind) -> None:
    leading = [
        [key for key, answer in question.answers.items() if cause in answer.towards] for cause in question.between
    ]

    assert [len(answers) for answers in leading] == [1, 1]
    assert leading[0] != leading[1]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.key)
def test_answer_leads_to_one_cause_and_away_from_the_other(question: QuestionKind) -> None:
    for answer in question.answers.values():
        assert len(answer.towards) == 1
        assert set(answer.away) == set(question.between) - set(answer.towards)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.key)
def test_answer_never_weakens_what_the_table_says_for_its_cause(question: QuestionKind) -> None:
    for answer in question.answers.values():
        for cause, weight in answer.towards.items():
            assert [key for key in question.incidents if INCIDENT_WEIGHTS[key].get(cause, 0.0) > weight] == []


@pytest.mark.parametrize(
    ("written", "other", "place"),
    [
        ('["skills_stale", "skills_missing"]', '["skills_stale"]', "between: must name two causes"),
        ('["skills_stale", "skills_missing"]', '["skills_stale", "luck"]', 'between: "luck" is not one of'),
        ('["skill_gap"]', '["strength"]', 'incidents: "strength" is not one of'),
        ("away = { skills_missing = 0.1 }", "away = { luck = 0.1 }", "luck: is not a cause"),
        ("away = { skills_missing = 0.1 }", "away = {}", "away: is empty"),
        ("away = { skills_missing = 0.1 }", "away = { skills_stale = 0.1 }", "cannot be both"),
        ("towards = { skills_missing = 0.9 }", "towards = { outside = 0.9 }", "none leads to skills_missing"),
        ("answer.once", "answer.unsure", "unsure: is the answer that every question has already"),
    ],
)
def test_what_cannot_be_asked_is_named_with_its_place(tmp_path: Path, written: str, other: str, place: str) -> None:
    file = tmp_path / "questions.toml"
    file.write_text(WRITTEN.replace(written, other), "utf-8")

    with pytest.raises(TaxonomyError, match=place):
        open_toml(file).each("question", questions._question)


def test_what_is_written_well_is_read(tmp_path: Path) -> None:
    file = tmp_path / "questions.toml"
    file.write_text(WRITTEN, "utf-8")

    read = open_toml(file).each("question", questions._question)

    assert [(key, question.between, [*question.answers]) for key, question in read.items()] == [
        ("skills", ("skills_stale", "skills_missing"), ["once", "never"])
    ]


def test_causes_call_for_what_their_remedy_asks() -> None:
    calls = {call: {key for key, cause in CAUSES.items() if cause.calls_for == call} for call in CALLS}

    assert calls["nothing"] == NOTHING_TO_CORRECT
    assert calls["choice"] == {"job_misfit", "culture_misfit"}
    assert calls["work"] == {key for key, cause in CAUSES.items() if cause.depends_on == "me"}
