"""Every write of the reading: made by the engine once, corrected by the candidate beside it."""

import datetime
import functools

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.dispatch import Signal

from rebond.apps.base.audit import record
from rebond.apps.debrief.models import Account
from rebond.apps.moments.models import Correction, Moment, Reading
from rebond.engine.moments.read import Reader, load_reader
from rebond.engine.moments.types import Moment as EngineMoment

labels_changed = Signal()
"""Sent with `account` and `now` in the transaction that changed a label: later stages follow, unknown to this one."""

SINGLE_CHOICE = frozenset({Correction.Aspect.NATURE, Correction.Aspect.PHASE, Correction.Aspect.AGENCY})


@functools.lru_cache(maxsize=1)
def the_reader() -> Reader:
    """The engine's reader, loaded once a process."""
    return load_reader(encoder=settings.ENCODER)


def read_account(*, account: Account, by: AbstractBaseUser, now: datetime.datetime) -> Reading:
    """Read the account, once: one that is read keeps its reading and its corrections.

    The engine works before the transaction opens, so that a long account holds no lock.
    """
    existing = Reading.objects.filter(account=account).first()
    if existing:
        return existing
    read = the_reader().read(account.text)
    with transaction.atomic():
        reading, created = Reading.objects.get_or_create(
            account=account,
            defaults={"read_at": now, "lang": read.lang, "reader": read.reader, "version": read.version},
        )
        if created:
            Moment.objects.bulk_create(_row(reading, position, moment) for position, moment in enumerate(read.moments))
            record(by=by, verb="read_account", target=account, now=now)
            labels_changed.send(sender=Reading, account=account, now=now)
    return reading


def _row(reading: Reading, position: int, moment: EngineMoment) -> Moment:
    return Moment(
        reading=reading,
        position=position,
        start=moment.start,
        end=moment.end,
        nature=moment.nature,
        confidence=moment.confidence,
        asserted=list(moment.incidents),
        offered=list(moment.offered),
        likelihoods={key: round(probability, 4) for key, probability in moment.likelihoods.items()},
        distortions=[
            {"key": d.key, "probability": round(d.probability, 4), "start": d.start, "end": d.end}
            for d in moment.distortions
        ],
        phase=moment.phase or "",
    )


@transaction.atomic
def correct_moment(
    *,
    account: Account,
    position: int,
    aspect: str,
    key: str,
    holds: bool,
    by: AbstractBaseUser,
    now: datetime.datetime,
) -> None:
    """Note the candidate's word on one label. Of a nature, a phase or an agency the last choice stands.

    Raises Moment.DoesNotExist where the account has no such moment.
    """
    moment = Moment.objects.get(reading__account=account, position=position)
    if aspect in SINGLE_CHOICE:
        Correction.objects.filter(moment=moment, aspect=aspect).exclude(key=key).delete()
    Correction.objects.update_or_create(
        moment=moment, aspect=aspect, key=key, defaults={"holds": holds, "by": by, "at": now}
    )
    record(by=by, verb=f"correct_{aspect}", target=account, now=now)
    labels_changed.send(sender=Correction, account=account, now=now)
