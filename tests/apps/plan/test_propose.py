"""What the plan proposes follows from the causes that stand."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rebond.apps.causes.actions import judge_cause
from rebond.apps.causes.models import Hypothesis, Verdict
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import finish_priority, keep_priority, propose_priorities, set_aside
from rebond.apps.plan.models import Priority, Step
from rebond.engine.causes.types import Cause
from rebond.engine.plan.choose import choose
from rebond.taxonomy.causes import CAUSES
from tests.apps import cast

pytestmark = pytest.mark.django_db

GAP = cast.Passage("J'ai mal expliqué mon année sans emploi.", "fact", {"career_gap": 0.9}, ("career_gap",))
RICH = (cast.SALARY, cast.BLANK, GAP, cast.SHAME)
"""A story with more than three causes."""


def say(account: Account, key: str, choice: str) -> None:
    judge_cause(account=account, key=key, choice=choice, by=account.owner, now=cast.NOON)


def proposals(account: Account) -> list[tuple[str, str]]:
    found = Priority.objects.filter(account=account, state=Priority.State.PROPOSED)
    return list(found.values_list("cause", "remedy"))


def chosen(account: Account, *keys: str) -> list[tuple[str, str]]:
    """What the engine chooses among these hypotheses of the account."""
    causes = [
        Cause(key=h.key, weight=h.weight, support=h.support, evidence=tuple(h.evidence))
        for h in Hypothesis.objects.filter(account=account, key__in=keys)
    ]
    return [(p.cause, p.remedy) for p in choose(causes, at_most=3)]


def weighed(account: Account) -> list[str]:
    return list(Hypothesis.objects.filter(account=account).values_list("key", flat=True))


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate, RICH)


def test_a_reading_proposes_what_the_engine_chooses_three_at_most(account: Account) -> None:
    assert len(weighed(account)) > 3
    assert proposals(account) == chosen(account, *weighed(account))
    assert len(proposals(account)) == 3


def test_a_proposal_is_the_owners_and_carries_no_date_and_no_step(account: Account, candidate: Person) -> None:
    priority = Priority.objects.filter(account=account).values().first()

    assert priority is not None
    assert priority == {
        "id": priority["id"],
        "owner_id": candidate.pk,
        "account_id": account.pk,
        "cause": proposals(account)[0][0],
        "remedy": CAUSES[proposals(account)[0][0]].remedy,
        "position": 0,
        "state": "proposed",
        "due": None,
        "decided_at": None,
    }
    assert list(Step.objects.all()) == []


def test_once_a_cause_is_confirmed_the_plan_follows_the_confirmed_ones_alone(account: Account) -> None:
    first, second = weighed(account)[:2]
    say(account, second, "confirmed")
    one = proposals(account)
    say(account, first, "confirmed")

    assert one == [(second, CAUSES[second].remedy)]
    assert proposals(account) == chosen(account, first, second)


def test_a_rejected_cause_proposes_nothing(account: Account) -> None:
    first, *others = weighed(account)

    say(account, first, "rejected")

    assert proposals(account) == chosen(account, *others)


def test_a_cause_of_which_one_does_not_know_proposes_nothing_either(account: Account) -> None:
    first, *others = weighed(account)

    say(account, first, "unknown")

    assert proposals(account) == chosen(account, *others)


def test_a_verdict_taken_back_proposes_again(account: Account) -> None:
    before = proposals(account)

    say(account, before[0][0], "rejected")
    say(account, before[0][0], "")

    assert proposals(account) == before


def test_a_cause_that_the_candidate_names_is_proposed(account: Account) -> None:
    say(account, "motivation_unclear", "confirmed")

    assert proposals(account) == [("motivation_unclear", "find_motivation")]


def test_many_confirmed_causes_make_three_proposals(account: Account) -> None:
    for key in CAUSES:
        say(account, key, "confirmed")

    assert len(proposals(account)) == 3


def test_i_do_not_know_leaves_the_proposals(account: Account) -> None:
    before = proposals(account)

    say(account, "unknown", "unknown")

    assert proposals(account) == before


def test_a_correction_proposes_anew(account: Account) -> None:
    assert "pay_unprepared" in dict(proposals(account))

    correct_moment(
        account=account, position=0, aspect="incident", key="salary", holds=False, by=account.owner, now=cast.NOON
    )

    assert "pay_unprepared" not in dict(proposals(account))
    assert proposals(account) == chosen(account, *weighed(account))


def test_without_causes_nothing_is_proposed(candidate: Person) -> None:
    assert proposals(cast.read(candidate, [cast.ARRIVAL])) == []


def test_proposing_twice_is_proposing_once(account: Account, now: datetime.datetime) -> None:
    before = proposals(account)

    propose_priorities(account=account, now=now)

    assert proposals(account) == before


@pytest.mark.parametrize("decide", ["keep", "finish", "set_aside"])
def test_what_was_decided_survives_a_change_of_causes(account: Account, now: datetime.datetime, decide: str) -> None:
    priority = cast.proposed(account, "pay_unprepared")
    said: dict[str, Any] = {"priority": priority, "by": account.owner, "now": now}
    if decide == "keep":
        keep_priority(due=None, **said)
    else:
        {"finish": finish_priority, "set_aside": set_aside}[decide](**said)
    row = Priority.objects.filter(pk=priority.pk).values().get()
    steps = list(Step.objects.values())

    correct_moment(
        account=account, position=0, aspect="incident", key="salary", holds=False, by=account.owner, now=cast.NOON
    )
    say(account, "pay_unprepared", "rejected")

    assert Priority.objects.filter(pk=priority.pk).values().get() == row
    assert list(Step.objects.values()) == steps


def test_what_was_decided_is_not_proposed_again(account: Account, now: datetime.datetime) -> None:
    set_aside(priority=cast.proposed(account, "pay_unprepared"), by=account.owner, now=now)

    propose_priorities(account=account, now=now)

    assert "pay_unprepared" not in dict(proposals(account))


def test_a_correction_of_another_account_leaves_everything_of_this_one(
    account: Account, candidate: Person, now: datetime.datetime
) -> None:
    keep_priority(priority=cast.proposed(account, "pay_unprepared"), due=None, by=candidate, now=now)
    other = cast.read(candidate, RICH)
    before = list(Priority.objects.filter(account=account).values()), list(Step.objects.values())

    correct_moment(account=other, position=0, aspect="incident", key="salary", holds=False, by=candidate, now=now)
    say(other, "outside", "confirmed")

    assert (list(Priority.objects.filter(account=account).values()), list(Step.objects.values())) == before


def test_a_retired_cause_is_passed_over(account: Account, now: datetime.datetime) -> None:
    others = [key for key in weighed(account) if key != "pay_unprepared"]
    Hypothesis.objects.filter(account=account, key="pay_unprepared").update(key="an_old_cause")
    Verdict.objects.create(account=account, key="an_older_cause", choice="confirmed", by=account.owner, at=now)

    propose_priorities(account=account, now=now)

    assert proposals(account) == chosen(account, *others)


def test_the_database_refuses_a_cause_twice(account: Account) -> None:
    priority = cast.proposed(account, "pay_unprepared")
    priority.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        priority.save(force_insert=True)
