"""How one leaves: one word, three sliders, the outcome; everything may be skipped."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.actions import State, describe_state
from rebond.apps.debrief.models import Account
from rebond.taxonomy.labels import OUTCOMES
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

SLIDERS = ("stress", "control", "mood")
UNMOVED = {"leaving": "", "stress": "5", "control": "5", "mood": "5", "outcome": ""}
"""What the form sends where nothing was answered."""


def url(account: Any) -> str:
    return f"/debrief/accounts/{account.pk}/state/"


def state() -> tuple[Any, ...]:
    return Account.objects.values_list("leaving", "stress", "control", "mood", "outcome").get()


@pytest.fixture
def account(candidate: Any) -> Account:
    return cast.kept(candidate)


def test_it_works_and_leads_to_the_reading(client: Client, account: Account) -> None:
    given = dict.fromkeys(("stress_given", "control_given", "mood_given"), "on")
    answers = {"leaving": " vidé ", "stress": "8", "control": "0", "mood": "10", "outcome": "waiting"}

    response = client.post(url(account), answers | given)

    assert (response.status_code, response.headers["Location"]) == (302, f"/moments/{account.pk}/")
    assert state() == ("vidé", 8, 0, 10, "waiting")


@pytest.mark.parametrize("answers", [UNMOVED, {}])
def test_nothing_answered_is_noted_as_nothing(client: Client, account: Account, answers: dict[str, str]) -> None:
    assert client.post(url(account), answers).status_code == 302
    assert state() == ("", None, None, None, "")


@pytest.mark.parametrize("given", SLIDERS)
def test_a_slider_counts_only_where_its_box_says_so(client: Client, account: Account, given: str) -> None:
    client.post(url(account), UNMOVED | {"stress": "1", "control": "2", "mood": "3", f"{given}_given": "on"})

    moved = {"stress": 1, "control": 2, "mood": 3}
    assert state() == ("", *(moved[name] if name == given else None for name in SLIDERS), "")


def test_an_answer_may_be_taken_back(client: Client, account: Account) -> None:
    client.post(url(account), UNMOVED | {"leaving": "vidé", "stress": "8", "stress_given": "on", "outcome": "refused"})
    client.post(url(account), UNMOVED)

    assert state() == ("", None, None, None, "")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_kept(client: Client, account: Account, outcome: str) -> None:
    client.post(url(account), UNMOVED | {"outcome": outcome})

    assert state() == ("", None, None, None, outcome)


@pytest.mark.parametrize(
    "wrong",
    [
        {"stress": "11", "stress_given": "on"},
        {"control": "-1", "control_given": "on"},
        {"mood": "beaucoup", "mood_given": "on"},
        {"mood": "3.5", "mood_given": "on"},
        {"leaving": "a" * 61},
        {"leaving": "a\0"},
        {"outcome": "hired"},
    ],
)
def test_what_cannot_be_noted_is_refused_with_a_sentence_and_changes_nothing(
    client: Client, account: Account, wrong: dict[str, str]
) -> None:
    client.post(url(account), UNMOVED | {"leaving": "vidé"})
    stored = cast.everything_stored()

    response = client.post(url(account), UNMOVED | wrong)

    assert response.status_code == 422
    assert seen(response).one(role="alert").words != ""
    assert cast.everything_stored() == stored


@pytest.mark.parametrize("slider", SLIDERS)
@pytest.mark.parametrize("value", [0, 10])
def test_the_ends_of_the_scale_are_kept(candidate: Any, account: Account, slider: str, value: int) -> None:
    describe_state(account=account, state=State(**{slider: value}), by=candidate, now=cast.NOON)

    assert state() == ("", *(value if name == slider else None for name in SLIDERS), "")


@pytest.mark.parametrize("slider", SLIDERS)
@pytest.mark.parametrize("value", [-1, 11])
def test_the_database_refuses_what_lies_off_the_scale(
    candidate: Any, account: Account, slider: str, value: int
) -> None:
    with pytest.raises(IntegrityError, match=r"on_the_scale|CHECK constraint failed"):
        describe_state(account=account, state=State(**{slider: value}), by=candidate, now=cast.NOON)


def test_the_state_lies_beside_the_text(candidate: Any, account: Account, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()

    describe_state(account=account, state=State(leaving="vidé"), by=candidate, now=now)

    assert Account.objects.values_list("text", "written_at").get() == (account.text, cast.NOON)
    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "describe_state", "debrief.account", str(account.pk))
    ]


def test_another_persons_account_is_not_found(client: Client) -> None:
    theirs = cast.kept(cast.another_person())

    assert client.post(url(theirs), UNMOVED | {"leaving": "vidé"}).status_code == 404
    assert state() == ("", None, None, None, "")


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account), UNMOVED | {"leaving": "vidé"}).status_code == 403
    assert state() == ("", None, None, None, "")
