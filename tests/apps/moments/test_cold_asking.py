"""A cold reading is asked for at a time of one's own: shown when it has come, and never otherwise."""

import datetime
from typing import Any

import icalendar
import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.moments.cold_actions import (
    ColdState,
    ask_cold_reading,
    close_cold_reading,
    describe_cold_state,
    forget_cold_reading,
)
from rebond.apps.moments.cold_queries import DueReading, cold_readings_due, tomorrow_evening
from rebond.apps.moments.models import ColdReading
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
DAY = datetime.timedelta(days=1)
TOMORROW = cast.NOON + DAY


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.kept(candidate)


def url(account: Any, what: str = "asking") -> str:
    return f"/moments/{account.pk}/cold/{what}/"


def asked(account: Account, at: datetime.datetime = TOMORROW, *, now: datetime.datetime = cast.NOON) -> ColdReading:
    return ask_cold_reading(account=account, at=at, by=account.owner, now=now)


def due(person: Person, now: datetime.datetime) -> list[Any]:
    return [one.account_id for one in cold_readings_due(person, now)]


# ------------------------------------------------------------------------------------------------------- Asking for it


def test_tomorrow_evening_is_that_of_the_candidates_own_clock() -> None:
    late = datetime.datetime(2026, 3, 12, 23, 30, tzinfo=datetime.UTC)
    with timezone.override(datetime.timezone(datetime.timedelta(hours=2))):
        assert tomorrow_evening(late) == datetime.datetime(2026, 3, 14, 17, 0, tzinfo=datetime.UTC)


def test_tomorrow_evening_is_offered_first(client: Client, account: Account) -> None:
    forms = seen(client.get(url(account))).one(id="cold-asking").all("form")

    assert [form.one("button").attributes["id"] for form in forms] == ["cold-tomorrow", "cold-chosen"]


def test_one_touch_asks_for_tomorrow_evening(client: Client, account: Account) -> None:
    before = tomorrow_evening(timezone.now())
    response = client.post(url(account, "ask"), {"when": "tomorrow"})

    assert (response.status_code, response.headers["Location"]) == (302, url(account))
    assert ColdReading.objects.get().asked_for in (before, tomorrow_evening(timezone.now()))


def test_a_time_asked_for_is_not_offered_again(client: Client, account: Account) -> None:
    client.post(url(account, "ask"), {"when": "tomorrow"})

    asking = seen(client.get(url(account))).one(id="cold-asking")

    assert [button.attributes["id"] for button in asking.all("button")] == ["cold-forget", "cold-chosen"]


def test_a_time_of_ones_own_is_kept(client: Client, account: Account) -> None:
    chosen = timezone.now().replace(second=0, microsecond=0) + 3 * DAY

    client.post(url(account, "ask"), {"when": "chosen", "at": f"{chosen:%Y-%m-%dT%H:%M}"})

    assert ColdReading.objects.values_list("account", "asked_for", "begun_at").get() == (account.pk, chosen, None)


@pytest.mark.parametrize(
    "form",
    [{}, {"when": "never"}, {"when": "chosen"}, {"when": "chosen", "at": "noon"}]
    + [{"when": "chosen", "at": day} for day in ("2020-01-01T10:00", "2999-01-01T10:00")],
)
def test_a_time_that_cannot_be_is_said_and_changes_nothing(
    client: Client, account: Account, form: dict[str, str]
) -> None:
    stored = cast.everything_stored()

    response = client.post(url(account, "ask"), form)

    assert len(seen(response).one("div", role="alert").all("p")) >= 1
    assert cast.everything_stored() == stored


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, account: Account) -> None:
    part = client.post(url(account, "ask"), {"when": "tomorrow"}, headers=HTMX)

    assert region(part, "cold-asking") == region(client.get(url(account)), "cold-asking")
    assert [element.attributes["id"] for element in seen(part).content if isinstance(element, Element)] == [
        "cold-asking"
    ]


def test_a_later_wish_takes_the_place_of_an_earlier_one(account: Account) -> None:
    asked(account)
    asked(account, TOMORROW + DAY)

    assert ColdReading.objects.get().asked_for == TOMORROW + DAY


def test_asking_for_nothing_takes_the_wish_back(client: Client, account: Account) -> None:
    asked(account)

    response = client.post(url(account, "forget"))

    assert (response.status_code, response.headers["Location"]) == (302, url(account))
    assert ColdReading.objects.get().asked_for is None


def test_not_now_on_the_line_goes_back_to_the_list_or_empties_the_line(client: Client, account: Account) -> None:
    plain, part = (client.post(url(account, "forget"), {"line": "on"}, headers=headers) for headers in ({}, HTMX))

    assert plain.headers["Location"] == "/debrief/accounts/"
    assert (part.status_code, part.content) == (200, b"")


def test_each_wish_leaves_an_audit_row_and_nothing_where_nothing_changed(account: Account) -> None:
    AuditEntry.objects.all().delete()
    asked(account)
    for _ in range(2):
        forget_cold_reading(account=account, by=account.owner, now=TOMORROW)

    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_id")) == [
        (cast.NOON, account.owner.pk, "ask_cold_reading", str(account.pk)),
        (TOMORROW, account.owner.pk, "forget_cold_reading", str(account.pk)),
    ]


# -------------------------------------------------------------------------------------------- When its time has come


def test_nothing_is_due_that_was_not_asked_for(account: Account, candidate: Person) -> None:
    describe_cold_state(account=account, state=ColdState(), by=candidate, now=cast.NOON)

    assert due(candidate, TOMORROW + 300 * DAY) == []


def test_it_is_due_from_its_time_on(account: Account, candidate: Person) -> None:
    asked(account)

    assert cold_readings_due(candidate, TOMORROW - datetime.timedelta(seconds=1)) == ()
    assert cold_readings_due(candidate, TOMORROW) == (
        DueReading(account.pk, account.written_at, account.text[:160], TOMORROW),
    )


def test_the_line_leads_to_the_reading_and_can_be_put_off(account: Account, candidate: Person) -> None:
    asked(account)

    html = render_to_string("moments/_cold_due.html", {"cold_due": cold_readings_due(candidate, TOMORROW)})

    line = seen(HttpResponse(html))
    assert line.one("a").attributes["href"] == f"/moments/{account.pk}/cold/"
    assert line.one("form").attributes["action"] == url(account, "forget")
    assert render_to_string("moments/_cold_due.html", {"cold_due": ()}).strip() == ""


@pytest.mark.parametrize("part", ["_cold_invite", "_cold_link"])
def test_other_pages_lead_to_where_one_asks(account: Account, part: str) -> None:
    shown = seen(HttpResponse(render_to_string(f"moments/{part}.html", {"account": account})))

    assert url(account) in [link.attributes["href"] for link in shown.all("a")]


def test_those_due_come_oldest_first_in_one_query(
    account: Account, candidate: Person, django_assert_num_queries: Any
) -> None:
    earlier, foreign = cast.kept(candidate), cast.kept(cast.another_person())
    for one, at in ((account, TOMORROW), (earlier, cast.NOON), (foreign, cast.NOON)):
        asked(one, at)

    with django_assert_num_queries(1):
        assert due(candidate, TOMORROW) == [earlier.pk, account.pk]


def test_one_begun_since_is_due_no_more(account: Account, candidate: Person) -> None:
    asked(account)
    describe_cold_state(account=account, state=ColdState(stress=2), by=candidate, now=TOMORROW)

    assert due(candidate, TOMORROW + DAY) == []


def test_one_begun_before_its_time_is_due_all_the_same_unless_it_is_closed(account: Account, candidate: Person) -> None:
    asked(account)
    describe_cold_state(account=account, state=ColdState(stress=2), by=candidate, now=cast.NOON)
    before = due(candidate, TOMORROW)
    close_cold_reading(account=account, by=candidate, now=cast.NOON)

    assert (before, due(candidate, TOMORROW)) == ([account.pk], [])


def test_one_closed_and_asked_for_anew_is_due_again_and_begins_anew(account: Account, candidate: Person) -> None:
    close_cold_reading(account=account, by=candidate, now=cast.NOON)
    asked(account)
    before = due(candidate, TOMORROW)
    describe_cold_state(account=account, state=ColdState(mood=5), by=candidate, now=TOMORROW)

    assert (before, due(candidate, TOMORROW)) == ([account.pk], [])
    assert ColdReading.objects.values_list("begun_at", "closed_at").get() == (TOMORROW, None)


# ---------------------------------------------------------------------------------------------------- The calendar


def test_it_can_be_put_in_a_calendar_without_a_word_of_the_account(client: Client, account: Account) -> None:
    asked(account)

    response = client.get(f"/moments/{account.pk}/cold/event.ics")

    (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (event["uid"], event.decoded("dtstart")) == (f"cold-{account.pk}@rebond", TOMORROW)
    assert account.text[:10] not in response.content.decode()


def test_there_is_no_event_where_nothing_was_asked_for(client: Client, account: Account) -> None:
    assert client.get(f"/moments/{account.pk}/cold/event.ics").status_code == 404


# ------------------------------------------------------------------------------------------------------ Who may ask


@pytest.mark.parametrize("what", ["asking", "event.ics"])
def test_another_persons_page_is_not_found(client: Client, what: str) -> None:
    account = cast.kept(cast.another_person())
    asked(account)

    assert client.get(f"/moments/{account.pk}/cold/{what}").status_code in (301, 404)
    assert client.get(f"/moments/{account.pk}/cold/{what}", follow=True).status_code == 404


@pytest.mark.parametrize("what", ["ask", "forget"])
def test_another_persons_account_cannot_be_asked_for(client: Client, what: str) -> None:
    account = cast.kept(cast.another_person())

    assert client.post(url(account, what), {"when": "tomorrow"}).status_code == 404
    assert list(ColdReading.objects.all()) == []


@pytest.mark.parametrize(("what", "method"), [("asking", "post"), ("ask", "get"), ("forget", "get")])
def test_another_verb_is_refused(client: Client, account: Account, what: str, method: str) -> None:
    assert getattr(client, method)(url(account, what)).status_code == 405


def test_its_queries_do_not_grow(client: Client, account: Account, django_assert_num_queries: Any) -> None:
    asked(account)

    with django_assert_num_queries(3):  # who asks, the account, what was asked for
        client.get(url(account))
