"""An interview to come, and the earlier ones that its card is made of."""

import datetime
from typing import Any

from rebond.apps.debrief.models import Account, Interview, Learnt, Opportunity
from rebond.apps.moments.models import Moment, Rewind, SecondThought
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import keep_priority
from rebond.apps.plan.models import Priority
from tests.apps import cast

LATER = datetime.datetime(2026, 3, 17, 8, 30, tzinfo=datetime.UTC)
"""When the coming interview is, five days after the evening of the tests."""
EARLIER = datetime.datetime(2026, 3, 3, 9, 0, tzinfo=datetime.UTC)
FAIRER = "Elle a posé trois questions : elle s’intéressait."
TEAM = "Le service compte huit personnes."


def opportunity(person: Person, company: str = "Halle Vauban", **fields: Any) -> Opportunity:
    """A post that this person goes for."""
    given = {"stage": "interviewing", "added_at": cast.NOON, "changed_at": cast.NOON} | fields
    return Opportunity.objects.create(owner=person, company=company, **given)


def interview(
    person: Person,
    *,
    of: Opportunity | None = None,
    starts_at: datetime.datetime | None = LATER,
    **fields: Any,
) -> Interview:
    """One of its interviews, to come unless another date is given."""
    opened = of or opportunity(person)
    return Interview.objects.create(owner=person, opportunity=opened, starts_at=starts_at, added_at=cast.NOON, **fields)


def told(person: Person, of: Interview | None = None, *, now: datetime.datetime = cast.NOON) -> Account:
    """An account, read, of an earlier interview: pay (1) and a blank (2) went wrong, an example went well (4)."""
    account = cast.read(person, now=now)
    Account.objects.filter(pk=account.pk).update(interview=of)
    return account


def thought(account: Account, position: int, *, fairer: str = FAIRER, choice: str = "work") -> SecondThought:
    """What the candidate makes of one moment once it has cooled."""
    moment = Moment.objects.get(reading__account=account, position=position)
    return SecondThought.objects.create(moment=moment, fairer=fairer, choice=choice, at=cast.NOON)


def rewound(account: Account, **fields: Any) -> Rewind:
    """Where the interview turned."""
    return Rewind.objects.create(account=account, at=cast.NOON, **fields)


def planned(account: Account, cause: str = "pay_unprepared") -> Priority:
    """A priority that the candidate keeps."""
    priority = cast.proposed(account, cause)
    keep_priority(priority=priority, due=None, by=account.owner, now=cast.NOON)
    return priority


def rich(person: Person) -> Interview:
    """An interview to come after another one for the same post, which was read, thought over and rewound."""
    post = opportunity(person, post="Magasinière cariste", link="https://exemple.test/annonces/12")
    before = interview(person, of=post, starts_at=EARLIER)
    account = told(person, before)
    thought(account, 3)
    rewound(account, turning_phase="salary", turning_moment=1, strongest_moment=4)
    planned(account)
    Learnt.objects.create(account=account, topic="team", words=TEAM, at=cast.NOON)
    return interview(person, of=post, kind="manager", setting="on_site", place="12 rue des Tanneurs", people="Nadia")
