"""Every write of the hot stage. What returns has been committed, and is on disk."""

import datetime
import uuid
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from rebond.apps.base.audit import record
from rebond.apps.base.ownership import owned
from rebond.apps.debrief.models import Account, Draft, Interview
from rebond.apps.debrief.tracker_actions import attach_account, note_answer
from rebond.engine.debrief.distress import find_distress
from rebond.taxonomy.examples import EXAMPLES


@dataclass(frozen=True)
class State:
    """How the candidate leaves the interview; None and "" stand for what they skipped."""

    leaving: str = ""
    stress: int | None = None
    control: int | None = None
    mood: int | None = None
    outcome: str = ""


class KeyTakenError(ValueError):
    """The key of the page belongs to another account already kept: nothing was written over it."""


@transaction.atomic
def record_account(
    *,
    text: str,
    key: uuid.UUID,
    by: AbstractBaseUser,
    now: datetime.datetime,
    interview: Interview | None = None,
    is_example: bool = False,
) -> Account:
    """Keep the text as it is, once: the same key and text again give the account already kept.

    It tells `interview` where one is given, else stands alone.

    Raises KeyTakenError where the key holds another text or another person's account.
    """
    account, created = Account.objects.get_or_create(
        pk=key,
        defaults={
            "owner": by,
            "text": text,
            "written_at": now,
            "is_example": is_example,
            "help_offered": find_distress(text) is not None,
        },
    )
    if not created and (account.owner_id != by.pk or account.text != text):
        raise KeyTakenError(str(key))
    owned(Draft.objects.all(), by=by).filter(pk=key).delete()
    if created:
        record(by=by, verb="record_account", target=account, now=now)
        if interview is not None:
            attach_account(account=account, interview=interview, by=by, now=now)
    return account


@transaction.atomic
def keep_draft(*, text: str, key: uuid.UUID, by: AbstractBaseUser, now: datetime.datetime) -> bool:
    """Keep what is being written; False where this key is an account already (a late autosave after the save).

    False too where it is another person's draft.
    """
    if Account.objects.filter(pk=key).exists():
        return False
    mine = owned(Draft.objects.filter(pk=key), by=by)
    if not text.strip():
        mine.delete()
        return True
    if mine.update(text=text, saved_at=now):
        return True
    _, created = Draft.objects.get_or_create(pk=key, defaults={"owner": by, "text": text, "saved_at": now})
    return created


@transaction.atomic
def describe_state(*, account: Account, state: State, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note how the candidate left, beside the text and never over it; the answer is that of its interview too."""
    account.leaving = state.leaving
    account.stress, account.control, account.mood = state.stress, state.control, state.mood
    account.save(update_fields=["leaving", "stress", "control", "mood"])
    if state.outcome != account.outcome:
        note_answer(of=account, outcome=state.outcome, answered_on=None, by=by, now=now)
    record(by=by, verb="describe_state", target=account, now=now)


@transaction.atomic
def dismiss_help(*, account: Account, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """The help lines were seen: they are not shown again for this account. A second time changes nothing."""
    if account.help_dismissed_at is not None:
        return
    account.help_dismissed_at = now
    account.save(update_fields=["help_dismissed_at"])
    record(by=by, verb="dismiss_help", target=account, now=now)


@transaction.atomic
def remove_account(*, account: Account, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Delete the account and all that hangs on it, for good."""
    record(by=by, verb="remove_account", target=account, now=now)
    account.delete()


def add_example(*, language: str, by: AbstractBaseUser, now: datetime.datetime) -> Account:
    """Put the bundled example among the accounts; a second call gives the one already there."""
    key = uuid.uuid5(by.pk, f"example-{language}")
    known = owned(Account.objects.filter(pk=key), by=by).first()  # its words may be those of an earlier version
    return known or record_account(text=EXAMPLES[language], key=key, by=by, now=now, is_example=True)
