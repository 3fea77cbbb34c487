"""What was worked on, looked at again at a later interview: did what a remedy is for come back?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, F, Prefetch, Q, QuerySet

from rebond.apps.base.ownership import owned
from rebond.apps.debrief.models import Account
from rebond.apps.moments.models import Reading
from rebond.apps.moments.queries import LIKELY, ReadAccount, ReadMoment
from rebond.apps.plan.models import Check, Priority
from rebond.taxonomy.causes import INCIDENT_WEIGHTS

SPEAKS = 0.4
"""How far an incident must speak for a cause (the taxonomy's weights, 0 to 1) to be shown as a sign of it. Our
judgement: below, the incident more often has another cause."""
ASKED_AT_MOST = 6
"""Questions on one page: the three that may be kept, and as many that are done. Our judgement."""
DONE_LOOKED_AT = 40
"""How many of the last that are done are considered; what was done long ago is not asked about again. Our judgement."""
PASSAGES_AT_MOST = 3
"""Passages shown as a sign of one cause; the reading has the others. Our judgement."""
FEW = 5
"""Under so many interviews that could tell, Rebond says that they are few and concludes nothing (FEATURES, row 58)."""


@dataclass(frozen=True)
class History:
    """How often, at later interviews, the candidate gave each answer about one priority."""

    came_back: int = 0
    did_not: int = 0
    no_occasion: int = 0
    unknown: int = 0

    @property
    def interviews(self) -> int:
        """How many interviews were looked at."""
        return self.told + self.no_occasion + self.unknown

    @property
    def told(self) -> int:
        """How many of them could tell."""
        return self.came_back + self.did_not

    @property
    def is_few(self) -> bool:
        """Whether they are too few to conclude."""
        return self.told < FEW


@dataclass(frozen=True)
class Sign:
    """A passage of the later account where an incident that speaks for the cause is held, or else only likely."""

    moment: ReadMoment
    incidents: tuple[str, ...]
    is_held: bool


@dataclass(frozen=True)
class Relooked:
    """A priority looked at again in the light of a later account.

    Attributes:
        priority: kept or done, of an earlier account.
        choice: what the candidate answered for this account, "" while they did not.
        history: their answers over all later accounts, this one included.
        signs: passages of this account that may be it again, held ones first.
        more: how many further such passages the reading has.
    """

    priority: Priority
    choice: str
    history: History
    signs: tuple[Sign, ...]
    more: int


@dataclass(frozen=True)
class Answers:
    """What was answered about some priorities: over all accounts, and for one of them."""

    histories: Mapping[int, History]
    here: Mapping[int, str]


def answers_about(priorities: Iterable[Priority], account: Account | None = None) -> Answers:
    """The answers about these priorities by their keys, and those given for `account`. One query."""
    here = Count("pk", filter=Q(account=account))
    rows = (
        Check.objects.filter(priority__in=[priority.pk for priority in priorities])
        .values_list("priority", "choice")
        .annotate(n=Count("pk"), here=here)
        .order_by()
    )
    counts: dict[int, dict[str, int]] = {}
    chosen: dict[int, str] = {}
    for priority, choice, n, n_here in rows:
        counts.setdefault(priority, {})[choice] = n
        if n_here:
            chosen[priority] = choice
    return Answers({priority: History(**given) for priority, given in counts.items()}, chosen)


@dataclass(frozen=True)
class Followed:
    """A priority with what became of it since; `can_tell` where the last account could tell and was not asked yet."""

    priority: Priority
    history: History
    can_tell: bool


def with_histories(
    priorities: Iterable[Priority], answers: Answers, last: Account | None = None
) -> tuple[Followed, ...]:
    """These priorities in their order with their histories; `last` as from `last_read`. No query."""
    return tuple(
        Followed(
            priority=priority,
            history=answers.histories.get(priority.pk, History()),
            can_tell=last is not None and can_tell(priority, last) and priority.pk not in answers.here,
        )
        for priority in priorities
    )


def can_tell(priority: Priority, account: Account) -> bool:
    """Whether this account is later than that of the priority, and neither is an example."""
    is_later = account.written_at > priority.account.written_at
    return is_later and not account.is_example and not priority.account.is_example


def earlier_priorities(account: Account) -> list[Priority]:
    """What the candidate kept or did after earlier accounts, kept ones first, then the last done. Two queries.

    Nothing for an example, and no example among them.
    """
    earlier = Priority.objects.filter(
        owner_id=account.owner_id, account__is_example=False, account__written_at__lt=account.written_at
    )
    earlier = earlier.select_related("account").defer("account__text")
    if account.is_example:
        earlier = earlier.none()
    kept = earlier.filter(state=Priority.State.KEPT).order_by(F("due").asc(nulls_last=True), "id")
    done = earlier.filter(state=Priority.State.DONE).order_by("-id")
    return [*kept, *done[:DONE_LOOKED_AT]]


def relooked(
    priorities: Sequence[Priority], answers: Answers, read: ReadAccount, *, at_most: int = ASKED_AT_MOST
) -> tuple[Relooked, ...]:
    """What is asked about at this account: one priority a cause; what is done only until one interview has told.

    `priorities` as from `earlier_priorities`, `answers` as from `answers_about` for the account of `read`. No query.
    """
    asked: dict[str, Priority] = {}
    for priority in priorities:
        history = answers.histories.get(priority.pk, History())
        is_settled = priority.state == Priority.State.DONE and history.told > 0 and priority.pk not in answers.here
        if not is_settled:
            asked.setdefault(priority.cause, priority)
    return tuple(_relooked(priority, answers, read) for priority in list(asked.values())[:at_most])


def _relooked(priority: Priority, answers: Answers, read: ReadAccount) -> Relooked:
    signs = signs_of(priority.cause, read)
    return Relooked(
        priority=priority,
        choice=answers.here.get(priority.pk, ""),
        history=answers.histories.get(priority.pk, History()),
        signs=signs[:PASSAGES_AT_MOST],
        more=len(signs[PASSAGES_AT_MOST:]),
    )


def signs_of(cause: str, read: ReadAccount) -> tuple[Sign, ...]:
    """The passages that may be this cause again: where its incidents are held, in reading order, then where likely."""
    speaking = [incident for incident, weights in INCIDENT_WEIGHTS.items() if weights.get(cause, 0.0) >= SPEAKS]
    held, likely = [], []
    for moment in read.moments:
        seen = tuple(key for key in speaking if key in moment.incidents)
        perhaps = tuple(key for key in speaking if _is_likely(moment, key)) if not read.agreed_at else ()
        if seen:
            held.append(Sign(moment, seen, True))
        elif perhaps:
            likely.append(Sign(moment, perhaps, False))
    return (*held, *likely)


def _is_likely(moment: ReadMoment, key: str) -> bool:
    return key in moment.offered and moment.likelihoods.get(key, 0.0) >= LIKELY


def last_read(person: AbstractBaseUser) -> Account | None:
    """The person's last account that has been read, without its text; examples do not count. One query."""
    real = owned(Account.objects.filter(is_example=False, pk__in=Reading.objects.values("account")), by=person)
    return real.only("written_at", "is_example", "owner").order_by("-written_at", "id").first()


def done_by(person: AbstractBaseUser) -> QuerySet[Priority]:
    """What the person has done, the last first, with steps and accounts (without their texts)."""
    accounts = Prefetch("account", Account.objects.defer("text"))
    done = owned(Priority.objects.filter(state=Priority.State.DONE), by=person)
    return done.prefetch_related(accounts, "steps").order_by("-decided_at", "-id")
