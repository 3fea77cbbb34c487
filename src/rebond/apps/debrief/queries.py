"""Shared reads of what was written while it burnt."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.db.models.functions import Left

from rebond.apps.base.ownership import get_owned_or_404, owned
from rebond.apps.debrief.models import Account, Draft

OPENING_CHARACTERS = 160
"""What a list shows of an account, a little more than two lines."""


def accounts_of(person: AbstractBaseUser) -> QuerySet[Account]:
    """The person's accounts, newest first."""
    return owned(Account.objects.all(), by=person).order_by("-written_at", "id")


def openings_of(person: AbstractBaseUser) -> QuerySet[Account]:
    """The person's accounts, newest first, each with its first words as `opening` and without the rest of its text."""
    return accounts_of(person).defer("text").annotate(opening=Left("text", OPENING_CHARACTERS))


def account_of(person: AbstractBaseUser, account_id: object) -> Account:
    """One account of this person; absent (404) where it is not theirs."""
    return get_owned_or_404(Account.objects.all(), by=person, pk=account_id)


def draft_of(person: AbstractBaseUser) -> Draft | None:
    """What was last being written and is not kept yet."""
    return owned(Draft.objects.all(), by=person).order_by("-saved_at").first()
