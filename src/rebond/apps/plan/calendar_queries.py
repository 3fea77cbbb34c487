"""What of the plan can go into a calendar, each with a day to begin with."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from rebond.apps.plan.models import Priority, Step
from rebond.apps.plan.queries import kept_by
from rebond.taxonomy.remedies import REMEDIES


@dataclass(frozen=True)
class Plannable:
    """A priority that is kept, or one of its steps that is not done.

    Attributes:
        key: names it in a form, "priority-3" or "step-7".
        priority: the priority, or that of the step.
        step: None for the priority itself.
        day: proposed; the candidate may choose another.
    """

    key: str
    priority: Priority
    step: Step | None
    day: datetime.date


def plannable_of(person: AbstractBaseUser, *, today: datetime.date) -> tuple[Plannable, ...]:
    """What is left to do of everything that is kept. Two queries."""
    return tuple(entry for priority in kept_by(person) for entry in entries_of(priority, today=today))


def entries_of(priority: Priority, *, today: datetime.date) -> Iterator[Plannable]:
    """The steps that are left, then the priority itself.

    The steps are spread evenly from today to the priority's date, the first one today: it can be done tonight.
    """
    due = priority.due or today + datetime.timedelta(days=REMEDIES[priority.remedy].days)
    days_left = max((due - today).days, 0)
    steps = [step for step in priority.steps.all() if step.done_at is None]
    for number, step in enumerate(steps):
        day = today + datetime.timedelta(days=number * days_left // len(steps))
        yield Plannable(f"step-{step.pk}", priority, step, day)
    yield Plannable(f"priority-{priority.pk}", priority, None, max(due, today))
