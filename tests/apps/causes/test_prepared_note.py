"""Saying, afterwards, what became of a line of the preparation sheet."""

import datetime
import json

import pytest
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.base.models import AuditEntry
from rebond.apps.causes.models import Prepared
from rebond.apps.causes.prepared_actions import note_prepared
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import region

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
CHOICES = ["served", "of_no_use", "missed", "not_needed"]


def url(account: Account) -> str:
    return f"/causes/{account.pk}/prepared/"


def noted(account: Account) -> dict[str, str]:
    return dict(Prepared.objects.filter(account=account).values_list("key", "choice"))


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


@pytest.mark.parametrize("choice", CHOICES)
def test_it_works_and_leads_back_to_the_line(client: Client, account: Account, choice: str) -> None:
    response = client.post(url(account), {"key": "pay", "choice": choice})

    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/causes/{account.pk}/?sheet=open#item-pay",
    )
    assert noted(account) == {"pay": choice}


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, account: Account) -> None:
    part = client.post(url(account), {"key": "pay", "choice": "missed"}, headers=HTMX)

    assert part.status_code == 200
    page = client.get(f"/causes/{account.pk}/?sheet=open")
    assert region(part, "prepared") == region(page, "prepared")
    assert json.loads(part.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}


def test_another_choice_takes_the_place_of_the_first(client: Client, account: Account) -> None:
    client.post(url(account), {"key": "pay", "choice": "served"})
    client.post(url(account), {"key": "pay", "choice": "of_no_use"})

    assert noted(account) == {"pay": "of_no_use"}


def test_an_empty_choice_takes_it_back_and_leaves_the_others(client: Client, account: Account) -> None:
    client.post(url(account), {"key": "pay", "choice": "served"})
    client.post(url(account), {"key": "calm", "choice": "missed"})

    client.post(url(account), {"key": "pay", "choice": ""})

    assert noted(account) == {"calm": "missed"}


def test_it_keeps_when_it_was_said_and_leaves_one_audit_row(
    candidate: Person, account: Account, now: datetime.datetime
) -> None:
    AuditEntry.objects.all().delete()

    note_prepared(account=account, key="pay", choice="missed", by=candidate, now=now)

    assert Prepared.objects.values_list("at", flat=True).get() == now
    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "note_prepared", "debrief.account", str(account.pk))
    ]


@pytest.mark.parametrize("form", [{"key": "prayer", "choice": "served"}, {"key": "pay", "choice": "won"}, {}])
def test_what_does_not_exist_is_refused_and_nothing_changes(
    client: Client, account: Account, form: dict[str, str]
) -> None:
    stored = cast.everything_stored()

    assert client.post(url(account), form).status_code == 422
    assert cast.everything_stored() == stored


def test_another_persons_account_is_not_found(client: Client) -> None:
    theirs = cast.read(cast.another_person())

    assert client.post(url(theirs), {"key": "pay", "choice": "missed"}).status_code == 404
    assert noted(theirs) == {}


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405


def test_without_the_launch_cookie_nothing_is_noted(stranger: Client, account: Account) -> None:
    assert stranger.post(url(account), {"key": "pay", "choice": "missed"}).status_code == 403
    assert noted(account) == {}
