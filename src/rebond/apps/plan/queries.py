"""The plan as the candidate sees it."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, QuerySet

from rebond.apps.base.ownership import get_owned_or_404, owned
from rebond.apps.debrief.models import Account
from rebond.apps.plan.models import Priority, Step

AT_MOST = 3
"""Priorities kept at one time, over all accounts: more than three are not kept in mind, said the method."""


def priorities_of(account: Account) -> QuerySet[Priority]:
    """Every priority of the account with its steps, in order."""
    return Priority.objects.filter(account=account).prefetch_related("steps")


def kept_by(person: AbstractBaseUser) -> QuerySet[Priority]:
    """What the person works on now, what is due first on top and what has no date last, with steps and accounts."""
    due_first = F("due").asc(nulls_last=True)
    kept = owned(Priority.objects.filter(state=Priority.State.KEPT), by=person)
    return kept.select_related("account").defer("account__text").prefetch_related("steps").order_by(due_first, "id")


def room_left(account: Account) -> int:
    """How many more priorities may be kept now by the account's owner; examples and real accounts are counted apart."""
    kept = Priority.objects.filter(
        owner_id=account.owner_id, state=Priority.State.KEPT, account__is_example=account.is_example
    )
    return AT_MOST - kept.count()


def priority_of(person: AbstractBaseUser, priority_id: int) -> Priority:
    """One priority of this person; absent (404) where it is not theirs."""
    return get_owned_or_404(Priority.objects.select_related("account"), by=person, pk=priority_id)


def step_of(person: AbstractBaseUser, step_id: int) -> Step:
    """One step of a priority of this person; absent (404) where it is not theirs."""
    return get_owned_or_404(
        Step.objects.select_related("priority__account"), by=person, through="priority__owner", pk=step_id
    )
