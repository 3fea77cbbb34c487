"""The cold reading as the candidate sees it: what is due, what they make of each thought, what changed since."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils import timezone

from rebond.apps.base.ownership import owned
from rebond.apps.debrief.models import Account
from rebond.apps.debrief.queries import OPENING_CHARACTERS
from rebond.apps.moments.models import ColdReading, Correction, SecondThought
from rebond.apps.moments.queries import ReadAccount, ReadMoment
from rebond.taxonomy.second_thoughts import OPENINGS, PLAIN
from rebond.taxonomy.words import Words

EVENING_HOUR = 19
"""When "tomorrow evening" is, on the candidate's own clock. Our judgement: after work, before one is tired."""

MEASURES = ("stress", "control", "mood")
"""What is answered on a scale, on the evening and again once it has cooled."""


def tomorrow_evening(now: datetime.datetime) -> datetime.datetime:
    """The time that is offered first, in the candidate's own time zone."""
    here = timezone.localtime(now)
    day = here.date() + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(EVENING_HOUR)))


# --------------------------------------------------------------------------------------------------- What was asked for


def cold_of(account: Account) -> ColdReading | None:
    """What there is of a cold reading of this account. One query."""
    return ColdReading.objects.filter(account=account).first()


@dataclass(frozen=True)
class DueReading:
    """A cold reading whose time has come: of which account, written when, with which first words, asked for when."""

    account_id: object
    written_at: datetime.datetime
    opening: str
    asked_for: datetime.datetime


def cold_readings_due(person: AbstractBaseUser, now: datetime.datetime) -> tuple[DueReading, ...]:
    """The cold readings that the person asked for, whose time has come and which they have not begun since. One query.

    Oldest first; nothing that was not asked for.
    """
    not_begun = Q(begun_at=None) | Q(begun_at__lt=F("asked_for"))
    due = owned(
        ColdReading.objects.filter(not_begun, asked_for__lte=now, closed_at=None), by=person, through="account__owner"
    )
    rows = due.order_by("asked_for", "pk").values_list(
        "account_id", "account__written_at", Left("account__text", OPENING_CHARACTERS), "asked_for"
    )
    return tuple(DueReading(*row) for row in rows)


# --------------------------------------------------------------------------------------------- Thoughts looked at twice


@dataclass(frozen=True)
class SeenBearing:
    """A passage that may bear on a thought, why, which words they share, and whether the candidate ticked it."""

    moment: ReadMoment
    reasons: tuple[Words, ...]
    shared: tuple[str, ...]
    ticked: bool


@dataclass(frozen=True)
class SeenThought:
    """An interpretation with what may be held for and against it, and what the candidate makes of it.

    Attributes:
        moment: the interpretation.
        turn: key of the turn that it takes, as far as one was found or named; else "".
        opening: how a fairer sentence may open.
        supports, opposes: passages offered or ticked.
        said: what the candidate noted, None where they have not.
    """

    moment: ReadMoment
    turn: str
    opening: Words
    supports: tuple[SeenBearing, ...]
    opposes: tuple[SeenBearing, ...]
    said: SecondThought | None

    @property
    def words(self) -> SecondThought:
        """What the candidate wrote and chose; blank where nothing was noted."""
        return self.said or SecondThought()


def thoughts_of(read: ReadAccount, said: Mapping[int, SecondThought]) -> tuple[ReadMoment, ...]:
    """The moments worth a second thought, in order.

    Interpretations, what may be one where the engine hesitates, what the candidate called a running thought, and
    whatever they have noted something of.
    """
    return tuple(
        moment
        for moment in read.moments
        if "interpretation" in (moment.nature, moment.other_nature)
        or any(spiral.holds for spiral in moment.spirals)
        or moment.position in said
    )


def said_of(account: Account) -> dict[int, SecondThought]:
    """What the candidate made of each thought, by the position of its moment. One query."""
    noted = SecondThought.objects.filter(moment__reading__account=account).select_related("moment")
    return {thought.moment.position: thought for thought in noted}


def opening_of(moment: ReadMoment) -> tuple[str, Words]:
    """The turn that a thought takes ("" where none is known), and how a fairer sentence may open."""
    turn = next((spiral.key for spiral in moment.spirals if spiral.holds is not False and spiral.key in OPENINGS), "")
    return turn, OPENINGS[turn or PLAIN]


# ------------------------------------------------------------------------------------------ Between the evening and now


@dataclass(frozen=True)
class Change:
    """One measure on the evening and now, each None where it was not given."""

    key: str
    hot: int | None
    cold: int | None

    @property
    def by(self) -> int:
        """How much less, or more, it is now; 0 where one of the two is missing."""
        return 0 if self.hot is None or self.cold is None else abs(self.cold - self.hot)

    @property
    def direction(self) -> str:
        """ "less", "more", "same", or "unknown" where one of the two is missing."""
        if self.hot is None or self.cold is None:
            return "unknown"
        return "same" if self.cold == self.hot else "less" if self.cold < self.hot else "more"


def changes_of(account: Account, cold: ColdReading | None) -> tuple[Change, ...]:
    """The measures that were answered again: what was answered on the evening stays unseen until then."""
    given = [(key, getattr(cold, key)) for key in MEASURES] if cold else []
    return tuple(Change(key, getattr(account, key), value) for key, value in given if value is not None)


LINE_START, LINE_STEP, ROW_HEIGHT = 12, 29, 52
"""The picture is 314 wide: a line from 12 to 302 for 0 to 10, one every 52. Our judgement: read at 320 pixels."""


@dataclass(frozen=True)
class DrawnChange:
    """Where a measure stands in the picture: its line, the evening's mark and today's, in the units of the picture."""

    change: Change
    words_y: int
    y: int
    hot_x: int
    cold_x: int


def drawn(changes: Sequence[Change]) -> tuple[DrawnChange, ...]:
    """The measures known on both sides, as they are drawn from the top."""
    both = [(change, change.hot, change.cold) for change in changes]
    known = [(change, hot, cold) for change, hot, cold in both if hot is not None and cold is not None]
    return tuple(
        DrawnChange(
            change,
            row * ROW_HEIGHT + 16,
            row * ROW_HEIGHT + 34,
            LINE_START + LINE_STEP * hot,
            LINE_START + LINE_STEP * cold,
        )
        for row, (change, hot, cold) in enumerate(known)
    )


@dataclass(frozen=True)
class LabelsChanged:
    """How many of the engine's labels the candidate has put otherwise since it read, and how many they confirmed."""

    natures: int
    incidents: int
    turns: int
    phases: int
    confirmed: int

    @property
    def changed(self) -> int:
        """All that stand otherwise now."""
        return self.natures + self.incidents + self.turns + self.phases


def labels_changed_in(account: Account) -> LabelsChanged:
    """What became of the engine's labels. One query.

    On whom something depended is the candidate's word alone: it is not counted.
    """
    counted = dict.fromkeys(("nature", "incident", "distortion", "phase"), 0)
    confirmed = 0
    corrections = Correction.objects.filter(moment__reading__account=account, aspect__in=counted)
    for correction in corrections.select_related("moment"):
        if _differs(correction):
            counted[correction.aspect] += 1
        else:
            confirmed += 1
    return LabelsChanged(counted["nature"], counted["incident"], counted["distortion"], counted["phase"], confirmed)


def _differs(correction: Correction) -> bool:
    moment = correction.moment
    if correction.aspect == Correction.Aspect.NATURE:
        return bool(correction.key != moment.nature)
    if correction.aspect == Correction.Aspect.PHASE:
        return bool(correction.key != moment.phase)
    found = (
        moment.asserted if correction.aspect == Correction.Aspect.INCIDENT else [d["key"] for d in moment.distortions]
    )
    return correction.holds != (correction.key in found)


def choices_of(
    said: Mapping[int, SecondThought], read: ReadAccount
) -> dict[str, list[tuple[ReadMoment, SecondThought]]]:
    """What the candidate leaves, works on, and has left open, each in the order of the text."""
    parted: dict[str, list[tuple[ReadMoment, SecondThought]]] = {"leave": [], "work": [], "open": []}
    for position, thought in sorted(said.items()):
        if position < len(read.moments):
            parted[thought.choice or "open"].append((read.moments[position], thought))
    return parted
