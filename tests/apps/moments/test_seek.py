"""From an incident of the grid to the passage where it may be, and on to the next one."""

from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.models import Account
from rebond.apps.moments.models import Correction
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


@pytest.fixture
def account(candidate: Person) -> Account:
    """Three passages in which stress is likely, likely to a lesser degree, and hardly likely."""
    likelihoods = (0.3, 0.01, 0.6)
    return cast.read(
        candidate, [cast.Passage(f"Passage {n}.", likelihoods={"stress": p}) for n, p in enumerate(likelihoods)]
    )


def url(account: Any, query: str = "") -> str:
    return f"/moments/{account.pk}/{query}"


def sought(page: Element) -> tuple[str, bool]:
    """The passage that is shown, and whether the page asks if it is here."""
    panel = page.one(id="moment")
    return panel.one(id="moment-title").words, bool(panel.all(id="here"))


def test_an_incident_leads_to_its_likeliest_passage(client: Client, account: Account) -> None:
    page = seen(client.get(url(account, "?incident=stress")))

    assert sought(page) == ("Passage 3 sur 3", True)
    assert page.one("input", name="seek").attributes["value"] == "stress"
    assert page.one(id="cell-stress").attributes["aria-current"] == "true"


def test_no_leads_to_the_next_likeliest_and_so_on_to_the_end(client: Client, account: Account) -> None:
    shown = []
    page = seen(client.get(url(account, "?incident=stress")))
    while page.all(id="not-here"):
        shown.append(sought(page)[0])
        form = next(form for form in page.one(id="moment").all("form") if form.all(id="not-here"))
        choice = form.one(id="not-here").attributes["value"]
        part = client.post(form.attributes["action"], {"choice": choice, "seek": "stress"}, headers=HTMX)
        page = seen(part)

    assert shown == ["Passage 3 sur 3", "Passage 1 sur 3", "Passage 2 sur 3"]
    assert sought(page) == ("Passage 3 sur 3", True)
    assert "Vous avez dit non à chaque passage" in page.one(id="moment").words
    assert set(Correction.objects.values_list("moment__position", "key", "holds")) == {
        (2, "stress", False),
        (0, "stress", False),
        (1, "stress", False),
    }


def test_no_without_script_leads_to_the_address_that_seeks_on(client: Client, account: Account) -> None:
    response = client.post(url(account, "2/"), {"choice": "incident:stress:no", "seek": "stress"})

    assert (response.status_code, response.headers["Location"]) == (302, url(account, "?incident=stress#moment"))
    assert sought(seen(client.get(url(account, "?incident=stress")))) == ("Passage 1 sur 3", True)


def test_with_and_without_script_lead_to_the_same_page(client: Client, account: Account) -> None:
    form = {"choice": "incident:stress:no", "seek": "stress"}

    part = client.post(url(account, "2/"), form, headers=HTMX)

    assert region(part, "reading") == region(client.get(url(account, "?incident=stress")), "reading")


def test_yes_ends_the_search_on_that_passage(client: Client, account: Account) -> None:
    part = client.post(url(account, "2/"), {"choice": "incident:stress:yes", "seek": "stress"}, headers=HTMX)

    assert sought(seen(part)) == ("Passage 3 sur 3", False)
    assert Correction.objects.values_list("moment__position", "key", "holds").get() == (2, "stress", True)


def test_yes_without_script_leads_to_that_passage(client: Client, account: Account) -> None:
    response = client.post(url(account, "2/"), {"choice": "incident:stress:yes", "seek": "stress"})

    assert response.headers["Location"] == url(account, "?moment=2#moment")


def test_a_passage_that_holds_it_is_shown_first(client: Client, account: Account) -> None:
    client.post(url(account, "1/"), {"choice": "incident:stress:yes"})

    assert sought(seen(client.get(url(account, "?incident=stress")))) == ("Passage 2 sur 3", True)


def test_refusing_another_label_on_the_way_stays_on_the_passage(client: Client, account: Account) -> None:
    part = client.post(url(account, "2/"), {"choice": "incident:manner:no", "seek": "stress"}, headers=HTMX)

    assert sought(seen(part)) == ("Passage 3 sur 3", True)


@pytest.mark.parametrize("seek", ["nothing", "<script>", "x" * 5000])
def test_a_search_for_what_does_not_exist_leads_to_no_passage(client: Client, account: Account, seek: str) -> None:
    part = client.post(url(account, "2/"), {"choice": "incident:stress:no", "seek": seek}, headers=HTMX)

    assert part.status_code == 200
    assert sought(seen(part)) == ("Touchez un passage", False)


@pytest.mark.parametrize("passages", [1, 60])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, passages: int
) -> None:
    account = cast.read(candidate, [cast.SALARY] * passages)

    with django_assert_num_queries(5):  # who asks, the account, its reading, its moments, their corrections
        client.get(url(account, "?incident=salary"))


def test_what_was_taken_away_can_be_put_back_on_its_passage(client: Client, account: Account) -> None:
    client.post(url(account, "2/"), {"choice": "incident:stress:no"})

    button = seen(client.get(url(account, "?moment=2"))).one(id="incident-stress")
    client.post(url(account, "2/"), {"choice": button.attributes["value"]})

    assert Correction.objects.values_list("key", "holds").get() == ("stress", True)
