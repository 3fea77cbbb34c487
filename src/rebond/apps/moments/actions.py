"""Every write of the reading: made by the engine once, corrected by the candidate beside it."""

import datetime
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.dispatch import Signal

from rebond.apps.base.audit import record
from rebond.apps.debrief.models import Account
from rebond.apps.moments.lessons_queries import learning_of, said_by
from rebond.apps.moments.models import Correction, Moment, Reading
from rebond.apps.moments.queries import LIKELY, ReadAccount
from rebond.engine.moments import types
from rebond.engine.moments.read import PERSONAL, Reader, load_reader
from rebond.engine.moments.why import Why

if TYPE_CHECKING:
    from rebond.engine.moments.lessons import Learned

labels_changed = Signal()
"""Sent with `account` and `now` in the transaction that changed a label: later stages follow, unknown to this one."""

SINGLE_CHOICE = frozenset({Correction.Aspect.NATURE, Correction.Aspect.PHASE, Correction.Aspect.AGENCY})


@functools.lru_cache(maxsize=1)
def the_reader() -> Reader:
    """The engine's reader, loaded once a process."""
    return load_reader(encoder=settings.ENCODER, cache=settings.NETWORK_CACHE)


def read_account(*, account: Account, by: AbstractBaseUser, now: datetime.datetime) -> Reading:
    """Read the account, once: one that is read keeps its reading and its corrections.

    What its owner's corrections have taught moves the reading a little. The engine works before the transaction opens,
    so that a long account holds no lock.
    """
    existing = Reading.objects.filter(account=account).first()
    if existing:
        return existing
    learned = learned_from(account.owner)
    read = the_reader().read(account.text, learned=learned)
    with transaction.atomic():
        reading, created = Reading.objects.get_or_create(
            account=account,
            defaults={"read_at": now, "lang": read.lang, "reader": read.reader, "version": read.version},
        )
        if created:
            rows = (moment_row(reading, position, moment, learned) for position, moment in enumerate(read.moments))
            Moment.objects.bulk_create(rows)
            record(by=by, verb="read_account", target=account, now=now)
            labels_changed.send(sender=Reading, account=account, now=now)
    return reading


def learned_from(person: AbstractBaseUser) -> "Learned | None":
    """What the person's corrections teach today's reader; None where they teach nothing, or should not."""
    learning = learning_of(person)
    said = said_by(person, learning) if learning.used else ()
    corrections = tuple(types.Correction(KINDS[one.aspect], one.key, one.holds, one.quote) for one in said)
    return _learned(corrections) if corrections else None


@functools.lru_cache(maxsize=1)
def _learned(corrections: tuple[types.Correction, ...]) -> "Learned":
    """Kept while the corrections are the same: many accounts may be read again one after the other."""
    return the_reader().learn(corrections)


def moment_row(reading: Reading, position: int, moment: types.Moment, learned: "Learned | None") -> Moment:
    """What the engine says of one moment as a row that is not stored yet."""
    return Moment(
        reading=reading,
        position=position,
        start=moment.start,
        end=moment.end,
        nature=moment.nature,
        confidence=moment.confidence,
        natures={key: round(probability, 4) for key, probability in moment.natures.items()},
        asserted=list(moment.incidents),
        offered=list(moment.offered),
        likelihoods={key: round(probability, 4) for key, probability in moment.likelihoods.items()},
        distortions=[
            {"key": d.key, "probability": round(d.probability, 4), "start": d.start, "end": d.end}
            for d in moment.distortions
        ],
        phase=moment.phase or "",
        taught=_taught(moment, learned) if learned else [],
    )


def _taught(moment: types.Moment, learned: "Learned") -> list[list[str]]:
    """Aspect and key of the labels shown that what was learned has moved."""
    shown = {
        Correction.Aspect.NATURE: [moment.nature],
        Correction.Aspect.INCIDENT: [*moment.incidents, *moment.offered],
        Correction.Aspect.DISTORTION: [distortion.key for distortion in moment.distortions],
        Correction.Aspect.PHASE: [moment.phase] if moment.phase else [],
    }
    labels = [(aspect, key) for aspect, keys in shown.items() for key in keys]
    moved = learned.moved(moment.quote, [(KINDS[aspect], key) for aspect, key in labels])
    return [[str(aspect), key] for (aspect, key), it_was in zip(labels, moved, strict=True) if it_was]


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


@transaction.atomic
def say_nowhere(*, account: Account, position: int, key: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note that an incident lies nowhere: not in the passage shown, nor where it was held or likely.

    Of the other passages nothing is said, as the candidate was not asked. Raises Moment.DoesNotExist where the account
    has no such moment.
    """
    moments = list(Moment.objects.filter(reading__account=account))
    if position >= len(moments):
        raise Moment.DoesNotExist
    confirmed = set(
        Correction.objects.filter(
            moment__reading__account=account, aspect=Correction.Aspect.INCIDENT, key=key, holds=True
        ).values_list("moment_id", flat=True)
    )
    denied = [
        moment
        for moment in moments
        if moment.position == position
        or key in moment.asserted
        or moment.pk in confirmed
        or moment.likelihoods.get(key, 0.0) >= LIKELY
    ]
    Correction.objects.bulk_create(
        [Correction(moment=moment, aspect="incident", key=key, holds=False, by=by, at=now) for moment in denied],
        update_conflicts=True,
        unique_fields=["moment", "aspect", "key"],
        update_fields=["holds", "by", "at"],
    )
    record(by=by, verb="say_nowhere", target=account, now=now)
    labels_changed.send(sender=Correction, account=account, now=now)


@transaction.atomic
def confirm_reading(*, account: Account, agrees: bool, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note that the candidate agrees with what they left as it was read, or take that back.

    Raises Reading.DoesNotExist where the account is not read.
    """
    reading = Reading.objects.get(account=account)
    reading.agreed_at = now if agrees else None
    reading.save(update_fields=["agreed_at"])
    record(by=by, verb="confirm_reading" if agrees else "reopen_reading", target=account, now=now)
    labels_changed.send(sender=Reading, account=account, now=now)


KINDS: Mapping[str, str] = {
    Correction.Aspect.NATURE: "natures",
    Correction.Aspect.INCIDENT: "incidents",
    Correction.Aspect.DISTORTION: "distortions",
    Correction.Aspect.PHASE: "phases",
}
"""What the engine calls the labels of an aspect; an agency is the candidate's word alone."""


def why_of(*, read: ReadAccount, position: int, aspect: str, key: str) -> Why:
    """The words of one passage that weighed most on one of its labels. Nothing is written.

    Today's reader answers, which may be another than the one that read the account (see `read_as_today`).

    Raises:
        KeyError: no such aspect or label.
        IndexError: no such passage.
    """
    spans = [(moment.start, moment.end) for moment in read.moments]
    return the_reader().why(read.account.text, spans, position, kind=KINDS[aspect], key=key)


def read_as_today(read: ReadAccount) -> bool:
    """Whether the reader of today is the one that read the account, what it learned from its owner aside."""
    return read.version.partition(PERSONAL)[0] == the_reader().version.partition(PERSONAL)[0]
