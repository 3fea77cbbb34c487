"""Changing the date of a priority."""

import datetime
import json

import pytest
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import keep_priority, reschedule
from rebond.apps.plan.models import Priority
from tests.apps import cast
from tests.apps.screen import region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
BAD_DATE = "Cette date n’a pas été comprise. Écrivez-la comme 31/03/2026 ou 2026-03-31."
DAY = datetime.date(2026, 4, 1)


def url(priority: Priority) -> str:
    return f"/plan/priorities/{priority.pk}/date/"


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


@pytest.fixture
def priority(account: Account, candidate: Person) -> Priority:
    kept = cast.proposed(account, "pay_unprepared")
    keep_priority(priority=kept, due=DAY, by=candidate, now=cast.NOON)
    return kept


def due() -> datetime.date | None:
    return Priority.objects.get(state="kept").due


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026-05-31", datetime.date(2026, 5, 31)), ("31/05/2026", datetime.date(2026, 5, 31)), ("", None)],
)
def test_it_works_and_leads_back_to_the_plan(
    client: Client, account: Account, priority: Priority, written: str, day: datetime.date | None
) -> None:
    response = client.post(url(priority), {"due": written})

    assert (response.status_code, response.headers["Location"]) == (302, f"/plan/{account.pk}/")
    assert due() == day


@pytest.mark.parametrize("written", ["2026-05-31", ""])
def test_the_page_shows_the_date_that_it_can_send_back(
    client: Client, account: Account, priority: Priority, written: str
) -> None:
    client.post(url(priority), {"due": written})

    card = seen(client.get(f"/plan/{account.pk}/")).one(id=f"priority-{priority.pk}")

    assert card.one("input", name="due").attributes["value"] == written
    assert ("pour le 31 mai 2026" in card.words) == bool(written)


@pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31"])
def test_dates_at_the_ends_of_the_calendar_are_shown(
    client: Client, account: Account, priority: Priority, written: str
) -> None:
    client.post(url(priority), {"due": written})

    page = seen(client.get(f"/plan/{account.pk}/"))

    assert page.one("input", name="due").attributes["value"] == written


@pytest.mark.parametrize("written", ["demain", "2026-02-30", "31-03-2026", "0", "2026-03-31\0"])
def test_a_date_that_is_none_is_refused_with_a_sentence_and_nothing_changes(
    client: Client, priority: Priority, written: str
) -> None:
    stored = cast.everything_stored()

    response = client.post(url(priority), {"due": written})

    assert (response.status_code, seen(response).one(role="alert").words) == (422, BAD_DATE)
    assert cast.everything_stored() == stored


def test_htmx_gets_the_sentence_in_the_part(client: Client, priority: Priority) -> None:
    part = client.post(url(priority), {"due": "demain"}, headers=HTMX)

    assert (part.status_code, region(part, "plan").one(role="alert").words) == (200, BAD_DATE)
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: BAD_DATE}


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, account: Account, priority: Priority) -> None:
    part = client.post(url(priority), {"due": "2026-05-31"}, headers=HTMX)

    assert region(part, "plan") == region(client.get(f"/plan/{account.pk}/"), "plan")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}


def test_it_leaves_one_audit_row(candidate: Person, priority: Priority, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()

    reschedule(priority=priority, due=None, by=candidate, now=now)

    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "reschedule", "plan.priority", str(priority.pk))
    ]


def test_another_persons_priority_is_not_found(client: Client) -> None:
    theirs = cast.proposed(cast.read(cast.another_person()), "pay_unprepared")

    assert client.post(url(theirs), {"due": "2026-05-31"}).status_code == 404
    assert Priority.objects.get(pk=theirs.pk).due is None


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, priority: Priority, method: str) -> None:
    assert getattr(client, method)(url(priority)).status_code == 405


def test_without_the_launch_cookie_nothing_changes(stranger: Client, priority: Priority) -> None:
    assert stranger.post(url(priority), {"due": "2026-05-31"}).status_code == 403
    assert due() == DAY
