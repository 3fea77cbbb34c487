"""What the candidate is asked where two causes compete, and what each answer changes. Words are in questions.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rebond.taxonomy.causes import CAUSES, INCIDENT_WEIGHTS
from rebond.taxonomy.files import HERE, Section, open_toml
from rebond.taxonomy.words import Words

UNSURE = "unsure"
"""The answer "I do not know", to any question: it changes nothing."""


@dataclass(frozen=True)
class AnswerKind:
    """An answer that a question offers.

    Attributes:
        key: of its question.
        name: what a button says.
        towards: cause → how far, at least, the incidents of the question speak for it after this answer.
        away: cause → how far, at most.
    """

    key: str
    name: Words
    towards: Mapping[str, float]
    away: Mapping[str, float]


@dataclass(frozen=True)
class QuestionKind:
    """A question that tells two causes apart.

    Attributes:
        key: of questions.toml.
        between: the two causes that compete; an answer may lead to a third.
        incidents: those whose moments raise it, and whose lines of the table an answer changes.
        feels: one sentence that comes first, about what was felt.
        asks: the question.
        answers: two or three, by key; each of `between` has one that leads to it.
    """

    key: str
    between: tuple[str, str]
    incidents: tuple[str, ...]
    feels: Words
    asks: Words
    answers: Mapping[str, AnswerKind]

    def answer_for(self, cause: str) -> AnswerKind:
        """The first answer that leads to `cause`; raises StopIteration where none does."""
        return next(answer for answer in self.answers.values() if cause in answer.towards)


def _weights(table: Section, name: str) -> Mapping[str, float]:
    inside = table.section(name)
    for cause in inside.names():
        if cause not in CAUSES:
            raise inside.error(cause, "is not a cause of causes.toml")
    if not inside.names():
        raise inside.error("", "is empty")
    return MappingProxyType({cause: inside.number(cause, most=1.0) for cause in inside.names()})


def _answer(key: str, table: Section) -> AnswerKind:
    if key == UNSURE:
        raise table.error("", "is the answer that every question has already")
    towards, away = _weights(table, "towards"), _weights(table, "away")
    for cause in towards:
        if cause in away:
            raise table.error(cause, "cannot be both under towards and under away")
    return AnswerKind(key, table.words("name"), towards, away)


def _question(key: str, table: Section) -> QuestionKind:
    between = table.choices("between", CAUSES)
    if len(between) != 2:
        raise table.error("between", "must name two causes")
    answers = table.each("answer", _answer)
    for cause in between:
        if not any(cause in answer.towards for answer in answers.values()):
            raise table.error("answer", f"none leads to {cause}")
    return QuestionKind(
        key,
        (between[0], between[1]),
        table.choices("incidents", INCIDENT_WEIGHTS),
        table.words("feels"),
        table.words("asks"),
        answers,
    )


_FILE = open_toml(HERE / "questions.toml")

#: Where the numbers of the answers come from.
QUESTIONS_SOURCE: str = _FILE.text("source")
QUESTIONS: Mapping[str, QuestionKind] = _FILE.each("question", _question)

_FILE.close()
