"""The table as answers change it, and the weights that follow."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rebond.engine.causes.answered import lines_after
from rebond.engine.causes.types import WeighedMoment
from rebond.engine.causes.weigh import sums, weigh
from rebond.taxonomy.causes import CAUSES, INCIDENT_WEIGHTS
from rebond.taxonomy.labels import INCIDENTS, NATURES
from rebond.taxonomy.questions import QUESTIONS, UNSURE

MOMENTS = st.builds(
    WeighedMoment,
    st.sampled_from(list(NATURES)),
    st.dictionaries(st.sampled_from(list(INCIDENTS)), st.floats(0.0, 1.0), max_size=5),
)
ACCOUNTS = st.lists(MOMENTS, max_size=10)
EVERY_ANSWER = [(question.key, answer) for question in QUESTIONS.values() for answer in question.answers]
ANSWERS = st.lists(st.sampled_from(EVERY_ANSWER), max_size=5).map(dict)
BLANK = [WeighedMoment("fact", {"memory_blank": 1.0})]


def test_without_answers_the_table_is_as_written() -> None:
    assert lines_after({}) == INCIDENT_WEIGHTS


@pytest.mark.parametrize("answers", [{"skills": UNSURE}, {"skills": "retired"}, {"retired": "once"}])
def test_what_says_nothing_changes_nothing(answers: dict[str, str]) -> None:
    assert lines_after(answers) == INCIDENT_WEIGHTS


def test_an_answer_changes_the_lines_of_its_incidents_alone() -> None:
    assert lines_after({"skills": "once"}) == {
        **INCIDENT_WEIGHTS,
        "skill_gap": {"skills_missing": 0.1, "skills_stale": 0.9},
    }


def test_an_answer_may_lead_to_a_third_cause() -> None:
    assert lines_after({"blank": "never"})["memory_blank"] == {
        "stress_unmanaged": 0.1,
        "skills_stale": 0.05,
        "skills_missing": 0.8,
    }


@pytest.mark.parametrize(
    ("answer", "first"),
    [("stress", "stress_unmanaged"), ("faded", "skills_stale"), ("never", "skills_missing")],
)
def test_a_blank_is_told_by_its_answer(answer: str, first: str) -> None:
    causes = weigh(BLANK, {"blank": answer})

    assert [(cause.key, cause.evidence) for cause in causes] == [(first, (0,))]


def test_weights_after_an_answer_come_from_its_numbers() -> None:
    moments = [WeighedMoment("interpretation", {"skill_gap": 0.5}), WeighedMoment("fact", {"career_gap": 1.0})]

    after = sums(moments, {"skills": "never"})

    assert after["skills_missing"] == pytest.approx(0.5 * 0.6 * 0.9)
    assert after["skills_stale"] == pytest.approx(0.5 * 0.6 * 0.1 + INCIDENT_WEIGHTS["career_gap"]["skills_stale"])


@given(ACCOUNTS, ANSWERS, st.sampled_from(EVERY_ANSWER))
def test_an_answer_never_lowers_a_cause_that_it_leads_to(
    account: list[WeighedMoment], others: dict[str, str], said: tuple[str, str]
) -> None:
    question, answer = said
    assume(question not in others)
    before, after = sums(account, others), sums(account, {**others, question: answer})

    assert [cause for cause in QUESTIONS[question].answers[answer].towards if after[cause] < before[cause]] == []


@given(ACCOUNTS, ANSWERS, st.sampled_from(EVERY_ANSWER))
def test_an_answer_never_raises_a_cause_that_it_leads_away_from(
    account: list[WeighedMoment], others: dict[str, str], said: tuple[str, str]
) -> None:
    question, answer = said
    assume(question not in others)
    before, after = sums(account, others), sums(account, {**others, question: answer})

    assert [cause for cause in QUESTIONS[question].answers[answer].away if after[cause] > before[cause]] == []


@given(ACCOUNTS, st.sampled_from(EVERY_ANSWER))
def test_an_answer_leaves_the_causes_it_does_not_name(account: list[WeighedMoment], said: tuple[str, str]) -> None:
    question, key = said
    answer = QUESTIONS[question].answers[key]
    before, after = sums(account), sums(account, {question: key})

    assert [cause for cause in {*CAUSES} - {*answer.towards, *answer.away} if after[cause] != before[cause]] == []


@given(ACCOUNTS, ANSWERS, st.randoms(use_true_random=False))
def test_order_of_the_answers_changes_nothing(
    account: list[WeighedMoment], answers: dict[str, str], chance: object
) -> None:
    shuffled = list(answers.items())
    chance.shuffle(shuffled)

    assert weigh(account, answers) == weigh(account, dict(shuffled))


@given(ACCOUNTS, ANSWERS)
def test_weights_stay_within_the_table(account: list[WeighedMoment], answers: dict[str, str]) -> None:
    assert {0 < weight <= 1 for line in lines_after(answers).values() for weight in line.values()} == {True}
    assert [cause for cause in weigh(account, answers) if not 0 < cause.weight < 1] == []
