"""Every write of what lies beside an account. None of them touches its text."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rebond.apps.base.audit import record
from rebond.apps.debrief.evening_queries import ANSWERS, exchanges_of, learnt_of
from rebond.apps.debrief.models import Account, Exchange, Interview, Learnt, Opportunity
from rebond.apps.debrief.tracker_actions import Details, Meeting, add_interview, add_opportunity, attach_account

NOON = datetime.time(12)
"""The hour of an interview of which only the day is known. Our judgement: nearest to all hours of that day."""


@dataclass(frozen=True)
class Told:
    """One question of the interview; "" and None stand for what was skipped."""

    asked: str = ""
    said: str = ""
    reaction: str = ""
    sureness: int | None = None


class AnswerKnownError(ValueError):
    """The real answer is known: what was expected stays as it was."""


@transaction.atomic
def add_exchange(*, account: Account, told: Told, by: AbstractBaseUser, now: datetime.datetime) -> Exchange:
    """Put a question after the others. The very same as the last one is that one: a form was sent twice."""
    others = Exchange.objects.filter(account=account)
    last = others.last()
    if last is not None and told == Told(last.asked, last.said, last.reaction, last.sureness):
        return last
    highest = others.aggregate(highest=Max("position", default=-1))["highest"]
    exchange = Exchange.objects.create(account=account, position=highest + 1, **vars(told))
    record(by=by, verb="add_exchange", target=exchange, now=now)
    return exchange


@transaction.atomic
def change_exchange(*, exchange: Exchange, told: Told, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Tell a question again, in its place."""
    for name, value in vars(told).items():
        setattr(exchange, name, value)
    exchange.save(update_fields=list(vars(told)))
    record(by=by, verb="change_exchange", target=exchange, now=now)


@transaction.atomic
def move_exchange(*, exchange: Exchange, up: bool, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Let a question change places with its neighbour; where there is none it stays."""
    order = [one.pk for one in exchanges_of(exchange.account)]
    rank = order.index(exchange.pk)
    other = rank - 1 if up else rank + 1
    if not 0 <= other < len(order):
        return
    order[rank], order[other] = order[other], order[rank]
    for position, key in enumerate(order):
        Exchange.objects.filter(pk=key).exclude(position=position).update(position=position)
    record(by=by, verb="move_exchange", target=exchange, now=now)


@transaction.atomic
def remove_exchange(*, exchange: Exchange, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Take a question away, for good."""
    record(by=by, verb="remove_exchange", target=exchange, now=now)
    exchange.delete()


@transaction.atomic
def note_learnt(*, account: Account, words: Mapping[str, str], by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note what was learnt, by topic; "" takes a topic back, and what stays the same keeps its date."""
    known = learnt_of(account)
    changed = {topic: said for topic, said in words.items() if said != known.get(topic, "")}
    if not changed:
        return
    Learnt.objects.filter(account=account, topic__in=[topic for topic, said in changed.items() if not said]).delete()
    for topic, said in changed.items():
        if said:
            Learnt.objects.update_or_create(account=account, topic=topic, defaults={"words": said, "at": now})
    record(by=by, verb="note_learnt", target=account, now=now)


@transaction.atomic
def expect_answer(*, account: Account, expected: str, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Note what answer one expects, "" to take it back; what stays the same keeps its date.

    Raises AnswerKnownError once the real answer is known: said afterwards, an expectation only repeats it.
    """
    if expected == account.expected:
        return
    open_still = Account.objects.filter(pk=account.pk).exclude(outcome__in=ANSWERS)
    account.expected, account.expected_at = expected, now if expected else None
    if not open_still.update(expected=expected, expected_at=account.expected_at):
        raise AnswerKnownError(str(account.pk))
    record(by=by, verb="expect_answer", target=account, now=now)


@transaction.atomic
def attach_new_interview(
    *,
    account: Account,
    company: str,
    post: str,
    held_on: datetime.date | None,
    by: AbstractBaseUser,
    now: datetime.datetime,
) -> Interview:
    """Note an interview and let the account tell it; for the opportunity already there where company and post agree.

    The same line sent twice gives one interview.
    """
    key = uuid.uuid5(account.pk, f"{company}\n{post}\n{held_on}")
    same = Opportunity.objects.filter(owner=by.pk, company__iexact=company, post__iexact=post)
    opportunity = same.order_by("-changed_at", "id").first() or add_opportunity(
        key=key, details=Details(company=company, post=post, stage="interviewing"), by=by, now=now
    )
    at = datetime.datetime.combine(held_on, NOON, timezone.get_current_timezone()) if held_on else None
    interview = add_interview(opportunity=opportunity, key=key, meeting=Meeting(starts_at=at), by=by, now=now)
    attach_account(account=account, interview=interview, by=by, now=now)
    return interview
