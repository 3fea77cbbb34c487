"""Great distress is met quietly, once, with numbers to call."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.actions import dismiss_help, remove_account
from rebond.apps.debrief.models import Account
from rebond.taxonomy.helplines import HELPLINES
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

LATER = datetime.timedelta(hours=1)


def url(account: Any) -> str:
    return f"/debrief/accounts/{account.pk}/help-seen/"


def offered(client: Client, address: str) -> bool:
    return seen(client.get(address)).all(aria_labelledby="help-title") != []


@pytest.fixture
def heavy(candidate: Any) -> Account:
    return cast.kept(candidate, cast.HEAVY)


def test_heavy_words_are_met_with_every_number_to_call(client: Client, heavy: Account) -> None:
    section = seen(client.get(f"/debrief/accounts/{heavy.pk}/")).one("section", aria_labelledby="help-title")

    assert [link.attributes["href"] for link in section.all("a")] == [f"tel:{line.dial}" for line in HELPLINES]
    assert [name.words for name in section.all("strong")] == [line.name.fr for line in HELPLINES]


def test_the_heavy_words_are_not_quoted_back(client: Client, heavy: Account) -> None:
    section = seen(client.get(f"/debrief/accounts/{heavy.pk}/")).one("section", aria_labelledby="help-title")

    assert "plus vivre" not in section.words


def test_the_reading_offers_it_too(client: Client, candidate: Any) -> None:
    account = cast.read(candidate, [cast.Passage(cast.HEAVY, "feeling")])

    assert offered(client, f"/moments/{account.pk}/")


def test_other_words_offer_nothing(client: Client, candidate: Any) -> None:
    account = cast.kept(candidate, "Je suis mort de honte, mais demain est un autre jour.")

    assert not offered(client, f"/debrief/accounts/{account.pk}/")


def test_i_have_seen_it_leads_back_and_nothing_is_offered_again(client: Client, candidate: Any) -> None:
    account = cast.read(candidate, [cast.Passage(cast.HEAVY, "feeling")])

    response = client.post(url(account))

    assert (response.status_code, response.headers["Location"]) == (302, f"/debrief/accounts/{account.pk}/")
    assert not offered(client, f"/debrief/accounts/{account.pk}/")
    assert not offered(client, f"/moments/{account.pk}/")


def test_another_account_is_met_for_itself(client: Client, candidate: Any, heavy: Account) -> None:
    other = cast.kept(candidate, f"{cast.HEAVY} Encore.")
    dismiss_help(account=heavy, by=candidate, now=cast.NOON)

    assert offered(client, f"/debrief/accounts/{other.pk}/")


def test_seen_twice_keeps_the_first_time(candidate: Any, heavy: Account, now: datetime.datetime) -> None:
    dismiss_help(account=heavy, by=candidate, now=now)
    dismiss_help(account=heavy, by=candidate, now=now + LATER)

    assert Account.objects.values_list("help_offered", "help_dismissed_at").get() == (True, now)


def test_what_was_noticed_goes_with_the_account(candidate: Any, heavy: Account) -> None:
    remove_account(account=heavy, by=candidate, now=cast.NOON)

    assert [rows for table, rows in cast.everything_stored().items() if table.startswith("debrief.") and rows] == []


def test_another_persons_account_is_not_found(client: Client) -> None:
    theirs = cast.kept(cast.another_person(), cast.HEAVY)

    assert client.post(url(theirs)).status_code == 404
    assert Account.objects.get().help_dismissed_at is None


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, heavy: Account, method: str) -> None:
    assert getattr(client, method)(url(heavy)).status_code == 405


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, heavy: Account) -> None:
    assert stranger.post(url(heavy)).status_code == 403
    assert Account.objects.get().help_dismissed_at is None
