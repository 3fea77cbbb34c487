"""The rest is right: what the candidate leaves as it was read is theirs, until they take that back."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import confirm_reading
from rebond.apps.moments.models import Correction, Reading
from rebond.apps.moments.queries import ReadAccount, reading_of
from rebond.apps.people.models import Person
from tests.apps import cast
from tests.apps.screen import region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate)


def url(account: Any) -> str:
    return f"/moments/{account.pk}/rest/"


def shown(account: Account) -> ReadAccount:
    read = reading_of(account)
    assert read is not None
    return read


def test_it_works_and_leads_back(client: Client, account: Account) -> None:
    response = client.post(url(account), {"agrees": "yes"})

    assert (response.status_code, response.headers["Location"]) == (302, f"/moments/{account.pk}/#rest")
    assert Reading.objects.get().agreed_at is not None
    assert list(Correction.objects.all()) == []


def test_htmx_gets_the_part_that_the_page_then_holds(client: Client, account: Account) -> None:
    part = client.post(url(account), {"agrees": "yes"}, headers=HTMX)

    assert region(part, "reading") == region(client.get(f"/moments/{account.pk}/"), "reading")
    assert seen(part).one(id="agree").attributes["value"] == "no"


def test_what_is_left_counts_as_the_candidates_word(account: Account, now: datetime.datetime) -> None:
    confirm_reading(account=account, agrees=True, by=account.owner, now=now)

    read = shown(account)
    assert read.agreed_at == now
    assert [sorted(moment.confirmed) for moment in read.moments] == [[], ["salary"], [], [], ["strength"]]
    assert all(moment.nature_checked and not moment.unsure for moment in read.moments)


def test_it_can_be_taken_back(account: Account, now: datetime.datetime) -> None:
    before = shown(account)
    confirm_reading(account=account, agrees=True, by=account.owner, now=now)
    confirm_reading(account=account, agrees=False, by=account.owner, now=now)

    assert shown(account) == before


def test_it_leaves_an_audit_row(account: Account, candidate: Person, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()
    for agrees in (True, False):
        confirm_reading(account=account, agrees=agrees, by=candidate, now=now)

    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_id")) == [
        (now, candidate.pk, "confirm_reading", str(account.pk)),
        (now, candidate.pk, "reopen_reading", str(account.pk)),
    ]


@pytest.mark.parametrize("form", [{}, {"agrees": ""}, {"agrees": "perhaps"}])
def test_an_unknown_answer_is_refused_and_changes_nothing(
    client: Client, account: Account, form: dict[str, str]
) -> None:
    stored = cast.everything_stored()

    assert client.post(url(account), form).status_code == 422
    assert cast.everything_stored() == stored


def test_an_account_that_is_not_read_has_nothing_to_agree_with(client: Client, candidate: Person) -> None:
    assert client.post(url(cast.kept(candidate)), {"agrees": "yes"}).status_code == 404


def test_another_persons_account_is_not_found(client: Client) -> None:
    assert client.post(url(cast.read(cast.another_person())), {"agrees": "yes"}).status_code == 404
    assert Reading.objects.get().agreed_at is None


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405
