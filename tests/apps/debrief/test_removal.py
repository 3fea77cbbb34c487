"""Deleting an account: asked first, then for good, with all that hangs on it."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.causes.actions import answer_question, judge_cause
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment
from rebond.apps.plan.actions import add_step, keep_priority
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

WORK = ("debrief.Account", "moments.Reading", "moments.Moment", "moments.Correction", "causes.Hypothesis",
        "causes.Verdict", "causes.Question", "causes.Answer", "plan.Priority", "plan.Step")  # fmt: skip


def asked(account: Any) -> str:
    return f"/debrief/accounts/{account.pk}/remove/"


def done(account: Any) -> str:
    return f"/debrief/accounts/{account.pk}/removed/"


def lived_through(person: Any) -> Account:
    """An account that went through the whole journey."""
    account = cast.read(person)
    said = {"account": account, "by": person, "now": cast.NOON}
    correct_moment(**said, position=1, aspect="nature", key="feeling", holds=True)
    judge_cause(**said, key="pay_unprepared", choice="confirmed")
    answer_question(**said, key="blank", answer="faded")
    priority = cast.proposed(account, "pay_unprepared")
    keep_priority(priority=priority, due=None, by=person, now=cast.NOON)
    add_step(priority=priority, words="Appeler Samira.", by=person, now=cast.NOON)
    return account


def rows() -> dict[str, int]:
    return {label: apps.get_model(label).objects.count() for label in WORK}


def test_it_asks_first_and_deletes_nothing(client: Client, candidate: Any) -> None:
    account = cast.kept(candidate, "J'ai perdu le fil.")
    stored = cast.everything_stored()

    page = seen(client.get(asked(account)))

    assert page.one("h1").words == "Supprimer ce récit\u00a0?"
    assert page.one("blockquote").text == "J'ai perdu le fil."
    assert page.one("form", action=done(account)).words == "Supprimer pour de bon"
    assert cast.everything_stored() == stored


def test_the_question_shows_hostile_words_as_text(client: Client, candidate: Any) -> None:
    page = seen(client.get(asked(cast.kept(candidate, cast.HOSTILE))))

    assert page.one("blockquote").text == f"{cast.HOSTILE[:199]}…"
    assert page.all("b") == []


def test_it_deletes_the_account_and_leads_to_the_others(client: Client, candidate: Any) -> None:
    account = cast.kept(candidate)

    response = client.post(done(account))

    assert (response.status_code, response.headers["Location"]) == (302, "/debrief/accounts/")
    assert list(Account.objects.all()) == []


def test_it_deletes_all_that_hangs_on_the_account(client: Client, candidate: Any) -> None:
    account = lived_through(candidate)
    assert all(rows().values()), rows()

    client.post(done(account))

    assert rows() == dict.fromkeys(WORK, 0)


def test_it_leaves_what_hangs_on_another_account(client: Client, candidate: Any) -> None:
    lived_through(candidate)
    stored = {label: cast.everything_stored()[label] for label in WORK}

    client.post(done(lived_through(candidate)))

    assert {label: cast.everything_stored()[label] for label in WORK} == stored


def test_what_stays_of_it_is_its_audit_without_a_word_of_it(client: Client, candidate: Any) -> None:
    account = lived_through(candidate)

    client.post(done(account))

    entries = list(AuditEntry.objects.values_list("verb", "target_type", "target_id"))
    assert entries[-1] == ("remove_account", "debrief.account", str(account.pk))
    stored = str(cast.everything_stored())
    assert [p.quote for p in cast.STORY if p.quote in stored] == []
    assert "Samira" not in stored


def test_a_second_time_finds_nothing(client: Client, candidate: Any) -> None:
    account = cast.kept(candidate)
    client.post(done(account))

    assert client.post(done(account)).status_code == 404
    assert client.get(asked(account)).status_code == 404


def test_another_persons_account_is_not_found(client: Client) -> None:
    theirs = cast.kept(cast.another_person())

    assert client.get(asked(theirs)).status_code == 404
    assert client.post(done(theirs)).status_code == 404
    assert Account.objects.get() == theirs


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_on_the_question_is_refused(client: Client, candidate: Any, method: str) -> None:
    assert getattr(client, method)(asked(cast.kept(candidate))).status_code == 405


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_another_verb_on_the_deletion_is_refused_and_deletes_nothing(
    client: Client, candidate: Any, method: str
) -> None:
    account = cast.kept(candidate)

    assert getattr(client, method)(done(account)).status_code == 405
    assert Account.objects.get() == account


def test_without_the_launch_cookie_nothing_is_deleted(stranger: Client, candidate: Any) -> None:
    account = cast.kept(candidate)

    assert stranger.get(asked(account)).status_code == 403
    assert stranger.post(done(account)).status_code == 403
    assert Account.objects.get() == account


def test_its_question_asks_little_of_the_database(
    client: Client, candidate: Any, django_assert_num_queries: Any
) -> None:
    account = lived_through(candidate)

    with django_assert_num_queries(2):  # who asks, the account
        client.get(asked(account))
