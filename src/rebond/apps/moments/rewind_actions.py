"""Every write of the line of an interview, and what the engine deduces of it. A value deduced is never stored."""

import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from rebond.apps.base.audit import record
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import labels_changed
from rebond.apps.moments.models import Confidence, Correction, Moment, Rewind
from rebond.apps.moments.queries import ReadAccount, ReadMoment, reading_of
from rebond.apps.moments.rewind_queries import Marks
from rebond.engine.moments.confidence import Line, ToldMoment, propose


def deduce_line(*, read: ReadAccount, marks: Marks) -> Line:
    """The line that the passages tell as they are labelled now, the candidate's values in it. Nothing is written."""
    return propose([_told(moment) for moment in read.moments], marks.sure)


def _told(moment: ReadMoment) -> ToldMoment:
    """The candidate's word is certain; where they said nothing the engine's probability stands."""
    said = dict.fromkeys(moment.confirmed, 1.0) | dict.fromkeys(moment.refused, 0.0)
    return ToldMoment(nature=moment.nature, incidents=moment.likelihoods | said, phase=moment.phase)


@transaction.atomic
def rate_phase(
    *, account: Account, phase: str, value: int | None, by: AbstractBaseUser, now: datetime.datetime
) -> None:
    """Note how sure the candidate says they were during a phase, 0 to 10; None takes that back."""
    rated = Confidence.objects.filter(account=account, phase=phase)
    if value is None:
        rated.delete()
    else:
        Confidence.objects.update_or_create(account=account, phase=phase, defaults={"value": value, "at": now})
    record(by=by, verb="rate_phase", target=account, now=now)


@transaction.atomic
def take_phase_off(*, account: Account, phase: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note that this phase was not there: its passages tell no phase any more, and hang with their neighbours.

    Raises Moment.DoesNotExist where the account is not read.
    """
    read = reading_of(account)
    if read is None:
        raise Moment.DoesNotExist
    positions = [moment.position for moment in read.moments if moment.phase == phase]
    moments = Moment.objects.filter(reading__account=account, position__in=positions)
    is_phase = {"aspect": Correction.Aspect.PHASE}
    Correction.objects.filter(moment__in=moments, **is_phase).delete()
    Correction.objects.bulk_create(
        Correction(moment=moment, key="", holds=True, by=by, at=now, **is_phase) for moment in moments
    )
    Confidence.objects.filter(account=account, phase=phase).delete()
    Rewind.objects.filter(account=account, turning_phase=phase).update(turning_phase="", turning_moment=None, at=now)
    record(by=by, verb="take_phase_off", target=account, now=now)
    labels_changed.send(sender=Correction, account=account, now=now)


@transaction.atomic
def put_phase_back(*, account: Account, phase: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """The passages that were read as of this phase and then said to be of none are of it again."""
    Correction.objects.filter(
        moment__reading__account=account, aspect=Correction.Aspect.PHASE, key="", moment__phase=phase
    ).delete()
    record(by=by, verb="put_phase_back", target=account, now=now)
    labels_changed.send(sender=Correction, account=account, now=now)


@transaction.atomic
def mark_turning(
    *, account: Account, phase: str, moment: int | None, by: AbstractBaseUser, now: datetime.datetime
) -> None:
    """Note where the candidate says that confidence turned: a phase, a moment of it; "" and None take it back.

    Raises Moment.DoesNotExist where the account has no such moment.
    """
    _mark(account, moment, now, turning_phase=phase, turning_moment=moment)
    record(by=by, verb="mark_turning", target=account, now=now)


@transaction.atomic
def mark_strongest(*, account: Account, moment: int | None, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note which moment the candidate says was their strongest; None takes it back.

    Raises Moment.DoesNotExist where the account has no such moment.
    """
    _mark(account, moment, now, strongest_moment=moment)
    record(by=by, verb="mark_strongest", target=account, now=now)


def _mark(account: Account, moment: int | None, now: datetime.datetime, **said: object) -> None:
    if moment is not None and not Moment.objects.filter(reading__account=account, position=moment).exists():
        raise Moment.DoesNotExist
    Rewind.objects.update_or_create(account=account, defaults={**said, "at": now})
