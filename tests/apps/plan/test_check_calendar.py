"""The calendar file of what the candidate chose to plan."""

import datetime
from typing import Any

import icalendar
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from rebond.apps.people.models import Person
from rebond.apps.plan.actions import add_step, keep_priority, tick_step
from rebond.apps.plan.calendar_queries import entries_of, plannable_of
from rebond.apps.plan.models import Priority, Step
from rebond.taxonomy.remedies import REMEDIES
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
TODAY = datetime.date(2026, 3, 13)
REMEDY = REMEDIES["prepare_pay"]


@pytest.fixture
def priority(candidate: Person) -> Priority:
    kept = cast.proposed(cast.read(candidate), "pay_unprepared")
    keep_priority(priority=kept, due=datetime.date(2026, 3, 21), by=candidate, now=cast.NOON)
    return kept


def step_key(priority: Priority, number: int) -> str:
    return f"step-{Step.objects.filter(priority=priority)[number].pk}"


def asked(client: Client, **form: Any) -> Any:
    return client.get("/plan/calendar.ics", {"at": "18:00", **form}, headers=ENGLISH)


def events(response: Any) -> list[Any]:
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def problem(response: Any) -> tuple[int, str]:
    return response.status_code, seen(response).one(role="alert").words


def test_each_step_that_is_left_has_a_day_between_today_and_the_date_the_first_one_today(
    candidate: Person, priority: Priority
) -> None:
    tick_step(step=Step.objects.filter(priority=priority)[0], done=True, by=candidate, now=cast.NOON)

    entries = plannable_of(candidate, today=TODAY)

    left = len(REMEDY.steps) - 1
    assert [(entry.key, entry.day) for entry in entries] == [
        *(
            (step_key(priority, number + 1), TODAY + datetime.timedelta(days=8 * number // left))
            for number in range(left)
        ),
        (f"priority-{priority.pk}", datetime.date(2026, 3, 21)),
    ]


def test_what_is_late_is_proposed_for_today(candidate: Person, priority: Priority) -> None:
    today = datetime.date(2026, 5, 1)

    assert {entry.day for entry in plannable_of(candidate, today=today)} == {today}


@given(today=st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)))
def test_no_proposed_day_is_in_the_past(today: datetime.date) -> None:
    priority = Priority(pk=1, remedy="prepare_pay", due=datetime.date(2026, 6, 1))
    priority._prefetched_objects_cache = {"steps": [Step(pk=n, priority=priority, key="x") for n in range(4)]}

    days = [entry.day for entry in entries_of(priority, today=today)]

    assert days == sorted(days)
    assert days[0] == today


def test_the_page_offers_every_line_with_its_day_and_chooses_none(
    client: Client, candidate: Person, priority: Priority
) -> None:
    add_step(priority=priority, words="Appeler Samira.", by=candidate, now=cast.NOON)

    form = seen(client.get("/plan/calendar/", headers=ENGLISH)).one("form", method="get")

    boxes = form.all("input", type="checkbox")
    assert [box.attributes["value"] for box in boxes] == [
        *(f"step-{step.pk}" for step in priority.steps.all()),
        f"priority-{priority.pk}",
    ]
    assert [box for box in boxes if "checked" in box.attributes] == []
    assert len(form.all("input", type="date")) == len(boxes)
    assert "Appeler Samira." in form.words


def test_without_a_plan_there_is_nothing_to_choose(client: Client, candidate: Person) -> None:
    page = seen(client.get("/plan/calendar/", headers=ENGLISH))

    assert page.all("form", method="get") == []
    assert "Nothing is in your plan at the moment." in page.words


def test_the_file_holds_what_was_chosen_and_no_more(client: Client, priority: Priority) -> None:
    step, whole = step_key(priority, 1), f"priority-{priority.pk}"
    days = {f"day-{step}": "2026-03-20", f"day-{whole}": "2026-03-21", f"day-{step_key(priority, 0)}": "2026-03-14"}

    response = asked(client, chosen=[whole, step], **days)

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="rebond.ics"'
    assert [(str(e["summary"]), e.decoded("dtstart"), str(e["description"])) for e in events(response)] == [
        (REMEDY.steps[1].words.en, datetime.datetime(2026, 3, 20, 18, 0, tzinfo=datetime.UTC), REMEDY.name.en),
        (REMEDY.name.en, datetime.datetime(2026, 3, 21, 18, 0, tzinfo=datetime.UTC), REMEDY.done_when.en),
    ]


def test_the_same_line_keeps_its_identifier(client: Client, priority: Priority) -> None:
    key = f"priority-{priority.pk}"

    first = asked(client, chosen=key, **{f"day-{key}": "2026-03-21"})
    moved = asked(client, chosen=key, **{f"day-{key}": "2026-03-28"})

    assert [event["uid"] for event in events(first)] == [event["uid"] for event in events(moved)]


def test_words_of_ones_own_are_taken_as_they_are(client: Client, candidate: Person, priority: Priority) -> None:
    words = "Appeler Samira, ; \\ « à 9 h »\u00a0!"
    own = add_step(priority=priority, words=words, by=candidate, now=cast.NOON)

    response = asked(client, chosen=f"step-{own.pk}", **{f"day-step-{own.pk}": "2026-03-20"})

    assert [str(event["summary"]) for event in events(response)] == [words]


def test_nothing_chosen_is_refused_with_a_sentence(client: Client, priority: Priority) -> None:
    assert problem(asked(client)) == (422, "Choose at least one line first.")


def test_a_line_of_another_person_is_refused(client: Client, priority: Priority) -> None:
    theirs = cast.proposed(cast.read(cast.another_person()), "pay_unprepared")
    keep_priority(priority=theirs, due=None, by=theirs.account.owner, now=cast.NOON)
    key = f"priority-{theirs.pk}"

    refused = problem(asked(client, chosen=key, **{f"day-{key}": "2026-03-21"}))

    assert refused == (422, "Your plan has changed. Reload the page and choose again.")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "A line that you chose has no date. Give it one, or leave the line out."),
        ("tomorrow", "A date was not understood. Write it as 2026-03-31 or 31/03/2026."),
    ],
)
def test_a_bad_day_is_refused_and_what_was_chosen_stays_chosen(
    client: Client, priority: Priority, day: str, sentence: str
) -> None:
    key = f"priority-{priority.pk}"

    response = asked(client, chosen=key, **{f"day-{key}": day})

    assert problem(response) == (422, sentence)
    assert "checked" in seen(response).one("input", id=key).attributes


def test_a_bad_time_is_refused(client: Client, priority: Priority) -> None:
    key = f"priority-{priority.pk}"

    refused = problem(asked(client, at="late", chosen=key, **{f"day-{key}": "2026-03-21"}))

    assert refused == (422, "This time was not understood. Write it as 18:00.")


def test_the_file_changes_nothing(client: Client, priority: Priority) -> None:
    stored = cast.everything_stored()

    asked(client, chosen=f"priority-{priority.pk}", **{f"day-priority-{priority.pk}": "2026-03-21"})

    assert cast.everything_stored() == stored


@pytest.mark.parametrize("steps", [1, 5])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, priority: Priority, django_assert_num_queries: Any, steps: int
) -> None:
    for _ in range(steps):
        add_step(priority=priority, words="Appeler Samira.", by=candidate, now=cast.NOON)

    with django_assert_num_queries(3):  # who asks, what is kept, the steps
        client.get("/plan/calendar/")
