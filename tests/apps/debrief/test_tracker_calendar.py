"""What comes, day by day; a month as a grid; and the chosen ones as a file for another calendar."""

import datetime
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from rebond.apps.debrief import tracker_queries as queries
from rebond.apps.debrief.models import Interview, Opportunity
from tests.apps import cast
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

CALENDAR = "/debrief/applications/calendar/"
FILE = f"{CALENDAR}rebond.ics"
TODAY = datetime.datetime.now(tz=datetime.UTC).replace(hour=12, minute=0, second=0, microsecond=0)
"""The pages ask the clock."""
MARCH = datetime.datetime(2026, 3, 16, 8, 30, tzinfo=datetime.UTC)


def interview(person: Any, starts_at: datetime.datetime | None, company: str = "Roux", **fields: Any) -> Interview:
    of = Opportunity.objects.create(
        owner=person, company=company, stage="interviewing", added_at=cast.NOON, changed_at=cast.NOON
    )
    return Interview.objects.create(owner=person, opportunity=of, starts_at=starts_at, added_at=cast.NOON, **fields)


def agenda(page: Element) -> dict[str, list[str]]:
    """The interviews listed, by day."""
    days = page.one("section", aria_labelledby="agenda-title").all("section")[1:]  # the first is itself
    return {
        day.one("h3").attributes["id"]: [box.attributes["value"] for box in day.all("input", type="checkbox")]
        for day in days
    }


def marked(page: Element) -> dict[str, str]:
    """The days of the grid that lead to interviews, with where they lead."""
    return {
        link.one("span", class_="tracker-number").words: link.attributes["href"] for link in page.one("table").all("a")
    }


# ----------------------------------------------------------------------------------------------------------- What comes


def test_what_comes_is_told_by_day_soonest_first(client: Client, candidate: Any) -> None:
    later = interview(candidate, TODAY + datetime.timedelta(days=40))
    evening = interview(candidate, TODAY + datetime.timedelta(days=2, hours=3))
    noon = interview(candidate, TODAY + datetime.timedelta(days=2))
    interview(candidate, TODAY - datetime.timedelta(days=2))
    interview(candidate, None)

    assert agenda(seen(client.get(CALENDAR))) == {
        f"day-{noon.starts_at:%Y-%m-%d}": [str(noon.pk), str(evening.pk)],
        f"day-{later.starts_at:%Y-%m-%d}": [str(later.pk)],
    }


def test_day_is_that_of_this_machine(client: Client, candidate: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    late = interview(candidate, datetime.datetime(2026, 3, 31, 22, 30, tzinfo=datetime.UTC))  # 0:30, the first of April

    assert agenda(seen(client.get(f"{CALENDAR}?month=2026-03"))) == {}
    assert agenda(seen(client.get(f"{CALENDAR}?month=2026-04"))) == {"day-2026-04-01": [str(late.pk)]}


def test_what_comes_is_bounded_and_says_so(client: Client, candidate: Any) -> None:
    for days in range(queries.AGENDA_LENGTH + 1):
        interview(candidate, TODAY + datetime.timedelta(days=days))

    page = seen(client.get(CALENDAR, headers={"accept-language": "en"}))

    assert len(agenda(page)) == queries.AGENDA_LENGTH
    assert "There are more. The months show them." in page.words


def test_nothing_planned_is_said_plainly(client: Client, candidate: Any) -> None:
    page = seen(client.get(CALENDAR, headers={"accept-language": "en"}))

    assert "Nothing is planned. An interview with a date will show here." in page.words
    assert page.all("form", action=FILE) == []


# ------------------------------------------------------------------------------------------------------------- A month


def test_past_month_is_told_whole_and_leads_to_its_neighbours(client: Client, candidate: Any) -> None:
    held = interview(candidate, MARCH)
    interview(candidate, MARCH + datetime.timedelta(days=30))

    page = seen(client.get(f"{CALENDAR}?month=2026-03"))

    assert agenda(page) == {"day-2026-03-16": [str(held.pk)]}
    assert marked(page) == {"16": "?month=2026-03#day-2026-03-16"}
    assert [page.one("a", rel=way).attributes["href"] for way in ("prev", "next")] == [
        "?month=2026-02",
        "?month=2026-04",
    ]


def test_grid_has_whole_weeks_from_monday(client: Client, candidate: Any) -> None:
    table = seen(client.get(f"{CALENDAR}?month=2026-03", headers={"accept-language": "en"})).one("table")

    numbers = [cell.one("span", class_="tracker-number").words for cell in table.all("td")]
    assert [head.words for head in table.all("th", scope="col")] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert numbers == [str(n) for n in (*range(23, 29), 1, *range(2, 32), *range(1, 6))]


def test_day_of_the_grid_says_how_many(client: Client, candidate: Any) -> None:
    for hour in (8, 10):
        interview(candidate, MARCH.replace(hour=hour))

    page = seen(client.get(f"{CALENDAR}?month=2026-03", headers={"accept-language": "en"}))

    assert page.one("table").one("a").one("span", class_="visually-hidden").words == ": 2 interviews"


@pytest.mark.parametrize("month", ["2026-13", "x", "", "0001-01", "9999-12", "2100-01"])
def test_month_that_cannot_be_is_what_comes(client: Client, candidate: Any, month: str) -> None:
    response = client.get(CALENDAR, {"month": month}, headers={"accept-language": "en"})

    assert response.status_code == 200
    assert seen(response).one(id="agenda-title").words == "What comes"


@pytest.mark.parametrize(("month", "ways"), [("1990-01", ["next"]), ("2099-12", ["prev"])])
def test_first_and_last_month_lead_one_way(client: Client, candidate: Any, month: str, ways: list[str]) -> None:
    page = seen(client.get(f"{CALENDAR}?month={month}"))

    assert [way for way in ("prev", "next") if page.all("a", rel=way)] == ways


# ------------------------------------------------------------------------------------------------------------ The file


def test_chosen_ones_go_into_one_file_in_the_time_of_this_machine(
    client: Client, candidate: Any, settings: Any
) -> None:
    settings.TIME_ZONE = "Europe/Paris"
    first = interview(candidate, MARCH, ends_at=MARCH + datetime.timedelta(hours=1), place="3, rue des Lilas")
    second = interview(candidate, MARCH + datetime.timedelta(days=120), "Duval")
    interview(candidate, MARCH, "Not chosen")

    response = client.get(FILE, {"interview": [str(second.pk), str(first.pk)]}, headers={"accept-language": "en"})

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="rebond.ics"'
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert [(str(e["UID"]), str(e["SUMMARY"]), e["DTSTART"].dt, e["DTSTART"].params["TZID"]) for e in events] == [
        (f"{first.pk}@rebond", "Interview: Roux", first.starts_at, "Europe/Paris"),
        (f"{second.pk}@rebond", "Interview: Duval", second.starts_at, "Europe/Paris"),
    ]
    assert (events[0]["DTEND"].dt, str(events[0]["LOCATION"])) == (first.ends_at, "3, rue des Lilas")


def test_invitation_keeps_its_own_uid(client: Client, candidate: Any) -> None:
    invited = interview(candidate, MARCH, uid="abc@example.org")

    (event,) = Calendar.from_ical(client.get(FILE, {"interview": str(invited.pk)}).content).walk("VEVENT")

    assert str(event["UID"]) == "abc@example.org"


def test_nothing_chosen_is_said_and_gives_no_file(client: Client, candidate: Any) -> None:
    undated, theirs = interview(candidate, None), interview(cast.another_person(), MARCH)

    for chosen in ([], ["x"], [str(undated.pk)], [str(theirs.pk)]):
        response = client.get(FILE, {"interview": chosen})

        assert response.status_code == 422
        assert seen(response).one(role="alert").words != ""


def test_calendar_shows_nothing_of_another_person(client: Client, candidate: Any) -> None:
    interview(cast.another_person(), MARCH)

    page = seen(client.get(f"{CALENDAR}?month=2026-03"))

    assert (agenda(page), marked(page)) == ({}, {})


@pytest.mark.parametrize("address", [CALENDAR, FILE])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405
