"""Every write of the tracker, and the answer to an interview, which its accounts share."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from rebond.apps.base.audit import record
from rebond.apps.debrief.evening_queries import ANSWERS
from rebond.apps.debrief.models import Account, Interview, Opportunity
from rebond.engine.documents.calendar_writer import Appointment, write_calendar


@dataclass(frozen=True)
class Details:
    """What is known of an opportunity; "" and None stand for what was skipped."""

    company: str
    post: str = ""
    place: str = ""
    link: str = ""
    contact: str = ""
    stage: str = "to_apply"
    applied_on: datetime.date | None = None
    notes: str = ""


@dataclass(frozen=True)
class Meeting:
    """What is known of an interview but its answer; "" and None stand for what was skipped."""

    kind: str = ""
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    setting: str = ""
    place: str = ""
    people: str = ""


@transaction.atomic
def add_opportunity(*, key: uuid.UUID, details: Details, by: AbstractBaseUser, now: datetime.datetime) -> Opportunity:
    """Add an opportunity once: the same key, that of the page, gives the one already there."""
    opportunity, created = Opportunity.objects.get_or_create(
        pk=uuid.uuid5(by.pk, str(key)),
        defaults={"owner": by, "added_at": now, "changed_at": now, **vars(details)},
    )
    if created:
        record(by=by, verb="add_opportunity", target=opportunity, now=now)
    return opportunity


@transaction.atomic
def change_opportunity(
    *, opportunity: Opportunity, details: Details, by: AbstractBaseUser, now: datetime.datetime
) -> None:
    """Note what is known of the opportunity now."""
    for name, value in vars(details).items():
        setattr(opportunity, name, value)
    opportunity.changed_at = now
    opportunity.save(update_fields=[*vars(details), "changed_at"])
    record(by=by, verb="change_opportunity", target=opportunity, now=now)


@transaction.atomic
def move_opportunity(*, opportunity: Opportunity, stage: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Put the opportunity at another stage; the one where it stands changes nothing."""
    if opportunity.stage == stage:
        return
    opportunity.stage, opportunity.changed_at = stage, now
    opportunity.save(update_fields=["stage", "changed_at"])
    record(by=by, verb="move_opportunity", target=opportunity, now=now)


@transaction.atomic
def remove_opportunity(*, opportunity: Opportunity, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Delete the opportunity with its interviews and what was prepared for them; the accounts stay, and stand alone."""
    record(by=by, verb="remove_opportunity", target=opportunity, now=now)
    opportunity.delete()


@transaction.atomic
def add_interview(
    *, opportunity: Opportunity, key: uuid.UUID, meeting: Meeting, by: AbstractBaseUser, now: datetime.datetime
) -> Interview:
    """Add an interview to the opportunity once: the same key, that of the page, gives the one already there."""
    interview, created = Interview.objects.get_or_create(
        pk=uuid.uuid5(opportunity.pk, str(key)),
        defaults={"owner": by, "opportunity": opportunity, "added_at": now, **vars(meeting)},
    )
    if created:
        _touch(opportunity, now)
        record(by=by, verb="add_interview", target=interview, now=now)
    return interview


@transaction.atomic
def change_interview(*, interview: Interview, meeting: Meeting, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note what is known of the interview now; its answer has an action of its own."""
    for name, value in vars(meeting).items():
        setattr(interview, name, value)
    interview.save(update_fields=list(vars(meeting)))
    _touch(interview.opportunity, now)
    record(by=by, verb="change_interview", target=interview, now=now)


@transaction.atomic
def remove_interview(*, interview: Interview, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Delete the interview and what was prepared for it; its accounts stay, and stand alone."""
    _touch(interview.opportunity, now)
    record(by=by, verb="remove_interview", target=interview, now=now)
    interview.delete()


@transaction.atomic
def note_answer(
    *,
    of: Interview | Account,
    outcome: str,
    answered_on: datetime.date | None,
    by: AbstractBaseUser,
    now: datetime.datetime,
) -> None:
    """Note the answer on the interview and on every account of it, or on an account that stands alone.

    An account that belongs to an interview stands for that interview. A date is kept with an answer alone: there is
    none while one waits.
    """
    known = {"outcome": outcome, "answered_on": answered_on if outcome in ANSWERS else None}
    interview = of if isinstance(of, Interview) else of.interview
    if interview is None:
        Account.objects.filter(pk=of.pk).update(**known)
    else:
        Interview.objects.filter(pk=interview.pk).update(**known)
        Account.objects.filter(interview=interview).update(**known)
        _touch(interview.opportunity, now)
    for row in {of, interview} - {None}:
        row.outcome, row.answered_on = known["outcome"], known["answered_on"]
    record(by=by, verb="note_answer", target=interview or of, now=now)


@transaction.atomic
def hear_back(
    *,
    interview: Interview,
    outcome: str,
    answered_on: datetime.date | None,
    stage: str,
    by: AbstractBaseUser,
    now: datetime.datetime,
) -> None:
    """Note the answer to the interview, and where its opportunity stands since: both or neither."""
    note_answer(of=interview, outcome=outcome, answered_on=answered_on, by=by, now=now)
    move_opportunity(opportunity=interview.opportunity, stage=stage, by=by, now=now)


@transaction.atomic
def attach_account(
    *, account: Account, interview: Interview | None, by: AbstractBaseUser, now: datetime.datetime
) -> None:
    """Let the account tell this interview, or stand alone (None); its text and what was read in it do not change.

    They share one answer from then on: the interview's where it has one, else the account's. An account that leaves
    keeps what it knew.
    """
    account.interview = interview
    account.save(update_fields=["interview"])
    record(by=by, verb="attach_account" if interview else "detach_account", target=account, now=now)
    if interview is None:
        return
    told = [row for row in (interview, account) if row.outcome in ANSWERS] or [
        row for row in (interview, account) if row.outcome
    ]
    if told:
        note_answer(of=interview, outcome=told[0].outcome, answered_on=told[0].answered_on, by=by, now=now)
        account.outcome, account.answered_on = interview.outcome, interview.answered_on


def _touch(opportunity: Opportunity, now: datetime.datetime) -> None:
    opportunity.changed_at = now
    opportunity.save(update_fields=["changed_at"])


def calendar_file(
    *, interviews: Sequence[Interview], zone: datetime.tzinfo, language: str, now: datetime.datetime
) -> bytes:
    """These interviews as one .ics file, in the words of `language`, which is the one in force; each has a date.

    An interview that came from an invitation keeps the uid of that invitation.
    """
    return write_calendar([_appointment(interview) for interview in interviews], zone=zone, now=now, language=language)


def _appointment(interview: Interview) -> Appointment:
    opportunity = interview.opportunity
    named = {"company": opportunity.company, "post": opportunity.post}
    title = _("Interview: %(company)s, %(post)s") if opportunity.post else _("Interview: %(company)s")
    return Appointment(
        uid=interview.uid or f"{interview.pk}@rebond",
        title=title % named,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        place=interview.place,
        notes=interview.people,
    )
