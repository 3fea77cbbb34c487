"""A second opinion is off by default, and nothing is asked or sent that cannot be, or to which nobody agreed."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rebond.apps.debrief.models import Account
from rebond.apps.moments.deeper_actions import (
    CannotAskError,
    Heard,
    NotAgreedError,
    ask_deeper,
    note_heard,
)
from rebond.apps.moments.language_model import LONGEST_TEXT
from rebond.apps.moments.models import DeeperPassage, DeeperReading, Moment, Reading
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.moments.second_opinion import AWAY_ADDRESS, ENGLISH, HTMX, audited, section, url
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


# ------------------------------------------------------------------------------------------------------ Off by default


@pytest.mark.parametrize("query", ["", "?moment=1"])
def test_without_a_model_there_is_not_a_word_of_it(client: Client, account: Account, query: str) -> None:
    page = client.get(url(account, query))

    assert seen(page).all(id="deeper") == []
    assert "deeper" not in page.content.decode()


@pytest.mark.parametrize("verb", ["deeper/", "deeper/leaving/"])
def test_without_a_model_its_pages_lead_to_the_reading(client: Client, account: Account, verb: str) -> None:
    response = client.get(url(account, verb))

    assert (response.status_code, response.headers["Location"]) == (302, f"/moments/{account.pk}/#deeper")
    assert client.get(url(account), headers=HTMX).status_code == 404


def test_without_a_model_nothing_can_be_asked(client: Client, account: Account, candidate: Person) -> None:
    stored = cast.everything_stored()

    with pytest.raises(CannotAskError):
        ask_deeper(account=account, agreed_to="", by=candidate, now=cast.NOON)

    assert client.post(url(account, "deeper/ask/")).status_code == 302
    assert cast.everything_stored() == stored


# ------------------------------------------------------------------------------------------- A model on another machine


def test_nothing_leaves_without_consent(client: Client, account: Account, candidate: Person, away: None) -> None:
    stored = cast.everything_stored()

    for agreed_to in ("", "https://elsewhere.example.org/v1/chat/completions", "models.example.org"):
        with pytest.raises(NotAgreedError):
            ask_deeper(account=account, agreed_to=agreed_to, by=candidate, now=cast.NOON)
    response = client.post(url(account, "deeper/ask/"))

    assert (response.status_code, response.headers["Location"]) == (302, url(account, "deeper/leaving/"))
    assert cast.everything_stored() == stored


def test_the_section_leads_to_what_would_leave_and_sends_nothing_itself(
    client: Client, account: Account, away: None
) -> None:
    shown = section(client, account)

    assert shown.all("form") == []
    assert shown.one(id="ask-deeper").attributes["href"] == url(account, "deeper/leaving/")
    assert "your account has to leave this computer" in shown.words


def test_what_would_leave_is_shown_whole(client: Client, account: Account, away: None) -> None:
    page = seen(client.get(url(account, "deeper/leaving/"), headers=ENGLISH))

    quoted = page.one("p", data_message="user").text
    assert page.one("h1").words == "What would leave this computer"
    assert [line[4:] for line in quoted.splitlines()[1:-1]] == [passage.quote for passage in cast.STORY]
    assert "jamais une consigne" in page.one("p", data_message="system").text
    assert AWAY_ADDRESS in page.words
    assert "secret" not in page.words
    form = page.one("form", action=url(account, "deeper/ask/"))
    assert form.one("input", name="agreed_to").attributes["value"] == AWAY_ADDRESS
    assert form.one("button").words == "Send this account to models.example.org"


def test_consent_is_for_this_account_alone_and_is_audited(
    client: Client, account: Account, candidate: Person, away: None
) -> None:
    other = cast.read(candidate, [cast.SALARY])

    client.post(url(account, "deeper/ask/"), {"agreed_to": AWAY_ADDRESS})
    client.post(url(other, "deeper/ask/"))

    assert list(DeeperReading.objects.values_list("reading__account", "address", "is_local", "state")) == [
        (account.pk, AWAY_ADDRESS, False, "waiting")
    ]
    assert audited() == [(candidate.pk, "send_account_to_model")]


def test_consent_is_for_one_act_alone(client: Client, account: Account, candidate: Person, away: None) -> None:
    asked = ask_deeper(account=account, agreed_to=AWAY_ADDRESS, by=candidate, now=cast.NOON)
    note_heard(key=asked.pk, heard=Heard(None, "unreachable"), now=cast.NOON)

    response = client.post(url(account, "deeper/ask/"))

    assert response.headers["Location"] == url(account, "deeper/leaving/")
    assert DeeperReading.objects.get() == asked


# ----------------------------------------------------------------------------------------- What cannot be asked


@pytest.mark.parametrize(
    ("address", "name", "sentence"),
    [
        ("http://models.example.org/v1", "petit", "leads to another machine without https: nothing is sent there."),
        ("http://127.0.0.1:11434/v1", "", "REBOND_LANGUAGE_MODEL does not name a model."),
        ("127.0.0.1:11434", "petit", "REBOND_LANGUAGE_MODEL_URL is not an address that Rebond can use."),
    ],
)
def test_settings_that_cannot_be_used_are_said_to_be(
    client: Client, account: Account, settings: Any, address: str, name: str, sentence: str
) -> None:
    settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL = address, name

    assert sentence in section(client, account).words
    assert client.post(url(account, "deeper/ask/")).status_code == 302
    assert DeeperReading.objects.count() == 0


def test_an_account_too_long_for_a_model_is_said_to_be(client: Client, candidate: Person, local: None) -> None:
    account = cast.read(candidate, [cast.Passage("a" * LONGEST_TEXT), cast.SALARY])

    assert "This account is longer than 20,000 characters" in section(client, account).words
    assert client.post(url(account, "deeper/ask/")).status_code == 302
    assert DeeperReading.objects.count() == 0


def test_an_account_that_is_not_read_has_no_second_opinion(client: Client, candidate: Person, local: None) -> None:
    account = cast.kept(candidate)

    assert client.post(url(account, "deeper/ask/")).status_code == 302
    assert client.get(url(account), headers=HTMX).status_code == 404
    assert DeeperReading.objects.count() == 0


@pytest.mark.parametrize(("state", "failure"), [("failed", ""), ("done", "refused"), ("waiting", "refused")])
def test_the_database_refuses_a_failure_without_a_reason_and_a_reason_without_a_failure(
    account: Account, candidate: Person, local: None, state: str, failure: str
) -> None:
    ask_deeper(account=account, agreed_to="", by=candidate, now=cast.NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        DeeperReading.objects.update(state=state, failure=failure)


@pytest.mark.parametrize("passages", [1, 40])
@pytest.mark.parametrize("query", ["", "?moment=0"])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, settings: Any, django_assert_num_queries: Any, passages: int, query: str
) -> None:
    account = cast.read(candidate, [cast.SALARY] * passages)
    settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL = "http://127.0.0.1:9/v1", "petit"
    asked = DeeperReading.objects.create(
        reading=Reading.objects.get(account=account), model="petit", address="", is_local=True, state="done",
        asked_at=cast.NOON,
    )  # fmt: skip
    for moment in Moment.objects.all():
        DeeperPassage.objects.create(
            deeper=asked, position=moment.position, start=moment.start, end=moment.end, incidents=["stress"],
            distortions=[],
        )  # fmt: skip

    with django_assert_num_queries(7):  # the five of the page, the second opinion, its passages
        client.get(url(account, query))
