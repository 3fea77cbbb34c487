"""The plan of one account, and that of all of them."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from rebond.apps.plan.actions import add_step, finish_priority, keep_priority, reschedule, set_aside
from rebond.apps.plan.check_queries import done_by
from rebond.apps.plan.models import Priority
from rebond.apps.plan.queries import kept_by
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.remedies import REMEDIES
from rebond.taxonomy.resources import load_resources
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
EVERYTHING = "/plan/"
DAY = datetime.date(2026, 4, 1)


def url(account: Any) -> str:
    return f"/plan/{account.pk}/"


def kept(account: Account, cause: str = "pay_unprepared", due: datetime.date | None = DAY) -> Priority:
    priority = cast.proposed(account, cause)
    keep_priority(priority=priority, due=due, by=account.owner, now=cast.NOON)
    if due is None:
        reschedule(priority=priority, due=None, by=account.owner, now=cast.NOON)
    return priority


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


def test_it_works(client: Client, account: Account) -> None:
    page = seen(client.get(url(account)))

    proposals = Priority.objects.filter(account=account)
    assert page.one("h1").words == "Une chose à la fois"
    assert page.one(id="proposed-title").words == "Ce qui pourrait aider"
    assert [card.one("h3").words for card in page.all("article")] == [REMEDIES[p.remedy].name.fr for p in proposals]
    assert page.all(id="kept-title") == []


def test_a_proposal_says_why_and_its_first_small_step(client: Client, account: Account) -> None:
    card = seen(client.get(url(account))).all("article")[0]

    priority = Priority.objects.filter(account=account)[0]
    remedy = REMEDIES[priority.remedy]
    assert [p.words for p in card.all("p")] == [
        CAUSES[priority.cause].name.fr,
        remedy.why.fr,
        f"Premier petit pas\u00a0: {remedy.steps[0].words.fr}",
    ]


def test_a_kept_priority_has_steps_a_date_and_a_sign_that_it_is_done(client: Client, account: Account) -> None:
    priority = kept(account)

    card = seen(client.get(url(account))).one(id=f"priority-{priority.pk}")

    remedy = REMEDIES[priority.remedy]
    lines = [line.all("span")[0].words for line in card.all("li", class_="step-line")]
    assert lines == [step.words.fr for step in remedy.steps]
    assert f"C’est fait quand\u00a0: {remedy.done_when.fr}" in [p.words for p in card.all("p")]
    assert "pour le 1 avril 2026" in [p.words for p in card.all("p")]


def test_it_names_places_where_to_learn_free_ones_first(client: Client, account: Account) -> None:
    priority = kept(account)

    card = seen(client.get(url(account))).one(id=f"priority-{priority.pk}")

    links = [link.attributes["href"] for link in card.all("a", target="_blank")]
    known = load_resources()
    assert set(links) == {known[key].address("fr") for key in REMEDIES[priority.remedy].resources}
    assert {link.attributes["rel"] for link in card.all("a", target="_blank")} == {"noopener noreferrer external"}


def test_where_nothing_stands_it_says_so(client: Client, candidate: Person) -> None:
    page = seen(client.get(url(cast.read(candidate, [cast.ARRIVAL]))))

    assert page.all("article") == []
    assert "Rien à proposer\u00a0: aucune cause ne tient." in page.words


def test_where_all_is_kept_it_says_that_this_is_enough(client: Client, candidate: Person) -> None:
    account = cast.read(candidate, [cast.SALARY])
    while proposal := Priority.objects.filter(account=account, state="proposed").first():
        keep_priority(priority=proposal, due=None, by=candidate, now=cast.NOON)

    assert "Rien de plus n’est proposé. C’est assez." in seen(client.get(url(account))).words


def test_what_was_set_aside_can_be_taken_up_again(client: Client, account: Account) -> None:
    priority = cast.proposed(account, "pay_unprepared")
    set_aside(priority=priority, by=account.owner, now=cast.NOON)

    page = seen(client.get(url(account)))

    form = page.one("form", action=f"/plan/priorities/{priority.pk}/keep/")
    name = REMEDIES[priority.remedy].name.fr
    assert form.words == f"{name}, mise de côté La reprendre, {name}"


def test_an_account_that_is_not_read_offers_to_read_it(client: Client, candidate: Person) -> None:
    account = cast.kept(candidate)

    page = seen(client.get(url(account)))

    assert page.one("form", action=f"/moments/{account.pk}/read/").one("button").words == "Lire maintenant"
    assert [step.words for step in page.all("a", aria_current="step")] == ["Plan"]


def test_htmx_gets_the_part_that_the_page_holds(client: Client, account: Account) -> None:
    kept(account)

    page, part = client.get(url(account)), client.get(url(account), headers=HTMX)

    assert [element.attributes["id"] for element in seen(part).content if isinstance(element, Element)] == ["plan"]
    assert region(part, "plan") == region(page, "plan")


def test_another_persons_account_is_not_found(client: Client) -> None:
    assert client.get(url(cast.read(cast.another_person()))).status_code == 404


def test_an_account_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/plan/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405
    assert getattr(client, method)(EVERYTHING).status_code == 405


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, account: Account) -> None:
    assert stranger.get(url(account)).status_code == 403
    assert stranger.get(EVERYTHING).status_code == 403


@pytest.mark.parametrize("priorities", [1, 3])
@pytest.mark.parametrize("passages", [1, 20])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, priorities: int, passages: int
) -> None:
    account = cast.read(candidate, [cast.SALARY, cast.BLANK] * passages)
    for proposal in Priority.objects.filter(account=account)[:priorities]:
        keep_priority(priority=proposal, due=None, by=candidate, now=cast.NOON)
        add_step(priority=proposal, words="Appeler Samira.", by=candidate, now=cast.NOON)

    # Who asks, the account, its reading, moments and corrections, priorities, steps, what was kept before and what was
    # done, what was answered about all of them.
    with django_assert_num_queries(10):
        client.get(url(account))


def test_everything_works(client: Client, account: Account) -> None:
    priority = kept(account)

    page = seen(client.get(EVERYTHING))

    assert page.one("h1").words == "Mon plan"
    link = page.one("article").one("a")
    assert link.attributes["href"] == f"/plan/{account.pk}/#priority-{priority.pk}"
    assert link.words == REMEDIES[priority.remedy].name.fr


def test_everything_without_a_priority_says_where_they_come_from(client: Client, account: Account) -> None:
    page = seen(client.get(EVERYTHING))

    assert page.all("article") == []
    assert page.one("p", class_="lead").words.startswith("Pas encore de priorité.")


def test_everything_shows_no_proposal_and_nothing_set_aside(client: Client, account: Account) -> None:
    set_aside(priority=cast.proposed(account, "pay_unprepared"), by=account.owner, now=cast.NOON)

    assert seen(client.get(EVERYTHING)).all("article") == []


def test_what_is_due_first_stands_first_then_what_has_no_date_and_what_is_done_stands_apart(candidate: Person) -> None:
    dates = (datetime.date(2026, 5, 1), None, datetime.date(2026, 4, 1))
    late, open_, early = (kept(cast.read(candidate), due=due) for due in dates)
    finish_priority(priority=early, by=candidate, now=cast.NOON)
    soon = kept(cast.read(candidate), due=datetime.date(2026, 4, 15))

    assert (list(kept_by(candidate)), list(done_by(candidate))) == ([soon, late, open_], [early])


def test_another_persons_plan_is_not_shown(client: Client) -> None:
    kept(cast.read(cast.another_person()))

    assert seen(client.get(EVERYTHING)).all("article") == []


@pytest.mark.parametrize("accounts", [1, 3])
def test_the_queries_of_everything_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, accounts: int
) -> None:
    for _ in range(accounts):
        finish_priority(priority=kept(cast.read(candidate)), by=candidate, now=cast.NOON)
        kept(cast.read(candidate))

    # Who asks, what is kept and done with steps and accounts, the last account that was read, what was answered.
    with django_assert_num_queries(8):
        client.get(EVERYTHING)
