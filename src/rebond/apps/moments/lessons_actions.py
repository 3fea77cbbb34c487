"""Every write on whether corrections teach. None of them touches a correction."""

import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from rebond.apps.base.audit import record
from rebond.apps.moments.models import Learning


@transaction.atomic
def use_corrections(*, used: bool, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Let the person's corrections move the readings that follow, or not."""
    _choose(by=by, now=now, verb="use_corrections" if used else "leave_corrections", used=used)


@transaction.atomic
def forget_lessons(*, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """From now on learn only from corrections made after this one moment. Those made before stay where they are."""
    _choose(by=by, now=now, verb="forget_lessons", since=now)


@transaction.atomic
def recall_lessons(*, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Learn again from every correction that is there."""
    _choose(by=by, now=now, verb="recall_lessons", since=None)


def _choose(*, by: AbstractBaseUser, now: datetime.datetime, verb: str, **choice: object) -> None:
    learning, _ = Learning.objects.update_or_create(person=by, defaults={**choice, "changed_at": now})
    record(by=by, verb=verb, target=learning, now=now)
