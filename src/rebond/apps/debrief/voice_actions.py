"""Every write of a candidate about a memo that they speak. What returns has been committed, and is on disk."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F

from rebond.apps.base.audit import record, was_noted
from rebond.apps.base.ownership import owned
from rebond.apps.debrief.actions import record_account
from rebond.apps.debrief.models import Account, Interview, Listening, Passage, Piece, Recording
from rebond.apps.debrief.voice_queries import passages_of, pieces_held
from rebond.engine.speech.decoding import LARGEST_BYTES, LONGEST_S
from rebond.engine.speech.transcript import Segment, in_paragraphs

LONGEST_MINUTES = LONGEST_S // 60
LARGEST_PIECE_BYTES = 4 * 2**20
"""A second of sound takes some kilobytes, a piece of a chosen file one megabyte; some room."""
MOST_TAKES = 50
"""A memo that was begun again as often is no memo. Our judgement."""
MOST_PIECES = 10_000
"""Pieces of a take: some three hours of seconds, more than may be heard."""
MOST_WAITING = 10
"""Recordings of one person that wait to be heard at a time. Our judgement: more is a mistake, or not a person."""

State = Recording.State
CAN_BE_HEARD_AGAIN = (State.FAILED, State.CANCELLED, State.NO_MODEL)
CAN_BE_KEPT = (State.DONE, *CAN_BE_HEARD_AGAIN)


class Refused(StrEnum):
    """Why a piece is not taken."""

    CLOSED = "closed"  # the recording is finished, removed, or another person's
    OTHER = "other"  # other bytes lie at this place already
    TOO_MUCH = "too_much"  # more than a recording, or a piece of one, may hold


class PieceRefusedError(ValueError):
    """A piece that was not kept; nothing else changed. `why` is one of Refused."""

    def __init__(self, why: Refused) -> None:
        self.why = why
        super().__init__(why.value)


class MissingPiecesError(ValueError):
    """The recording cannot be finished yet. `places` are the [take, number] of what is not there."""

    def __init__(self, places: list[tuple[int, int]]) -> None:
        self.places = places
        super().__init__(str(places))


class TooManyWaitingError(ValueError):
    """MOST_WAITING recordings of this person wait already."""


class NotHeardYetError(ValueError):
    """The recording is open, waits, or is being heard: its text is not there yet."""


@transaction.atomic
def keep_piece(
    *,
    key: uuid.UUID,
    take: int,
    number: int,
    content: bytes,
    language: str,
    media_type: str,
    by: AbstractBaseUser,
    now: datetime.datetime,
    interview: Interview | None = None,
) -> None:
    """Keep one piece of the sound, once: the same piece again changes nothing. The first one begins the recording.

    Raises PieceRefusedError.
    """
    if len(content) > LARGEST_PIECE_BYTES or take >= MOST_TAKES or number >= MOST_PIECES:
        raise PieceRefusedError(Refused.TOO_MUCH)
    begun = {
        "owner": by,
        "language": language,
        "media_type": media_type,
        "started_at": now,
        "interview": interview,
    }
    if Account.objects.filter(pk=key).exists():
        raise PieceRefusedError(Refused.CLOSED)
    # Held until this transaction ends: another connection may send the same piece, or finish the recording, meanwhile.
    recording, created = Recording.objects.select_for_update().get_or_create(pk=key, defaults=begun)
    if recording.owner_id != by.pk:
        raise PieceRefusedError(Refused.CLOSED)
    if created:
        if was_noted(verb="remove_recording", target=recording):  # a piece that was still on its way
            raise PieceRefusedError(Refused.CLOSED)
        record(by=by, verb="begin_recording", target=recording, now=now)
    place = Piece.objects.filter(recording=recording, take=take, number=number)
    there = place.values_list("content", flat=True).first()
    if there is not None:
        if bytes(there) != content:
            raise PieceRefusedError(Refused.OTHER)
        return
    if recording.state != State.OPEN:
        raise PieceRefusedError(Refused.CLOSED)
    if recording.size + len(content) > LARGEST_BYTES:
        raise PieceRefusedError(Refused.TOO_MUCH)
    Piece.objects.create(recording=recording, take=take, number=number, content=content)
    Recording.objects.filter(pk=key).update(size=F("size") + len(content))


@transaction.atomic
def finish_recording(
    *, recording: Recording, pieces: Sequence[int], by: AbstractBaseUser, now: datetime.datetime
) -> bool:
    """No more sound comes: it waits to be heard. `pieces` says how many each take has.

    A second time changes nothing; False then. Raises MissingPiecesError where some are not there yet,
    TooManyWaitingError.
    """
    if not _hold(recording) or recording.state != State.OPEN:
        return False
    held = pieces_held(recording)
    missing = [
        (take, number)
        for take, count in enumerate(pieces)
        for number in sorted(set(range(count)) - set(held.get(take, ())))
    ]
    if missing or not held:
        raise MissingPiecesError(missing or [(0, 0)])
    _let_wait(recording, by)
    record(by=by, verb="finish_recording", target=recording, now=now)
    return True


def _hold(recording: Recording) -> bool:
    """Read it again and keep it as it is until the transaction ends; False where it was removed meanwhile.

    Another tab or a worker may have changed it since it was read.
    """
    try:
        recording.refresh_from_db(from_queryset=Recording.objects.select_for_update())
    except Recording.DoesNotExist:
        return False
    return True


def _let_wait(recording: Recording, by: AbstractBaseUser) -> None:
    waiting = owned(Recording.objects.filter(state__in=(State.WAITING, State.RUNNING)), by=by)
    if waiting.exclude(pk=recording.pk).count() >= MOST_WAITING:
        raise TooManyWaitingError
    recording.state, recording.attempts, recording.problem = State.WAITING, 0, ""
    recording.claim, recording.leased_until = None, None
    recording.save(update_fields=["state", "attempts", "problem", "claim", "leased_until"])


@transaction.atomic
def cancel_hearing(*, recording: Recording, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Nobody hears it any more; the sound and what was heard stay. Nothing changes where nobody did."""
    held = Recording.objects.filter(pk=recording.pk, state__in=(State.WAITING, State.RUNNING))
    if held.update(state=State.CANCELLED, claim=None, leased_until=None):
        record(by=by, verb="cancel_hearing", target=recording, now=now)


@transaction.atomic
def hear_again(*, recording: Recording, by: AbstractBaseUser, now: datetime.datetime) -> bool:
    """Let it wait again after a failure or a change of mind; False where it cannot. Raises TooManyWaitingError.

    What had been heard goes; where the candidate had corrected it, it stays with what they typed.
    """
    if not _hold(recording) or recording.state not in CAN_BE_HEARD_AGAIN or not recording.pieces.exists():
        return False
    _let_wait(recording, by)
    if recording.passages.exclude(corrected=None).exists():
        recording.typed = text_of(recording)
        recording.save(update_fields=["typed"])
        recording.passages.all().delete()
    record(by=by, verb="hear_again", target=recording, now=now)
    return True


@transaction.atomic
def correct_passages(
    *, recording: Recording, words: Mapping[int, str], typed: str | None, by: AbstractBaseUser, now: datetime.datetime
) -> None:
    """Keep what was corrected so far, by key of the passage, and what was typed by hand; the heard text stays beside.

    Nothing changes once the text is an account.
    """
    if not _hold(recording) or recording.state not in CAN_BE_KEPT:
        return
    for passage in passages_of(recording):
        given = words.get(passage.pk, passage.corrected)
        if given != passage.corrected and (passage.corrected is not None or given != passage.text):
            Passage.objects.filter(pk=passage.pk).update(corrected=given)
    if typed is not None and typed != recording.typed:
        recording.typed = typed
        recording.save(update_fields=["typed"])


@transaction.atomic
def keep_text(
    *, recording: Recording, text: str, keep_sound: bool, by: AbstractBaseUser, now: datetime.datetime
) -> Account:
    """The text becomes an account, once, and the sound goes unless the candidate keeps it.

    Raises KeyTakenError where another text was kept of this recording before, NotHeardYetError where it is not over, or
    was removed meanwhile.
    """
    if not _hold(recording) or recording.state not in (*CAN_BE_KEPT, State.KEPT):
        raise NotHeardYetError(str(recording.pk))
    account = record_account(text=text, key=recording.pk, by=by, now=now, interview=recording.interview)
    if recording.state == State.KEPT:
        return account
    recording.account, recording.state = account, State.KEPT
    recording.claim, recording.leased_until, recording.typed = None, None, ""
    recording.has_sound = keep_sound
    recording.save(update_fields=["account", "state", "claim", "leased_until", "typed", "has_sound"])
    recording.passages.all().delete()
    if not keep_sound:
        _erase_sound(recording)
    elif Listening.objects.filter(recording=recording).exists():
        recording.pieces.all().delete()  # one file of the sound is enough
    record(by=by, verb="keep_spoken_text", target=recording, now=now)
    return account


def text_of(recording: Recording) -> str:
    """The passages as they stand, one after the other, a new line after each long silence; else what was typed."""
    passages = tuple(
        Segment(passage.start_s, passage.end_s, passage.text if passage.corrected is None else passage.corrected, ())
        for passage in passages_of(recording)
    )
    return "\n\n".join(part for part in (in_paragraphs(passages), recording.typed.strip()) if part)


@transaction.atomic
def erase_sound(*, account: Account, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """The sound of a kept account goes for good; its text stays. A second time changes nothing."""
    recording = Recording.objects.filter(account=account, has_sound=True).first()
    if recording is None:
        return
    _erase_sound(recording)
    recording.has_sound = False
    recording.save(update_fields=["has_sound"])
    record(by=by, verb="erase_sound", target=recording, now=now)


def _erase_sound(recording: Recording) -> None:
    recording.pieces.all().delete()
    Listening.objects.filter(recording=recording).delete()


@transaction.atomic
def remove_recording(*, recording: Recording, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Delete a recording that is no account, with its sound and its text, for good."""
    if not _hold(recording) or recording.state == State.KEPT:
        return
    record(by=by, verb="remove_recording", target=recording, now=now)
    recording.delete()
