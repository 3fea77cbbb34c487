"""Taking a priority into the plan, three at most; opening it again."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import PlanFullError, finish_priority, keep_priority, set_aside, tick_step
from rebond.apps.plan.models import Priority, Step
from rebond.apps.plan.queries import room_left
from rebond.taxonomy.remedies import REMEDIES
from tests.apps import cast
from tests.apps.screen import region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
FULL = "Trois priorités à la fois suffisent. Terminez-en une ou mettez-en une de côté, puis prenez celle-ci."
BAD_DATE = "Cette date n’a pas été comprise. Écrivez-la comme 31/03/2026 ou 2026-03-31."
REMEDY = REMEDIES["prepare_pay"]
LATER = datetime.timedelta(days=3)


def url(priority: Priority) -> str:
    return f"/plan/priorities/{priority.pk}/keep/"


def state(priority: Priority) -> tuple[Any, ...]:
    return Priority.objects.filter(pk=priority.pk).values_list("state", "due", "decided_at").get()


def steps(priority: Priority) -> list[tuple[int, str, str, Any]]:
    return list(Step.objects.filter(priority=priority).values_list("position", "key", "own_words", "done_at"))


def fill(candidate: Person) -> list[Priority]:
    """Three priorities kept, each of its own account."""
    kept = [cast.proposed(cast.read(candidate), "pay_unprepared") for _ in range(3)]
    for priority in kept:
        keep_priority(priority=priority, due=None, by=candidate, now=cast.NOON)
    return kept


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


@pytest.fixture
def priority(account: Account) -> Priority:
    return cast.proposed(account, "pay_unprepared")


def test_it_works_and_leads_back_to_the_plan(client: Client, account: Account, priority: Priority) -> None:
    response = client.post(url(priority), {"due": "2026-04-01"})

    assert (response.status_code, response.headers["Location"]) == (302, f"/plan/{account.pk}/")
    assert state(priority)[:2] == ("kept", datetime.date(2026, 4, 1))
    assert steps(priority) == [(n, step.key, "", None) for n, step in enumerate(REMEDY.steps)]


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, account: Account, priority: Priority) -> None:
    part = client.post(url(priority), headers=HTMX)

    assert part.status_code == 200
    assert region(part, "plan") == region(client.get(f"/plan/{account.pk}/"), "plan")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}


def test_without_a_date_it_is_due_as_many_days_ahead_as_the_remedy_takes(
    candidate: Person, priority: Priority, now: datetime.datetime
) -> None:
    keep_priority(priority=priority, due=None, by=candidate, now=now)

    assert state(priority) == ("kept", now.date() + datetime.timedelta(days=REMEDY.days), now)


def test_with_a_date_it_is_due_then(candidate: Person, priority: Priority, now: datetime.datetime) -> None:
    keep_priority(priority=priority, due=datetime.date(2026, 3, 14), by=candidate, now=now)

    assert state(priority) == ("kept", datetime.date(2026, 3, 14), now)


def test_the_date_counts_from_the_readers_own_day(
    candidate: Person, priority: Priority, now: datetime.datetime, settings: Any
) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"  # where the evening of the tests is the next morning

    keep_priority(priority=priority, due=None, by=candidate, now=now)

    assert state(priority)[1] == now.date() + datetime.timedelta(days=REMEDY.days + 1)


def test_keeping_leaves_one_audit_row(candidate: Person, priority: Priority, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()

    keep_priority(priority=priority, due=None, by=candidate, now=now)

    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "keep_priority", "plan.priority", str(priority.pk))
    ]


def test_kept_twice_has_its_steps_once(client: Client, priority: Priority) -> None:
    client.post(url(priority))
    before = steps(priority)

    client.post(url(priority))

    assert steps(priority) == before


def test_a_fourth_is_refused_with_a_sentence_and_nothing_changes(
    client: Client, candidate: Person, account: Account, priority: Priority
) -> None:
    fill(candidate)
    stored = cast.everything_stored()

    response = client.post(url(priority))

    page = seen(response)
    assert (response.status_code, page.one(role="alert").words) == (422, FULL)
    assert page.one(id=f"keep-{priority.pk}")
    assert cast.everything_stored() == stored


def test_a_fourth_is_refused_in_the_part_that_htmx_gets(client: Client, candidate: Person, priority: Priority) -> None:
    fill(candidate)

    part = client.post(url(priority), headers=HTMX)

    assert (part.status_code, region(part, "plan").one(role="alert").words) == (200, FULL)
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: FULL}


def test_a_fourth_of_the_same_account_is_refused_too(candidate: Person, priority: Priority) -> None:
    fill(candidate)

    with pytest.raises(PlanFullError):
        keep_priority(priority=priority, due=None, by=candidate, now=cast.NOON)

    assert (state(priority)[0], steps(priority), room_left(priority.account)) == ("proposed", [], 0)


@pytest.mark.parametrize("make_room", [finish_priority, set_aside])
def test_finishing_one_or_setting_one_aside_makes_room(candidate: Person, priority: Priority, make_room: Any) -> None:
    first, *_ = fill(candidate)
    make_room(priority=first, by=candidate, now=cast.NOON)

    keep_priority(priority=priority, due=None, by=candidate, now=cast.NOON)

    assert (state(priority)[0], room_left(priority.account)) == ("kept", 0)


def test_one_that_is_kept_may_be_sent_again_when_the_plan_is_full(candidate: Person) -> None:
    first, *_ = fill(candidate)

    keep_priority(priority=first, due=datetime.date(2026, 5, 1), by=candidate, now=cast.NOON)

    assert state(first)[:2] == ("kept", datetime.date(2026, 5, 1))


def test_another_persons_plan_takes_no_room(candidate: Person, priority: Priority) -> None:
    fill(cast.another_person())

    assert room_left(priority.account) == 3
    keep_priority(priority=priority, due=None, by=candidate, now=cast.NOON)
    assert room_left(priority.account) == 2


def test_an_example_takes_no_room_from_what_was_lived(candidate: Person, priority: Priority) -> None:
    for kept in fill(candidate):
        Account.objects.filter(pk=kept.account_id).update(is_example=True)

    keep_priority(priority=priority, due=None, by=candidate, now=cast.NOON)

    assert (state(priority)[0], room_left(priority.account)) == ("kept", 2)


@pytest.mark.parametrize("leave", [finish_priority, set_aside])
def test_taken_up_again_it_has_its_steps_as_they_were(
    client: Client, candidate: Person, priority: Priority, now: datetime.datetime, leave: Any
) -> None:
    keep_priority(priority=priority, due=None, by=candidate, now=now)
    tick_step(step=Step.objects.filter(priority=priority)[0], done=True, by=candidate, now=now)
    before = steps(priority)
    leave(priority=priority, by=candidate, now=now)

    client.post(url(priority), {"due": "2026-04-01"})

    assert state(priority)[:2] == ("kept", datetime.date(2026, 4, 1))
    assert steps(priority) == before != []


def test_one_that_is_done_cannot_be_opened_again_in_a_full_plan(client: Client, candidate: Person) -> None:
    done = cast.proposed(cast.read(candidate), "pay_unprepared")
    keep_priority(priority=done, due=None, by=candidate, now=cast.NOON)
    finish_priority(priority=done, by=candidate, now=cast.NOON)
    fill(candidate)

    response = client.post(url(done))

    assert (response.status_code, seen(response).one(role="alert").words) == (422, FULL)
    assert state(done)[0] == "done"


@pytest.mark.parametrize("due", ["demain", "2026-02-30", "31-03-2026", "0", "2026-03-31\0", "9" * 500])
def test_a_date_that_is_none_is_refused_with_a_sentence_and_nothing_changes(
    client: Client, priority: Priority, due: str
) -> None:
    stored = cast.everything_stored()

    response = client.post(url(priority), {"due": due})

    assert response.status_code == 422
    assert seen(response).one(role="alert").words == BAD_DATE
    assert cast.everything_stored() == stored


def test_another_persons_priority_is_not_found(client: Client) -> None:
    theirs = cast.proposed(cast.read(cast.another_person()), "pay_unprepared")

    assert client.post(url(theirs)).status_code == 404
    assert state(theirs)[0] == "proposed"


@pytest.mark.parametrize("number", [0, 10**30])
def test_a_priority_that_is_not_there_is_not_found(client: Client, number: int) -> None:
    assert client.post(f"/plan/priorities/{number}/keep/").status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, priority: Priority, method: str) -> None:
    assert getattr(client, method)(url(priority)).status_code == 405


def test_without_the_launch_cookie_nothing_is_kept(stranger: Client, priority: Priority) -> None:
    assert stranger.post(url(priority)).status_code == 403
    assert state(priority)[0] == "proposed"
