"""Answering whether what was worked on came back at a later interview."""

import datetime
import json

import pytest
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import finish_priority, keep_priority, set_aside
from rebond.apps.plan.check_actions import check_priority
from rebond.apps.plan.models import Check, Priority
from tests.apps import cast
from tests.apps.screen import region

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
WEEK = datetime.timedelta(days=7)
CHOICES = ["came_back", "did_not", "no_occasion", "unknown"]


def url(account: Account) -> str:
    return f"/plan/{account.pk}/check/"


def said(account: Account) -> dict[int, str]:
    return dict(Check.objects.filter(account=account).values_list("priority", "choice"))


@pytest.fixture
def priority(candidate: Person) -> Priority:
    kept = cast.proposed(cast.read(candidate), "pay_unprepared")
    keep_priority(priority=kept, due=None, by=candidate, now=cast.NOON)
    return kept


@pytest.fixture
def later(candidate: Person) -> Account:
    return cast.read(candidate, now=cast.NOON + WEEK)


@pytest.mark.parametrize("choice", CHOICES)
def test_it_works_and_leads_back_to_the_question(
    client: Client, priority: Priority, later: Account, choice: str
) -> None:
    response = client.post(url(later), {"priority": priority.pk, "choice": choice})

    assert (response.status_code, response.headers["Location"]) == (302, f"/plan/{later.pk}/#check-{priority.pk}")
    assert said(later) == {priority.pk: choice}


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, priority: Priority, later: Account) -> None:
    part = client.post(url(later), {"priority": priority.pk, "choice": "did_not"}, headers=HTMX)

    assert part.status_code == 200
    assert region(part, "checks") == region(client.get(f"/plan/{later.pk}/"), "checks")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}


def test_another_answer_takes_the_place_of_the_first(client: Client, priority: Priority, later: Account) -> None:
    for choice in ("came_back", "did_not"):
        client.post(url(later), {"priority": priority.pk, "choice": choice})

    assert said(later) == {priority.pk: "did_not"}


def test_an_empty_choice_takes_the_answer_back(client: Client, priority: Priority, later: Account) -> None:
    for choice in ("came_back", ""):
        client.post(url(later), {"priority": priority.pk, "choice": choice})

    assert said(later) == {}


def test_it_changes_nothing_of_the_priority(client: Client, priority: Priority, later: Account) -> None:
    before = list(Priority.objects.order_by("pk").values())

    client.post(url(later), {"priority": priority.pk, "choice": "came_back"})

    assert list(Priority.objects.order_by("pk").values()) == before


def test_it_keeps_when_it_was_said_and_leaves_one_audit_row(
    candidate: Person, priority: Priority, later: Account, now: datetime.datetime
) -> None:
    AuditEntry.objects.all().delete()

    check_priority(priority=priority, account=later, choice="unknown", by=candidate, now=now)

    assert Check.objects.values_list("at", flat=True).get() == now
    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "check_priority", "plan.priority", str(priority.pk))
    ]


def test_what_is_done_can_be_answered_about(
    client: Client, candidate: Person, priority: Priority, later: Account
) -> None:
    finish_priority(priority=priority, by=candidate, now=cast.NOON + WEEK)

    client.post(url(later), {"priority": priority.pk, "choice": "did_not"})

    assert said(later) == {priority.pk: "did_not"}


def test_the_account_that_the_priority_comes_from_cannot_tell(client: Client, priority: Priority) -> None:
    response = client.post(url(priority.account), {"priority": priority.pk, "choice": "did_not"})

    assert (response.status_code, said(priority.account)) == (422, {})


def test_an_earlier_account_cannot_tell(client: Client, candidate: Person, priority: Priority) -> None:
    earlier = cast.read(candidate, now=cast.NOON - WEEK)

    assert client.post(url(earlier), {"priority": priority.pk, "choice": "did_not"}).status_code == 422
    assert said(earlier) == {}


def test_an_example_cannot_tell(client: Client, priority: Priority, later: Account) -> None:
    Account.objects.filter(pk=later.pk).update(is_example=True)

    assert client.post(url(later), {"priority": priority.pk, "choice": "did_not"}).status_code == 422
    assert said(later) == {}


def test_what_was_set_aside_is_not_asked_about(
    client: Client, candidate: Person, priority: Priority, later: Account
) -> None:
    set_aside(priority=priority, by=candidate, now=cast.NOON)

    assert client.post(url(later), {"priority": priority.pk, "choice": "did_not"}).status_code == 422
    assert said(later) == {}


@pytest.mark.parametrize("form", [{"choice": "did_not"}, {"priority": "x", "choice": "did_not"}, {"choice": "won"}])
def test_what_does_not_exist_is_refused_and_nothing_changes(
    client: Client, priority: Priority, later: Account, form: dict[str, str]
) -> None:
    stored = cast.everything_stored()

    assert client.post(url(later), form).status_code == 422
    assert cast.everything_stored() == stored


def test_another_persons_account_or_priority_is_not_found(client: Client, priority: Priority, later: Account) -> None:
    other = cast.another_person()
    theirs = cast.proposed(cast.read(other), "pay_unprepared")
    their_later = cast.read(other, now=cast.NOON + WEEK)

    assert client.post(url(their_later), {"priority": priority.pk, "choice": "did_not"}).status_code == 404
    assert client.post(url(later), {"priority": theirs.pk, "choice": "did_not"}).status_code == 404
    assert Check.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, later: Account, method: str) -> None:
    assert getattr(client, method)(url(later)).status_code == 405


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, priority: Priority, later: Account) -> None:
    assert stranger.post(url(later), {"priority": priority.pk, "choice": "did_not"}).status_code == 403
    assert said(later) == {}
