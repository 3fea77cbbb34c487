"""Every write of the plan. The engine proposes whenever a cause changes; the candidate keeps, ticks, sets aside."""

import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from rebond.apps.base.audit import record
from rebond.apps.causes.actions import causes_changed
from rebond.apps.causes.models import Hypothesis, Verdict
from rebond.apps.debrief.models import Account
from rebond.apps.plan.models import Priority, Step
from rebond.apps.plan.queries import AT_MOST, room_left
from rebond.engine.causes.types import Cause
from rebond.engine.plan.choose import choose
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.remedies import REMEDIES


class PlanFullError(ValueError):
    """Three priorities are kept already."""


@receiver(causes_changed)
def _follow_causes(*, account: Account, now: datetime.datetime, **_: Any) -> None:
    propose_priorities(account=account, now=now)


@transaction.atomic
def propose_priorities(*, account: Account, now: datetime.datetime) -> None:
    """Propose anew what follows from the causes that stand: confirmed ones, or while none is, those not rejected.

    What the candidate kept, did or set aside is left as it is.
    """
    decided = Priority.objects.filter(account=account).exclude(state=Priority.State.PROPOSED)
    taken = set(decided.values_list("cause", flat=True))
    Priority.objects.filter(account=account, state=Priority.State.PROPOSED).delete()
    chosen = [p for p in choose(_standing_causes(account), at_most=AT_MOST) if p.cause not in taken]
    Priority.objects.bulk_create(
        Priority(owner_id=account.owner_id, account=account, cause=p.cause, remedy=p.remedy, position=position)
        for position, p in enumerate(chosen)
    )


def _standing_causes(account: Account) -> list[Cause]:
    verdicts = dict(Verdict.objects.filter(account=account, key__in=CAUSES).values_list("key", "choice"))
    confirmed = {key for key, choice in verdicts.items() if choice == Verdict.Choice.CONFIRMED}
    weighed = [
        Cause(key=h.key, weight=h.weight, support=h.support, evidence=tuple(h.evidence))
        for h in Hypothesis.objects.filter(account=account, key__in=CAUSES)
    ]
    if not confirmed:
        return [cause for cause in weighed if cause.key not in verdicts]
    named = [Cause(key=key, weight=1.0, support="strong", evidence=()) for key in confirmed - {c.key for c in weighed}]
    return [cause for cause in weighed if cause.key in confirmed] + sorted(named, key=lambda cause: cause.key)


@transaction.atomic
def keep_priority(
    *, priority: Priority, due: datetime.date | None, by: AbstractBaseUser, now: datetime.datetime
) -> None:
    """Take the priority into the plan with its steps. Raises PlanFullError where three are kept already."""
    if priority.state != Priority.State.KEPT and room_left(priority.account) <= 0:
        raise PlanFullError
    remedy = REMEDIES[priority.remedy]
    _decide(priority, Priority.State.KEPT, now=now)
    priority.due = due or timezone.localdate(now) + datetime.timedelta(days=remedy.days)
    priority.save(update_fields=["due"])
    if not priority.steps.exclude(key="").exists():
        Step.objects.bulk_create(
            Step(priority=priority, position=position, key=step.key) for position, step in enumerate(remedy.steps)
        )
    record(by=by, verb="keep_priority", target=priority, now=now)


def _decide(priority: Priority, state: Priority.State, *, now: datetime.datetime) -> None:
    priority.state, priority.decided_at = state, now
    priority.save(update_fields=["state", "decided_at"])


@transaction.atomic
def set_aside(*, priority: Priority, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Leave the priority out of the plan; its steps stay, should it come back."""
    _decide(priority, Priority.State.SET_ASIDE, now=now)
    record(by=by, verb="set_aside", target=priority, now=now)


@transaction.atomic
def finish_priority(*, priority: Priority, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """The sign that it is done was seen."""
    _decide(priority, Priority.State.DONE, now=now)
    record(by=by, verb="finish_priority", target=priority, now=now)


@transaction.atomic
def reschedule(*, priority: Priority, due: datetime.date | None, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Change the date; None leaves it open."""
    priority.due = due
    priority.save(update_fields=["due"])
    record(by=by, verb="reschedule", target=priority, now=now)


@transaction.atomic
def tick_step(*, step: Step, done: bool, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Tick a step, or untick it. Ticking twice keeps the first time."""
    step.done_at = (step.done_at or now) if done else None
    step.save(update_fields=["done_at"])
    record(by=by, verb="tick_step" if done else "untick_step", target=step, now=now)


@transaction.atomic
def add_step(*, priority: Priority, words: str, by: AbstractBaseUser, now: datetime.datetime) -> Step:
    """Add a step in the candidate's own words, after the others."""
    step = Step.objects.create(priority=priority, position=priority.steps.count(), own_words=words)
    record(by=by, verb="add_step", target=priority, now=now)
    return step
