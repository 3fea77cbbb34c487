"""Setting a priority aside, and seeing the sign that it is done."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import finish_priority, keep_priority, set_aside
from rebond.apps.plan.models import Priority, Step
from rebond.apps.plan.queries import room_left
from tests.apps import cast
from tests.apps.screen import region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
BOTH = pytest.mark.parametrize(("way", "state"), [("aside", "set_aside"), ("done", "done")])


def url(priority: Priority, way: str) -> str:
    return f"/plan/priorities/{priority.pk}/{way}/"


def state(priority: Priority) -> str:
    return Priority.objects.get(pk=priority.pk).state


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


@pytest.fixture
def priority(account: Account, candidate: Person) -> Priority:
    kept = cast.proposed(account, "pay_unprepared")
    keep_priority(priority=kept, due=None, by=candidate, now=cast.NOON)
    return kept


@BOTH
def test_it_works_and_leads_back_to_the_plan(
    client: Client, account: Account, priority: Priority, way: str, state: str
) -> None:
    response = client.post(url(priority, way))

    assert (response.status_code, response.headers["Location"]) == (302, f"/plan/{account.pk}/")
    assert Priority.objects.get(pk=priority.pk).state == state


@BOTH
def test_htmx_gets_the_part_that_the_page_then_holds(
    client: Client, account: Account, priority: Priority, way: str, state: str
) -> None:
    part = client.post(url(priority, way), headers=HTMX)

    assert part.status_code == 200
    assert region(part, "plan") == region(client.get(f"/plan/{account.pk}/"), "plan")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}


@BOTH
def test_it_makes_room_and_keeps_the_steps_and_the_date(
    client: Client, priority: Priority, way: str, state: str
) -> None:
    before = Priority.objects.get(pk=priority.pk).due, list(Step.objects.values())

    client.post(url(priority, way))

    assert room_left(priority.account) == 3
    assert (Priority.objects.get(pk=priority.pk).due, list(Step.objects.values())) == before


@pytest.mark.parametrize(("action", "verb"), [(set_aside, "set_aside"), (finish_priority, "finish_priority")])
def test_it_keeps_when_it_was_decided_and_leaves_an_audit_row(
    candidate: Person, priority: Priority, now: datetime.datetime, action: Any, verb: str
) -> None:
    AuditEntry.objects.all().delete()

    action(priority=priority, by=candidate, now=now)

    assert Priority.objects.get(pk=priority.pk).decided_at == now
    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, verb, "plan.priority", str(priority.pk))
    ]


def test_a_proposal_may_be_set_aside_and_taken_up_again(client: Client, account: Account) -> None:
    proposal = cast.proposed(account, "pay_unprepared")

    client.post(url(proposal, "aside"))
    aside = seen(client.get(f"/plan/{account.pk}/"))
    client.post(f"/plan/priorities/{proposal.pk}/keep/")

    assert aside.one(id=f"keep-{proposal.pk}").words.startswith("La reprendre")
    assert (state(proposal), Step.objects.filter(priority=proposal).exists()) == ("kept", True)


def test_one_that_is_done_is_shown_as_done_and_can_be_opened_again(
    client: Client, account: Account, priority: Priority
) -> None:
    client.post(url(priority, "done"))

    card = seen(client.get(f"/plan/{account.pk}/")).one(id=f"priority-{priority.pk}")

    assert card.all("p")[0].words.endswith("· fait")
    assert card.one(id=f"keep-{priority.pk}").words == "La rouvrir"


@BOTH
def test_another_persons_priority_is_not_found(client: Client, way: str, state: str) -> None:
    theirs = cast.proposed(cast.read(cast.another_person()), "pay_unprepared")

    assert client.post(url(theirs, way)).status_code == 404
    assert Priority.objects.get(pk=theirs.pk).state == "proposed"


@BOTH
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, priority: Priority, way: str, state: str, method: str) -> None:
    assert getattr(client, method)(url(priority, way)).status_code == 405


@BOTH
def test_without_the_launch_cookie_nothing_is_decided(
    stranger: Client, priority: Priority, way: str, state: str
) -> None:
    assert stranger.post(url(priority, way)).status_code == 403
    assert Priority.objects.get(pk=priority.pk).state == "kept"
