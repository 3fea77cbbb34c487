"""The list of accounts, a page at a time."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.people.models import Person
from rebond.web.pages import ACCOUNTS_A_PAGE
from tests.apps import cast
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

ACCOUNTS = "/debrief/accounts/"


def told(person: Person, accounts: int) -> list[str]:
    """So many accounts, an hour apart; their texts, newest first."""
    texts = [f"Le récit {number}." for number in range(accounts)]
    for number, text in enumerate(texts):
        cast.kept(person, text, now=cast.NOON + number * datetime.timedelta(hours=1))
    return texts[::-1]


def texts_of(page: Element) -> list[str]:
    return [entry.one("a").words for entry in page.all("li", class_="entry")]


def ways_of(page: Element) -> dict[str, str]:
    return {link.attributes["rel"]: link.attributes["href"] for link in page.all("a") if "rel" in link.attributes}


def test_one_page_needs_no_way_to_others(client: Client, candidate: Person) -> None:
    texts = told(candidate, ACCOUNTS_A_PAGE)

    page = seen(client.get(ACCOUNTS))

    assert (texts_of(page), ways_of(page)) == (texts, {})


def test_older_accounts_are_a_page_further(client: Client, candidate: Person) -> None:
    texts = told(candidate, 2 * ACCOUNTS_A_PAGE + 1)

    first, second, third = (seen(client.get(ACCOUNTS, {"page": page})) for page in ("1", "2", "3"))

    assert texts_of(first) + texts_of(second) + texts_of(third) == texts
    assert [ways_of(page) for page in (first, second, third)] == [
        {"next": f"{ACCOUNTS}?page=2"},
        {"prev": ACCOUNTS, "next": f"{ACCOUNTS}?page=3"},
        {"prev": f"{ACCOUNTS}?page=2"},
    ]


@pytest.mark.parametrize("page", ["0", "-1", "deux", "", "1.5", "9" * 30, "²"])
def test_a_page_that_is_none_shows_the_first(client: Client, candidate: Person, page: str) -> None:
    texts = told(candidate, 2)

    assert texts_of(seen(client.get(ACCOUNTS, {"page": page}))) == texts


def test_a_page_beyond_the_last_leads_to_the_first(client: Client, candidate: Person) -> None:
    told(candidate, 2)

    response = client.get(ACCOUNTS, {"page": "7"})

    assert (response.status_code, response.headers["Location"]) == (302, ACCOUNTS)


def test_what_is_read_is_known_on_every_page(client: Client, candidate: Person) -> None:
    told(candidate, ACCOUNTS_A_PAGE)
    read = cast.read(candidate, now=cast.NOON - datetime.timedelta(days=1))

    (entry,) = seen(client.get(ACCOUNTS, {"page": "2"})).all("li", class_="entry")

    assert entry.one("a").attributes["href"] == f"/moments/{read.pk}/"


@pytest.mark.parametrize("accounts", [1, 3 * ACCOUNTS_A_PAGE])
def test_the_queries_of_the_list_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, accounts: int
) -> None:
    told(candidate, accounts)

    # Who asks, the accounts, which are read, which are to be read again, the priorities.
    with django_assert_num_queries(5):
        client.get(ACCOUNTS)
