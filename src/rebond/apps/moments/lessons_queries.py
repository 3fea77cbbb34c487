"""What a person's corrections teach, in their own words: which are listened to, and what they say of each label."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Substr

from rebond.apps.moments.models import Correction, Learning

Aspect = Correction.Aspect

TEACHING = (Aspect.NATURE, Aspect.INCIDENT, Aspect.DISTORTION, Aspect.PHASE)
"""The aspects of which the engine has labels; agency is the candidate's word alone."""
MOST_LEARNED = 500
"""The latest corrections, so many at most. Our judgement: a year of accounts; what is learned of them takes a blink."""
MOST_QUOTED = 3
"""Passages quoted for each answer on a label."""


@dataclass(frozen=True)
class Said:
    """What a person said of one label of one passage, and the words of that passage."""

    aspect: str
    key: str
    holds: bool
    quote: str


@dataclass(frozen=True)
class Lesson:
    """Of one label: in how many passages the person said yes or no, and the words of the latest of them."""

    aspect: str
    key: str
    yes: int
    no: int
    yes_quotes: tuple[str, ...]
    no_quotes: tuple[str, ...]


@dataclass(frozen=True)
class Lessons:
    """What is learned from a person as it stands now.

    Attributes:
        used: whether it moves the readings that follow.
        since: corrections made before teach nothing any more; None where all of them do.
        count: how many corrections teach.
        forgotten: how many are there that do not, because they were made before `since`.
        lessons: what they say, the labels most spoken of first.
    """

    used: bool
    since: datetime.datetime | None
    count: int
    forgotten: int
    lessons: tuple[Lesson, ...]


def learning_of(person: AbstractBaseUser) -> Learning:
    """What the person chose; where they chose nothing, a row that is not stored and says so."""
    return Learning.objects.filter(person=person).first() or Learning(person=person)


def said_by(person: AbstractBaseUser, learning: Learning) -> tuple[Said, ...]:
    """The corrections that teach, the latest first. One query, which takes no more of the texts than these passages."""
    found = _teaching(person)
    if learning.since is not None:
        found = found.filter(at__gte=learning.since)
    quote = Substr("moment__reading__account__text", F("moment__start") + 1, F("moment__end") - F("moment__start"))
    rows = found.order_by("-at", "-id").values_list("aspect", "key", "holds", quote)[:MOST_LEARNED]
    return tuple(Said(*row) for row in rows)


def lessons_of(person: AbstractBaseUser) -> Lessons:
    """What the person's corrections have taught. Three queries at most, whatever there is."""
    learning = learning_of(person)
    said = said_by(person, learning)
    forgotten = _teaching(person).filter(at__lt=learning.since).count() if learning.since is not None else 0
    return Lessons(learning.used, learning.since, len(said), forgotten, _by_label(said))


def _teaching(person: AbstractBaseUser) -> QuerySet[Correction]:
    """Their own, on their own accounts. Not those on the bundled example: its words are nobody's; and no phase that was
    taken away: it names none."""
    theirs = {"moment__reading__account__owner": person, "moment__reading__account__is_example": False}
    mine = Correction.objects.filter(by=person, **theirs)
    return mine.filter(aspect__in=TEACHING).exclude(Q(key=""))


def _by_label(said: Iterable[Said]) -> tuple[Lesson, ...]:
    labels: dict[tuple[str, str], dict[bool, list[str]]] = {}
    for one in said:
        labels.setdefault((one.aspect, one.key), {True: [], False: []})[one.holds].append(one.quote)
    lessons = [
        Lesson(
            aspect=aspect,
            key=key,
            yes=len(quotes[True]),
            no=len(quotes[False]),
            yes_quotes=tuple(quotes[True][:MOST_QUOTED]),
            no_quotes=tuple(quotes[False][:MOST_QUOTED]),
        )
        for (aspect, key), quotes in labels.items()
    ]
    order = {aspect: rank for rank, aspect in enumerate(TEACHING)}
    return tuple(sorted(lessons, key=lambda one: (-one.yes - one.no, order[Aspect(one.aspect)], one.key)))
