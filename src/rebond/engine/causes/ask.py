"""Which questions are worth asking: those that decide between two causes."""

from collections.abc import Mapping, Sequence

from rebond.engine.causes.answered import NO_ANSWERS, Answers
from rebond.engine.causes.types import Question, WeighedMoment
from rebond.engine.causes.weigh import EVIDENCE_SHARE, LEAST_LIKELY, sums, weigh
from rebond.taxonomy.causes import NATURE_WEIGHTS
from rebond.taxonomy.questions import QUESTIONS, QuestionKind

#: What the moments that raise a question weigh together at least, as probability × worth: one fact that is as likely as
#: not. Below, the question would rest on a guess. Our judgement; docs/decisions/0002 has how often it is then asked.
LEAST_AT_STAKE = 0.5
#: The weaker of the two causes has this share at least of the stronger: else nothing speaks for it, and there is no
#: doubt to clear. Low, because the table gives a blank to stress six times more than to knowledge. Our judgement.
LEAST_DOUBT = 0.1
#: More questions than this at a time are an interrogation. Our judgement.
MOST_QUESTIONS = 2


def questions_for(moments: Sequence[WeighedMoment], answers: Answers = NO_ANSWERS) -> tuple[Question, ...]:
    """The questions that these moments raise, those whose causes carry most first; two at most, and all answered ones.

    A question is asked where its two causes are supported and so close that the answer decides: whichever of the two
    the candidate names would be given (see `weigh`) and stand before the other. What is asked does not depend on what
    was answered, so that an answer leaves the other question where it is; an answered question stays as long as a
    moment raises it, so that the answer can be changed.

    Raises KeyError for a nature that the taxonomy does not know.
    """
    totals = sums(moments)
    raised = []
    for key, kind in QUESTIONS.items():
        shares = _shares(kind, moments)
        if shares and (key in answers or _competes(kind, sum(shares.values()), totals, moments)):
            carried = sum(totals[cause] for cause in kind.between)
            raised.append((carried, Question(key, _evidence(shares))))
    raised.sort(key=lambda item: -item[0])
    questions = [question for _, question in raised]
    room = MOST_QUESTIONS - sum(question.key in answers for question in questions)
    still_open = [question.key for question in questions if question.key not in answers][: max(room, 0)]
    return tuple(question for question in questions if question.key in answers or question.key in still_open)


def _shares(kind: QuestionKind, moments: Sequence[WeighedMoment]) -> Mapping[int, float]:
    """Position of each moment that raises the question → what it weighs, as probability × worth."""
    shares = {}
    for position, moment in enumerate(moments):
        likely = [moment.incidents[key] for key in kind.incidents if moment.incidents.get(key, 0.0) >= LEAST_LIKELY]
        if likely:
            shares[position] = sum(likely) * NATURE_WEIGHTS[moment.nature]
    return shares


def _competes(
    kind: QuestionKind, at_stake: float, totals: Mapping[str, float], moments: Sequence[WeighedMoment]
) -> bool:
    weaker, stronger = sorted(totals[cause] for cause in kind.between)
    if at_stake < LEAST_AT_STAKE or weaker <= 0 or weaker < LEAST_DOUBT * stronger:
        return False
    return all(_decides(kind, cause, moments) for cause in kind.between)


def _decides(kind: QuestionKind, cause: str, moments: Sequence[WeighedMoment]) -> bool:
    """Whether naming this cause would put it before the other."""
    given = [found.key for found in weigh(moments, {kind.key: kind.answer_for(cause).key})]
    return next((key for key in given if key in kind.between), None) == cause


def _evidence(shares: Mapping[int, float]) -> tuple[int, ...]:
    ranked = sorted(shares, key=lambda position: (-shares[position], position))
    return tuple(position for position in ranked if shares[position] >= EVIDENCE_SHARE * shares[ranked[0]])
