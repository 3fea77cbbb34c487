"""Every write of the second opinion: asked on the candidate's word, answered in a thread, taken away."""

import datetime
import threading
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from rebond.apps.base.audit import record
from rebond.apps.base.clock import now as the_time
from rebond.apps.debrief.models import Account
from rebond.apps.moments.deeper_queries import is_given_up, model_of_settings
from rebond.apps.moments.language_model import LanguageModel, ModelFailed, UnusableSettings, ask
from rebond.apps.moments.models import DeeperPassage, DeeperReading, Reading
from rebond.engine.moments import deeper as engine
from rebond.engine.moments.deeper_request import DeeperRequest, request_about
from rebond.engine.text.limits import TextRefused

State = DeeperReading.State


class NotAgreedError(ValueError):
    """The account would leave this machine, and the candidate has not agreed to send it to that address."""


class CannotAskError(ValueError):
    """Nothing can be asked: no model is set or none that can be used, the account is not read, or is too long."""


def request_for(account: Account) -> tuple[LanguageModel, DeeperRequest]:
    """The model that would be asked, and all that it would be told. Raises CannotAskError."""
    model, _, request = _request(account)
    return model, request


def _request(account: Account) -> tuple[LanguageModel, Reading, DeeperRequest]:
    try:
        model = model_of_settings()
        reading = Reading.objects.get(account=account)
        request = request_about(account.text, _spans(reading), lang=reading.lang)
    except (UnusableSettings, Reading.DoesNotExist, TextRefused) as error:
        raise CannotAskError from error
    if model is None:
        raise CannotAskError
    return model, reading, request


def _spans(reading: Reading) -> list[tuple[int, int]]:
    return list(reading.moments.values_list("start", "end"))


@transaction.atomic
def ask_deeper(*, account: Account, agreed_to: str, by: AbstractBaseUser, now: datetime.datetime) -> DeeperReading:
    """Ask the model, in a thread that begins once this is committed. While one is awaited, no other is asked.

    `agreed_to` is the address to which the candidate has agreed to send this account; a model on this machine needs
    none. Raises NotAgreedError where another address would get it, and CannotAskError.
    """
    model, reading, _ = _request(account)
    if not model.is_local and agreed_to != model.address:
        raise NotAgreedError(model.address)
    known = DeeperReading.objects.filter(reading=reading).first()
    if known and known.state == State.WAITING and not is_given_up(known, now):
        return known
    if known:
        known.delete()
    asked = DeeperReading.objects.create(
        reading=reading,
        model=model.name,
        address=model.address,
        is_local=model.is_local,
        state=State.WAITING,
        asked_at=now,
    )
    record(by=by, verb="ask_own_model" if model.is_local else "send_account_to_model", target=account, now=now)
    transaction.on_commit(lambda: _begin(asked.pk))
    return asked


def _begin(key: int) -> None:
    threading.Thread(target=_answer_beside, args=(key,), name=f"deeper-{key}", daemon=True).start()


def _answer_beside(key: int) -> None:
    try:
        heard = hear_model(key=key)
        if heard is not None:
            note_heard(key=key, heard=heard, now=the_time())
    finally:
        connection.close()  # each thread has its own


@dataclass(frozen=True)
class Heard:
    """What came of asking: a reading, or the reason why there is none (one of language_model.FAILURES)."""

    said: engine.DeeperReading | None
    failure: str = ""


def hear_model(*, key: int) -> Heard | None:
    """Ask the model what was to be asked; None where that was taken away. No transaction is open while it thinks."""
    asked = DeeperReading.objects.select_related("reading__account").filter(pk=key).first()
    if asked is None:
        return None
    text, spans = asked.reading.account.text, _spans(asked.reading)
    try:
        model, request = request_for(asked.reading.account)
        return Heard(engine.deeper_reading(ask(model, request), text, spans))
    except ModelFailed as failed:
        return Heard(None, failed.reason)
    except engine.UnreadableAnswer:
        return Heard(None, "nonsense")


@transaction.atomic
def note_heard(*, key: int, heard: Heard, now: datetime.datetime) -> None:
    """Keep what the model said beside the reading, where it is still awaited."""
    asked = DeeperReading.objects.select_related("reading__account").filter(pk=key, state=State.WAITING).first()
    if asked is None:
        return
    asked.state, asked.failure = (State.FAILED, heard.failure) if heard.said is None else (State.DONE, "")
    if heard.said is not None:
        asked.not_found, asked.unknown = heard.said.not_found, heard.said.unknown
        DeeperPassage.objects.bulk_create(_row(asked, passage) for passage in heard.said.passages)
    asked.save(update_fields=["state", "failure", "not_found", "unknown"])
    record(by=None, verb="note_own_model", target=asked.reading.account, now=now)


def _row(asked: DeeperReading, passage: engine.DeeperPassage) -> DeeperPassage:
    return DeeperPassage(
        deeper=asked,
        position=passage.position,
        start=passage.start,
        end=passage.end,
        nature=passage.nature or "",
        incidents=list(passage.incidents),
        distortions=list(passage.distortions),
    )


@transaction.atomic
def remove_deeper(*, account: Account, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Take the second opinion away, answered or awaited; what the candidate took up of it is theirs and stays."""
    deleted, _ = DeeperReading.objects.filter(reading__account=account).delete()
    if deleted:
        record(by=by, verb="remove_own_model", target=account, now=now)
