"""The table from incidents to causes, as the candidate's answers change it."""

from collections.abc import Mapping
from types import MappingProxyType

from rebond.taxonomy.causes import INCIDENT_WEIGHTS
from rebond.taxonomy.questions import QUESTIONS

Lines = Mapping[str, Mapping[str, float]]
"""Incident → cause → how far a moment with that incident speaks for that cause, 0 to 1."""
Answers = Mapping[str, str]
"""Key of a question → key of the answer that the candidate gave."""

NO_ANSWERS: Answers = MappingProxyType({})


def lines_after(answers: Answers) -> Lines:
    """The table of taxonomy/causes.toml after these answers, in whatever order they were given.

    An answer changes the lines of its question's incidents only: never downwards for a cause that it leads to, never
    upwards for one that it leads away from. Where one answer leads to a cause and another away from it, the first
    holds: what the candidate named counts. "I do not know", and what the taxonomy does not know, change nothing.
    """
    at_least: dict[tuple[str, str], float] = {}
    at_most: dict[tuple[str, str], float] = {}
    for question, key in answers.items():
        kind = QUESTIONS.get(question)
        answer = kind.answers.get(key) if kind else None
        if kind is None or answer is None:
            continue
        for incident in kind.incidents:
            for cause, weight in answer.towards.items():
                at_least[incident, cause] = max(weight, at_least.get((incident, cause), 0.0))
            for cause, weight in answer.away.items():
                at_most[incident, cause] = min(weight, at_most.get((incident, cause), 1.0))
    lines = {incident: dict(weights) for incident, weights in INCIDENT_WEIGHTS.items()}
    for (incident, cause), weight in at_most.items():
        if cause in lines[incident]:
            lines[incident][cause] = min(weight, lines[incident][cause])
    for (incident, cause), weight in at_least.items():
        lines[incident][cause] = max(weight, INCIDENT_WEIGHTS[incident].get(cause, 0.0))
    return MappingProxyType(lines)
