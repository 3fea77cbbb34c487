"""The page of an account that was just kept."""

import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.actions import State, describe_state
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

STEPS = ["/debrief/accounts/{}/", "/moments/{}/", "/causes/{}/", "/plan/{}/"]


def url(account: Any) -> str:
    return f"/debrief/accounts/{account.pk}/"


def test_it_works(client: Client, candidate: Any) -> None:
    account = cast.kept(candidate, "Première ligne.\n\n  Deuxième ligne. ")

    page = seen(client.get(url(account)))

    assert page.one("h1").words == "C’est gardé"
    assert page.one(class_="card account-plain").text == account.text
    assert page.one(data_kept=str(account.pk))


def test_it_shows_the_steps_of_the_journey_and_where_one_is(client: Client, candidate: Any) -> None:
    account = cast.kept(candidate)

    steps = seen(client.get(url(account))).one("ol", class_="steps").all("a")

    assert [step.attributes["href"] for step in steps] == [step.format(account.pk) for step in STEPS]
    assert [step.words for step in steps] == ["À chaud", "Lecture", "Mise à plat", "Plan"]
    assert [step.attributes.get("aria-current") for step in steps] == ["step", None, None, None]


def test_nothing_is_answered_in_advance(client: Client, candidate: Any) -> None:
    page = seen(client.get(url(cast.kept(candidate))))

    assert [box.attributes.get("checked") for box in page.all("input", type="checkbox")] == [None, None, None]
    assert page.one("input", name="leaving").attributes["value"] == ""
    assert page.all("option", selected="") == [page.one("option", value="")]


def test_it_shows_what_was_answered(client: Client, candidate: Any) -> None:
    account = cast.kept(candidate)
    state = State(leaving="vidé", stress=0, mood=10, outcome="refused")
    describe_state(account=account, state=state, by=candidate, now=cast.NOON)

    page = seen(client.get(url(account)))

    boxes = {box.attributes["name"]: "checked" in box.attributes for box in page.all("input", type="checkbox")}
    sliders = {slider.attributes["name"]: slider.attributes["value"] for slider in page.all("input", type="range")}
    assert boxes == {"stress_given": True, "control_given": False, "mood_given": True}
    assert sliders == {"stress": "0", "control": "5", "mood": "10"}
    assert page.one("input", name="leaving").attributes["value"] == "vidé"
    assert page.one("option", selected="").attributes["value"] == "refused"


def test_hostile_words_are_shown_as_text(client: Client, candidate: Any) -> None:
    account = cast.kept(candidate, cast.HOSTILE)
    word = '"><script>alert(1)</script>{{ 7 }}'
    describe_state(account=account, state=State(leaving=word), by=candidate, now=cast.NOON)

    page = seen(client.get(url(account)))

    assert page.one(class_="card account-plain").text == cast.HOSTILE
    assert page.one("input", name="leaving").attributes["value"] == word
    assert page.all("b") == []
    assert [script.attributes["src"][:8] for script in page.all("script")] == ["/static/", "/static/"]


def test_another_persons_account_is_not_found(client: Client) -> None:
    assert client.get(url(cast.kept(cast.another_person()))).status_code == 404


def test_an_account_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/debrief/accounts/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, candidate: Any, method: str) -> None:
    assert getattr(client, method)(url(cast.kept(candidate))).status_code == 405


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, candidate: Any) -> None:
    response = stranger.get(url(cast.kept(candidate, "J'ai perdu le fil.")))

    assert response.status_code == 403
    assert "perdu" not in response.content.decode()


@pytest.mark.parametrize("passages", [1, 40])
def test_its_queries_do_not_grow(client: Client, candidate: Any, django_assert_num_queries: Any, passages: int) -> None:
    account = cast.read(candidate, [cast.SALARY] * passages)

    with django_assert_num_queries(2):  # who asks, the account
        client.get(url(account))
