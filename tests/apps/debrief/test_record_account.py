"""Keeping an account: once, word for word."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.actions import KeyTakenError, keep_draft, record_account
from rebond.apps.debrief.forms import AccountForm
from rebond.apps.debrief.models import Account, Draft
from rebond.apps.debrief.queries import account_of, accounts_of
from tests.apps import cast

pytestmark = pytest.mark.django_db

KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")
LATER = datetime.timedelta(minutes=1)
same_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


def test_record_account_keeps_everything_that_it_was_given(candidate: Any, now: datetime.datetime) -> None:
    record_account(text="J'ai perdu le fil.", key=KEY, by=candidate, now=now)

    assert Account.objects.values().get() == {
        "id": KEY,
        "owner_id": candidate.pk,
        "text": "J'ai perdu le fil.",
        "written_at": now,
        "is_example": False,
        "leaving": "",
        "stress": None,
        "control": None,
        "mood": None,
        "outcome": "",
        "interview_id": None,
        "answered_on": None,
        "expected": "",
        "expected_at": None,
        "help_offered": False,
        "help_dismissed_at": None,
    }


def test_record_account_writes_one_audit_row_without_a_word_of_the_text(candidate: Any, now: datetime.datetime) -> None:
    AuditEntry.objects.all().delete()

    record_account(text="J'ai perdu le fil.", key=KEY, by=candidate, now=now)

    assert list(AuditEntry.objects.values_list("at", "by", "verb", "target_type", "target_id")) == [
        (now, candidate.pk, "record_account", "debrief.account", str(KEY))
    ]


def test_the_same_text_under_the_same_key_is_one_account_and_one_audit_row(
    candidate: Any, now: datetime.datetime
) -> None:
    first = record_account(text="J'ai perdu le fil.", key=KEY, by=candidate, now=now)
    stored = cast.everything_stored()

    again = record_account(text="J'ai perdu le fil.", key=KEY, by=candidate, now=now + LATER)

    assert again == first
    assert cast.everything_stored() == stored


def test_another_text_under_a_key_that_is_taken_is_refused_and_nothing_changes(
    candidate: Any, now: datetime.datetime
) -> None:
    record_account(text="J'ai perdu le fil.", key=KEY, by=candidate, now=now)
    stored = cast.everything_stored()

    with pytest.raises(KeyTakenError):
        record_account(text="J'ai perdu le fil. Encore.", key=KEY, by=candidate, now=now + LATER)

    assert cast.everything_stored() == stored


def test_another_persons_key_is_refused_even_with_the_same_text(candidate: Any, now: datetime.datetime) -> None:
    theirs = cast.kept(cast.another_person(), "J'ai perdu le fil.")

    with pytest.raises(KeyTakenError):
        record_account(text="J'ai perdu le fil.", key=theirs.pk, by=candidate, now=now)

    assert list(accounts_of(candidate)) == []


def test_keeping_a_text_ends_its_draft_and_leaves_the_others(candidate: Any, now: datetime.datetime) -> None:
    other_key = uuid.uuid4()
    keep_draft(text="J'ai perdu", key=KEY, by=candidate, now=now)
    keep_draft(text="Un autre récit", key=other_key, by=candidate, now=now)

    record_account(text="J'ai perdu le fil.", key=KEY, by=candidate, now=now)

    assert list(Draft.objects.values_list("id", "text")) == [(other_key, "Un autre récit")]


@same_database
@given(text=st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_any_text_comes_back_word_for_word(candidate: Any, now: datetime.datetime, text: str) -> None:
    account = record_account(text=text, key=uuid.uuid4(), by=candidate, now=now)

    assert account_of(candidate, account.pk).text == text


@given(text=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1))
def test_the_form_changes_nothing_but_the_line_ends_of_browsers(text: str) -> None:
    form = AccountForm({"text": text})

    assert form.is_valid() == bool(text.strip())
    assert form.cleaned_data.get("text", text.replace("\r\n", "\n")) == text.replace("\r\n", "\n")


def test_the_database_refuses_an_account_without_text(candidate: Any, now: datetime.datetime) -> None:
    with pytest.raises(IntegrityError, match="account_has_text"):
        Account.objects.create(owner=candidate, text="", written_at=now)


def test_accounts_come_newest_first_and_are_the_persons_own(candidate: Any, now: datetime.datetime) -> None:
    older = cast.kept(candidate, "Le premier.", now=now)
    newer = cast.kept(candidate, "Le second.", now=now + LATER)
    cast.kept(cast.another_person(), "Pas à moi.", now=now + LATER)

    assert list(accounts_of(candidate)) == [newer, older]
