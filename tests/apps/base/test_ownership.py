"""The owner's gate, tried on accounts: the first rows that have an owner."""

import datetime
from typing import Any

import pytest
from django.http import Http404

from rebond.apps.base.ownership import get_owned_or_404, owned
from rebond.apps.debrief.models import Account
from rebond.apps.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(now: datetime.datetime) -> Person:
    """Someone else; there is at most one local candidate."""
    return Person.objects.create(arrived_at=now)


def account_of(owner: Any, now: datetime.datetime) -> Account:
    return Account.objects.create(owner=owner, text="Je suis sorti en larmes.", written_at=now)


def test_owned_keeps_the_rows_of_this_person_alone(candidate: Any, other: Person, now: datetime.datetime) -> None:
    mine = account_of(candidate, now)
    account_of(other, now)

    assert list(owned(Account.objects.all(), by=candidate)) == [mine]


def test_owned_follows_a_path_to_the_owner(candidate: Any, other: Person, now: datetime.datetime) -> None:
    mine = account_of(candidate, now)
    account_of(other, now)

    assert list(owned(Account.objects.all(), by=candidate, through="owner__pk")) == [mine]


def test_get_owned_or_404_gives_the_persons_row(candidate: Any, now: datetime.datetime) -> None:
    mine = account_of(candidate, now)

    assert get_owned_or_404(Account.objects.all(), by=candidate, pk=mine.pk) == mine


def test_another_persons_row_is_refused_as_one_that_is_not_there(
    candidate: Any, other: Person, now: datetime.datetime
) -> None:
    theirs = account_of(other, now)

    with pytest.raises(Http404) as refused:
        get_owned_or_404(Account.objects.all(), by=candidate, pk=theirs.pk)
    theirs_said = str(refused.value)
    theirs.delete()
    with pytest.raises(Http404) as absent:
        get_owned_or_404(Account.objects.all(), by=candidate, pk=theirs.pk)

    assert theirs_said == str(absent.value)
