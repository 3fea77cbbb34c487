"""Personas × causes: each cause comes first for somebody, and stays silent for somebody else."""

import pytest

from rebond.engine.causes.types import WeighedMoment
from rebond.engine.causes.weigh import weigh
from rebond.taxonomy.causes import CAUSES

#: Cause → the moments of somebody for whom it comes first: (nature, incidents).
PERSONAS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    # Back to bookkeeping after five years with a sick parent: the tax rules have changed twice.
    "skills_stale": [
        ("fact", ("skill_gap",)),
        ("feedback", ("skill_gap",)),
        ("fact", ("career_gap",)),
        ("fact", ("memory_blank",)),
    ],
    # Warehouse hand who applied for a forklift post without the licence.
    "skills_missing": [("fact", ("skill_gap",)), ("feedback", ("skill_gap",)), ("interpretation", ())],
    # Graduate whose introduction took six minutes.
    "pitch_unready": [("fact", ("self_presentation",)), ("fact", ("self_presentation", "stress")), ("context", ())],
    # Cook dismissed in the spring who dodged the question twice.
    "path_unexplained": [("fact", ("career_gap",)), ("fact", ("career_gap",)), ("feeling", ("stress",))],
    # Receptionist who froze when the manager went on in English.
    "language_unpractised": [
        ("fact", ("foreign_language",)),
        ("feeling", ("stress",)),
        ("fact", ("foreign_language",)),
    ],
    # Nurse with a blank on a dose she gives every day.
    "stress_unmanaged": [("feeling", ("stress",)), ("fact", ("memory_blank", "stress")), ("fact", ("vagueness",))],
    # Salesman who did not know that the firm had been bought.
    "research_missing": [("fact", ("preparation",)), ("fact", ("closing",)), ("interpretation", ("vagueness",))],
    # Project manager asked for one figure who had none.
    "examples_unprepared": [("fact", ("missing_examples",)), ("feedback", ("missing_examples",))],
    # Teacher who answered for ten minutes and lost the question.
    "answers_unstructured": [
        ("fact", ("loss_of_control",)),
        ("fact", ("vagueness",)),
        ("interpretation", ("recruiter_disinterest",)),
    ],
    # Electrician who named less than he earns.
    "pay_unprepared": [("fact", ("salary",)), ("interpretation", ("salary",))],
    # Assistant who could not say why this company.
    "motivation_unclear": [("fact", ("motivation",)), ("feedback", ("motivation",)), ("fact", ("closing",))],
    # Foreman who ran down his former boss.
    "etiquette": [("fact", ("blunder",)), ("feedback", ("manner", "blunder"))],
    # Designer whose screen sharing failed.
    "logistics_unchecked": [("fact", ("logistics",)), ("feeling", ("stress",)), ("fact", ("logistics",))],
    # Librarian who was offered telephone sales.
    "job_misfit": [("fact", ("job_mismatch",)), ("interpretation", ("job_mismatch",)), ("fact", ("salary",))],
    # Carer told that nobody counts hours here.
    "culture_misfit": [("fact", ("culture_mismatch",)), ("interpretation", ("culture_mismatch",))],
    # Analyst refused for somebody from inside.
    "outside": [("feedback", ("external",)), ("interpretation", ("no_answer",)), ("fact", ("strength",))],
    # Young mother asked who would keep the child.
    "recruiter": [("fact", ("recruiter_unlawful",)), ("fact", ("recruiter_disorganised",)), ("feeling", ("stress",))],
}


def _causes(persona: str) -> list[str]:
    moments = [WeighedMoment(nature, dict.fromkeys(incidents, 1.0)) for nature, incidents in PERSONAS[persona]]
    return [cause.key for cause in weigh(moments)]


def test_there_is_a_persona_for_each_cause() -> None:
    assert list(PERSONAS) == list(CAUSES)


@pytest.mark.parametrize("cause", CAUSES)
def test_cause_comes_first_for_its_persona(cause: str) -> None:
    assert _causes(cause)[0] == cause


@pytest.mark.parametrize("cause", CAUSES)
def test_cause_stays_silent_for_most_others(cause: str) -> None:
    speaking = [persona for persona in PERSONAS if persona != cause and cause in _causes(persona)]

    assert len(speaking) <= len(PERSONAS) // 3


@pytest.mark.parametrize("cause", ["outside", "recruiter"])
def test_nobody_is_excused_or_accused_without_a_sign(cause: str) -> None:
    assert [persona for persona in PERSONAS if persona != cause and cause in _causes(persona)] == []
