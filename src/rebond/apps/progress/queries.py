"""What the interviews of one person have in common, as plain rows: always the same number of queries.

What is drawn interview by interview rests on at most `MOST_DRAWN` of them; what is only counted is counted by the
database, over the whole range.
"""

import datetime
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from rebond.apps.base.ownership import owned
from rebond.apps.causes.models import Prepared
from rebond.apps.debrief.models import Account, Opportunity
from rebond.apps.debrief.queries import accounts_of
from rebond.apps.moments.models import ColdReading, Confidence, Correction, Moment, Reading, Rewind
from rebond.apps.plan.models import Check, Priority

RANGES: tuple[str, ...] = ("last", "year", "all")
"""How far back one looks: the last ten interviews (unless another is chosen), twelve months, all of them."""
LAST = 10
"""Interviews in the shortest range."""
YEAR = datetime.timedelta(days=365)
MOST_DRAWN = 60
"""Interviews drawn one by one, the latest: more dots than this are no picture on a phone. Our judgement."""
MOST_REMEDIES = 6
"""Remedies looked at, those decided last. Our judgement: one to three are kept at a time."""
SILENT_AFTER = datetime.timedelta(days=28)
"""Where no answer came in this time it is counted as silence; before, it is simply awaited. Our judgement."""

SLIDERS: tuple[str, ...] = ("stress", "control", "mood")


@dataclass(frozen=True)
class Told:
    """One interview as told.

    Attributes:
        account_id: of its account.
        at: when the interview took place where that is known, else when it was written of.
        company: where it was, "" where the account stands alone.
        hot, cold: the sliders by their key, 0 to 10, None where they were not moved.
        expected, outcome: keys of the taxonomy's outcomes, or "".
    """

    account_id: uuid.UUID
    at: datetime.datetime
    company: str
    hot: Mapping[str, int | None]
    cold: Mapping[str, int | None]
    expected: str
    outcome: str


@dataclass(frozen=True)
class Span:
    """The interviews looked at.

    Attributes:
        range: one of RANGES.
        told: those drawn, in order of time, `MOST_DRAWN` at most.
        cut: whether the range holds more than are drawn.
        scope: all accounts of the range.
    """

    range: str
    told: tuple[Told, ...]
    cut: bool
    scope: QuerySet[Account]

    @property
    def ids(self) -> tuple[uuid.UUID, ...]:
        """The accounts drawn."""
        return tuple(one.account_id for one in self.told)


def span_of(person: AbstractBaseUser, chosen: str, *, now: datetime.datetime) -> Span:
    """The interviews of the range, examples left out. Two queries.

    The shortest range where there is none of that name.
    """
    chosen = chosen if chosen in RANGES else RANGES[0]
    scope = accounts_of(person).filter(is_example=False)
    if chosen == "year":
        scope = scope.filter(written_at__gte=now - YEAR)
    most = LAST if chosen == "last" else MOST_DRAWN
    latest = scope.annotate(
        at=Coalesce("interview__starts_at", "written_at"), company=F("interview__opportunity__company")
    )
    fields = ("pk", "at", "company", *SLIDERS, "expected", "outcome")
    rows = list(latest.values(*fields)[: most + 1])
    cold = {
        row["account_id"]: row
        for row in ColdReading.objects.filter(account__in=[row["pk"] for row in rows]).values("account_id", *SLIDERS)
    }
    told = tuple(_told(row, cold.get(row["pk"], {})) for row in reversed(rows[:most]))
    if chosen == "last":
        scope = scope.filter(pk__in=[one.account_id for one in told])
    return Span(range=chosen, told=told, cut=chosen != "last" and len(rows) > most, scope=scope)


def _told(row: Mapping[str, object], cold: Mapping[str, object]) -> Told:
    return Told(
        account_id=row["pk"],
        at=row["at"],
        company=row["company"] or "",
        hot={slider: row[slider] for slider in SLIDERS},
        cold={slider: cold.get(slider) for slider in SLIDERS},
        expected=row["expected"],
        outcome=row["outcome"],
    )


Happened = Mapping[uuid.UUID, Mapping[str, bool]]
"""For each account that was read, the incidents that are held in it → whether the candidate said so themselves."""


def happened_in(span: Span) -> Happened:
    """What is held to have happened in the interviews drawn. Three queries.

    Held is what the engine asserted and the candidate did not take away, and what they said; what the engine merely
    offered never counts. Whoever agreed with the rest of a reading said what it asserts.
    """
    agreed = dict(Reading.objects.filter(account__in=span.ids).values_list("account_id", "agreed_at"))
    corrections = Correction.objects.filter(
        moment__reading__account__in=span.ids, aspect=Correction.Aspect.INCIDENT
    ).values_list("moment_id", "moment__reading__account_id", "key", "holds")
    moments = Moment.objects.filter(reading__account__in=span.ids).exclude(asserted=[]).order_by()
    happened: dict[uuid.UUID, dict[str, bool]] = {account_id: {} for account_id in agreed}
    refused = set()
    for moment_id, account_id, key, holds in corrections:
        if holds:
            happened[account_id][key] = True
        else:
            refused.add((moment_id, key))
    for moment_id, account_id, asserted in moments.values_list("pk", "reading__account_id", "asserted"):
        for key in asserted:
            if (moment_id, key) not in refused:
                happened[account_id][key] = happened[account_id].get(key, False) or agreed[account_id] is not None
    return MappingProxyType(happened)


@dataclass(frozen=True)
class Followed:
    """A remedy that was kept or done.

    Attributes:
        priority_id, account_id: the priority, and the account that it came from.
        cause, remedy, state: as in the plan.
        since: when that was decided.
        checks: what the candidate said at later interviews → how often.
    """

    priority_id: int
    account_id: uuid.UUID
    cause: str
    remedy: str
    state: str
    since: datetime.datetime
    checks: Mapping[str, int]


def followed_by(person: AbstractBaseUser) -> tuple[Followed, ...]:
    """The remedies decided last, `MOST_REMEDIES` at most, with what was answered of them since. Two queries."""
    kept = owned(Priority.objects.filter(state__in=(Priority.State.KEPT, Priority.State.DONE)), by=person)
    latest = kept.filter(account__is_example=False).order_by("-decided_at", "-pk")[:MOST_REMEDIES]
    answered = Check.objects.filter(priority__in=latest.values("pk"), account__is_example=False)
    checks: dict[int, dict[str, int]] = {}
    for priority_id, choice, times in answered.values_list("priority_id", "choice").annotate(times=Count("pk")):
        checks.setdefault(priority_id, {})[choice] = times
    fields = ("pk", "account_id", "cause", "remedy", "state", "decided_at")
    return tuple(Followed(*row, checks=checks.get(row[0], {})) for row in latest.values_list(*fields))


@dataclass(frozen=True)
class Assurance:
    """How sure one was along the interviews drawn.

    Attributes:
        values: phase → what was given, 0 to 10, in no order.
        turned: phase → in how many interviews confidence turned there.
    """

    values: Mapping[str, Sequence[int]]
    turned: Mapping[str, int]


def assurance_in(span: Span) -> Assurance:
    """Confidence by phase. Two queries."""
    values: dict[str, list[int]] = {}
    for phase, value in Confidence.objects.filter(account__in=span.ids).values_list("phase", "value"):
        values.setdefault(phase, []).append(value)
    turned = (
        Rewind.objects.filter(account__in=span.ids).exclude(turning_phase="").values_list("turning_phase", flat=True)
    )
    return Assurance(values=values, turned=Counter(turned))


@dataclass(frozen=True)
class Answers:
    """What came of the interviews of the whole range.

    Attributes:
        came: answers by key: next_stage, offer, refused.
        silent: no answer after `SILENT_AFTER`; `awaited`: none yet, and it is early.
        expected: (expected, outcome) → how many, of those whose answer came and was expected before.
    """

    came: Mapping[str, int]
    silent: int
    awaited: int
    expected: Mapping[tuple[str, str], int]


ANSWERS: tuple[str, ...] = ("next_stage", "offer", "refused")
"""Outcomes that are an answer of the other side."""


def answers_in(span: Span, *, now: datetime.datetime) -> Answers:
    """Answers and silence, counted by the database. One query."""
    long_ago = Q(written_at__lte=now - SILENT_AFTER)
    groups = span.scope.order_by().values_list("expected", "outcome")
    rows = list(groups.annotate(times=Count("pk"), old=Count("pk", filter=long_ago)))
    waiting = [(times, old) for _, outcome, times, old in rows if outcome == "waiting"]
    silent = sum(old for _, old in waiting)
    return Answers(
        came={key: sum(times for _, outcome, times, _ in rows if outcome == key) for key in ANSWERS},
        silent=silent,
        awaited=sum(times for times, _ in waiting) - silent,
        expected={
            (expected, outcome): times for expected, outcome, times, _ in rows if expected and outcome in ANSWERS
        },
    )


def prepared_in(span: Span) -> Mapping[str, Mapping[str, int]]:
    """Item of the preparation sheet → what was said of it afterwards → in how many interviews. One query."""
    found: dict[str, dict[str, int]] = {}
    said = Prepared.objects.filter(account__in=span.scope.order_by().values("pk"))
    for key, choice, times in said.values_list("key", "choice").annotate(times=Count("pk")):
        found.setdefault(key, {})[choice] = times
    return MappingProxyType(found)


def stages_of(person: AbstractBaseUser) -> Mapping[str, int]:
    """Stage → how many of all the person's applications stand there. One query."""
    stages = owned(Opportunity.objects.all(), by=person).order_by().values_list("stage")
    return dict(stages.annotate(times=Count("pk")))


def cold_of(account: Account) -> ColdReading | None:
    """The account as it was read again calmly, or None. One query."""
    return ColdReading.objects.filter(account=account).first()
