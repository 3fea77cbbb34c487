"""Reads of what lies beside an account: its interview, its questions, what was learnt, what was expected."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from rebond.apps.base.forgiving import holding
from rebond.apps.base.ownership import get_owned_or_404, owned
from rebond.apps.debrief.models import Account, Exchange, Interview, Learnt
from rebond.apps.debrief.queries import openings_of
from rebond.apps.debrief.tracker_queries import interviews_of

ANSWERS = ("next_stage", "offer", "refused", "withdrew")
"""Outcomes (rebond.taxonomy.labels) after which one knows."""
EXPECTABLE = ("next_stage", "offer", "refused", "unknown")
"""Outcomes that can be expected: an answer of theirs, or that one cannot say."""
MOST_OFFERED = 8
"""Interviews offered at a time, nearest first. Our judgement: they fit on two screens of a phone."""


@dataclass(frozen=True)
class Nearby:
    """Interviews to choose from, and whether there are others that a search would find."""

    interviews: tuple[Interview, ...]
    others: bool


@dataclass(frozen=True)
class Expectation:
    """What was expected of an interview before the answer was known.

    Attributes:
        account_id: key of the account beside which it was noted.
        date: the day of the interview where it is known, else that on which the account was written.
        expected: one of EXPECTABLE.
        outcome: the answer as it stands, a key of rebond.taxonomy.labels; "" where none was noted.
    """

    account_id: object
    date: datetime.date
    expected: str
    outcome: str


def is_answered(account: Account) -> bool:
    """Whether the real answer is known."""
    return account.outcome in ANSWERS


def account_with_evening(person: AbstractBaseUser, account_id: object) -> Account:
    """One account of this person with its interview, `exchange_count` and `topic_count`; one query. 404 else."""
    found = Account.objects.select_related("interview__opportunity", "recording").annotate(
        exchange_count=_count(Exchange.objects), topic_count=_count(Learnt.objects)
    )
    return get_owned_or_404(found, by=person, pk=account_id)


def _count(hanging: QuerySet[Exchange] | QuerySet[Learnt]) -> Coalesce:
    rows = hanging.filter(account=OuterRef("pk")).order_by().values("account").annotate(count=Count("pk"))
    return Coalesce(Subquery(rows.values("count")), 0)


def listed_accounts_of(person: AbstractBaseUser) -> QuerySet[Account]:
    """The person's accounts, newest first, with their first words as `opening` and their interview where known."""
    return openings_of(person).select_related("interview__opportunity")


def exchanges_of(account: Account) -> tuple[Exchange, ...]:
    """The questions of the interview, in the order that the candidate gave them."""
    return tuple(Exchange.objects.filter(account=account))


def exchange_of(person: AbstractBaseUser, exchange_id: int) -> Exchange:
    """One question of an interview of this person; absent (404) where it is not theirs."""
    return get_owned_or_404(
        Exchange.objects.select_related("account"), by=person, through="account__owner", pk=exchange_id
    )


def learnt_of(account: Account) -> Mapping[str, str]:
    """What was learnt of the company and the post: topic (rebond.taxonomy.tracker) to words."""
    return MappingProxyType(dict(Learnt.objects.filter(account=account).values_list("topic", "words")))


def interviews_near(person: AbstractBaseUser, moment: datetime.datetime, words: str = "") -> Nearby:
    """The person's interviews nearest in time to `moment`, those without a date last; three queries.

    Where `words` are given: those whose company, post or place has each of them, whatever their accents and capitals.
    """
    columns = ("opportunity__company", "opportunity__post", "opportunity__place")
    found = interviews_of(person).filter(holding(words, *columns))
    several = MOST_OFFERED + 1
    before = found.filter(starts_at__lte=moment).order_by("-starts_at", "id")[:several]
    after = found.filter(starts_at__gt=moment).order_by("starts_at", "id")[:several]
    undated = found.filter(starts_at=None).order_by("-added_at", "id")[:several]
    dated = sorted(
        (one for half in (before, after) for one in half if one.starts_at), key=lambda one: _far(one, moment)
    )
    nearest = (*dated, *undated)
    return Nearby(nearest[:MOST_OFFERED], len(nearest) > MOST_OFFERED)


def expectations_of(person: AbstractBaseUser) -> tuple[Expectation, ...]:
    """What the person expected, the oldest interview first; the bundled example says nothing. One query."""
    noted = owned(Account.objects.exclude(expected=""), by=person).filter(is_example=False)
    rows = noted.annotate(at=Coalesce("interview__starts_at", "written_at")).order_by("at", "id")
    return tuple(
        Expectation(account_id, timezone.localtime(at).date(), expected, outcome)
        for account_id, at, expected, outcome in rows.values_list("pk", "at", "expected", "outcome")
    )


def _far(interview: Interview, moment: datetime.datetime) -> tuple[datetime.timedelta, object]:
    return abs((interview.starts_at or moment) - moment), interview.pk
