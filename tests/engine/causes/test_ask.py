"""Which questions are asked, of which moments, and how many."""

import pytest
from hypothesis import given

from rebond.engine.causes.ask import LEAST_AT_STAKE, MOST_QUESTIONS, questions_for
from rebond.engine.causes.types import Question, WeighedMoment
from rebond.engine.causes.weigh import LEAST_LIKELY, weigh
from rebond.taxonomy.labels import INCIDENTS
from rebond.taxonomy.questions import QUESTIONS, UNSURE
from tests.engine.causes.test_answered import ACCOUNTS, ANSWERS
from tests.engine.causes.test_personas import PERSONAS


def _moment(nature: str, *incidents: str, probability: float = 1.0) -> WeighedMoment:
    return WeighedMoment(nature, dict.fromkeys(incidents, probability))


#: Question → an account that raises it.
RAISED = {
    "skills": [_moment("context"), _moment("fact", "skill_gap")],
    "blank": [_moment("context"), _moment("fact", "memory_blank")],
    "thread": [_moment("context"), _moment("fact", "vagueness")],
    "received": [_moment("fact", "recruiter_disrespect"), _moment("fact", "stress")],
    "decided": [_moment("fact", "no_answer"), _moment("feedback", "no_answer")],
    "wanted": [_moment("context"), _moment("fact", "motivation")],
    "introduced": [_moment("fact", "self_presentation"), _moment("feeling", "stress")],
}


def _keys(moments: list[WeighedMoment], answers: dict[str, str] | None = None) -> list[str]:
    return [question.key for question in questions_for(moments, answers or {})]


def test_every_question_is_raised_by_some_account() -> None:
    assert list(RAISED) == list(QUESTIONS)


@pytest.mark.parametrize("key", QUESTIONS)
def test_question_is_raised_by_its_account(key: str) -> None:
    assert key in _keys(RAISED[key])


def test_a_question_carries_the_moments_that_raise_it_strongest_first() -> None:
    moments = [
        _moment("interpretation", "skill_gap"),
        _moment("fact", "salary"),
        _moment("fact", "skill_gap"),
        _moment("fact", "skill_gap", probability=0.1),
    ]

    assert questions_for(moments) == (Question("skills", (2, 0)),)


@pytest.mark.parametrize("key", QUESTIONS)
def test_either_answer_puts_its_cause_before_the_other(key: str) -> None:
    question, moments = QUESTIONS[key], RAISED[key]

    firsts = [
        next(
            cause.key
            for cause in weigh(moments, {key: question.answer_for(named).key})
            if cause.key in question.between
        )
        for named in question.between
    ]

    assert firsts == list(question.between)


@pytest.mark.parametrize(
    "moments",
    [
        [],
        [_moment("context"), _moment("fact")],
        [_moment("fact", "salary")],
        [_moment("fact", "skill_gap", probability=0.0)],
        [_moment("fact", "skill_gap", probability=LEAST_AT_STAKE - 0.01)],
        [_moment("fact", "skill_gap", probability=LEAST_LIKELY - 0.01)] * 50,
        [_moment("feeling", "skill_gap", probability=LEAST_AT_STAKE)],
        [_moment("fact", "self_presentation")],
        [_moment("fact", "memory_blank"), *[_moment("feeling", "stress")] * 5],
    ],
    ids=[
        "empty",
        "no incident",
        "one cause only",
        "refused by the candidate",
        "too little at stake",
        "only noise",
        "too little for a feeling",
        "nothing speaks for the other cause",
        "stress stands whatever the blank was",
    ],
)
def test_nothing_is_asked_where_no_answer_would_decide(moments: list[WeighedMoment]) -> None:
    assert questions_for(moments) == ()


def test_two_questions_at_most_those_whose_causes_carry_most() -> None:
    moments = [
        _moment("fact", "skill_gap"),
        _moment("fact", "skill_gap"),
        _moment("fact", "motivation"),
        _moment("fact", "motivation"),
        _moment("fact", "vagueness"),
        _moment("fact", "vagueness"),
    ]

    assert _keys(moments) == ["wanted", "skills"]


def test_an_answer_leaves_the_other_question_where_it_is() -> None:
    moments = [_moment("fact", "skill_gap"), _moment("fact", "motivation"), _moment("fact", "vagueness")]
    before = questions_for(moments)

    assert len(before) == MOST_QUESTIONS
    for question in before:
        for answer in (*QUESTIONS[question.key].answers, UNSURE):
            assert questions_for(moments, {question.key: answer}) == before


def test_an_answered_question_stays_while_a_moment_raises_it() -> None:
    little = [_moment("fact", "skill_gap", probability=0.1)]

    assert _keys(little) == []
    assert _keys(little, {"skills": "once"}) == ["skills"]
    assert _keys([_moment("fact", "salary")], {"skills": "once"}) == []


def test_what_is_retired_is_not_asked() -> None:
    assert _keys([_moment("fact", "skill_gap")], {"retired": "once"}) == ["skills"]


def test_an_unknown_nature_is_an_error() -> None:
    with pytest.raises(KeyError, match="guess"):
        questions_for([_moment("guess", "stress")])


def test_most_people_are_asked_one_question_or_none() -> None:
    asked = [
        len(questions_for([WeighedMoment(nature, dict.fromkeys(incidents, 1.0)) for nature, incidents in moments]))
        for moments in PERSONAS.values()
    ]

    assert max(asked) == 1


@given(ACCOUNTS, ANSWERS)
def test_questions_are_well_formed(account: list[WeighedMoment], answers: dict[str, str]) -> None:
    questions = questions_for(account, answers)

    still_open = [question.key for question in questions if question.key not in answers]
    assert len({question.key for question in questions}) == len(questions)
    assert len(still_open) <= max(0, MOST_QUESTIONS - (len(questions) - len(still_open)))
    for question in questions:
        assert len(set(question.evidence)) == len(question.evidence) > 0
        for position in question.evidence:
            likely = {key for key, value in account[position].incidents.items() if value >= LEAST_LIKELY}
            assert likely & set(QUESTIONS[question.key].incidents) & set(INCIDENTS)


@given(ACCOUNTS)
def test_whatever_is_asked_has_an_answer_for_each_cause_that_decides(account: list[WeighedMoment]) -> None:
    for asked in questions_for(account):
        question = QUESTIONS[asked.key]
        for cause in question.between:
            given_after = [found.key for found in weigh(account, {asked.key: question.answer_for(cause).key})]
            assert next(key for key in given_after if key in question.between) == cause
