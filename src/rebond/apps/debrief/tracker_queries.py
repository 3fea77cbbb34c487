"""Shared reads of what the candidate goes for: each brings a bounded number of rows, whatever the history."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Left

from rebond.apps.base.forgiving import holding
from rebond.apps.base.ownership import get_owned_or_404, owned
from rebond.apps.debrief.models import Account, Interview, Opportunity
from rebond.apps.debrief.queries import OPENING_CHARACTERS
from rebond.taxonomy.tracker import OPPORTUNITY_STAGES

PAGE_LENGTH = 12
"""Opportunities on a page of the list, interviews on a page of one opportunity."""
COLUMN_LENGTH = 10
"""Cards that a column of the board shows; the rest is one link away."""
AGENDA_LENGTH = 40
"""Interviews that the agenda of what comes shows."""
MONTH_LENGTH = 200
"""Interviews that a month shows."""
ACCOUNTS_SHOWN = 5
"""Accounts shown under each interview of an opportunity."""
ACCOUNTS_OFFERED = 10
"""Accounts that stand alone and may be attached to an interview, newest first."""


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and whether others come before and after."""

    rows: Sequence[object]
    number: int
    has_next: bool


@dataclass(frozen=True)
class Column:
    """A stage of the board: the cards changed last, and whether there are more."""

    stage: str
    cards: Sequence[Opportunity]
    has_more: bool


def opportunities_of(person: AbstractBaseUser) -> QuerySet[Opportunity]:
    """The person's opportunities, changed last first."""
    return owned(Opportunity.objects.all(), by=person).order_by("-changed_at", "id")


def opportunity_of(person: AbstractBaseUser, opportunity_id: object) -> Opportunity:
    """One opportunity of this person; absent (404) where it is not theirs."""
    return get_owned_or_404(Opportunity.objects.all(), by=person, pk=opportunity_id)


def interviews_of(person: AbstractBaseUser) -> QuerySet[Interview]:
    """The person's interviews, each with its opportunity, in no order."""
    return owned(Interview.objects.select_related("opportunity"), by=person)


def interview_of(person: AbstractBaseUser, interview_id: object) -> Interview:
    """One interview of this person, with its opportunity; absent (404) where it is not theirs."""
    return get_owned_or_404(Interview.objects.select_related("opportunity"), by=person, pk=interview_id)


def opportunities_page(
    person: AbstractBaseUser, *, stage: str, words: str, number: int, now: datetime.datetime
) -> Page:
    """A page of the opportunities at `stage` ("" for all) whose company or post holds each of `words`.

    Each row has `next_at` and `last_at`: when its next interview and its last one take place, None where there is none.
    """
    found = opportunities_of(person).filter(holding(words, "company", "post"))
    if stage:
        found = found.filter(stage=stage)
    first = (number - 1) * PAGE_LENGTH
    # Their interviews are looked up for the rows of this page alone: SQLite would do so before it sorts.
    keys = list(found.values_list("pk", flat=True)[first : first + PAGE_LENGTH + 1])
    rows = opportunities_of(person).filter(pk__in=keys[:PAGE_LENGTH]).annotate(**_next_and_last(now))
    return Page(list(rows), number, has_next=len(keys) > PAGE_LENGTH)


def _next_and_last(now: datetime.datetime) -> dict[str, Subquery]:
    of_this = Interview.objects.filter(opportunity=OuterRef("pk"))
    coming, gone = of_this.filter(starts_at__gte=now), of_this.filter(starts_at__lt=now)
    return {
        "next_at": Subquery(coming.order_by("starts_at").values("starts_at")[:1]),
        "last_at": Subquery(gone.order_by("-starts_at").values("starts_at")[:1]),
    }


def board_of(person: AbstractBaseUser, *, now: datetime.datetime) -> list[Column]:
    """Every stage in the order of the taxonomy, with the cards changed last; a card has `next_at` and `last_at`."""
    columns = []
    for stage in OPPORTUNITY_STAGES:
        keys = opportunities_of(person).filter(stage=stage).values_list("pk", flat=True)[: COLUMN_LENGTH + 1]
        columns.append((stage, list(keys)))
    shown = [key for _, keys in columns for key in keys[:COLUMN_LENGTH]]
    cards = opportunities_of(person).filter(pk__in=shown).annotate(**_next_and_last(now))
    by_stage: dict[str, list[Opportunity]] = {}
    for card in cards:
        by_stage.setdefault(card.stage, []).append(card)
    return [Column(stage, by_stage.get(stage, []), len(keys) > COLUMN_LENGTH) for stage, keys in columns]


def coming_interviews(person: AbstractBaseUser, *, since: datetime.datetime) -> tuple[list[Interview], bool]:
    """The interviews from `since` on, soonest first, and whether there are more than those."""
    return _bounded(interviews_of(person).filter(starts_at__gte=since), AGENDA_LENGTH)


def interviews_between(
    person: AbstractBaseUser, *, since: datetime.datetime, until: datetime.datetime
) -> tuple[list[Interview], bool]:
    """The interviews from `since` on and before `until`, in order, and whether there are more than those."""
    return _bounded(interviews_of(person).filter(starts_at__gte=since, starts_at__lt=until), MONTH_LENGTH)


def _bounded(interviews: QuerySet[Interview], most: int) -> tuple[list[Interview], bool]:
    found = list(interviews.order_by("starts_at", "id")[: most + 1])
    return found[:most], len(found) > most


def chosen_interviews(person: AbstractBaseUser, keys: Sequence[uuid.UUID]) -> list[Interview]:
    """Those of the person's interviews that were chosen and have a date, in order."""
    return list(interviews_of(person).filter(pk__in=keys, starts_at__isnull=False).order_by("starts_at", "id"))


def _openings() -> QuerySet[Account]:
    opening = Account.objects.defer("text").annotate(opening=Left("text", OPENING_CHARACTERS))
    return opening.order_by("-written_at", "id")


def interviews_page(opportunity: Opportunity, *, number: int) -> Page:
    """A page of the interviews of this opportunity, the latest first and those without a date before all.

    Each has `told`: the accounts written of it, newest first, a few of them, with `opening` in place of their text.
    """
    first = (number - 1) * PAGE_LENGTH
    accounts = Prefetch("accounts", queryset=_openings()[:ACCOUNTS_SHOWN], to_attr="told")
    found = opportunity.interviews.order_by(F("starts_at").desc(nulls_first=True), "id")
    rows = list(found.prefetch_related(accounts)[first : first + PAGE_LENGTH + 1])
    return Page(rows[:PAGE_LENGTH], number, has_next=len(rows) > PAGE_LENGTH)


def accounts_about(interview: Interview) -> list[Account]:
    """The accounts written of this interview, newest first, with `opening` in place of their text."""
    return list(_openings().filter(interview=interview)[:ACCOUNTS_OFFERED])


def lone_accounts_of(person: AbstractBaseUser) -> list[Account]:
    """The person's accounts that belong to no interview, newest first and a few of them; no example among them."""
    alone = owned(_openings(), by=person).filter(interview=None, is_example=False)
    return list(alone[:ACCOUNTS_OFFERED])


@dataclass(frozen=True)
class Removal:
    """How many interviews would go, and how many accounts would stay and stand alone."""

    interviews: int
    accounts: int


def removal_of(doomed: Opportunity | Interview) -> Removal:
    """What removing this opportunity, or this interview, would mean."""
    path = "opportunity" if isinstance(doomed, Opportunity) else "pk"
    interviews = Interview.objects.filter(**{path: doomed.pk})
    counted = interviews.aggregate(interviews=Count("pk", distinct=True), accounts=Count("accounts", distinct=True))
    return Removal(**counted)
