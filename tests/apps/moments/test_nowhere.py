"""An incident sought that lies nowhere: one gesture ends the search."""

from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment
from rebond.apps.moments.models import Correction
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
LIKELIHOODS = (0.3, 0.01, 0.6, 0.02, 0.05)


@pytest.fixture
def account(candidate: Person) -> Account:
    passages = [cast.Passage(f"Passage {n}.", likelihoods={"stress": p}) for n, p in enumerate(LIKELIHOODS)]
    return cast.read(candidate, passages)


def url(account: Any, position: int = 2) -> str:
    return f"/moments/{account.pk}/{position}/nowhere/"


def said() -> list[tuple[int, bool]]:
    return list(Correction.objects.order_by("moment__position").values_list("moment__position", "holds"))


def test_it_denies_the_passages_where_it_was_likely(client: Client, account: Account) -> None:
    response = client.post(url(account), {"seek": "stress"})

    assert (response.status_code, response.headers["Location"]) == (302, f"/moments/{account.pk}/#cell-stress")
    assert said() == [(0, False), (2, False)]


def test_it_denies_the_passage_shown_and_those_that_hold_it(client: Client, account: Account) -> None:
    correct_moment(
        account=account, position=4, aspect="incident", key="stress", holds=True, by=account.owner, now=cast.NOON
    )

    client.post(url(account, 3), {"seek": "stress"})

    assert said() == [(0, False), (2, False), (3, False), (4, False)]


def test_htmx_gets_the_page_without_a_passage(client: Client, account: Account) -> None:
    part = client.post(url(account), {"seek": "stress"}, headers=HTMX)

    assert region(part, "reading") == region(client.get(f"/moments/{account.pk}/"), "reading")
    assert seen(part).one(id="cell-stress").attributes["class"] == "cell"


@pytest.mark.parametrize(("refused", "enough", "where"), [(2, False, 2), (3, True, 4)])
def test_after_the_likeliest_few_it_says_that_it_may_be_nowhere(
    client: Client, account: Account, refused: int, enough: bool, where: int
) -> None:
    for position in range(refused):
        client.post(f"/moments/{account.pk}/{position}/", {"choice": "incident:stress:no"})

    response = client.get(f"/moments/{account.pk}/?incident=stress")

    assert response.context["refused_enough"] is enough
    assert seen(response).one(id="nowhere").attributes["formaction"] == url(account, where)


@pytest.mark.parametrize("seek", ["", "nothing", "fact", "x" * 5000])
def test_an_unknown_incident_is_refused_and_changes_nothing(client: Client, account: Account, seek: str) -> None:
    stored = cast.everything_stored()

    assert client.post(url(account), {"seek": seek}).status_code == 422
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("position", [5, 999999, 10**30])
def test_an_unknown_passage_is_not_found(client: Client, account: Account, position: int) -> None:
    assert client.post(url(account, position), {"seek": "stress"}).status_code == 404
    assert said() == []


def test_another_persons_account_is_not_found(client: Client) -> None:
    assert client.post(url(cast.read(cast.another_person()), 0), {"seek": "stress"}).status_code == 404
    assert said() == []


@pytest.mark.parametrize("passages", [1, 60])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, passages: int
) -> None:
    account = cast.read(candidate, [cast.SALARY] * passages)

    with django_assert_num_queries(27):
        client.post(url(account, 0), {"seek": "health"})
