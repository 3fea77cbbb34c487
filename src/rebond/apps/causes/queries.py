"""Causes as the candidate sees them: the engine's hypotheses and questions with their own verdicts and answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.apps.causes.models import Answer, Hypothesis, Question, Verdict
from rebond.apps.debrief.models import Account
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.questions import QUESTIONS, AnswerKind, QuestionKind


@dataclass(frozen=True)
class SeenCause:
    """A cause on the table.

    Attributes:
        key: of the taxonomy's causes.
        support: "strong", "some" or "thin" by the engine's deduction; "yours" where only the candidate named it.
        evidence: positions of the moments behind it, strongest first.
        verdict: "confirmed", "rejected", "unknown", or "" while nothing was said.
        depends_on: "me", "them" or "circumstances".
        calls_for: "work", "choice" or "nothing" (see rebond.taxonomy.causes).
    """

    key: str
    support: str
    evidence: tuple[int, ...]
    verdict: str
    depends_on: str
    calls_for: str


@dataclass(frozen=True)
class SeenQuestion:
    """A question that tells two causes apart.

    Attributes:
        kind: its words and answers.
        evidence: positions of the moments that raise it, strongest first.
        answer: key of what the candidate answered, "" while they have not.
    """

    kind: QuestionKind
    evidence: tuple[int, ...]
    answer: str

    @property
    def given(self) -> AnswerKind | None:
        """The answer, or None where there is none or it says that one does not know."""
        return self.kind.answers.get(self.answer)


def causes_of(account: Account) -> tuple[SeenCause, ...]:
    """Every cause proposed or named, strongest first, those that the candidate added last. Two queries."""
    verdicts = dict(Verdict.objects.filter(account=account).values_list("key", "choice"))
    proposed = {hypothesis.key: hypothesis for hypothesis in Hypothesis.objects.filter(account=account)}
    named = [key for key, choice in verdicts.items() if choice != Verdict.Choice.REJECTED and key not in proposed]
    return tuple(
        SeenCause(
            key=key,
            support=proposed[key].support if key in proposed else "yours",
            evidence=tuple(proposed[key].evidence) if key in proposed else (),
            verdict=verdicts.get(key, ""),
            depends_on=CAUSES[key].depends_on,
            calls_for=CAUSES[key].calls_for,
        )
        for key in (*proposed, *named)
        if key in CAUSES
    )


def answers_of(account: Account) -> dict[str, str]:
    """Key of each question that was answered → key of its answer. One query."""
    return dict(Answer.objects.filter(account=account).values_list("question", "key"))


def questions_of(account: Account, causes: Sequence[SeenCause]) -> tuple[SeenQuestion, ...]:
    """The questions worth asking, in order, with what was answered. Two queries.

    One that is open is left out where the candidate has confirmed or refused one of its causes (`causes`, as from
    `causes_of`): they know.
    """
    said = {cause.key for cause in causes if cause.verdict in (Verdict.Choice.CONFIRMED, Verdict.Choice.REJECTED)}
    answers = answers_of(account)
    return tuple(
        SeenQuestion(kind=QUESTIONS[row.key], evidence=tuple(row.evidence), answer=answers.get(row.key, ""))
        for row in Question.objects.filter(account=account, key__in=QUESTIONS)
        if row.key in answers or said.isdisjoint(QUESTIONS[row.key].between)
    )


def says_unknown(account: Account) -> bool:
    """Whether the candidate said that they do not know what went wrong."""
    return Verdict.objects.filter(account=account, key=UNKNOWN).exists()


UNKNOWN = "unknown"
"""Key of the verdict on the whole evening: "I do not know what went wrong". Not a cause of the taxonomy."""
