"""An example to try on before writing one's own."""

import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.actions import add_example, record_account, remove_account
from rebond.apps.debrief.models import Account
from rebond.taxonomy.examples import EXAMPLES
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

URL = "/debrief/example/"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_works_in_the_language_of_the_page(client: Client, language: str) -> None:
    response = client.post(URL, headers={"accept-language": language})

    example = Account.objects.get()
    assert (example.text, example.is_example, example.help_offered) == (EXAMPLES[language], True, False)
    assert (response.status_code, response.headers["Location"]) == (302, f"/debrief/accounts/{example.pk}/")


def test_its_page_calls_it_an_example(client: Client) -> None:
    page = seen(client.get(client.post(URL).headers["Location"]))

    assert page.one("h1").words == "Un exemple"


def test_a_second_time_gives_the_one_already_there(client: Client) -> None:
    first = client.post(URL)
    stored = cast.everything_stored()

    assert client.post(URL).headers["Location"] == first.headers["Location"]
    assert cast.everything_stored() == stored


def test_each_language_has_its_own(client: Client) -> None:
    client.post(URL, headers={"accept-language": "fr"})
    client.post(URL, headers={"accept-language": "en"})

    assert set(Account.objects.values_list("text", flat=True)) == set(EXAMPLES.values())


def test_an_example_of_an_earlier_version_stays_as_it_is(client: Client, candidate: Any) -> None:
    key = uuid.uuid5(candidate.pk, "example-fr")
    record_account(text="Un exemple d'avant.", key=key, by=candidate, now=cast.NOON, is_example=True)

    response = client.post(URL)

    assert (response.status_code, response.headers["Location"]) == (302, f"/debrief/accounts/{key}/")
    assert Account.objects.get().text == "Un exemple d'avant."


def test_a_removed_example_may_be_looked_at_again(candidate: Any) -> None:
    first = add_example(language="fr", by=candidate, now=cast.NOON)
    remove_account(account=first, by=candidate, now=cast.NOON)

    add_example(language="fr", by=candidate, now=cast.NOON)

    assert Account.objects.get().text == EXAMPLES["fr"]


def test_another_persons_example_is_not_mine(client: Client, candidate: Any) -> None:
    theirs = add_example(language="fr", by=cast.another_person(), now=cast.NOON)

    client.post(URL)

    assert Account.objects.exclude(pk=theirs.pk).get().owner == candidate


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


def test_without_the_launch_cookie_nothing_is_added(stranger: Client, candidate: Any) -> None:
    assert stranger.post(URL).status_code == 403
    assert list(Account.objects.all()) == []
