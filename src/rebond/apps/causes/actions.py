"""Every write about causes. The engine weighs again whenever a label of the reading changes."""

import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.dispatch import Signal, receiver

from rebond.apps.base.audit import record
from rebond.apps.causes.models import Answer, Hypothesis, Question, Verdict
from rebond.apps.causes.queries import UNKNOWN, answers_of
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import labels_changed
from rebond.apps.moments.queries import ReadMoment, reading_of
from rebond.engine.causes.ask import questions_for
from rebond.engine.causes.types import WeighedMoment
from rebond.engine.causes.weigh import weigh

causes_changed = Signal()
"""Sent with `account` and `now` in the transaction that changed a hypothesis, a question or a verdict."""


@receiver(labels_changed)
def _follow_labels(*, account: Account, now: datetime.datetime, **_: Any) -> None:
    weigh_causes(account=account, now=now)


@transaction.atomic
def weigh_causes(*, account: Account, now: datetime.datetime) -> None:
    """Replace the account's hypotheses and questions by what its labels and answers support now. Verdicts stay."""
    read = reading_of(account)
    moments = [_weighed(moment) for moment in read.moments] if read else []
    answers = answers_of(account)
    Hypothesis.objects.filter(account=account).delete()
    Hypothesis.objects.bulk_create(
        Hypothesis(
            account=account,
            key=cause.key,
            weight=cause.weight,
            support=cause.support,
            evidence=list(cause.evidence),
            weighed_at=now,
        )
        for cause in weigh(moments, answers)
    )
    Question.objects.filter(account=account).delete()
    Question.objects.bulk_create(
        Question(account=account, key=question.key, position=position, evidence=list(question.evidence))
        for position, question in enumerate(questions_for(moments, answers))
    )
    causes_changed.send(sender=Hypothesis, account=account, now=now)


def _weighed(moment: ReadMoment) -> WeighedMoment:
    """The candidate's word is certain; where they said nothing the engine's probability stands."""
    said = dict.fromkeys(moment.confirmed, 1.0) | dict.fromkeys(moment.refused, 0.0)
    return WeighedMoment(nature=moment.nature, incidents=moment.likelihoods | said)


@transaction.atomic
def judge_cause(*, account: Account, key: str, choice: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note what the candidate says of one cause; "" takes the verdict back.

    Naming a cause, whichever, takes back "I do not know what went wrong", and that takes back none.
    """
    verdicts = Verdict.objects.filter(account=account)
    if choice:
        verdicts.update_or_create(account=account, key=key, defaults={"choice": choice, "by": by, "at": now})
    else:
        verdicts.filter(key=key).delete()
    if key != UNKNOWN and choice == Verdict.Choice.CONFIRMED:
        verdicts.filter(key=UNKNOWN).delete()
    record(by=by, verb="judge_cause", target=account, now=now)
    causes_changed.send(sender=Verdict, account=account, now=now)


@transaction.atomic
def answer_question(*, account: Account, key: str, answer: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note what the candidate answers to a question and weigh again; "" takes the answer back.

    Raises Question.DoesNotExist where this account does not raise the question.
    """
    question = Question.objects.get(account=account, key=key)
    answers = Answer.objects.filter(account=account)
    if answer:
        said = {"key": answer, "by": by, "at": now}
        answers.update_or_create(account=account, question=question.key, defaults=said)
    else:
        answers.filter(question=question.key).delete()
    record(by=by, verb="answer_question", target=account, now=now)
    weigh_causes(account=account, now=now)
