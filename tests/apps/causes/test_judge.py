"""What the candidate says of a cause: it is, it is not, I do not know; or nothing after all."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.causes.actions import judge_cause
from rebond.apps.causes.models import Hypothesis, Verdict
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from rebond.taxonomy.causes import CAUSES
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
REFUSED = "Ce choix n’existe pas. Rechargez la page et recommencez."


def url(account: Any) -> str:
    return f"/causes/{account.pk}/verdict/"


def verdicts() -> dict[str, str]:
    return dict(Verdict.objects.values_list("key", "choice"))


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


@pytest.mark.parametrize("choice", ["confirmed", "rejected", "unknown"])
def test_it_works_and_leads_back_to_the_page(client: Client, account: Account, choice: str) -> None:
    response = client.post(url(account), {"key": "pay_unprepared", "choice": choice})

    assert (response.status_code, response.headers["Location"]) == (302, f"/causes/{account.pk}/")
    assert verdicts() == {"pay_unprepared": choice}


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, account: Account) -> None:
    part = client.post(url(account), {"key": "pay_unprepared", "choice": "confirmed"}, headers=HTMX)

    assert part.status_code == 200
    assert [element.attributes["id"] for element in seen(part).content if isinstance(element, Element)] == ["flat"]
    assert region(part, "flat") == region(client.get(f"/causes/{account.pk}/"), "flat")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}


@pytest.mark.parametrize("key", CAUSES)
def test_any_cause_can_be_named(client: Client, account: Account, key: str) -> None:
    client.post(url(account), {"key": key, "choice": "confirmed"})

    assert verdicts() == {key: "confirmed"}
    assert f"cause-{key}" in {
        card.attributes["id"] for card in seen(client.get(f"/causes/{account.pk}/")).all("article")
    }


def test_the_last_word_stands(client: Client, account: Account) -> None:
    for choice in ("confirmed", "rejected", "unknown", "confirmed"):
        client.post(url(account), {"key": "pay_unprepared", "choice": choice})

    assert verdicts() == {"pay_unprepared": "confirmed"}


@pytest.mark.parametrize("form", [{"key": "pay_unprepared", "choice": ""}, {"key": "pay_unprepared"}])
def test_an_empty_choice_takes_the_verdict_back(client: Client, account: Account, form: dict[str, str]) -> None:
    client.post(url(account), {"key": "pay_unprepared", "choice": "confirmed"})

    assert client.post(url(account), form).status_code == 302
    assert verdicts() == {}


def test_nothing_to_take_back_is_no_fault(client: Client, account: Account) -> None:
    assert client.post(url(account), {"key": "pay_unprepared", "choice": ""}).status_code == 302
    assert verdicts() == {}


def test_confirming_a_cause_takes_back_that_one_does_not_know(client: Client, account: Account) -> None:
    client.post(url(account), {"key": "unknown", "choice": "unknown"})
    client.post(url(account), {"key": "outside", "choice": "confirmed"})

    assert verdicts() == {"outside": "confirmed"}


@pytest.mark.parametrize("choice", ["rejected", "unknown", ""])
def test_another_word_on_a_cause_leaves_that_one_does_not_know(client: Client, account: Account, choice: str) -> None:
    client.post(url(account), {"key": "unknown", "choice": "unknown"})
    client.post(url(account), {"key": "outside", "choice": choice})

    assert verdicts()["unknown"] == "unknown"


def test_not_knowing_takes_back_no_cause(client: Client, account: Account) -> None:
    client.post(url(account), {"key": "outside", "choice": "confirmed"})
    client.post(url(account), {"key": "unknown", "choice": "unknown"})

    assert verdicts() == {"outside": "confirmed", "unknown": "unknown"}


def test_one_may_know_again(client: Client, account: Account) -> None:
    client.post(url(account), {"key": "unknown", "choice": "unknown"})
    client.post(url(account), {"key": "unknown", "choice": ""})

    assert verdicts() == {}


@pytest.mark.parametrize("choice", ["confirmed", "rejected"])
def test_the_whole_evening_can_only_be_unknown(client: Client, account: Account, choice: str) -> None:
    response = client.post(url(account), {"key": "unknown", "choice": choice})

    assert (response.status_code, response.content.decode(), verdicts()) == (422, REFUSED, {})


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"choice": "confirmed"},
        {"key": "", "choice": "confirmed"},
        {"key": "bad_luck", "choice": "confirmed"},
        {"key": "outside", "choice": "perhaps"},
        {"key": "outside\0", "choice": "confirmed"},
    ],
)
def test_what_does_not_exist_is_refused_with_a_sentence_and_changes_nothing(
    client: Client, account: Account, form: dict[str, str]
) -> None:
    stored = cast.everything_stored()

    response = client.post(url(account), form)

    assert (response.status_code, response.content.decode()) == (422, REFUSED)
    assert cast.everything_stored() == stored


def test_a_verdict_changes_no_hypothesis(client: Client, account: Account) -> None:
    before = list(Hypothesis.objects.values())

    client.post(url(account), {"key": "pay_unprepared", "choice": "rejected"})

    assert list(Hypothesis.objects.values()) == before != []


def test_a_verdict_keeps_who_said_it_and_when_and_leaves_an_audit_row(
    account: Account, candidate: Person, now: datetime.datetime
) -> None:
    AuditEntry.objects.all().delete()

    judge_cause(account=account, key="outside", choice="confirmed", by=candidate, now=now)

    assert Verdict.objects.values_list("account", "key", "choice", "by", "at").get() == (
        account.pk,
        "outside",
        "confirmed",
        candidate.pk,
        now,
    )
    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "judge_cause", "debrief.account", str(account.pk))
    ]


def test_a_verdict_counts_for_its_own_account_alone(client: Client, account: Account, candidate: Person) -> None:
    other = cast.read(candidate)

    client.post(url(account), {"key": "pay_unprepared", "choice": "rejected"})

    assert list(Verdict.objects.filter(account=other)) == []


def test_another_persons_account_is_not_found(client: Client) -> None:
    theirs = cast.read(cast.another_person())

    assert client.post(url(theirs), {"key": "outside", "choice": "confirmed"}).status_code == 404
    assert verdicts() == {}


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account), {"key": "outside", "choice": "confirmed"}).status_code == 403
    assert verdicts() == {}
