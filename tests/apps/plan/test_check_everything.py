"""The plan across interviews: what is kept and done in one place, and what can be looked at again."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.people.models import Person
from rebond.apps.plan.actions import finish_priority, keep_priority, tick_step
from rebond.apps.plan.check_actions import check_priority
from rebond.apps.plan.check_views import A_PAGE
from rebond.apps.plan.models import Priority, Step
from rebond.apps.plan.views import DONE_SHOWN
from rebond.taxonomy.remedies import REMEDIES
from tests.apps import cast
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
DAY = datetime.timedelta(days=1)
REMEDY = REMEDIES["prepare_pay"]


def page(client: Client, path: str = "/plan/") -> Element:
    return seen(client.get(path, headers=ENGLISH))


def kept(candidate: Person) -> Priority:
    priority = cast.proposed(cast.read(candidate), "pay_unprepared")
    keep_priority(priority=priority, due=datetime.date(2026, 4, 1), by=candidate, now=cast.NOON)
    return priority


def done(candidate: Person, days: int = 0) -> Priority:
    priority = kept(candidate)
    finish_priority(priority=priority, by=candidate, now=cast.NOON + days * DAY)
    return priority


def links(part: Element) -> list[str]:
    return [link.attributes["href"] for link in part.all("a")]


def test_a_kept_priority_shows_its_steps_its_date_and_its_sign(client: Client, candidate: Person) -> None:
    priority = kept(candidate)
    tick_step(step=Step.objects.filter(priority=priority)[0], done=True, by=candidate, now=cast.NOON)

    entry = page(client).one("article")

    assert [step.words.removesuffix(" (done)") for step in entry.all("li")] == [one.words.en for one in REMEDY.steps]
    assert [step.attributes.get("class", "") for step in entry.all("li")] == ["done", *[""] * (len(REMEDY.steps) - 1)]
    assert "for 1 April 2026" in entry.words
    assert f"It is done when: {REMEDY.done_when.en}" in entry.words


def test_it_leads_to_the_last_account_that_can_tell(client: Client, candidate: Person) -> None:
    priority = kept(candidate)
    cast.read(candidate, now=cast.NOON + DAY)
    last = cast.read(candidate, now=cast.NOON + 2 * DAY)
    cast.kept(candidate, now=cast.NOON + 3 * DAY)

    asked = f"/plan/{last.pk}/#check-{priority.pk}"
    before = links(page(client).one("article"))
    check_priority(priority=priority, account=last, choice="did_not", by=candidate, now=cast.NOON)
    after = page(client).one("article")

    assert (asked in before, asked in links(after)) == (True, False)
    assert "at 1 interview it did not come back" in after.words


def test_only_what_was_done_last_is_shown_with_a_link_to_the_rest(client: Client, candidate: Person) -> None:
    made = [done(candidate, days) for days in range(DONE_SHOWN + 1)]

    part = page(client)

    shown = [entry.one("a").attributes["href"].partition("#")[2] for entry in part.all("article")]
    assert shown == [f"priority-{priority.pk}" for priority in reversed(made[1:])]
    assert "/plan/done/" in links(part)


def test_where_all_is_shown_there_is_no_link_to_the_rest(client: Client, candidate: Person) -> None:
    done(candidate)

    part = page(client)

    assert "/plan/done/" not in links(part)
    assert part.one("p", class_="lead").words == "Nothing is in your plan at the moment."


def test_all_that_is_done_comes_in_pages(client: Client, candidate: Person) -> None:
    first = done(candidate)
    for days in range(1, A_PAGE + 1):
        done(candidate, days)

    newest, oldest = page(client, "/plan/done/"), page(client, "/plan/done/?page=2")

    assert (len(newest.all("article")), len(oldest.all("article"))) == (A_PAGE, 1)
    assert f"/plan/{first.account_id}/#priority-{first.pk}" in links(oldest)
    assert ("?page=2" in links(newest), "?page=1" in links(oldest)) == (True, True)


@pytest.mark.parametrize("number", ["0", "99", "x", "-1"])
def test_a_page_that_is_not_there_shows_one_that_is(client: Client, candidate: Person, number: str) -> None:
    done(candidate)

    assert len(page(client, f"/plan/done/?page={number}").all("article")) == 1


def test_another_persons_done_is_not_shown(client: Client) -> None:
    done(cast.another_person())

    assert page(client, "/plan/done/").all("article") == []


@pytest.mark.parametrize("path", ["/plan/done/", "/plan/calendar/", "/plan/calendar.ics"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", ["/plan/done/", "/plan/calendar/", "/plan/calendar.ics"])
def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, path: str) -> None:
    assert stranger.get(path).status_code == 403


@pytest.mark.parametrize("priorities", [1, 3])
def test_the_queries_of_what_is_done_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, priorities: int
) -> None:
    for _ in range(priorities):
        done(candidate)

    # Who asks, how many are done, these, their accounts and steps, what was answered.
    with django_assert_num_queries(6):
        client.get("/plan/done/")
