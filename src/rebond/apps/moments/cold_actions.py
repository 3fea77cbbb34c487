"""Every write of the cold reading. It lies beside the text and beside its reading, and changes neither."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from rebond.apps.base.audit import record
from rebond.apps.debrief.models import Account
from rebond.apps.moments.cold_queries import SeenBearing, SeenThought, opening_of
from rebond.apps.moments.models import ColdReading, Moment, SecondThought
from rebond.apps.moments.queries import ReadAccount, ReadMoment
from rebond.engine.documents.calendar_writer import Appointment, write_calendar
from rebond.engine.moments.second_thoughts import Bearing, ToldMoment, second_thoughts
from rebond.taxonomy.second_thoughts import REASONS

READING_TAKES = datetime.timedelta(minutes=30)
"""How long the calendar's entry lasts. Our judgement: enough for one account, and it can be moved."""


@dataclass(frozen=True)
class ColdState:
    """How the evening looks by now; None and "" stand for what was skipped."""

    leaving: str = ""
    stress: int | None = None
    control: int | None = None
    mood: int | None = None


@dataclass(frozen=True)
class Said:
    """What the candidate notes of one thought.

    Attributes:
        supporting, opposing: positions of the passages ticked.
        supports, opposes, fairer: own words, "" where none.
        choice: "leave", "work", "open" (one does not know), or "" where no choice was made now: the last one stands.
    """

    supporting: Sequence[int] = ()
    opposing: Sequence[int] = ()
    supports: str = ""
    opposes: str = ""
    fairer: str = ""
    choice: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was said."""
        return not any((self.supporting, self.opposing, self.supports, self.opposes, self.fairer, self.choice))


@transaction.atomic
def ask_cold_reading(
    *, account: Account, at: datetime.datetime, by: AbstractBaseUser, now: datetime.datetime
) -> ColdReading:
    """Note when the candidate wants to read the account again; a later wish takes the place of an earlier one."""
    wish = {"asked_for": at, "closed_at": None}
    cold, _ = ColdReading.objects.update_or_create(account=account, defaults=wish)
    record(by=by, verb="ask_cold_reading", target=account, now=now)
    return cold


@transaction.atomic
def forget_cold_reading(*, account: Account, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Nothing is shown at the time that was asked for. What was noted already stays."""
    if ColdReading.objects.filter(account=account).exclude(asked_for=None).update(asked_for=None):
        record(by=by, verb="forget_cold_reading", target=account, now=now)


@transaction.atomic
def describe_cold_state(*, account: Account, state: ColdState, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note how the evening looks by now, beside what was answered on the evening."""
    cold = _begun(account, now)
    cold.leaving, cold.stress, cold.control, cold.mood = state.leaving, state.stress, state.control, state.mood
    cold.save(update_fields=["leaving", "stress", "control", "mood"])
    record(by=by, verb="describe_cold_state", target=account, now=now)


@transaction.atomic
def think_again(*, account: Account, position: int, said: Said, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note what the candidate makes of one thought. Nothing said at all of a thought not noted yet notes nothing.

    Raises Moment.DoesNotExist where the account has no such moment, or none of those ticked.
    """
    moments = {moment.position: moment for moment in Moment.objects.filter(reading__account=account)}
    ticked = {*said.supporting, *said.opposing}
    if position not in moments or position in ticked or not ticked <= moments.keys():
        raise Moment.DoesNotExist
    earlier = SecondThought.objects.filter(moment=moments[position]).first()
    if earlier is None and said.is_empty:
        return
    _begun(account, now)
    SecondThought.objects.update_or_create(
        moment=moments[position],
        defaults={
            "supporting": sorted({*said.supporting}),
            "opposing": sorted({*said.opposing}),
            "supports": said.supports,
            "opposes": said.opposes,
            "fairer": said.fairer,
            "choice": _choice(said, earlier),
            "at": now,
        },
    )
    record(by=by, verb="think_again", target=account, now=now)


def _choice(said: Said, earlier: SecondThought | None) -> str:
    if said.choice:
        return "" if said.choice == "open" else said.choice
    return earlier.choice if earlier else ""


@transaction.atomic
def drop_second_thought(*, account: Account, position: int, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Take away what was noted of one thought; nothing where nothing was."""
    noted = SecondThought.objects.filter(moment__reading__account=account, moment__position=position)
    if noted.delete()[0]:
        record(by=by, verb="drop_second_thought", target=account, now=now)


@transaction.atomic
def close_cold_reading(*, account: Account, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """It is enough: the reading is closed. It can be gone on with at any time."""
    cold = _begun(account, now)
    cold.closed_at = now
    cold.save(update_fields=["closed_at"])
    record(by=by, verb="close_cold_reading", target=account, now=now)


def _begun(account: Account, now: datetime.datetime) -> ColdReading:
    """The cold reading, begun now where it was not yet; what was closed is open again.

    One asked for anew since it was begun is begun anew, once its time has come: it is not shown as due any more.
    """
    cold, created = ColdReading.objects.get_or_create(account=account, defaults={"begun_at": now})
    asked_anew = cold.begun_at and cold.asked_for and cold.begun_at < cold.asked_for <= now
    if not created and (cold.begun_at is None or asked_anew or cold.closed_at):
        cold.begun_at = now if cold.begun_at is None or asked_anew else cold.begun_at
        cold.closed_at = None
        cold.save(update_fields=["begun_at", "closed_at"])
    return cold


# ------------------------------------------------------------------------------------------ What the engine offers


def seen_thoughts(
    *, read: ReadAccount, thoughts: Sequence[ReadMoment], said: dict[int, SecondThought]
) -> tuple[SeenThought, ...]:
    """These thoughts with what may be held for and against each. Nothing is written."""
    told = [_told(moment) for moment in read.moments]
    return tuple(_seen(read, told, moment, said.get(moment.position)) for moment in thoughts)


def _seen(read: ReadAccount, told: list[ToldMoment], moment: ReadMoment, noted: SecondThought | None) -> SeenThought:
    offered = second_thoughts(told, moment.position)
    turn, opening = opening_of(moment)
    return SeenThought(
        moment=moment,
        turn=turn,
        opening=opening,
        supports=_bearings(read, offered.supports, noted.supporting if noted else []),
        opposes=_bearings(read, offered.opposes, noted.opposing if noted else []),
        said=noted,
    )


def _bearings(read: ReadAccount, offered: Sequence[Bearing], ticked: list[int]) -> tuple[SeenBearing, ...]:
    """What is offered, then what was ticked once and is offered no more: a correction since must not lose it."""
    known = {bearing.position for bearing in offered}
    kept = [position for position in ticked if position not in known and position < len(read.moments)]
    return (
        *(
            SeenBearing(
                read.moments[b.position], tuple(REASONS[key] for key in b.reasons), b.shared, b.position in ticked
            )
            for b in offered
        ),
        *(SeenBearing(read.moments[position], (), (), True) for position in kept),
    )


def _told(moment: ReadMoment) -> ToldMoment:
    return ToldMoment(
        quote=moment.quote,
        nature=moment.nature,
        held=frozenset(moment.incidents),
        refused=frozenset(moment.refused),
        likelihoods=moment.likelihoods,
        distortions=frozenset(spiral.key for spiral in moment.spirals if spiral.holds is not False),
        phase=moment.phase,
        agency=moment.agency,
    )


def cold_reading_as_event(
    *, cold: ColdReading, title: str, zone: datetime.tzinfo, now: datetime.datetime, language: str
) -> bytes:
    """The time asked for as a calendar file, without a word of the account. Raises ValueError where there is none."""
    if cold.asked_for is None:
        raise ValueError("no time was asked for")
    entry = Appointment(
        uid=f"cold-{cold.account_id}@rebond",
        title=title,
        starts_at=cold.asked_for,
        ends_at=cold.asked_for + READING_TAKES,
    )
    return write_calendar([entry], zone=zone, now=now, language=language)
