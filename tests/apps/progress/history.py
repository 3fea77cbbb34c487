"""A history of interviews, put into the tables by hand: what each test says of them and nothing else."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from rebond.apps.debrief.models import Account
from rebond.apps.moments.models import ColdReading, Confidence, Moment, Reading, Rewind
from rebond.apps.plan.models import Priority
from tests.apps import cast

DAY = datetime.timedelta(days=1)


def told(
    by: AbstractBaseUser,
    *,
    days_ago: int = 0,
    hot: Mapping[str, int] | None = None,
    cold: Mapping[str, int] | None = None,
    incidents: Sequence[str] | None = None,
    agreed: bool = False,
    **fields: Any,
) -> Account:
    """One interview so many days before the evening of the tests; read where `incidents` are given (asserted ones)."""
    at = cast.NOON - days_ago * DAY
    account = Account.objects.create(owner=by, text="Abaco dromo.", written_at=at, **dict(hot or {}), **fields)
    if cold is not None:
        ColdReading.objects.create(account=account, **cold)
    if incidents is not None:
        reading = Reading.objects.create(
            account=account, read_at=at, lang="fr", reader="e5", version="by hand", agreed_at=at if agreed else None
        )
        Moment.objects.create(
            reading=reading,
            position=0,
            start=0,
            end=12,
            nature="fact",
            confidence=0.9,
            asserted=list(incidents),
            offered=["motivation"],
            likelihoods={"motivation": 0.4},
            distortions=[],
        )
    return account


def kept(account: Account, *, days_ago: int, cause: str = "pay_unprepared", remedy: str = "prepare_pay") -> Priority:
    """A remedy kept so many days before the evening of the tests."""
    return Priority.objects.create(
        owner=account.owner,
        account=account,
        cause=cause,
        remedy=remedy,
        position=0,
        state=Priority.State.KEPT,
        decided_at=cast.NOON - days_ago * DAY,
    )


def sure(account: Account, turned: str = "", **phases: int) -> None:
    """How sure one was during each phase, and where that turned."""
    for phase, value in phases.items():
        Confidence.objects.create(account=account, phase=phase, value=value, at=cast.NOON)
    Rewind.objects.create(account=account, turning_phase=turned, at=cast.NOON)
